"""How HTML is spelled: tags, attributes, references and addresses, for reading and for writing."""

import re
from html import unescape
from urllib.parse import quote

LONGEST_URL = 2_000

# What these hold is not read as markup, and is dropped; so is what the others hold.
RAW = {"iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title"}
DROPPED = RAW | {"audio", "button", "canvas", "datalist", "math", "select", "svg", "template", "video"}

# Every `<` that begins something matches to the end of it or of the source: none is looked at twice.
TAG = re.compile(
    r"""
    <!--(?:-?>|.*?(?:--!?>|\Z))
    | <(/?)([a-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*"?|'[^']*'?)?)*+)>?  # quotes have a meaning after = only
    | <[!?/][^>]*>?
    """,
    re.ASCII | re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
BOUNDARIES = {
    name: re.compile(rf"<(/?){name}(?=[\s/>])[^>]*>?", re.ASCII | re.IGNORECASE) for name in DROPPED
}
ATTRIBUTE = re.compile(r"""([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s>]*+)))?""", re.ASCII)
REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,40});")
WHITE = " \t\n\v\f\r\x85\u2028\u2029"
SPACES = re.compile(f"[{WHITE}](?:(?<! )|[{WHITE}])[{WHITE}]*")  # all but one single space
# Controls, soft hyphens, zero-width spaces, byte order marks, halves of pairs and what is no character; with
# it go the planes that are private or not in use: a few ranges cost less than the characters one by one.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U000dffff\U000efffe-\U0010ffff]"
)
LINK_URL = re.compile(r"https?://[^\s/?#\\]|mailto:\S|tel:\S|/", re.IGNORECASE)
IMAGE_URL = re.compile(r"(?i:https?)://[^\s/?#\\]|/|image:[1-9][0-9]{0,17}\Z")  # the last: a picture of ours
EMBED_URL = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:[/?#]|\Z)", re.ASCII | re.IGNORECASE)
UNSAFE_IN_URL = re.compile(r'[\s"<>\\^`{|}]')


def escaped(text: str) -> str:
    """Text as markup, spelled the way nh3 spells it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def quoted(text: str) -> str:
    """Text as the value of an attribute, with its quotes."""
    return '"' + escaped(text).replace('"', "&quot;") + '"'


def decoded(markup: str) -> str:
    """Markup without tags as text, in which white space is single spaces and everything can be seen."""
    try:
        text = unescape(markup) if "&" in markup else markup
    except ValueError:  # a reference with thousands of digits, which int() refuses
        text = REFERENCE.sub(lambda reference: unescape(reference[0]), markup)
    return _cleaned(text)


def attributes(markup: str) -> dict[str, str]:
    """The first value of each. A reference needs its semicolon here: ?a=1&copy=2 has none."""
    values: dict[str, str] = {}
    for name, *spellings in ATTRIBUTE.findall(markup):
        value = "".join(spellings)
        if "&" in value:
            value = REFERENCE.sub(lambda reference: unescape(reference[0]), value)
        values.setdefault(name.lower(), _cleaned(value).strip())
    return values


def url(value: str | None, allowed: re.Pattern) -> str | None:
    """The address if it is of an allowed kind: complete, or from the root of the site."""
    if not value or len(value) > LONGEST_URL:
        return None
    address = f"https:{value}" if value.startswith("//") else value
    if not allowed.match(address):
        return None
    return UNSAFE_IN_URL.sub(lambda unsafe: quote(unsafe[0]), address)


def number(value: str | None, least: int, most: int) -> int | None:
    fits = re.fullmatch("[0-9]{1,5}", value or "") and least <= int(value) <= most
    return int(value) if fits else None


def end_of(name: str, source: str, position: int) -> int:
    """Where the element whose content begins at the position is over; the position itself if it never is."""
    depth = 1
    for tag in BOUNDARIES[name].finditer(source, position):
        if tag[1]:
            depth -= 1
        elif name not in RAW:
            depth += 1
        if depth == 0:
            return tag.end()
    return len(source) if name in {"script", "style"} else position


def _cleaned(text: str) -> str:
    if "  " not in text and text.replace("\xa0", " ").isprintable():  # as most text is
        return text
    return SPACES.sub(" ", INVISIBLE.sub("", text))
