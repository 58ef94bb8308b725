"""The vocabulary for reading the newsroom; every public path starts with `published()`."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)

from articles import eras, search
from articles.questions import Question

LATEST = ("-published_at", "-pk")


def visible_at(moment, article: str = "") -> Q:
    """What readers may see at the moment: published by then, and not withdrawn by then.

    `article`: the way to the article, such as `article__`, where other rows are asked for.
    """
    is_withdrawn_later = Q((f"{article}withdrawn_at", None)) | Q((f"{article}withdrawn_at__gt", moment))
    return Q((f"{article}published_at__lte", moment)) & is_withdrawn_later


class IdsOf(Func):
    """The ids of slugs, by a database function whose answer the planner knows when it chooses an index."""

    output_field = ArrayField(BigIntegerField())

    def __init__(self, table: str, slugs: list[str]):
        super().__init__(Value(slugs, ArrayField(TextField())), function=f"{table}_ids")


class IsAnyOf(Func):
    """`column = ANY(array)`, which keeps the index of the column usable."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class AllFound(Func):
    template = "(SELECT %(expressions)s)"
    arg_joiner = " UNION ALL SELECT "
    output_field = BigIntegerField()


class IsFound(Func):
    template = "%(expressions)s"
    arg_joiner = " IN "
    output_field = BooleanField()


class First(Func):
    template = "coalesce((%(expressions)s)[1], 0)"  # no row has this id, and NOT still holds for every row
    output_field = BigIntegerField()


def named(column: str, table: str, names: Iterable[str]) -> Q:
    """Rows whose foreign key is one of the slugs or ids; a slug is never a number."""
    names = list(names)
    slugs = [name for name in names if not name.isdigit()]
    ids = [int(name) for name in names if name.isdigit()]
    found = IdsOf(table, slugs)
    if not ids and len(slugs) == 1:
        return Q((column, First(found)))  # equality with one value leaves the index in its order
    return Q(IsAnyOf(F(f"{column}_id"), found)) | Q((f"{column}__in", ids))


class ArticleQuerySet(QuerySet):
    """Articles; those that readers may see start with `published()`."""

    def published(self, at):
        return self.filter(visible_at(at))

    def in_language(self, language: str):
        return self.filter(language=language)

    def in_edition(self, languages: list[str], at):
        """Each story once, in the first of the languages in which readers may see it."""
        if len(languages) == 1:
            return self.in_language(languages[0])
        editions = Q(language=languages[0])
        for index, language in enumerate(languages[1:], start=1):
            earlier = self.model.objects.published(at).filter(
                story=OuterRef("story"), language__in=languages[:index]
            )
            # Not NOT EXISTS: the planner would hash the whole table for it.
            self = self.alias(**{f"before_{language}": Subquery(earlier.values("pk")[:1])})
            editions |= Q((f"before_{language}", None), language=language)
        return self.filter(editions)

    def in_sections(self, groups: list[list[str]]):
        for names in groups:
            self = self.filter(named("section", "articles_section", names))
        return self

    def outside_sections(self, groups: list[list[str]]):
        inside = named("section", "articles_section", [name for names in groups for name in names])
        return self.filter(Q(section=None) | ~inside)

    def with_tags(self, groups: list[list[str]]):
        for names in groups:
            self = self.filter(self._related("tags", "tag", "articles_tag", names))
        return self

    def without_tags(self, groups: list[list[str]]):
        return self.filter(
            ~self._related("tags", "tag", "articles_tag", [name for names in groups for name in names])
        )

    def written_by(self, groups: list[list[str]]):
        for names in groups:
            self = self.filter(self._related("authors", "author", "articles_author", names))
        return self

    def _related(self, relation: str, column: str, table: str, names: list[str]) -> Exists:
        through = getattr(self.model, relation).through
        return Exists(through.objects.filter(named(column, table, names), article=OuterRef("pk")))

    def without(self, groups: list[list[str]]):
        names = [name for names in groups for name in names]
        slugs = [name for name in names if not name.isdigit()]
        return self.exclude(Q(slug__in=slugs) | Q(pk__in=[int(name) for name in names if name.isdigit()]))

    def with_ids(self, groups: list[list[int]]):
        for ids in groups:
            self = self.filter(pk__in=ids)
        return self

    def of_story(self, story: str):
        return self.filter(story=story)

    def on_day(self, bounds: tuple[datetime, datetime]):
        return self.published_since(bounds[0]).published_until(bounds[1])

    def published_since(self, moment):
        return self.filter(published_at__gte=moment)

    def published_until(self, moment):
        """Before the moment, not at it."""
        return self.filter(published_at__lt=moment)

    def published_by(self, moment):
        """At the moment or before."""
        return self.filter(published_at__lte=moment)

    def updated_since(self, moment):
        return self.filter(updated_at__gte=moment)

    def updated_until(self, moment):
        """Before the moment, not at it."""
        return self.filter(updated_at__lt=moment)

    def breaking(self, is_breaking: bool = True):
        return self.filter(is_breaking=is_breaking)

    def featured(self, is_featured: bool = True):
        return self.filter(is_featured=is_featured)

    def with_image(self, has_image: bool):
        return self.filter(image__isnull=not has_image)

    def matching(self, question: Question):
        """All that match, each by the rules of its language; found in the index."""
        return self.found_by(
            search.Matching(question, language, eras.keys(language, eras.BEGIN, eras.END))
            for language in search.CONFIGURATIONS
        )

    def saying(self, question: Question):
        """The same, looked up in each article: for lists that end long before the last of them."""
        matches = Q()
        for language in search.CONFIGURATIONS:
            matches |= Q(language=language, search_document=search.whole(question, language))
        return self.filter(matches)

    def found_by(self, searches: Iterable[search.Matching]):
        """Those that one of the searches finds."""
        return self.filter(IsFound(F("pk"), AllFound(*searches)))

    def with_views(self):
        """Those that have a count of views, which are all: the planner then walks the counts."""
        return self.filter(view_total__isnull=False)

    def without_texts(self):
        """For lists of many: the long columns stay in the database."""
        return self.defer("body_html", "body_blocks", "body_text", "search_document")

    def next_change(self, at: datetime) -> datetime | None:
        """When readers will next see one article more or one less, by the clock alone."""
        publication = self.filter(published_at__gt=at).order_by("published_at").values_list("published_at")
        withdrawal = self.filter(withdrawn_at__gt=at).order_by("withdrawn_at").values_list("withdrawn_at")
        return min((moment for (moment,) in publication[:1].union(withdrawal[:1])), default=None)

    def present_slug(self, former: str, at: datetime) -> tuple[int, str] | None:
        """The id and slug of the article that was once called so, if readers have seen it by then."""
        return self.filter(former_slugs__slug=former, published_at__lte=at).values_list("pk", "slug").first()

    def newest_first(self):
        return self.order_by(*LATEST)

    def showing_in_text(self, image_id: int):
        return self.filter(body_images__contains=[image_id]).exclude(body_images=[])  # as its index is


class NamedQuerySet(QuerySet):
    """Sections, tags and authors."""

    def with_name_containing(self, text: str):
        return self.filter(
            Q(name_uz__icontains=text) | Q(name_ru__icontains=text) | Q(name_en__icontains=text)
        )

    def of_kind(self, kind: str):
        return self.filter(kind=kind)


class ImageQuerySet(QuerySet):
    """Pictures."""

    def without_rights(self, at: datetime):
        return self.filter(rights_end_at__lte=at)

    def with_files_to_delete(self, at: datetime):
        """Those that readers may still fetch although the rights have ended."""
        return self.without_rights(at).exclude(renditions=[])


class RankedQuerySet(QuerySet):
    """Articles in rankings."""

    def in_sections(self, groups: list[list[str]]):
        """The rankings of these sections, merged; without any, the one of the whole edition."""
        if not groups:
            return self.filter(section=None)
        for names in groups:
            self = self.filter(named("section", "articles_section", names))
        return self.filter(article__section=F("section"))

    def public(self, at):
        return self.filter(visible_at(at, "article__"))
