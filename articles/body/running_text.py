"""Running text: words with emphasis and links, without blocks."""

import re
from html import unescape
from typing import NamedTuple

from articles.body import markup

EMPHASIS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
INLINE = {*EMPHASIS, "a", "q", "sup"}
TAG = re.compile("<[^<>]*>")  # as this module writes them
# Google Docs wraps all that is copied in a <b> that is not bold.
NOT_BOLD = re.compile(r"(?<!-)font-weight:\s*(?:normal|[1-4]00)\b", re.IGNORECASE)
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")  # without it 10<sup>3</sup> would read 103


class Piece(NamedTuple):
    """A paragraph, or a part of an item, cell, quote or caption."""

    html: str
    text: str


def joined(pieces: list[Piece], separator: str = " ") -> Piece:
    return Piece(
        separator.join(piece.html for piece in pieces), separator.join(piece.text for piece in pieces)
    )


def text_of(html: str) -> str:
    """The words of a piece's html, or of a part of it."""
    return unescape(TAG.sub("", html))


class Tag(NamedTuple):
    name: str
    markup: str
    number: int  # two links to one address side by side are two links


class RunningText:
    """Text with its emphasis and links, until a piece of it is taken."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self.words: list[str] = []
        self.space = False  # read, not yet written
        self.wanted: list[Tag] = []  # the tags that are open
        self.written: list[Tag] = []  # those of them that stand in the html
        self.opened = 0
        self.depth = {"strong": 0, "em": 0}
        self.raised = False
        self.url: str | None = None  # of the last link

    def write(self, text: str) -> None:
        words = text.strip(" ")
        if not words:
            self.space = self.space or text != ""
            return
        same = 0
        if self.written != self.wanted:
            while self.written[same : same + 1] == self.wanted[same : same + 1] != []:
                same += 1
            self.html.extend(f"</{name}>" for name, _, _ in reversed(self.written[same:]))
        if self.words and (self.space or text[0] == " "):
            self.html.append(" ")
            self.words.append(" ")
        if self.written != self.wanted:
            self.html.extend(tag.markup for tag in self.wanted[same:])
            self.written = self.wanted.copy()
        if self.raised:
            words = words.translate(RAISED)
        self.html.append(markup.escaped(words))
        self.words.append(words)
        self.space = text[-1] == " "

    def begin(self, tag: str, attributes: str) -> None:
        if tag == "b" and NOT_BOLD.search(attributes):
            return
        if tag in EMPHASIS:
            name = EMPHASIS[tag]
            self.depth[name] += 1
            if self.depth[name] == 1:
                self.open(name, f"<{name}>")
        elif tag == "a":
            self.close("a")
            self.url = markup.url(markup.attributes(attributes).get("href"), markup.LINK_URL)
            if self.url:
                self.open("a", f'<a href={markup.quoted(self.url)} rel="noopener noreferrer">')
        elif tag == "q":
            self.write("“")
        elif tag == "sup":
            self.raised = True

    def end(self, tag: str) -> None:
        if tag in EMPHASIS:
            name = EMPHASIS[tag]
            self.depth[name] = max(0, self.depth[name] - 1)
            if not self.depth[name]:
                self.close(name)
        elif tag == "a":
            self.close("a")
        elif tag == "q":
            self.write("”")
        elif tag == "sup":
            self.raised = False

    def open(self, name: str, spelled: str) -> None:
        self.opened += 1
        self.wanted.append(Tag(name, spelled, self.opened))

    def close(self, name: str) -> None:
        self.wanted = [tag for tag in self.wanted if tag.name != name]

    def close_all(self) -> None:
        self.wanted = []
        self.depth = {"strong": 0, "em": 0}

    def take(self) -> Piece | None:
        """What was written, if it can be seen. A link ends with it, lest one without end fill the page."""
        self.space = self.raised = False
        if not self.words:
            return None
        self.html.extend(f"</{name}>" for name, _, _ in reversed(self.written))
        piece = Piece("".join(self.html), "".join(self.words))
        self.wanted = [tag for tag in self.wanted if tag.name != "a" or tag not in self.written]
        self.html, self.words, self.written = [], [], []
        return piece if piece.text.strip() else None
