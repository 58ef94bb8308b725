"""One request for one screen: what several endpoints answer one by one, put together with few queries."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from rest_framework import serializers

from articles import cards, keys, listing, parts, similar
from articles.columns import JSONObject
from articles.models import Article, Section
from articles.reading import Reading
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
from newsapi.narrowing import Form
from newsapi.pagination import PAGE_SIZE, Address
from newsapi.parameters import Asked
from newsapi.rows import Row
from newsapi.shapes import Shape
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


def whole(serializer_class) -> Shape:
    """All fields that are there without being asked for."""
    return Shape.whole(name for name, field in serializer_class().fields.items() if field.required)


CARD, POPULAR, SIMILAR, ARTICLE = map(
    whole, (CardSerializer, PopularSerializer, SimilarSerializer, ArticleSerializer)
)


class PageViewSet(CardViewSet):
    """What whole screens share. `fields` and `omit` choose their parts; what is left out is not fetched."""

    def answer_page(self, makers: dict, reading: Reading, more: dict[str, Callable[[], Any]], **options):
        """Makes the wanted parts, and fetches their cards at once; `more` are parts of the `rows` given."""
        wanted = {name: make() for name, make in makers.items() if name in self.shape}
        found, now, changes_at, more_keys = parts.fetched(wanted, self.at), {}, None, []
        if "weather" in self.shape:
            now["weather"], changes_at, more_keys = weather.current(reading.origin, reading.locale, self.at)

        def finished(answers: dict) -> dict:
            made = {name: make() for name, make in more.items() if name in self.shape}
            page = {**answers, **now, **made}
            return {name: shapes.prune(page[name], kept) for name, kept in self.shape.items()}

        options |= {"more_keys": more_keys, "changes_at": changes_at}
        if not wanted and not options.get("rows"):  # nothing that a publication could change
            return self.answer(finished({}), keys=options.pop("more_keys"), **options)
        return self.answer_composed(found, reading, finished, made_of=now, **options)

    def popular(self, reading: Reading) -> parts.Part:
        return parts.most_viewed([], "24h", PAGE_SIZE, POPULAR, reading)


class FrontPageViewSet(PageViewSet):
    """The front page in one request."""

    serializer_class = FrontPageSerializer

    def listed(self, query: dict[str, str], form: Form = ()) -> parts.Part:
        page = pagination.page(listing.public([self.locale.language], self.at, form), ORDERING, Asked())
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
        public = Article.objects.published(self.at).in_language(self.locale.language)
        newest = public.filter(section=OuterRef("pk")).newest_first()
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

        def compose(rows: list[Row]) -> list[dict]:
            found = {row["id"]: row for row in rows}
            return [
                {
                    "section": link,
                    "articles": part.compose([found[each] for each in part.ids if each in found]),
                }
                for link, part in lists
            ]

        ids = [each for _, part in lists for each in part.ids]
        more_keys = keys.side_by_side(reading.locale.language)
        return parts.Part(ids, CARD, compose, sections, more_keys)

    def list(self, request):
        reading = self.reading()
        sections = list(self.sections()) if "sections" in self.shape else []
        makers = {
            "ticker": lambda: parts.ticker(reading),
            "featured": lambda: self.listed({"is_featured": "true"}, (("is_featured", True),)),
            "latest": lambda: self.listed({}),
            "popular": lambda: self.popular(reading),
            "sections": lambda: self.in_sections(sections),
        }
        return self.answer_page(makers, reading, {})


class ArticlePageViewSet(PageViewSet):
    """The page of an article in one request; its locale is the article's own unless another is asked."""

    lookup_field = "slug"
    serializer_class = ArticlePageSerializer
    in_own_locale = ("retrieve",)
    dated = ()
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

        return self.answer_page(
            makers,
            reading,
            {"article": lambda: cards.card(row, ARTICLE, reading)},
            rows=[row],
            locale=locale,
        )
