"""Pictures of ours in the text of articles: bodies name them, and readers get an address for the name."""

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any, NamedTuple

from articles.body.markup import quoted

SCHEME = "image:"
# As articles.body writes it; a `>` in a value is spelled &gt;.
IN_HTML = re.compile(rf'<img src="{SCHEME}([1-9][0-9]*)" alt="([^"]*)"[^>]*>')


class Shown(NamedTuple):
    """What readers get in the place of a reference."""

    url: str
    alt: str
    width: int | None
    height: int | None


Show = Callable[[int, str], Shown]  # of the picture's id and the alt text that the body gives it


def ids(html: str) -> list[int]:
    """The pictures that a body shows, in their order, each once."""
    if SCHEME not in html:
        return []
    return list(dict.fromkeys(int(found) for found, _ in IN_HTML.findall(html)))


def in_html(html: str, show: Show) -> str:
    def tag(found: re.Match) -> str:
        url, alt, width, height = show(int(found[1]), unescape(found[2]))
        sides = f' width="{width}" height="{height}"' if width else ""
        return f"<img src={quoted(url)} alt={quoted(alt)}{sides}>"

    return IN_HTML.sub(tag, html)


def in_blocks(blocks: Iterable[dict[str, Any]], show: Show) -> list[dict[str, Any]]:
    return [
        {**block, **show(int(block["url"].removeprefix(SCHEME)), block["alt"])._asdict()}
        if block["type"] == "image" and block["url"].startswith(SCHEME)
        else block
        for block in blocks
    ]
