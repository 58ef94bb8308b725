from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rest_framework.decorators import action

from articles import cards, in_order, keys, listing, parts, previews, similar
from articles.filters import ArticleFilter, are_at_odds, span
from articles.listing import Use
from articles.models import Article
from articles.questions import parse
from articles.reading import Reading
from articles.serializers.articles import (
    ArticleSerializer,
    CardSerializer,
    ListedSerializer,
    SimilarSerializer,
    TickerSerializer,
)
from newsapi import caching, links, pagination, shapes
from newsapi.errors import Moved, Problem
from newsapi.locales import Locale
from newsapi.pagination import Address, Ordering, Page
from newsapi.parameters import Choices, Text, Whole
from newsapi.rows import Row
from newsapi.shapes import Shape
from newsapi.views import PublicViewSet, site_locales

ORDERING = Ordering(
    {
        "published_at": "published_at",
        "updated_at": "updated_at",
        "views": "view_total__count",
        "title": "title",
    },
    default=("-published_at",),
)
LIMIT = {"limit": Whole("How many articles.", 1, 20, 6)}
PREVIEW = {"preview": Text("The token of a preview link; the answer is the newsroom's next version.")}
WHOLE_SIMILAR = tuple(shapes.names(SimilarSerializer))
EXPANDABLE = tuple(sorted(shapes.names(ListedSerializer).keys() - shapes.names(CardSerializer).keys()))


class CardViewSet(PublicViewSet):
    """What all view sets that show articles share."""

    has_day_label = True

    def reading(self, *locales: Locale) -> Reading:
        return Reading(links.origin(self.request._request), self.at, locales or (self.locale,))

    def answer_part(self, part: parts.Part, reading: Reading, **more):
        """One part as the whole answer."""
        found = parts.fetched({"part": part}, self.at)
        return self.answer_composed(found, reading, lambda answers: answers["part"], **more)

    def answer_composed(
        self,
        found: parts.Composition,
        reading: Reading,
        finished: Callable[[dict], Any],
        *,
        rows: Sequence[Row] = (),
        made_of: Any = None,
        more_keys: Iterable[str] = (),
        **more,
    ):
        """What `finished` makes of the parts' answers, and of more rows; nothing is made for a 304.

        `made_of` is all that it says beside what parts and rows say.
        """
        rows = [*rows, *found.rows.values()]
        etag = caching.etag_of(reading.alike, found.made_of, made_of, [cards.said(row) for row in rows])
        more_keys = [*found.keys, *more_keys]
        return self.answer_rows(lambda: finished(found.answers()), rows, more_keys, etag=etag, **more)

    def answer_rows(self, data, rows, more_keys=(), changes_at=None, **more):
        changes_at = min(
            (each for each in (changes_at, cards.next_change(rows, self.at)) if each), default=None
        )
        return self.answer(
            data, keys=lambda: [*cards.keys_of(rows), *more_keys], changes_at=changes_at, **more
        )

    def public_article(self, shape: Shape, more: frozenset[str] = frozenset()) -> Row:
        """The article that the URL names by slug or id, once readers may see it; with more columns."""
        name = self.kwargs["slug"]
        if "preview" in self.asked:
            return self.previewed(name, shape, more)
        row = cards.named(name, shape, self.at, more)
        if row is None or row["published_at"] is None or row["published_at"] > self.at:
            if present := Article.objects.present_slug(name, self.at):
                article_id, slug = present
                raise Moved(slug, keys.moved(article_id, name), until=row and row["published_at"])
            raise Problem("not_found", f"There is no article {name[:100]!r}.")
        if row["withdrawn_at"] is not None and row["withdrawn_at"] <= self.at:
            raise Problem("withdrawn", row["withdrawn_reason"])
        return row

    def previewed(self, name: str, shape: Shape, more: frozenset[str]) -> Row:
        """The article of a preview link, as readers would see it if its next version were published."""
        try:
            article = previews.article_of(self.asked.get("preview"), name, self.at)
        except previews.NoPreview:
            detail = "The preview link is not one for this article, or whoever made it has left the newsroom."
            raise Problem("preview_refused", detail) from None
        except previews.PreviewOver:
            raise Problem("preview_expired", "The time of this preview is over.") from None
        try:
            with previews.shown(article, self.at):
                return cards.named(str(article.pk), shape, self.at, more)
        except previews.NotReady as reason:
            raise Problem("preview_refused", f"The next version cannot be shown yet: {reason}") from None

    def own_locale(self, article: Row) -> Locale:
        """The locale that was asked for, else the article's own; Accept-Language has no say."""
        return Locale(self.asked.get("locale", article["language"]))


class ArticleViewSet(CardViewSet):
    """Public articles, the newest first."""

    lookup_field = "slug"
    serializer_class = ArticleSerializer
    filterset_class = ArticleFilter
    ordering = ORDERING
    in_own_locale = ("retrieve", "similar")
    own_parameters = {
        "list": {
            "fallback": Choices(
                "Adds stories that the edition lacks, each in the first of these locales that has it.",
                site_locales(),
            )
        },
        "retrieve": {
            "expand": Choices(
                "Adds fields that are not there by default; `translations` are, and may be named as well.",
                ("similar", "translations"),
            ),
            **PREVIEW,
        },
        "similar": LIMIT,
    }

    @classmethod
    def shaped_by(cls, action):
        return {"list": ListedSerializer, "similar": SimilarSerializer}.get(action, ArticleSerializer)

    @classmethod
    def optional_fields(cls, action):
        if action == "list":
            return EXPANDABLE
        return ("similar",) if action == "retrieve" else ()

    def list(self, request):
        locales = [self.locale, *(Locale(code) for code in self.asked.get("fallback", ()))]
        languages = list(dict.fromkeys(each.language for each in locales))
        page = self.page(languages)
        reading, more_keys = self.reading(*locales), keys.listed(self.asked, languages)
        part = parts.listed(page, self.shape, reading, Address.of(request), more_keys)
        return self.answer_part(part, reading)

    def page(self, languages: Sequence[str]) -> Page:
        if are_at_odds(self.asked, self.at):
            return pagination.page(listing.NONE, ORDERING, self.asked)
        articles = listing.public(languages, self.at, *self.narrowing, self.use())
        if "search" not in self.asked:
            return pagination.page(articles, ORDERING, self.asked)
        question, when = parse(self.asked.get("search")), span(self.asked, self.at)
        is_narrowed = any(name in self.asked for name in ArticleFilter.base_filters if name != "search")
        return in_order.page(articles, question, languages, when, is_narrowed, ORDERING, self.asked)

    def use(self) -> Use:
        order = [key.removeprefix("-") for key in self.asked.get("ordering", ORDERING.default)]
        return Use(
            in_time=order[0] == "published_at",
            by_views="views" in order,
            by_nothing_else=len(order) == 1 and "search" not in self.asked,
        )

    def retrieve(self, request, slug):
        row = self.public_article(self.shape, similar.COLUMNS if "similar" in self.shape else frozenset())
        reading, wanted = self.own_reading(row), {}
        if "similar" in self.shape:
            shape = shapes.part(WHOLE_SIMILAR, self.shape["similar"])
            wanted["similar"] = parts.similar_to(row, LIMIT["limit"].default, shape, reading)

        def finished(answers: dict) -> dict:
            article = cards.card(row, self.shape, reading)
            return article | {name: each["results"] for name, each in answers.items()}

        return self.answer_composed(
            parts.fetched(wanted, self.at),
            reading,
            finished,
            rows=[row],
            locale=reading.locale,
            last_modified=row["updated_at"],
        )

    @action(detail=True)
    def similar(self, request, slug):
        """Articles that go with this one, the best first, each with the reason."""
        row, limit = self.public_article({}, similar.COLUMNS), self.asked.get("limit", LIMIT["limit"].default)
        reading = self.own_reading(row)
        part = parts.similar_to(row, limit, self.shape, reading)
        return self.answer_part(part, reading, locale=reading.locale)

    def own_reading(self, article: Row) -> Reading:
        return self.reading(self.own_locale(article))


class TickerViewSet(CardViewSet):
    """The headlines of the day: breaking news first, then the newest, ten at most."""

    serializer_class = TickerSerializer

    def list(self, request):
        reading = self.reading()
        part = parts.ticker(reading, shapes.part(parts.TICKER_FIELDS, self.shape.get("results")))
        return self.answer_composed(
            parts.fetched({"ticker": part}, self.at),
            reading,
            lambda answers: {name: answers["ticker"][name] for name in self.shape},
        )
