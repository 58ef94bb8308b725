"""The kinds of blocks that a body is made of, each as HTML, as JSON and as plain text."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from articles.body.markup import quoted
from articles.body.running_text import Piece, joined, text_of

Parts = tuple[str, dict, str]  # HTML, JSON, plain text


@dataclass
class Paragraph:
    piece: Piece

    def parts(self) -> Parts:
        html, text = self.piece
        return f"<p>{html}</p>", {"type": "paragraph", "text": text, "html": html}, text


@dataclass
class Heading:
    level: int
    piece: Piece

    def parts(self) -> Parts:
        html, text = self.piece
        tag = f"h{self.level}"
        return f"<{tag}>{html}</{tag}>", {"type": "heading", "level": self.level, "text": text}, text


@dataclass
class Quote:
    """Its paragraphs are lines in JSON and text."""

    pieces: list[Piece] = field(default_factory=list)

    def parts(self) -> Parts:
        html, text = joined(self.pieces, "\n")
        paragraphs = "".join(f"<p>{piece.html}</p>" for piece in self.pieces)
        return f"<blockquote>{paragraphs}</blockquote>", {"type": "quote", "text": text, "html": html}, text


class Item(NamedTuple):
    level: int
    tag: str  # ul or ol
    pieces: list[Piece]


@dataclass
class List:
    """Lists inside it are items of a higher level, at most one higher than the item before."""

    items: list[Item] = field(default_factory=list)

    def parts(self) -> Parts:
        html, entries, opened = [], [], []
        for level, tag, pieces in self.items:
            while len(opened) > level + 1 or (len(opened) == level + 1 and opened[-1] != tag):
                html.append(f"</li></{opened.pop()}>")
            if len(opened) == level + 1:
                html.append("</li>")
            else:
                html.append(f"<{tag}>")
                opened.append(tag)
            item = joined(pieces)
            html.append(f"<li>{item.html}")
            entries.append({"text": item.text, "html": item.html, "level": level})
        html.extend(f"</li></{tag}>" for tag in reversed(opened))
        block = {"type": "list", "ordered": self.items[0].tag == "ol", "items": entries}
        return "".join(html), block, "\n".join(entry["text"] for entry in entries)


@dataclass
class Image:
    """A picture; its caption may end in the name of its maker, which is emphasised."""

    url: str
    alt: str
    width: int | None
    height: int | None
    caption: list[Piece] = field(default_factory=list)

    def parts(self) -> Parts:
        html, text = joined(self.caption)
        width = f' width="{self.width}"' if self.width else ""
        height = f' height="{self.height}"' if self.height else ""
        image = f"<img src={quoted(self.url)} alt={quoted(self.alt)}{width}{height}>"
        caption = f"<figcaption>{html}</figcaption>" if html else ""
        words, credit = with_credit(html)
        facts = {"url": self.url, "alt": self.alt, "caption": words or None, "credit": credit or None}
        block = {"type": "image", **facts, "width": self.width, "height": self.height}
        return f"<figure>{image}{caption}</figure>", block, text


def with_credit(html: str) -> tuple[str, str]:
    """The texts of a caption and of the emphasised words at its end."""
    if not html.endswith("</em>"):
        return text_of(html), ""
    words, _, credit = html.rpartition("<em>")
    return text_of(words).rstrip(), text_of(credit)


class Cell(NamedTuple):
    tag: str  # td or th
    spans: str  # attributes
    pieces: list[Piece]


class Row(NamedTuple):
    section: str  # thead, tbody or tfoot
    cells: list[Cell]


@dataclass
class Table:
    """Its header is a first row that says so. In text a row is a line, with tabs between the cells."""

    caption: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def parts(self) -> Parts:
        caption = joined(self.caption)
        html = [f"<caption>{caption.html}</caption>"] if caption.html else []
        rows = []
        for section, members in groupby(self.rows, key=lambda row: row.section):
            html.append(f"<{section}>")
            for row in members:
                pieces = [joined(cell.pieces) for cell in row.cells]
                cells = zip(row.cells, pieces, strict=True)
                markup = "".join(
                    f"<{cell.tag}{cell.spans}>{piece.html}</{cell.tag}>" for cell, piece in cells
                )
                html.append(f"<tr>{markup}</tr>")
                rows.append([piece.text for piece in pieces])
            html.append(f"</{section}>")
        lines = [caption.text, *("\t".join(row) for row in rows)]
        header = rows.pop(0) if self.has_header() else []
        block = {"type": "table", "caption": caption.text or None, "header": header, "rows": rows}
        return f"<table>{''.join(html)}</table>", block, "\n".join(line for line in lines if line.strip())

    def has_header(self) -> bool:
        if not self.rows:
            return False
        first = self.rows[0]
        return first.section == "thead" or all(cell.tag == "th" for cell in first.cells)


@dataclass
class Embed:
    """Something of another site: a place for it, and no more."""

    url: str

    def parts(self) -> Parts:
        html = f'<figure class="embed" data-url={quoted(self.url)}></figure>'
        provider = urlsplit(self.url).hostname.removeprefix("www.")
        return html, {"type": "embed", "url": self.url, "provider": provider}, ""


Block = Paragraph | Heading | Quote | List | Image | Table | Embed
