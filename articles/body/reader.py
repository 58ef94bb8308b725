"""Reads the tags and the text of HTML, in their order, into blocks."""

from articles.body import markup
from articles.body.blocks import Block, Embed, Heading, Image, Item, List, Paragraph, Quote, Table
from articles.body.running_text import INLINE, Piece, RunningText
from articles.body.tables import TABLE_TAGS, OpenTable

DEEPEST_LEVEL = 5  # of lists inside lists; what is deeper moves up to it

HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
# Where one of these begins or ends, a paragraph ends. Tags that are named nowhere vanish from running text.
BREAKS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section
    summary table tbody td tfoot th thead tr ul
""".split()
POSTS = ("instagram-media", "tiktok-embed", "twitter-tweet", "twitter-video")  # classes of quotes


class Reader:
    """Builds no tree: an end that ends nothing is passed over, and what has no end ends with what follows."""

    def __init__(self, source: str) -> None:
        self.blocks: list[Block] = []
        self.growing: Block | None = None  # the last block, while it may take more
        self.running = RunningText()
        self.preformatted = False
        self.heading = 0
        self.lists: list[list] = []  # tag, and whether an item has just begun (None: there is none yet)
        self.quotes = 0
        self.post: tuple[int, str | None] | None = None  # the blocks before it, its address
        self.caption: list[Piece] | None = None
        self.table = OpenTable()
        self.read(source)

    def read(self, source: str) -> None:
        position = 0
        endless = set()  # names; one more search for the end of each would be one too many
        while tag := markup.TAG.search(source, position):
            if tag.start() > position:
                self.text(source[position : tag.start()])
            position = tag.end()
            closes, name, attributes = tag.groups()
            name = name.lower() if name else ""
            if name in markup.BOUNDARIES and not closes:
                end = position if name in endless else markup.end_of(name, source, position)
                if end == position:
                    endless.add(name)
                self.drop(name, attributes, source[position:end])
                position = end
            elif act := (END if closes else BEGIN).get(name):
                act(self, name, attributes)
            elif name in INLINE:
                self.running.end(name) if closes else self.running.begin(name, attributes)
        self.text(source[position:])
        self.pause()
        self.end_caption()
        while self.table.depth:
            self.end_in_table("table")

    def text(self, spelled: str) -> None:
        if self.preformatted:
            for line in spelled.splitlines(keepends=True):
                self.running.write(markup.decoded(line))
                if line.endswith("\n"):
                    self.pause()
        elif not spelled.strip(markup.WHITE):
            self.running.space = True
        else:
            self.running.write(markup.decoded(spelled))

    # Where text goes

    def pause(self, name: str = "", attributes: str = "") -> None:
        """End the running text, and put it where it belongs."""
        if piece := self.running.take():
            self.place(piece)

    def place(self, piece: Piece) -> None:
        if self.table.pieces is not None:
            self.table.pieces.append(piece)
        elif self.caption is not None:
            self.caption.append(piece)
        elif self.lists and self.lists[-1][1] is not None:
            self.place_in_list(piece)
        elif self.quotes:
            if not isinstance(self.growing, Quote):
                self.add(Quote())
            self.growing.pieces.append(piece)
        else:
            self.add(Heading(self.heading, piece) if self.heading else Paragraph(piece))
        self.heading = 0

    def place_in_list(self, piece: Piece) -> None:
        tag, begins = self.lists[-1]
        items = self.growing.items if isinstance(self.growing, List) else []
        level = min(len(self.lists) - 1, DEEPEST_LEVEL, items[-1].level + 1 if items else 0)
        if not items or (level == 0 and tag != items[0].tag):
            self.add(List())
            items = self.growing.items
        if items and not begins and items[-1].level == level:
            items[-1].pieces.append(piece)
        else:
            items.append(Item(level, tag, [piece]))
        self.lists[-1][1] = False

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.growing = block

    def add_embed(self, *addresses: str | None) -> None:
        urls = (markup.url(address, markup.EMBED_URL) for address in addresses)
        if url := next(filter(None, urls), None):
            self.pause()
            self.add(Embed("https://" + url.partition("://")[2]))

    def drop(self, name: str, attributes: str, content: str) -> None:
        """Pass over an element with all it holds, but keep what it shows of another site."""
        given = markup.attributes(attributes)
        if name == "script" and "data-telegram-post" in given:
            self.add_embed("https://t.me/" + given["data-telegram-post"])
        elif name in {"audio", "iframe", "video"}:
            self.add_embed(given.get("src"), given.get("data-src"), markup.attributes(content).get("src"))

    # What tags do

    def break_line(self, name: str, attributes: str) -> None:
        """Two lines of a paragraph are two paragraphs: dialogues and addresses are written so."""
        if self.heading:
            self.running.write(" ")
        else:
            self.pause()

    def begin_heading(self, name: str, attributes: str) -> None:
        self.pause()
        self.heading = HEADINGS[name]

    def end_heading(self, name: str, attributes: str) -> None:
        self.pause()
        self.heading = 0

    def begin_preformatted(self, name: str, attributes: str) -> None:
        self.pause()
        self.preformatted = True

    def end_preformatted(self, name: str, attributes: str) -> None:
        self.pause()
        self.preformatted = False

    def begin_list(self, name: str, attributes: str) -> None:
        self.pause()
        self.lists.append([name, None])

    def begin_item(self, name: str, attributes: str) -> None:
        self.pause()
        if self.lists:
            self.lists[-1][1] = True

    def end_item(self, name: str, attributes: str) -> None:
        self.pause()
        if self.lists and self.lists[-1][1] is not None:
            self.lists[-1][1] = True

    def end_list(self, name: str, attributes: str) -> None:
        self.pause()
        if self.lists:
            self.lists.pop()
        if not self.lists:
            self.growing = None

    def begin_quote(self, name: str, attributes: str) -> None:
        self.pause()
        self.quotes += 1
        if self.quotes == 1 and any(post in attributes for post in POSTS):
            given = markup.attributes(attributes)
            self.post = len(self.blocks), given.get("cite") or given.get("data-instgrm-permalink")
            self.running.url = None

    def end_quote(self, name: str, attributes: str) -> None:
        self.pause()
        self.quotes = max(0, self.quotes - 1)
        if not self.quotes:
            self.growing = None
            self.end_post()

    def end_post(self) -> None:
        """Put the post itself in the place of its copy; the last link of the copy leads to it."""
        if self.post and (url := markup.url(self.post[1] or self.running.url, markup.EMBED_URL)):
            del self.blocks[self.post[0] :]
            self.add_embed(url)
        self.post = None

    def begin_embed(self, name: str, attributes: str) -> None:
        self.pause()
        given = markup.attributes(attributes)
        self.add_embed(given.get("data-url"), given.get("url"))

    def image(self, name: str, attributes: str) -> None:
        given = markup.attributes(attributes)
        urls = (
            markup.url(given.get(name), markup.IMAGE_URL) for name in ("src", "data-src", "data-original")
        )
        width, height = (markup.number(given.get(name), 1, 99_999) for name in ("width", "height"))
        url = next(filter(None, urls), None)
        if url and not width == height == 1:  # one dot counts readers
            self.pause()
            self.add(Image(url, given.get("alt", ""), width, height))

    def begin_caption(self, name: str, attributes: str) -> None:
        self.pause()
        self.caption = []

    def end_caption(self, name: str = "", attributes: str = "") -> None:
        self.pause()
        pieces, self.caption = self.caption or [], None
        if self.blocks and isinstance(self.blocks[-1], Image | Table) and not self.blocks[-1].caption:
            self.blocks[-1].caption = pieces
        else:
            for piece in pieces:
                self.place(piece)

    def begin_in_table(self, name: str, attributes: str) -> None:
        self.pause()
        self.running.close_all()
        self.table.begin(name, attributes)

    def end_in_table(self, name: str, attributes: str = "") -> None:
        self.pause()
        self.running.close_all()
        if table := self.table.end(name):
            cells = [cell for row in table.rows for cell in row.cells]
            if len(cells) == 1 and not table.caption:  # a frame around other content
                for piece in cells[0].pieces:
                    self.place(piece)
            else:
                self.add(table)


BEGIN = {
    **dict.fromkeys(BREAKS, Reader.pause),
    **dict.fromkeys(HEADINGS, Reader.begin_heading),
    **dict.fromkeys(("ul", "ol"), Reader.begin_list),
    **dict.fromkeys(TABLE_TAGS, Reader.begin_in_table),
    "blockquote": Reader.begin_quote,
    "br": Reader.break_line,
    "figcaption": Reader.begin_caption,
    "figure": Reader.begin_embed,
    "img": Reader.image,
    "li": Reader.begin_item,
    "oembed": Reader.begin_embed,
    "pre": Reader.begin_preformatted,
}
END = {
    **dict.fromkeys(BREAKS, Reader.pause),
    **dict.fromkeys(HEADINGS, Reader.end_heading),
    **dict.fromkeys(("ul", "ol"), Reader.end_list),
    **dict.fromkeys(TABLE_TAGS, Reader.end_in_table),
    "blockquote": Reader.end_quote,
    "br": Reader.break_line,
    "figcaption": Reader.end_caption,
    "figure": Reader.end_caption,
    "li": Reader.end_item,
    "pre": Reader.end_preformatted,
}
