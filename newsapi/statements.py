"""Querysets that are compiled once and run many times: hot reads then cost the database's work and little more."""

from collections.abc import Callable
from typing import Any

import orjson
from django.db import connection
from django.db.models import Field, QuerySet, Value
from psycopg.types.json import set_json_loads

set_json_loads(orjson.loads)


class Parameter(Value):  # lookups put parentheses around every other expression; ANY cannot stand in them
    """A value that is given when the statement runs; usable wherever a queryset takes an expression."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(None, output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class AnyOf(Parameter):
    """Equal to one of an array that is given when the statement runs."""

    def as_sql(self, compiler, connection):
        return "ANY(%s)", [self]


class Statement:
    """The SQL of a `.values()` queryset, with places for its Parameters."""

    def __init__(self, queryset: Callable[[], QuerySet]):
        self.queryset = queryset
        self.compiled: tuple[str, tuple, tuple[str, ...]] | None = None

    def compile(self) -> tuple[str, tuple, tuple[str, ...]]:
        query = self.queryset().query
        compiler = query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        names = (*query.extra_select, *query.values_select, *query.annotation_select)
        return sql, given, names

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        if self.compiled is None:
            self.compiled = self.compile()
        sql, given, names = self.compiled
        with connection.cursor() as cursor:
            cursor.execute(
                sql, [values[each.name] if isinstance(each, Parameter) else each for each in given]
            )
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
