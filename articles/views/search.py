from collections.abc import Sequence
from datetime import datetime

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db.models import DateTimeField, F, TextField

from articles import cards, facets, finding, highlights, keys, listing
from articles.filters import ArticleFilter, span
from articles.finding import Searched
from articles.matching import Read
from articles.models import Article
from articles.questions import parse
from articles.reading import Reading
from articles.serializers.search import FoundSerializer, SearchSerializer
from articles.views.articles import CardViewSet
from newsapi import narrowing, pagination, shapes
from newsapi.days import beginning_of_hour, next_hour
from newsapi.locales import LANGUAGES
from newsapi.narrowing import Form
from newsapi.pagination import Address
from newsapi.parameters import Choices, Text
from newsapi.shapes import Shape
from newsapi.statements import IsAnyOf, Place

# `asked_at` is the moment of the first page: what is published later does not move the others.
KEYS = (("score", True), ("published_at", True), ("asked_at", True), ("pk", True))


def public(form: Form, place: Place):
    """The articles in any of the languages that were public when the first page was asked for, and are."""
    articles = Article.objects.published(place("at", DateTimeField()))
    articles = articles.published_by(place("asked_at", DateTimeField()))
    articles = articles.filter(IsAnyOf(F("language"), place("languages", ArrayField(TextField()))))
    return narrowing.narrowed(articles, ArticleFilter.base_filters, form, place)


def in_language(language: str, form: Form, place: Place):
    """The same in a single one."""
    return listing.in_language(language, form, place).published_by(place("asked_at", DateTimeField()))


class SearchViewSet(CardViewSet):
    """Articles in which words are found, the best first."""

    serializer_class = FoundSerializer
    beside = SearchSerializer
    filterset_class = ArticleFilter
    own_parameters = {
        "list": {
            "q": Text(
                'Words to find; "a phrase", -without and OR are understood.', max_length=4_000, required=True
            ),
            "facets": Choices("Adds how many of the articles found each of these has.", tuple(facets.FACETS)),
            **pagination.PARAMETERS,
        }
    }

    def list(self, request):
        languages = [self.locale.language] if "locale" in self.asked else LANGUAGES
        asked_at, reading = self.asked_at(), self.reading()
        form, values = self.narrowing
        values |= {"at": self.at, "asked_at": asked_at, "languages": list(languages)}
        are_narrowed = any(name in self.asked for name in ArticleFilter.base_filters)
        found = finding.best(
            Searched(public, form, values, in_language, are_narrowed),
            self.asked.get("q"),
            parse(self.asked.get("search", "")),
            languages,
            span(self.asked, asked_at),
            asked_at,
        )
        moment = asked_at if "cursor" in self.asked else settled(asked_at, found.reads)
        page = pagination.page_within(
            found.articles,
            lambda each: (each.id, each.score, each.published_at, moment),
            found.articles.place_of,
            KEYS,
            self.asked,
        )
        wanted = [*self.shape, *(highlights.FIELDS if "highlight" in self.shape else ())]
        rows = cards.rows(page.ids, wanted, self.at)
        answer = {
            **page.envelope(Address.of(request), results(rows, found, self.shape, reading)),
            "did_you_mean": found.meant,
            "is_complete": found.is_complete,
        }
        if "facets" in self.asked:
            answer["facets"] = facets.facets(self.asked.get("facets"), found.articles, reading)
        more_keys = keys.found(self.asked, languages)
        return self.answer_rows(answer, rows, more_keys=more_keys, changes_at=next_hour(self.at))

    def asked_at(self) -> datetime:
        """When the first page was asked for."""
        if "cursor" not in self.asked:
            return self.at
        _, position = pagination.read_cursor(self.asked.get("cursor"), KEYS)
        return min(self.at, position[2]) if position else self.at


def settled(at: datetime, reads: Sequence[Read]) -> datetime:
    """The earliest moment of the hour since which nothing was published: the answer is the same since."""
    return max([beginning_of_hour(at), *(each.near for each in reads if each.near)])


def results(rows, found: finding.Found, shape: Shape, reading: Reading) -> list[orjson.Fragment]:
    more = [{} for _ in rows]
    if "highlight" in shape:
        marked = highlights.highlights(rows, found.reads, reading)
        for own, each in zip(more, marked, strict=True):
            own["highlight"] = shapes.prune(each, shape["highlight"])
    if "score" in shape:
        scores = found.articles.scores_of(row["id"] for row in rows)
        for own, score in zip(more, scores, strict=True):
            own["score"] = score
    return [cards.shown(row, shape, reading, **own) for row, own in zip(rows, more, strict=True)]
