"""Querysets that are compiled once, prepared by the database, and run many times."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

import orjson
import psycopg
from django.db import connection
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.models import Field, QuerySet, Value
from psycopg.adapt import Loader
from psycopg.types.json import set_json_loads

set_json_loads(orjson.loads)


class Parameter(Value):  # lookups put parentheses around every other expression; ANY cannot stand in them
    """A value that is given when the statement runs; usable wherever a queryset takes an expression."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(None, output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return f"%s::{self.output_field.db_type(connection)}", [self]


class AnyOf(Parameter):
    """Equal to one of an array that is given when the statement runs."""

    def as_sql(self, compiler, connection):
        return f"ANY(%s::{self.output_field.db_type(connection)}[])", [self]


class Statement:
    """The SQL of a `.values()` queryset, with places for its Parameters; prepared once a connection."""

    def __init__(self, queryset: Callable[[], QuerySet]):
        self.queryset = queryset
        self.compiled: tuple[str, tuple, tuple[str, ...]] | None = None

    def compile(self) -> tuple[str, tuple, tuple[str, ...]]:
        query = self.queryset().query
        compiler = query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        numbers = count(1)
        numbered = re.sub("%s", lambda _: f"${next(numbers)}", sql)  # as PreparedCursor takes them
        names = (*query.extra_select, *query.values_select, *query.annotation_select)
        return numbered, given, names

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        if self.compiled is None:
            self.compiled = self.compile()
        sql, given, names = self.compiled
        with prepared_cursor() as cursor:
            cursor.execute(
                sql, [values[each.name] if isinstance(each, Parameter) else each for each in given]
            )
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class MomentLoader(Loader):
    """Reads times six times as fast as Django's: they come in the site's zone already."""

    def load(self, data):
        text = bytes(data).decode()
        moment = datetime.fromisoformat(text)
        if text[-9] in "+-":  # offsets of before 1924 have seconds, for which RFC 3339 has no room
            minutes = moment.utcoffset() // timedelta(minutes=1)
            moment = moment.astimezone(timezone(timedelta(minutes=minutes)))
        return moment


class PreparedCursor(psycopg.RawCursor):
    """Has a statement planned once a connection; with Django's own cursor it is planned each time anew."""

    def __init__(self, connection):
        super().__init__(connection)
        self.adapters.register_loader("timestamptz", MomentLoader)

    def execute(self, query, params=None, **options):
        return super().execute(query, params, prepare=True, **options)

    def close(self):
        """Not before its connection: making another one takes as long as many a statement."""


class LoggedCursor(CursorDebugWrapper):
    """Logs the statement as it is: a prepared one has no text with its values in it."""

    def debug_sql(self, sql=None, params=None, use_last_executed_query=False, many=False):
        return super().debug_sql(sql, params, many=many)


def prepared_cursor() -> CursorWrapper:
    """A cursor that Django counts and logs as its own."""
    connection.ensure_connection()
    kept = connection.connection.__dict__
    if "prepared_cursor" not in kept:
        kept["prepared_cursor"] = PreparedCursor(connection.connection)
    cursor = kept["prepared_cursor"]
    return LoggedCursor(cursor, connection) if connection.queries_logged else connection.make_cursor(cursor)
