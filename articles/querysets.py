"""The vocabulary for reading the newsroom; every public path starts with `published()`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateTimeField,
    DurationField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from articles import eras, search
from articles.listed import AS_LISTED, ListedQuerySet, named, visible_at
from articles.questions import Question
from newsapi.listings import OF_ROWS
from newsapi.narrowing import IDS, Names
from newsapi.statements import IsAnyOf

LATEST = ("-published_at", "-pk")
LONG = ("body_html", "body_blocks", "body_text", "search_document", "emphases")  # columns
AHEAD = ExpressionWrapper(F("published_at") - F("updated_at"), DurationField())


class All(Func):
    """What several expressions find, together."""

    template = "(SELECT %(expressions)s)"
    arg_joiner = " UNION ALL SELECT "
    output_field = BigIntegerField()


class Array(Func):
    function = "ARRAY"
    template = "%(function)s%(expressions)s"
    output_field = IDS


class IsIn(Func):
    template = "%(expressions)s"
    arg_joiner = " IN "
    output_field = BooleanField()


class IsTrue(Func):
    """The same, but no join: its other side is kept as a hash table, of whatever size."""

    template = "(%(expressions)s) IS TRUE"
    output_field = BooleanField()


class InSeconds(Func):
    """An interval without its days, which would be those of the calendar; rounded up."""

    template = "make_interval(secs => ceil(extract(epoch FROM %(expressions)s))::float8)"
    output_field = DurationField()


class Says(Func):
    """That a text matches, by a function of which the planner knows how much that takes."""

    function = "articles_says"
    output_field = BooleanField()


class ArticleQuerySet(ListedQuerySet):
    """Articles; those that readers may see start with `published()`."""

    def read_from(self, rows: str):
        """From rows of this relation, one for each article: what they say of it narrows and orders."""
        said = {f"{OF_ROWS}{column}": F(f"{rows}__{column}") for column in AS_LISTED}
        return self.alias(**said, **{f"{OF_ROWS}pk": F(f"{rows}__article_id")})

    @property
    def prefix(self) -> str:
        """That of the columns which such rows say as well."""
        return OF_ROWS if f"{OF_ROWS}pk" in self.query.annotations else ""

    def in_edition(self, languages: Sequence, at):
        """Each story once, in the first of the languages in which readers may see it."""
        first, *others = languages
        if not others:
            return self.in_language(first)
        language = f"{self.prefix}language"
        editions = Q((language, first))
        for index, other in enumerate(others, start=1):
            earlier = self.model.objects.published(at).filter(
                story=OuterRef("story"), language__in=languages[:index]
            )
            # Not NOT EXISTS: the planner would hash the whole table for it.
            self = self.alias(**{f"before_{index}": Subquery(earlier.order_by().values("language")[:1])})
            editions |= Q((language, other), (f"before_{index}", None))  # looked for in this language alone
        return self.filter(editions)

    def with_tags(self, groups: Iterable[Names]):
        return self._filed("article_tags", "tag", groups)

    def without_tags(self, groups: Iterable[Names]):
        for names in groups:
            self = self.filter(~self._has("article_tags", "tag", names))
        return self

    def written_by(self, groups: Iterable[Names]):
        return self._filed("article_authors", "author", groups)

    def _filed(self, rows: str, kind: str, groups: Iterable[Names]):
        for names in groups:
            # Of several names, an article may have more than one.
            self = self.filter(
                named(f"{rows}__{kind}_id", f"articles_{kind}", names)
                if names.are_one
                else self._has(rows, kind, names)
            )
        return self

    def _has(self, rows: str, kind: str, names: Names) -> Exists:
        related = self.model._meta.get_field(rows).related_model.objects
        return Exists(related.filter(named(f"{kind}_id", f"articles_{kind}", names), article=OuterRef("pk")))

    def without(self, groups: Iterable[Names]):
        for names in groups:
            for column, meant in (("slug", names.slugs), ("pk", names.ids)):
                self = self.exclude(IsAnyOf(F(column), meant)) if meant else self
        return self

    def with_ids(self, groups: Iterable[Expression]):
        for ids in groups:
            self = self.filter(IsAnyOf(F("pk"), ids))
        return self

    def of_story(self, story):
        return self.filter(story=story)

    def updated_since(self, moment):
        return self.filter(updated_at__gte=moment)

    def updated_until(self, moment):
        """Before the moment, not at it; so published before it too, or later by the longest ahead at most."""
        longest = InSeconds(Coalesce(Subquery(self.model.objects.ahead()[:1]), timedelta(0)))
        latest = ExpressionWrapper(moment + longest, DateTimeField())
        return self.filter(updated_at__lt=moment).published_until(latest)

    def ahead(self):
        """How long before its publication an article was last changed, if it was; the longest first."""
        return (
            self.filter(published_at__gt=F("updated_at")).order_by(AHEAD.desc()).values_list(AHEAD, flat=True)
        )

    def longest_ahead(self) -> timedelta:
        return self.ahead().first() or timedelta(0)

    def breaking(self, is_breaking: bool = True):
        return self.filter(is_breaking=is_breaking)

    def featured(self, is_featured: bool = True):
        return self.filter(is_featured=is_featured)

    def with_image(self, has_image: bool):
        return self.filter(image__isnull=not has_image)

    def matching(
        self, question: Question, languages: Iterable[str], span: tuple[datetime, datetime], are_many: bool
    ):
        """All that match in these languages within the span; found in the index.

        Few are looked up; of many, each article that is read is looked for among them.
        """
        begin, end = (min(max(each, eras.BEGIN), eras.END) for each in span)
        spans = ((each, Value(eras.keys(each, begin, end), IDS)) for each in languages)
        found = IsIn(F("pk"), All(*(search.Matching(question, *each) for each in spans)))
        return self.filter(IsTrue(found) if are_many else found)

    def saying(self, question: Question, languages: Iterable[str], or_one_of: Sequence[int]):
        """The same in these languages, looked up in each article, or these ids: for lists that soon end."""
        ways = Q(IsAnyOf(F("pk"), Value(or_one_of, IDS))) if or_one_of else Q()
        for language in languages:
            ways |= Q(Says(F("search_document"), search.whole(question, language)), language=language)
        return self.filter(ways)

    def found_by(self, searches: Iterable[Expression]):
        """Those whose ids are found: not too many, as some plans compare each article with all ids."""
        return self.filter(IsAnyOf(F("pk"), Array(All(*searches))))

    def with_views(self):
        """Those that have a count of views, which are all: the planner then walks the counts."""
        return self.filter(view_total__isnull=False)

    def without_texts(self):
        """For lists of many: the long columns stay in the database."""
        return self.defer(*LONG)

    def present_slug(self, former: str, at: datetime) -> tuple[int, str] | None:
        """The id and slug of the article that was once called so, if readers have seen it by then."""
        return self.filter(former_slugs__slug=former, published_at__lte=at).values_list("pk", "slug").first()

    def newest_first(self):
        return self.order_by(*LATEST)

    def showing_in_text(self, image_id: int):
        return self.filter(body_images__contains=[image_id]).exclude(body_images=[])  # as its index is


class NamedQuerySet(QuerySet):
    """Sections, tags and authors."""

    def with_name_containing(self, text):
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

    def in_sections(self, groups: Sequence[Names]):
        """The rankings of these sections, merged; without any, the one of the whole edition."""
        if not groups:
            return self.filter(section=None)
        for names in groups:
            self = self.filter(named("section_id", "articles_section", names))
        return self.filter(article__section=F("section"))

    def public(self, at):
        return self.filter(visible_at(at, "article__"))
