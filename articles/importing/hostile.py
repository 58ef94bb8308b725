"""Finds markup that no newsroom writes on purpose. Sanitising removes it; an import tells of it first."""

import re

from articles.body import markup

HANDLER = re.compile(r"on[a-z]{3,}")
HOSTILE_URL = re.compile(r"(?:javascript|vbscript|data(?=:text)):")
IGNORED_IN_URL = re.compile(r"[\x00-\x20]+")  # as browsers do
FOR_READERS = {"alt", "aria-label", "label", "placeholder", "summary", "title"}  # attributes that hold text


def hostile_markup(html: str) -> str | None:
    """The first piece of hostile markup, named."""
    if "=" not in html and "<script" not in html.lower():  # no attribute: as most texts are
        return None
    for tag in markup.TAG.finditer(html):
        name = (tag[2] or "").lower()
        if name == "script":
            return "a script element"
        attributes = tag[3] or ""
        if "=" not in attributes:
            continue
        for attribute, value in markup.attributes(attributes).items():
            if HANDLER.fullmatch(attribute):
                return f"an {attribute} handler"
            url = IGNORED_IN_URL.sub("", value[:200]).lower()
            if attribute not in FOR_READERS and (scheme := HOSTILE_URL.match(url)):
                return f"a {scheme[0]} address"
    return None
