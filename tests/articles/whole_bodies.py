"""What any body promises, whatever it is made of."""

import re

from lxml import html as lxml_html

from articles.body import GATE, compose

ATTRIBUTES = {
    "a": {"href", "rel"},
    "figure": {"class", "data-url"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
VALUES = {
    "href": r"(?:https?://[^/]|mailto:|tel:|/(?!/))\S*",
    "src": r"(?:https?://[^/]|/(?!/)|image:[1-9])\S*",
    "data-url": r"https://\S+",
    "rel": "noopener noreferrer",
    "class": "embed",
    "alt": r"(?s:.*)",
    "width": "[0-9]+",
    "height": "[0-9]+",
    "colspan": "[0-9]+",
    "rowspan": "[0-9]+",
}
TAGS = set(
    "p h2 h3 h4 ul ol li blockquote a strong em figure figcaption img "
    "table caption thead tbody tfoot tr td th".split()
)


def faults(html: str, tags: set[str] = TAGS) -> list[str]:
    """What another parser finds in the markup that no body may have."""
    elements = list(lxml_html.fragment_fromstring(html, create_parent="section").iterdescendants())
    return [str(element.tag) for element in elements if element.tag not in tags] + [
        f"{element.tag} {name}={value}"
        for element in elements
        for name, value in element.attrib.items()
        if name not in ATTRIBUTES.get(element.tag, set()) or not re.fullmatch(VALUES[name], value, re.I)
    ]


def block_html(body) -> str:
    parts = [part for block in body.blocks for part in (block, *block.get("items", []))]
    return "".join(part.get("html", "") for part in parts)


def block_text(block: dict) -> str:
    """All text of a block, in its order."""
    items = [item["text"] for item in block.get("items", [])]
    cells = [cell for row in (block.get("header", []), *block.get("rows", [])) for cell in row]
    return "".join(
        [block.get("caption") or "", block.get("credit") or "", block.get("text", ""), *items, *cells]
    )


def squeezed(text: str) -> str:
    return re.sub(r"[\s\xad\u200b]+", "", text)


def is_whole(source: str) -> bool:
    """A body holds to all its promises, whatever its source."""
    body = compose(source)
    shown = "".join(lxml_html.fragment_fromstring(body.html, create_parent="section").itertext())
    return (
        compose(body.html) == body
        and GATE.clean(body.html) == body.html
        and faults(body.html) == []
        and faults(block_html(body), {"a", "strong", "em"}) == []
        and squeezed(shown) == squeezed("".join(map(block_text, body.blocks))) == squeezed(body.text)
    )
