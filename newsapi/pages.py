"""One request for one screen: what several endpoints answer one by one, put together with few queries."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from rest_framework import serializers

from articles import cards, keys, parts, similar
from articles.columns import JSONObject
from articles.models import Section
from articles.serializers.articles import (
    ArticleSerializer,
    CardSerializer,
    SectionLinkSerializer,
    SimilarSerializer,
    TickerSerializer,
)
from articles.serializers.readers import PopularSerializer
from articles.views.articles import LIMIT, ORDERING, PREVIEW, CardViewSet
from newsapi import links, pagination, shapes
from newsapi.locales import LANGUAGES
from newsapi.pagination import PAGE_SIZE, Address
from newsapi.parameters import Asked
from weather import reading as weather
from weather.serializers import SnapshotSerializer

SECTION_SIZE = 5  # articles of each section on the front page


def list_of(serializer_class: type[serializers.Serializer], name: str) -> type[serializers.Serializer]:
    """The envelope of a list as a part of a page."""
    return type(
        name,
        (serializers.Serializer,),
        {
            "__doc__": "One page of a list, as its own endpoint answers it.",
            "next": serializers.URLField(allow_null=True, help_text="The next page."),
            "previous": serializers.URLField(allow_null=True, help_text="The page before."),
            "results": serializer_class(many=True, help_text="The articles of the page."),
        },
    )


CardListSerializer = list_of(CardSerializer, "CardListSerializer")
PopularListSerializer = list_of(PopularSerializer, "PopularListSerializer")
SimilarListSerializer = list_of(SimilarSerializer, "SimilarListSerializer")


class SectionPartSerializer(serializers.Serializer):
    """A section with its newest articles."""

    section = SectionLinkSerializer(help_text="The section.")
    articles = CardListSerializer(help_text="As /articles/?section=…&page_size=5 answers.")


class FrontPageSerializer(serializers.Serializer):
    """The front page."""

    ticker = TickerSerializer(help_text="As /ticker/ answers.")
    weather = SnapshotSerializer(allow_null=True, help_text="As /weather/current/ answers, null without any.")
    featured = CardListSerializer(help_text="As /articles/?is_featured=true answers.")
    latest = CardListSerializer(help_text="As /articles/ answers.")
    popular = PopularListSerializer(help_text="As /popular/ answers.")
    sections = SectionPartSerializer(
        many=True, help_text="Each section that has articles, in the newsroom's order."
    )


class ArticlePageSerializer(serializers.Serializer):
    """The page of an article."""

    ticker = TickerSerializer(help_text="As /ticker/ answers.")
    weather = SnapshotSerializer(allow_null=True, help_text="As /weather/current/ answers, null without any.")
    article = ArticleSerializer(help_text="As /articles/{slug}/ answers.")
    similar = SimilarListSerializer(help_text="As /articles/{slug}/similar/ answers.")
    popular = PopularListSerializer(help_text="As /popular/ answers.")


def whole(serializer_class) -> shapes.Shape:
    """All fields that are there without being asked for."""
    return {name: None for name, field in serializer_class().fields.items() if field.required}


CARD, POPULAR, SIMILAR, ARTICLE = map(
    whole, (CardSerializer, PopularSerializer, SimilarSerializer, ArticleSerializer)
)


class PageViewSet(CardViewSet):
    """What whole screens share. `fields` and `omit` choose their parts; what is left out is not fetched."""

    def answer_page(self, makers: dict, reading: cards.Reading, finish, rows=(), **more):
        """Makes the wanted parts, fetches their cards at once, and lets `finish` complete the page."""
        wanted = {name: make() for name, make in makers.items() if name in self.shape}
        changes = []
        page, found = parts.composed(wanted, self.at)
        more_keys = [key for part in wanted.values() for key in part.keys]
        if "weather" in self.shape:
            page["weather"], weather_changes_at, weather_keys = weather.current(
                reading.origin, reading.locale, self.at
            )
            changes.append(weather_changes_at)
            more_keys += weather_keys
        finish(page)
        data = {name: shapes.prune(page[name], kept) for name, kept in self.shape.items()}
        changes_at = min((each for each in changes if each), default=None)
        if not wanted and not rows:  # nothing that a publication could change
            return self.answer(data, keys=more_keys, changes_at=changes_at, **more)
        return self.answer_rows(data, [*rows, *found], more_keys=more_keys, changes_at=changes_at, **more)

    def popular(self, reading: cards.Reading) -> parts.Part:
        return parts.most_viewed([], "24h", PAGE_SIZE, POPULAR, reading)


class FrontPageViewSet(PageViewSet):
    """The front page in one request."""

    serializer_class = FrontPageSerializer

    def listed(self, articles, query: dict[str, str]) -> parts.Part:
        page = pagination.page(articles, ORDERING, Asked())
        more_keys = keys.listed(Asked(query), [self.locale.language])
        return parts.listed(page, CARD, self.reading(), self.address(query), more_keys)

    def address(self, query: dict[str, str]) -> Address:
        """The articles' own address with the locale that this page was asked for in."""
        asked = {"locale": self.asked.get("locale")} if "locale" in self.asked else {}
        return Address(
            links.absolute(self.request._request, f"{links.API}/articles/"), (*query.items(), *asked.items())
        )

    def sections(self):
        """Each section that has articles, with the ids and times of its newest; one query."""
        newest = self.edition().filter(section=OuterRef("pk")).newest_first()
        ids_and_times = newest.values(json=JSONObject(id="pk", at="published_at"))[: SECTION_SIZE + 1]
        names = (f"name_{language}" for language in LANGUAGES)
        return (
            Section.objects.annotate(newest=ArraySubquery(ids_and_times))
            .filter(newest__len__gt=0)
            .values("slug", *names, "newest")
        )

    def in_sections(self, sections: list[dict]) -> parts.Part:
        reading = self.reading()
        order = ORDERING.keys(Asked())
        lists = []
        for section in sections:
            newest = [(each["id"], datetime.fromisoformat(each["at"])) for each in section["newest"]]
            page = pagination.page_of(newest, order, SECTION_SIZE)
            query = {"page_size": str(SECTION_SIZE), "section": section["slug"]}
            names = {language: section[f"name_{language}"] for language in LANGUAGES}
            link = {
                "slug": section["slug"],
                "url": reading.url("sections", section["slug"]),
                "name": reading.locale.name(names),
            }
            lists.append((link, parts.listed(page, CARD, reading, self.address(query))))

        def compose(rows: list[cards.Row]) -> list[dict]:
            found = {row["id"]: row for row in rows}
            return [
                {
                    "section": link,
                    "articles": part.compose([found[each] for each in part.ids if each in found]),
                }
                for link, part in lists
            ]

        more_keys = keys.side_by_side(reading.locale.language)
        return parts.Part([each for _, part in lists for each in part.ids], CARD, compose, more_keys)

    def list(self, request):
        reading = self.reading()
        sections = list(self.sections()) if "sections" in self.shape else []
        makers = {
            "ticker": lambda: parts.ticker(reading),
            "featured": lambda: self.listed(self.edition().featured(), {"is_featured": "true"}),
            "latest": lambda: self.listed(self.edition(), {}),
            "popular": lambda: self.popular(reading),
            "sections": lambda: self.in_sections(sections),
        }
        return self.answer_page(makers, reading, lambda page: None)


class ArticlePageViewSet(PageViewSet):
    """The page of an article in one request; its locale is the article's own unless another is asked."""

    lookup_field = "slug"
    serializer_class = ArticlePageSerializer
    own_parameters = {"retrieve": PREVIEW}

    def retrieve(self, request, slug):
        row = self.public_article(
            ARTICLE if "article" in self.shape else {},
            similar.COLUMNS if "similar" in self.shape else frozenset(),
        )
        locale = self.own_locale(row)
        reading = self.reading(locale)
        makers = {
            "ticker": lambda: parts.ticker(reading),
            "similar": lambda: parts.similar_to(row, LIMIT["limit"].default, SIMILAR, reading),
            "popular": lambda: self.popular(reading),
        }

        def finish(page: dict) -> None:
            if "article" in self.shape:
                page["article"] = cards.card(row, ARTICLE, reading)

        return self.answer_page(
            makers,
            reading,
            finish,
            rows=[row],
            locale=locale,
            varies=False,
        )
