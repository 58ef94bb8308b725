"""What lists ask of an article, which rows of its tags, authors and views say of it as well."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, Expression, F, Func, Q, QuerySet

from newsapi.narrowing import IDS, Names
from newsapi.statements import IsAnyOf

# Those that decide which articles a list has.
TABLES = tuple(
    f"articles_{each}" for each in ("article", "articletag", "articleauthor", "section", "tag", "author")
)
AS_LISTED = ("language", "section_id", "published_at", "withdrawn_at")  # what rows say of their article


def visible_at(moment, before: str = "") -> Q:
    """What readers may see at the moment: published by then, and not withdrawn by then.

    `before`: what stands before the names of the columns, such as `article__` where other rows are asked for.
    """
    is_withdrawn_later = Q((f"{before}withdrawn_at", None)) | Q((f"{before}withdrawn_at__gt", moment))
    return Q((f"{before}published_at__lte", moment)) & is_withdrawn_later


class IdsOf(Func):
    """The ids of slugs, by a database function whose answer the planner knows when it chooses an index."""

    output_field = IDS

    def __init__(self, table: str, slugs: Expression):
        super().__init__(slugs, function=f"{table}_ids")


class First(Func):
    template = "coalesce((%(expressions)s)[1], 0)"  # no row has this id, and NOT still holds for every row
    output_field = BigIntegerField()


def named(column: str, table: str, names: Names) -> Q:
    """Rows whose foreign key is one of the slugs or ids."""
    found = [each for each in (names.slugs and IdsOf(table, names.slugs), names.ids) if each]
    if names.are_one:
        return Q((column, First(*found)))  # equality with one value leaves the index in its order
    return reduce(or_, (Q(IsAnyOf(F(column), ids)) for ids in found))


class ListedQuerySet(QuerySet):
    """Articles, or rows that say this of theirs."""

    prefix = ""  # what stands before the names of these columns

    def published(self, at):
        return self.filter(visible_at(at, self.prefix))

    def in_language(self, language):
        return self.filter(**{f"{self.prefix}language": language})

    def in_sections(self, groups: Iterable[Names]):
        for names in groups:
            self = self.filter(self._in_section(names))
        return self

    def outside_sections(self, groups: Iterable[Names]):
        for names in groups:
            self = self.filter(Q((f"{self.prefix}section_id", None)) | ~self._in_section(names))
        return self

    def _in_section(self, names: Names) -> Q:
        return named(f"{self.prefix}section_id", "articles_section", names)

    def on_day(self, bounds: tuple):
        return self.published_since(bounds[0]).published_until(bounds[1])

    def published_since(self, moment):
        return self.filter(**{f"{self.prefix}published_at__gte": moment})

    def published_until(self, moment):
        """Before the moment, not at it."""
        return self.filter(**{f"{self.prefix}published_at__lt": moment})

    def published_by(self, moment):
        """At the moment or before."""
        return self.filter(**{f"{self.prefix}published_at__lte": moment})
