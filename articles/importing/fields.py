"""Checks the values of one JSON object and gathers all that is wrong with them."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from articles.body import markup
from newsapi import transliteration

MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d))?", re.ASCII
)
YEARS = range(1600, 9000)
LARGEST_NUMBER = 2**63 - 1
MOST_NAMES = 50
WEB_ADDRESS = re.compile(r"https?://[^\s/?#\\]", re.IGNORECASE)
KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "an object",
}


class Fields:
    """The values by name. A missing one is null, and null is empty text, zero, false or none."""

    def __init__(
        self,
        values: dict[str, Any],
        known: Iterable[str],
        inside_of: "Fields | None" = None,
        prefix: str = "",
    ):
        self.values = values
        self.prefix = prefix
        self.errors: list[str] = inside_of.errors if inside_of else []
        self.ignored: list[str] = inside_of.ignored if inside_of else []
        # What text for readers becomes: Uzbek in Cyrillic letters is not left so.
        self.rewritten: Callable[[str], str] = inside_of.rewritten if inside_of else str
        self.ignored += (f"{prefix}{name[:60]}" for name in values if name not in known)

    def wrong(self, name: str, what: str) -> None:
        self.errors.append(f"{self.prefix}{name} {what}")

    def value(self, name: str, kind: type, default: Any) -> Any:
        value = self.values.get(name)
        if value is None:
            return default
        if type(value) is not kind:
            self.wrong(name, f"must be {KINDS[kind]}, not {KINDS[type(value)]}")
            return default
        return value

    def text(self, name: str, longest: int | None = None, required: bool = False) -> str:
        """Text as it stands."""
        if required and self.values.get(name) in (None, ""):
            self.wrong(name, "is missing")
            return ""
        return self.checked(name, self.value(name, str, ""), longest)

    def checked(self, name: str, text: str, longest: int | None) -> str:
        if "\0" in text:
            self.wrong(name, "holds a NUL character")
            return ""
        if longest and len(text) > longest:
            self.wrong(name, f"has {len(text):,} characters; at most {longest:,} are taken")
        return text

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        choice = self.text(name) or default
        if choice in allowed:
            return choice
        self.wrong(name, f"must be one of {', '.join(allowed)}, not {shown(choice)}")
        return default

    def line(self, name: str, longest: int, required: bool = False) -> str:
        """Text for readers, in one line and of characters that can be seen."""
        errors = len(self.errors)
        line = self.checked(name, self.one_line(self.value(name, str, "")), longest)
        if required and not line and len(self.errors) == errors:
            self.wrong(name, "is missing")
        return line

    def one_line(self, text: str) -> str:
        if "\0" not in text:
            text = markup.INVISIBLE.sub("", text)
        return self.rewritten(normalize("NFC", markup.SPACES.sub(" ", text).strip()))

    def names(self, name: str, longest: int) -> tuple[str, ...]:
        """A list of names, each once."""
        names = self.value(name, list, [])
        if len(names) > MOST_NAMES:
            self.wrong(name, f"has {len(names):,} entries; at most {MOST_NAMES} are taken")
            return ()
        if not all(isinstance(each, str) for each in names):
            self.wrong(name, "must be a list of text only")
            return ()
        lines = (self.checked(name, self.one_line(each), longest) for each in names)
        return tuple(dict.fromkeys(line for line in lines if line))

    def flag(self, name: str) -> bool:
        return self.value(name, bool, False)

    def count(self, name: str) -> int:
        value = self.values.get(name)
        if value is None:
            return 0
        if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
            self.wrong(name, f"must be a whole number from 0 to {LARGEST_NUMBER}")
            return 0
        return value

    def identity(self, name: str, longest: int) -> str:
        """Text or a whole number, as text."""
        value = self.values.get(name)
        if type(value) is int:
            return str(value)
        if type(value) is float:  # a longer whole number has lost its last digits as well
            self.wrong(name, "must be text or a whole number of at most 19 digits")
            return ""
        return self.text(name, longest).strip()

    def web_address(self, name: str, longest: int, required: bool = False) -> str:
        """An absolute address. Nobody knows the host of a path; if it is not required it is ignored."""
        given = self.text(name, required=required).strip()
        if not given:
            return ""
        if given.startswith("/") and not given.startswith("//") and not required:
            self.ignored.append(f"{self.prefix}{name} without a host")
            return ""
        address = markup.url(given, WEB_ADDRESS) or ""
        if not address:
            self.wrong(name, f"is no absolute http(s) address: {shown(given)}")
        elif len(address.encode()) > longest:  # an index holds it, and has room for that many bytes
            self.wrong(name, f"is longer than {longest:,} bytes")
        return address

    def slug(self, name: str, longest: int) -> str:
        slug = self.text(name, longest)
        if slug and (transliteration.slug(slug, longest) != slug or slug.replace("-", "").isdigit()):
            self.wrong(
                name,
                f"must be small Latin letters, digits and single hyphens, with a letter, not {shown(slug)}",
            )
        return slug

    def moment(self, name: str, zone: str) -> datetime | None:
        """A time with its offset, or the beginning of a day in the zone."""
        given = self.text(name)
        if not given:
            return None
        try:
            if not MOMENT.fullmatch(given):
                raise ValueError(given)
            moment = datetime.fromisoformat(given.upper())
        except ValueError:
            self.wrong(name, f"must be like 2025-03-14T12:05:00+05:00 or like 2025-03-14, not {shown(given)}")
            return None
        if not moment.tzinfo:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        if moment.year not in YEARS or moment.astimezone(UTC).year not in YEARS:
            self.wrong(name, f"must be in a year from {YEARS[0]} to {YEARS[-1]}, not {shown(given)}")
            return None
        return moment

    def inside(self, name: str, known: Iterable[str]) -> "Fields | None":
        """The fields of an object in this one."""
        values = self.value(name, dict, None)
        return None if values is None else Fields(values, known, self, f"{self.prefix}{name}.")


def shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
