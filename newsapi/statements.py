"""Querysets that are compiled once, prepared by the database, and run many times."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import orjson
import psycopg
from django.db import connection
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.models import BigIntegerField, BooleanField, Expression, Field, Func, QuerySet, Value
from django.db.models.sql import Query
from psycopg.adapt import Loader
from psycopg.types.json import set_json_loads
from psycopg.types.string import TextLoader

from newsapi.rows import READERS, Columns, Row, moment

set_json_loads(orjson.loads)


class Parameter(Value):  # lookups put parentheses around every other expression; ANY cannot stand in them
    """A value that is given when the statement runs; usable wherever a queryset takes an expression."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(None, output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return f"%s::{self.output_field.db_type(connection)}", [self]


Values = dict[str, Any]
# What a queryset has in the place of a value: Parameter for a statement that is compiled once, or the value.
Place = Callable[[str, Field], Expression]


def filled_with(values: Values) -> Place:
    return lambda name, field: Value(values[name], field)


class AnyOf(Parameter):
    """Equal to one of an array that is given when the statement runs."""

    def as_sql(self, compiler, connection):
        return f"ANY(%s::{self.output_field.db_type(connection)}[])", [self]


class IsAnyOf(Func):
    """`column = ANY(array)`, which keeps the index of the column usable."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


LIMIT, OFFSET = Parameter("limit", BigIntegerField()), Parameter("offset", BigIntegerField())


class Statement:
    """The SQL of a `.values()` queryset, with places for its Parameters; compiled once and run many times.

    `in_slices`: every run names the limit and the offset of its slice. `is_prepared`: planned once a
    connection, for whatever values; not where the right plan depends on them.
    """

    def __init__(self, queryset: Callable[[], QuerySet], in_slices: bool = False, is_prepared: bool = True):
        self.queryset = queryset
        self.in_slices, self.is_prepared = in_slices, is_prepared
        self.compiled: tuple[str, tuple, tuple[str, ...]] | None = None
        self.columns: Columns | None = None

    def compile(self) -> tuple[str, tuple, tuple[str, ...]]:
        query = self.queryset().query
        sql, given = self.written(query)
        numbers = count(1)
        # As PreparedCursor takes them.
        numbered = re.sub("%(.)", lambda found: f"${next(numbers)}" if found[1] == "s" else found[1], sql)
        names = (*query.extra_select, *query.values_select, *query.annotation_select)
        return numbered, given, names

    def written(self, query: Query) -> tuple[str, tuple]:
        """The SQL with %s in the places of values, and what is given for them."""
        sql, given = query.get_compiler(connection=connection).as_sql()
        return (f"{sql} LIMIT %s OFFSET %s", (*given, LIMIT, OFFSET)) if self.in_slices else (sql, given)

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        found = self.tuples(**values)
        _, _, names = self.compiled
        return [dict(zip(names, row, strict=True)) for row in found]

    def tuples(self, **values: Any) -> list[tuple]:
        """The same without the names of columns."""
        with self.run(PreparedCursor if self.is_prepared else ReplanningCursor, values) as cursor:
            return cursor.fetchall()

    def unread(self, **values: Any) -> list[Row]:
        """Rows that are read as they are looked at."""
        with self.run(UnreadCursor, values) as cursor:
            if self.columns is None:
                _, _, names = self.compiled
                self.columns = Columns.of(names, cursor.description)
            return [Row(raw, self.columns) for raw in cursor.fetchall()]

    def run(self, kind: "type[ReplanningCursor]", values: Values) -> CursorWrapper:
        if self.compiled is None:
            self.compiled = self.compile()
        sql, given, _ = self.compiled
        cursor = kept_cursor(kind)
        cursor.execute(sql, [values[each.name] if isinstance(each, Parameter) else each for each in given])
        return cursor


class MomentLoader(Loader):
    def load(self, data):
        return moment(bytes(data).decode())


class ReplanningCursor(psycopg.RawCursor):
    """Has a statement planned for the very values that it is given."""

    prepares = False

    def __init__(self, connection):
        super().__init__(connection)
        self.adapters.register_loader("timestamptz", MomentLoader)

    def execute(self, query, params=None, **options):
        return super().execute(query, params, prepare=self.prepares, **options)

    def close(self):
        """Not before its connection: making another one takes as long as many a statement."""


class PreparedCursor(ReplanningCursor):
    """Has a statement planned once a connection."""

    prepares = True


class UnreadCursor(PreparedCursor):
    """Leaves what rows say as the database wrote it."""

    def __init__(self, connection):
        super().__init__(connection)
        for kind in READERS:
            self.adapters.register_loader(kind, TextLoader)


class LoggedCursor(CursorDebugWrapper):
    """Logs the statement as it is: a prepared one has no text with its values in it."""

    def debug_sql(self, sql=None, params=None, use_last_executed_query=False, many=False):
        return super().debug_sql(sql, params, many=many)


def prepared_cursor() -> CursorWrapper:
    return kept_cursor(PreparedCursor)


def kept_cursor(kind: type[ReplanningCursor]) -> CursorWrapper:
    """The connection's cursor of this kind, which Django counts and logs as its own."""
    connection.ensure_connection()
    kept = connection.connection.__dict__
    if kind.__name__ not in kept:
        kept[kind.__name__] = kind(connection.connection)
    cursor = kept[kind.__name__]
    return LoggedCursor(cursor, connection) if connection.queries_logged else connection.make_cursor(cursor)
