"""HTTP for what articles are filed under: sections, tags and authors."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from articles import cards, keys
from articles.columns import next_change
from articles.filters import TagFilter
from articles.models import Article, Author, Section, Tag
from articles.serializers.names import AuthorSerializer, SectionSerializer, TagSerializer
from newsapi import links, pagination, shapes
from newsapi.errors import Problem
from newsapi.locales import LANGUAGES, all_names
from newsapi.pagination import Address, Ordering
from newsapi.views import PublicViewSet


class NamedViewSet(PublicViewSet):
    """A list of names, and each by its slug or id."""

    lookup_field = "slug"
    optional = ("article_count",)
    model: type
    texts: dict[str, str] = {}  # fields of the answer with a column for each language
    columns: tuple[str, ...] = ()  # fields that are a column

    def list(self, request):
        page = pagination.page(self.narrowed(self.model.objects.all()), self.ordering, self.asked)
        rows = {row["id"]: row for row in self.rows(self.model.objects.filter(pk__in=page.ids))}
        found = [rows[each] for each in page.ids if each in rows]
        return self.answer(
            page.envelope(Address.of(request), [self.shown(row) for row in found]),
            keys=[*keys.names(self.kind), *self.keys(found)],
            changes_at=self.changes_at(found),
        )

    def retrieve(self, request, slug):
        if slug.isascii() and slug.isdigit() and len(slug) < 19:
            found = self.model.objects.filter(pk=int(slug))
        else:
            found = self.model.objects.filter(slug=slug)
        row = next(iter(self.rows(found)), None)
        if row is None:
            raise Problem("not_found", f"There is no {self.kind} {slug[:100]!r}.")
        # The count of articles changes without the row.
        last_modified = None if "article_count" in self.shape else row["updated_at"]
        return self.answer(
            self.shown(row),
            keys=self.keys([row]),
            changes_at=self.changes_at([row]),
            last_modified=last_modified,
        )

    @property
    def kind(self) -> str:
        return self.model._meta.model_name

    def keys(self, rows: Iterable[dict]) -> Iterable[str]:
        ids = [row["id"] for row in rows]
        counted = keys.counted(self.kind, ids, self.locale.language) if "article_count" in self.shape else []
        return [*(f"{self.kind}:{each}" for each in ids), *counted]

    def changes_at(self, rows):
        """A count of articles changes by the clock; names do not."""
        return cards.next_change(rows, self.at) if "article_count" in self.shape else None

    def rows(self, queryset):
        named = (f"{text}_{language}" for text in ("name", *self.texts.values()) for language in LANGUAGES)
        counted = {}
        if "article_count" in self.shape:
            counted = {"article_count": self.article_count(), "changes_at": next_change(self.at)}
        return queryset.order_by().values("id", "slug", "updated_at", *named, *self.columns, **counted)

    def article_count(self):
        """How many public articles of the edition are filed under each, counted by the database."""
        public = Article.objects.published(self.at).in_language(self.locale.language)
        filed = (
            self.filed(public)
            .order_by()
            .values(anything=Value(1))
            .annotate(count=Count("pk"))
            .values("count")
        )
        return Coalesce(Subquery(filed), 0)

    def filed(self, articles):
        """The articles that are filed under the outer row."""
        raise NotImplementedError

    def shown(self, row: dict) -> dict:
        def words(text):
            return {language: row[f"{text}_{language}"] for language in LANGUAGES}

        values = {
            "slug": row["slug"],
            "url": f"{links.origin(self.request._request)}{links.API}/{self.kind}s/{row['slug']}/",
            "name": self.locale.name(words("name")),
            "names": all_names(words("name")),
            **{field: self.locale.name(words(text)) for field, text in self.texts.items()},
            **{name: row[name] for name in (*self.columns, "article_count") if name in row},
        }
        return {name: shapes.prune(values[name], kept) for name, kept in self.shape.items()}


class SectionViewSet(NamedViewSet):
    """The sections of the site, in the newsroom's order."""

    model = Section
    serializer_class = SectionSerializer
    ordering = Ordering({"position": "position", "slug": "slug"}, default=("position",))
    texts = {"description": "description"}
    columns = ("position",)

    def filed(self, articles):
        return articles.filter(section=OuterRef("pk"))


class TagViewSet(NamedViewSet):
    """The tags of articles, by slug."""

    model = Tag
    serializer_class = TagSerializer
    filterset_class = TagFilter
    ordering = Ordering({"slug": "slug"}, default=("slug",))
    columns = ("kind",)

    def filed(self, articles):
        return articles.filter(article_tags__tag=OuterRef("pk"))


class AuthorViewSet(NamedViewSet):
    """The authors of articles, by slug."""

    model = Author
    serializer_class = AuthorSerializer
    ordering = Ordering({"slug": "slug"}, default=("slug",))
    texts = {"role": "role"}

    def filed(self, articles):
        return articles.filter(article_authors__author=OuterRef("pk"))
