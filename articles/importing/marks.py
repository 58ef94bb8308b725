"""Tells which fields of a line say something else than when it was last imported."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import blake2b
from itertools import chain
from typing import Any

import orjson

from articles.importing.layout import FIELDS, IMAGE, SOURCE

PARTS = {"image": [f"image.{each}" for each in IMAGE], "source": [f"source.{each}" for each in SOURCE]}
MARKED = [*chain.from_iterable(PARTS.get(each, [each]) for each in FIELDS if each != "external_id")]
EVERY = frozenset(MARKED)
# Readers do not see these as something that the article says: they make no version of it.
BESIDE = {"views", "image.alt", "image.caption", "image.credit"}
WIDTH = 8  # characters of a mark, for 48 bits


def marks(given: Mapping[str, Any]) -> str:
    """A mark of what is given for each of MARKED, one after the other."""
    return "".join(mark(given[name]) for name in MARKED)


def mark(value: Any) -> str:
    """What is empty, zero or false says the same as nothing."""
    told = orjson.dumps(value or None)
    return b64encode(blake2b(told, digest_size=WIDTH * 6 // 8).digest()).decode()


def differing(now: str, before: str) -> frozenset[str]:
    """The fields that have other marks: every one where they are not known, or where the language has."""
    if len(before) != len(now):
        return EVERY
    found = frozenset(
        name
        for number, name in enumerate(MARKED)
        if now[number * WIDTH :][:WIDTH] != before[number * WIDTH :][:WIDTH]
    )
    return EVERY if "language" in found else found
