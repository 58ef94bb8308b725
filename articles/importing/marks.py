"""Tells which fields of a line say something else than when it was last imported."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import orjson

FIELDS = """
    language story slug title summary body_html section tags authors image.url image.alt image.caption
    image.credit source published_at is_breaking is_featured views
""".split()
EVERY = frozenset(FIELDS)
WIDTH = 8  # characters of a mark, for 48 bits


def marks(given: Mapping[str, Any]) -> str:
    """A mark of what is given for each of the fields, one after the other."""
    return "".join(mark(given[name]) for name in FIELDS)


def mark(value: Any) -> str:
    told = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return b64encode(blake2b(told, digest_size=WIDTH * 6 // 8).digest()).decode()


def changed(now: str, before: str) -> frozenset[str]:
    """The fields that differ: every one where that is not known, or where the language does."""
    if len(before) != len(now) or before[:WIDTH] != now[:WIDTH]:
        return EVERY
    places = range(0, len(now), WIDTH)
    found = zip(FIELDS, places, strict=True)
    return frozenset(
        name for name, place in found if now[place : place + WIDTH] != before[place : place + WIDTH]
    )
