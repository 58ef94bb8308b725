from rest_framework.decorators import action

from articles import cards, in_order, keys, parts, previews, similar
from articles.filters import ArticleFilter, span
from articles.models import Article
from articles.questions import parse
from articles.serializers.articles import (
    ArticleSerializer,
    CardSerializer,
    ListedSerializer,
    SimilarSerializer,
    TickerSerializer,
)
from newsapi import links, pagination, shapes
from newsapi.errors import Moved, Problem
from newsapi.locales import Locale
from newsapi.pagination import Address, Ordering
from newsapi.parameters import Choices, Text, Whole
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
EXPANDABLE = tuple(sorted(shapes.names(ListedSerializer).keys() - shapes.names(CardSerializer).keys()))


class CardViewSet(PublicViewSet):
    """What all view sets that show articles share."""

    has_day_label = True

    def reading(self, *locales: Locale) -> cards.Reading:
        return cards.Reading(links.origin(self.request._request), self.at, locales or (self.locale,))

    def edition(self):
        """The public articles in the locale's language."""
        return Article.objects.published(self.at).in_language(self.locale.language)

    def answer_part(self, part: parts.Part, **more):
        """One part as the whole answer."""
        answers, rows = parts.composed({"part": part}, self.at)
        return self.answer_rows(answers["part"], rows, part.keys, **more)

    def answer_rows(self, data, rows, more_keys=(), changes_at=None, **more):
        changes_at = min(
            (each for each in (changes_at, cards.next_change(rows, self.at)) if each), default=None
        )
        return self.answer(data, keys=[*keys.shown(rows), *more_keys], changes_at=changes_at, **more)

    def public_article(self, shape: shapes.Shape, more: frozenset[str] = frozenset()) -> cards.Row:
        """The article that the URL names by slug or id, once readers may see it; with more columns."""
        name = self.kwargs["slug"]
        if "preview" in self.asked:
            return self.previewed(name, shape, more)
        row = cards.named(name, shape, self.at, more)
        if row is None or row["published_at"] is None or row["published_at"] > self.at:
            if present := Article.objects.present_slug(name, self.at):
                article_id, slug = present
                raise Moved(slug, keys.moved(article_id, name))
            raise Problem("not_found", f"There is no article {name[:100]!r}.")
        if row["withdrawn_at"] is not None and row["withdrawn_at"] <= self.at:
            raise Problem("withdrawn", row["withdrawn_reason"])
        return row

    def previewed(self, name: str, shape: shapes.Shape, more: frozenset[str]) -> cards.Row:
        """The article of a preview link, as readers would see it if its next version were published."""
        try:
            article = previews.article_of(self.asked.get("preview"), name, self.at)
        except previews.NoPreview:
            raise Problem("preview_refused", "The preview link is not one for this article.") from None
        except previews.PreviewOver:
            raise Problem("preview_expired", "The time of this preview is over.") from None
        try:
            with previews.shown(article, self.at):
                return cards.named(str(article.pk), shape, self.at, more)
        except previews.NotReady as reason:
            raise Problem("preview_refused", f"The next version cannot be shown yet: {reason}") from None

    def own_locale(self, article: cards.Row) -> Locale:
        """The locale that was asked for, else the article's own; Accept-Language has no say."""
        return Locale(self.asked.get("locale", article["language"]))


class ArticleViewSet(CardViewSet):
    """Public articles, the newest first."""

    lookup_field = "slug"
    serializer_class = ArticleSerializer
    filterset_class = ArticleFilter
    ordering = ORDERING
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
        articles = self.narrowed(Article.objects.published(self.at).in_edition(languages, self.at))
        if any(key.endswith("views") for key in self.asked.get("ordering", ())):
            articles = articles.with_views()
        if "search" in self.asked:
            question, when = parse(self.asked.get("search")), span(self.asked, self.at)
            page = in_order.page(articles, question, languages, when, ORDERING, self.asked)
        else:
            page = pagination.page(articles, ORDERING, self.asked)
        address, more_keys = Address.of(request), keys.listed(self.asked, languages)
        return self.answer_part(parts.listed(page, self.shape, self.reading(*locales), address, more_keys))

    def retrieve(self, request, slug):
        row = self.public_article(self.shape, similar.COLUMNS if "similar" in self.shape else frozenset())
        locale = self.own_locale(row)
        reading = self.reading(locale)
        article, rows, more_keys = cards.card(row, self.shape, reading), [row], ()
        if "similar" in self.shape:
            shape = dict.fromkeys(shapes.names(SimilarSerializer))
            part = parts.similar_to(row, LIMIT["limit"].default, shape, self.own_reading(row))
            answers, others = parts.composed({"similar": part}, self.at)
            article["similar"] = shapes.prune(answers["similar"]["results"], self.shape["similar"])
            rows += others
            more_keys = part.keys
        return self.answer_rows(
            article,
            rows,
            more_keys=more_keys,
            locale=locale,
            varies=False,
            last_modified=row["updated_at"],
        )

    @action(detail=True)
    def similar(self, request, slug):
        """Articles that go with this one, the best first, each with the reason."""
        row = self.public_article({}, similar.COLUMNS)
        part = parts.similar_to(
            row, self.asked.get("limit", LIMIT["limit"].default), self.shape, self.own_reading(row)
        )
        return self.answer_part(part, locale=self.own_locale(row), varies=False)

    def own_reading(self, article: cards.Row) -> cards.Reading:
        return self.reading(self.own_locale(article))


class TickerViewSet(CardViewSet):
    """The headlines of the day: breaking news first, then the newest, ten at most."""

    serializer_class = TickerSerializer

    def list(self, request):
        part = parts.ticker(self.reading())
        answers, rows = parts.composed({"ticker": part}, self.at)
        shown = {name: shapes.prune(answers["ticker"][name], kept) for name, kept in self.shape.items()}
        return self.answer_rows(shown, rows, more_keys=part.keys)
