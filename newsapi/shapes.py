"""Which fields an answer has: `fields`, `omit` and `expand`, read against the serializer that defines it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rest_framework import serializers

from newsapi.parameters import Asked, Choices, Parameter


class Shape(dict[str, frozenset[str] | None]):
    """Each field of the answer, and which of its own fields; None: all. Equal to itself alone."""

    __hash__, __eq__ = object.__hash__, object.__eq__

    @classmethod
    def whole(cls, names: Iterable[str]) -> "Shape":
        return cls.fromkeys(names)


@lru_cache
def names(serializer_class: type[serializers.Serializer]) -> dict[str, frozenset[str]]:
    """Each field of the answer with the names of its own fields, none for a plain value."""
    found = {}
    for name, field in serializer_class().fields.items():
        child = getattr(field, "child", field)
        found[name] = frozenset(child.fields) if isinstance(child, serializers.Serializer) else frozenset()
    return found


def parameters(serializer_class, optional: Iterable[str] = ()) -> dict[str, Parameter]:
    """`fields` and `omit`, and `expand` where something is not there by default."""
    words = tuple(
        word
        for name, below in names(serializer_class).items()
        for word in (name, *(f"{name}.{n}" for n in sorted(below)))
    )
    choosing: dict[str, Parameter] = {
        "fields": Choices("Only these fields, such as title,section.name; the rest costs nothing.", words),
        "omit": Choices("All fields but these.", words),
    }
    if optional:
        choosing["expand"] = Choices("Adds fields that are not there by default.", tuple(optional))
    return choosing


def chosen(serializer_class, optional: Iterable[str], asked: Asked) -> Shape:
    """The fields that the answer will have, in the serializer's order."""
    return _chosen(
        serializer_class,
        tuple(optional),
        tuple(asked.get("fields", ())),
        tuple(asked.get("omit", ())),
        tuple(asked.get("expand", ())),
    )


@lru_cache(maxsize=500)
def _chosen(serializer_class, optional, fields, omit, expand) -> Shape:
    known = names(serializer_class)
    if fields:
        wanted = {word.partition(".")[0] for word in fields}
    else:
        wanted = {name for name in known if name not in optional}
    wanted |= set(expand)
    shape = Shape()
    for name in known:
        if name not in wanted or name in omit:
            continue
        below = {word.partition(".")[2] for word in fields if word.startswith(f"{name}.")}
        kept = set(below) if below and name not in fields else set(known[name])
        kept -= {word.partition(".")[2] for word in omit if word.startswith(f"{name}.")}
        shape[name] = None if kept == known[name] else frozenset(kept)
    return shape


@lru_cache(maxsize=500)
def part(names: tuple[str, ...], kept: frozenset[str] | None) -> Shape:
    """Of what has these fields, those that are kept; None: all."""
    return Shape.whole(name for name in names if kept is None or name in kept)


def prune(value: Any, kept: frozenset[str] | None) -> Any:
    """An object, or each object of a list, with only the fields that are kept."""
    if kept is None or value is None:
        return value
    if isinstance(value, list):
        return [prune(each, kept) for each in value]
    return {name: each for name, each in value.items() if name in kept}
