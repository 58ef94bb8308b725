"""What a list is read from: rows of primary keys in any order, from any place in it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import BooleanField, Count, Expression, F, Func, Q, QuerySet, Value

from newsapi.statements import Parameter, Place, Statement, Values, filled_with

Keys = tuple[tuple[str, bool], ...]  # (column, descending), the last one the primary key
FORMS = 500  # of lists that are kept compiled
OF_ROWS = "row_"  # before a column that the rows have as well which a list is read from


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

    def has_more_than(self, many: int) -> bool:
        """Whether it is longer; read no further than that."""
        found = reaching(self.made, self.form).tuples(**self.values, limit=1, offset=many)
        return bool(found)

    @property
    def unordered(self) -> "Compiled":
        """The same articles, read from wherever is best for a list that nothing orders."""
        return self

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
            fields = (found.query.resolve_ref(column_of(found, key)).output_field for key, _ in keys)
            position = [Parameter(position_of(number), field) for number, field in enumerate(fields)]
        return listed(found, keys, position)

    return Statement(queryset, in_slices=True, is_prepared=False)


@lru_cache(maxsize=FORMS)
def counting(made, form) -> Statement:
    def queryset():
        found = made(form, Parameter).order_by().values(all=Value(1))
        return found.annotate(rows=Count("*")).values("rows")

    return Statement(queryset, is_prepared=False)


@lru_cache(maxsize=FORMS)
def reaching(made, form) -> Statement:
    return Statement(lambda: keys_of(made(form, Parameter).order_by()), in_slices=True, is_prepared=False)


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


def column_of(queryset: QuerySet, column: str) -> str:
    """The one that the list is ordered by: of the rows that it is read from, where they say it too."""
    return f"{OF_ROWS}{column}" if f"{OF_ROWS}{column}" in queryset.query.annotations else column


def keys_of(queryset: QuerySet) -> QuerySet:
    """The primary keys alone."""
    return queryset.values_list(F(column_of(queryset, "pk")))


def listed(queryset: QuerySet, keys: Keys, position: Sequence[Any | Expression]) -> QuerySet:
    columns = tuple((column_of(queryset, column), descending) for column, descending in keys)
    found = queryset.order_by(
        *(F(column).desc() if descending else F(column).asc() for column, descending in columns)
    )
    if position:
        found = found.filter(after(columns, position))
    return found.values_list(F(columns[-1][0]), *(F(column) for column, _ in columns[:-1]))


class Together(Func):
    """Several values that are compared as one, which bounds the scan of an index at the very place."""

    function = "ROW"


class IsBefore(Func):
    template = "%(expressions)s"
    arg_joiner = " < "
    output_field = BooleanField()


def after(keys: Keys, position: Sequence[Any | Expression]) -> Q:
    """What follows the position in the order."""
    if len({descending for _, descending in keys}) == 1:
        here = Together(*(F(column) for column, _ in keys))
        there = Together(*(each if isinstance(each, Expression) else Value(each) for each in position))
        return Q(IsBefore(here, there) if keys[0][1] else IsBefore(there, here))
    # The first key alone bounds the scan of an index.
    (column, descending), value = keys[0], position[0]
    bound = Q((f"{column}__{'lte' if descending else 'gte'}", value))
    beyond = Q((f"{column}__{'lt' if descending else 'gt'}", value))
    return bound & (beyond | after(keys[1:], position[1:]))
