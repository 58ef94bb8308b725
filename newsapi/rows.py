"""Rows as the database wrote them, whose columns are read when somebody looks at them.

What is made of a row can so be remembered by all that the row says, at the price of a digest.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from typing import Any

import orjson
from psycopg import Column, adapters


def moment(text: str) -> datetime:
    """Six times as fast as Django reads times: they come in the site's zone already."""
    found = datetime.fromisoformat(text)
    if text[-9] in "+-":  # offsets of before 1924 have seconds, for which RFC 3339 has no room
        minutes = found.utcoffset() // timedelta(minutes=1)
        found = found.astimezone(timezone(timedelta(minutes=minutes)))
    return found


READERS: dict[str, Callable[[str], Any]] = {
    "bool": "t".__eq__,
    "int2": int,
    "int4": int,
    "int8": int,
    "json": orjson.loads,
    "text": str,
    "timestamptz": moment,
    "varchar": str,
}


class Columns(dict):
    """The place of each column and how it is read; itself and no other, however alike."""

    __hash__, __eq__ = object.__hash__, object.__eq__

    @classmethod
    def of(cls, names: Iterable[str], description: Iterable[Column]) -> "Columns":
        kinds = (adapters.types[column.type_code].name for column in description)
        found = enumerate(zip(names, kinds, strict=True))
        return cls({name: (place, READERS[kind]) for place, (name, kind) in found})


class Row(dict):
    """A row that is read as it is looked at; `raw` is what the database wrote of each column."""

    __slots__ = ("columns", "raw", "said")

    def __init__(self, raw: tuple[str | None, ...], columns: Columns):
        self.raw, self.columns = raw, columns
        self.said: str | None = None  # a digest, once somebody has asked for it

    def __missing__(self, name: str) -> Any:
        place, read = self.columns[name]
        text = self.raw[place]
        value = self[name] = None if text is None else read(text)
        return value

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self.columns else default


def digest(raw: tuple[str | None, ...]) -> str:
    """Of all that these columns say."""
    # The database knows no NUL, so rows that differ are written differently here.
    said = "\0".join(["\0" if text is None else text for text in raw])
    return blake2b(said.encode(), digest_size=16).hexdigest()
