"""What a list is read from: rows of primary keys in any order, from any place in it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import Count, Expression, F, Q, QuerySet, Value

from newsapi.statements import Parameter, Place, Statement, Values, filled_with

Keys = tuple[tuple[str, bool], ...]  # (column, descending), the last one the primary key
FORMS = 500  # of lists that are kept compiled


class Listing(Protocol):
    def rows(self, keys: Keys, position: Sequence[Any], limit: int, offset: int = 0) -> list[tuple]:
        """The primary key and the other keys of each row behind the position, in the order of the keys."""

    def count(self) -> int:
        """How many rows there are in all."""


@dataclass(frozen=True)
class Compiled:
    """A list whose querysets differ in values alone: the statement of a form is compiled once."""

    made: Callable[[Any, Place], QuerySet]  # of the form, with what stands in the places of values
    form: Hashable
    values: Values

    def rows(self, keys: Keys, position: Sequence[Any], limit: int, offset: int = 0) -> list[tuple]:
        places = {position_of(number): value for number, value in enumerate(position)}
        statement = compiled(self.made, self.form, keys, bool(position))
        return statement.tuples(**self.values, **places, limit=limit, offset=offset)

    def count(self) -> int:
        found = counting(self.made, self.form).tuples(**self.values)
        return found[0][0] if found else 0

    def queryset(self) -> QuerySet:
        """With the values in their places."""
        return self.made(self.form, filled_with(self.values))


# Not prepared: which index is right depends on how common the section, tag or author is.
@lru_cache(maxsize=FORMS)
def compiled(made, form, keys: Keys, has_position: bool) -> Statement:
    def queryset():
        found = made(form, Parameter)
        position = []
        if has_position:
            fields = (found.query.resolve_ref(column).output_field for column, _ in keys)
            position = [Parameter(position_of(number), field) for number, field in enumerate(fields)]
        return listed(found, keys, position)

    return Statement(queryset, in_slices=True, is_prepared=False)


@lru_cache(maxsize=FORMS)
def counting(made, form) -> Statement:
    def queryset():
        found = made(form, Parameter).order_by().values(all=Value(1))
        return found.annotate(rows=Count("pk")).values("rows")

    return Statement(queryset, is_prepared=False)


def position_of(number: int) -> str:
    return f"position_{number}"


@dataclass(frozen=True)
class Uncompiled:
    """A list of which there is hardly a second one like it."""

    queryset: QuerySet

    def rows(self, keys: Keys, position: Sequence[Any], limit: int, offset: int = 0) -> list[tuple]:
        return list(listed(self.queryset, keys, position)[offset : offset + limit])

    def count(self) -> int:
        return self.queryset.aggregate(count=Count("pk"))["count"]


def listed(queryset: QuerySet, keys: Keys, position: Sequence[Any | Expression]) -> QuerySet:
    found = queryset.order_by(
        *(F(column).desc() if descending else F(column).asc() for column, descending in keys)
    )
    if position:
        found = found.filter(after(keys, position))
    return found.values_list("pk", *(column for column, _ in keys[:-1]))


def after(keys: Keys, position: Sequence[Any | Expression]) -> Q:
    """What follows the position in the order; the first key alone bounds the index scan."""
    (column, descending), value = keys[0], position[0]
    beyond = Q((f"{column}__{'lt' if descending else 'gt'}", value))
    if len(keys) == 1:
        return beyond
    bound = Q((f"{column}__{'lte' if descending else 'gte'}", value))
    return bound & (beyond | after(keys[1:], position[1:]))
