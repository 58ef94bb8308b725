"""What the HTML of an article becomes: markup of a short allow-list, typed blocks, plain text.

The only place where a body is made safe. Its reader takes time in proportion to the source, whatever is
nested in what. A parser that builds the tree of a browser does not (nh3 took 6 s and 1.4 GB for 44 KB of
crossed tags), so nh3 has the last word here and not the first.
"""

import re
from dataclasses import dataclass

import nh3

from articles.body.reader import Reader

MAX_LENGTH = 1_000_000  # characters, of source and of result

WORD = re.compile(r"\w++(?:['`´‘’ʻʼ′‐‑-]\w++)*+")
GATE = nh3.Cleaner(
    tags={
        *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "strong", "em"),
        *("figure", "figcaption", "img"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    },
    attributes={
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "figure": {"data-url"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    allowed_classes={"figure": {"embed"}},
    url_schemes={"http", "https", "image", "mailto", "tel"},
)


class BodyTooLong(ValueError):
    """The HTML is longer than MAX_LENGTH."""


@dataclass(frozen=True)
class Body:
    """One text in three forms, which say the same in the same order."""

    html: str
    blocks: list[dict]
    text: str
    word_count: int


def compose(source_html: str) -> Body:
    """The body that any HTML comes to; the `html` of a body comes to itself."""
    _check_length(source_html)
    body = _read(source_html)
    _check_length(body.html)  # as escaped text may be longer than its source
    passed = GATE.clean(body.html)
    # They differ where an address only looked right, such as https://a..b: the blocks must lose it too.
    return body if passed == body.html else _read(passed)


def excerpt(text: str, limit: int = 200) -> str:
    """The beginning of a text, cut at the end of a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit + 1].rpartition(" ")[0].rstrip(" ,;:-–—/|·") or line[:limit]


def _check_length(html: str) -> None:
    if len(html) > MAX_LENGTH:
        raise BodyTooLong(f"A body has at most {MAX_LENGTH:,} characters of HTML, this one {len(html):,}.")


def _read(source: str) -> Body:
    parts = [block.parts() for block in Reader(source).blocks]
    text = "\n\n".join(text for _, _, text in parts if text)
    return Body(
        html="\n".join(html for html, _, _ in parts),
        blocks=[block for _, block, _ in parts],
        text=text,
        word_count=len(WORD.findall(text)),
    )
