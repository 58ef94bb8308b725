"""HTTP for what articles are filed under: sections, tags and authors."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from articles import cards, keys
from articles.columns import MOMENT, next_change
from articles.filters import TagFilter
from articles.listed import visible_at
from articles.listing import COUNTS
from articles.models import Article, ArticleAuthor, ArticleTag, Author, Section, Tag
from articles.serializers.names import AuthorSerializer, SectionSerializer, TagSerializer
from newsapi import links, pagination, shapes
from newsapi.errors import Problem
from newsapi.listings import Compiled
from newsapi.locales import LANGUAGES, all_names
from newsapi.narrowing import Form
from newsapi.pagination import Address, Ordering
from newsapi.statements import AnyOf, Parameter, Place, Statement
from newsapi.views import PublicViewSet


class NamedViewSet(PublicViewSet):
    """A list of names, and each by its slug or id."""

    lookup_field = "slug"
    optional = ("article_count",)
    model: type
    filed: type  # rows of articles under such names
    texts: dict[str, str] = {}  # fields of the answer with a column for each language
    columns: tuple[str, ...] = ()  # fields that are a column

    def list(self, request):
        page = pagination.page(Compiled(self.named, *self.narrowing), self.ordering, self.asked)
        rows = {row["id"]: row for row in self.rows(ids=page.ids)}
        found = [rows[each] for each in page.ids if each in rows]
        return self.answer(
            page.envelope(Address.of(request), [self.shown(row) for row in found]),
            keys=[*keys.names(self.kind), *self.keys(found)],
            changes_at=self.changes_at(found),
        )

    @classmethod
    def named(cls, form: Form, place: Place):
        return cls.narrowed(cls.model.objects.all(), form, place)

    def retrieve(self, request, slug):
        is_id = slug.isascii() and slug.isdigit() and len(slug) < 19
        rows = self.rows(ids=[int(slug)]) if is_id else self.rows(slug=slug)
        if not rows:
            raise Problem("not_found", f"There is no {self.kind} {slug[:100]!r}.")
        [row] = rows
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

    def rows(self, **named: Any) -> Sequence[dict]:
        """Those with the `ids`, in no order, or the one with the `slug`; one query, and one that counts."""
        rows = self.statement("slug" in named).rows(**named)
        if "article_count" not in self.shape or not rows:
            return rows
        counts, changes_at = self.counts([row["id"] for row in rows])
        return [
            {**row, "article_count": counts[row["id"]], "changes_at": changes_at}
            for row in rows
            if row["id"] in counts
        ]

    def counts(self, ids: Sequence[int]) -> tuple[dict[int, int], datetime | None]:
        """How many public articles of the edition are filed under each, and when the clock changes that."""
        language = self.locale.language

        def counted():
            found = self.counting().tuples(ids=ids, at=self.at, language=language)
            changes_at = found[0][-1] if found else None
            return ({pk: count for pk, count, _ in found}, changes_at), changes_at

        return COUNTS.of((self.kind, tuple(ids), language), self.at, counted)

    @classmethod
    @lru_cache
    def statement(cls, by_slug: bool) -> Statement:
        meant = (
            {"slug": Parameter("slug", TextField())} if by_slug else {"pk": AnyOf("ids", BigIntegerField())}
        )
        names = [f"{text}_{language}" for text in ("name", *cls.texts.values()) for language in LANGUAGES]
        found = cls.model.objects.filter(**meant).order_by()
        return Statement(lambda: found.values("id", "slug", "updated_at", *names, *cls.columns))

    @classmethod
    @lru_cache
    def counting(cls) -> Statement:
        edition = cls.filed.objects.filter(visible_at(MOMENT), language=Parameter("language", TextField()))
        own = edition.filter(**{cls.model._meta.model_name: OuterRef("pk")}).order_by()
        counted = own.values(anything=Value(1)).annotate(count=Count("*")).values("count")
        found = cls.model.objects.filter(pk=AnyOf("ids", BigIntegerField())).order_by()
        return Statement(lambda: found.values_list("pk", Coalesce(Subquery(counted), 0), next_change(MOMENT)))

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
    filed = Article
    serializer_class = SectionSerializer
    ordering = Ordering({"position": "position", "slug": "slug"}, default=("position",))
    texts = {"description": "description"}
    columns = ("position",)


class TagViewSet(NamedViewSet):
    """The tags of articles, by slug."""

    model = Tag
    filed = ArticleTag
    serializer_class = TagSerializer
    filterset_class = TagFilter
    ordering = Ordering({"slug": "slug"}, default=("slug",))
    columns = ("kind",)


class AuthorViewSet(NamedViewSet):
    """The authors of articles, by slug."""

    model = Author
    filed = ArticleAuthor
    serializer_class = AuthorSerializer
    ordering = Ordering({"slug": "slug"}, default=("slug",))
    texts = {"role": "role"}
