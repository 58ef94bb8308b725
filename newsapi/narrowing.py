"""How what was asked narrows a list.

What was asked is taken apart: its form decides the statement, and the rest are values that are put in the
places which the statement leaves open. All requests of one form share a statement, which is compiled once.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, DateTimeField, Expression, Field, QuerySet, TextField

from newsapi.parameters import Asked, Day, Ids, Moment, Parameter, Slugs, Text
from newsapi.statements import Place, Values

Form = tuple[tuple[str, Hashable], ...]
SLUGS, IDS = ArrayField(TextField()), ArrayField(BigIntegerField())


@dataclass(frozen=True)
class Names:
    """Slugs and ids of which one is meant."""

    slugs: Expression | None  # an array; None: there are only ids
    ids: Expression | None
    are_one: bool = False


class Kind:
    """How values of a parameter are taken apart and put together; by itself, all of a value is its form."""

    def form(self, value: Any) -> Hashable:
        return tuple(value) if isinstance(value, list) else value

    def values(self, name: str, value: Any) -> Values:
        return {}

    def together(self, name: str, form: Hashable, place: Place) -> Any:
        """What the queryset's method is given."""
        return form


class One(Kind):
    """A single value."""

    def __init__(self, field: Field):
        self.field = field

    def form(self, value):
        return None

    def values(self, name, value):
        return {name: value}

    def together(self, name, form, place):
        return place(name, self.field)


class Bounds(Kind):
    """The two ends of a day."""

    def form(self, value):
        return None

    def values(self, name, value):
        return {f"{name}_begin": value[0], f"{name}_end": value[1]}

    def together(self, name, form, place):
        return tuple(place(f"{name}_{end}", DateTimeField()) for end in ("begin", "end"))


class GroupsOfIds(Kind):
    """In each group one of the ids is meant."""

    def form(self, value):
        return len(value)

    def values(self, name, value):
        return {f"{name}_{number}": ids for number, ids in enumerate(value)}

    def together(self, name, form, place):
        return [place(f"{name}_{number}", IDS) for number in range(form)]


class GroupsOfNames(Kind):
    """In each group one of the slugs and ids is meant; a slug is never a number."""

    def form(self, value):
        return tuple((bool(slugs(names)), bool(ids(names)), len(names) == 1) for names in value)

    def values(self, name, value):
        found = {}
        for number, names in enumerate(value):
            found[f"{name}_{number}_slugs"] = slugs(names)
            found[f"{name}_{number}_ids"] = ids(names)
        return found

    def together(self, name, form, place):
        return [
            Names(
                place(f"{name}_{number}_slugs", SLUGS) if has_slugs else None,
                place(f"{name}_{number}_ids", IDS) if has_ids else None,
                are_one,
            )
            for number, (has_slugs, has_ids, are_one) in enumerate(form)
        ]


def slugs(names: list[str]) -> list[str]:
    return [name for name in names if not name.isdigit()]


def ids(names: list[str]) -> list[int]:
    return [int(name) for name in names if name.isdigit()]


WHOLE, NAMES = Kind(), GroupsOfNames()
KINDS: dict[type[Parameter], Kind] = {
    Moment: One(DateTimeField()),
    Text: One(TextField()),
    Day: Bounds(),
    Ids: GroupsOfIds(),
    Slugs: NAMES,
}


class Narrowing(django_filters.Filter):
    """A parameter that narrows a list: its value goes to the queryset method that `by` names, if any."""

    def __init__(self, parameter: Parameter, by: str = ""):
        super().__init__(help_text=parameter.help_text)
        self.parameter = parameter
        self.by = by
        self.kind = KINDS.get(type(parameter), WHOLE)


def taken_apart(filters: dict[str, Narrowing], asked: Asked) -> tuple[Form, Values]:
    """The form of what was asked, and its values by their places."""
    form, values = [], {}
    for name, each in filters.items():
        if name in asked and each.by:
            form.append((name, each.kind.form(asked.get(name))))
            values |= each.kind.values(name, asked.get(name))
    return tuple(form), values


def narrowed(queryset: QuerySet, filters: dict[str, Narrowing], form: Form, place: Place) -> QuerySet:
    for name, own in form:
        each = filters[name]
        queryset = getattr(queryset, each.by)(each.kind.together(name, own, place))
    return queryset
