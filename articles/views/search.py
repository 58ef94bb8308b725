from datetime import datetime

from articles import cards, facets, finding, highlights, keys
from articles.filters import ArticleFilter, span
from articles.models import Article
from articles.questions import parse
from articles.serializers.search import FoundSerializer, SearchSerializer
from articles.views.articles import CardViewSet
from newsapi import pagination, shapes
from newsapi.days import next_hour
from newsapi.locales import LANGUAGES
from newsapi.pagination import Address
from newsapi.parameters import Choices, Text

# `asked_at` is the moment of the first page: what is published later does not move the others.
KEYS = [("score", True), ("published_at", True), ("asked_at", True), ("pk", True)]


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
        articles = Article.objects.published(self.at).published_by(asked_at).filter(language__in=languages)
        found = finding.best(
            self.narrowed(articles),
            self.asked.get("q"),
            parse(self.asked.get("search", "")),
            languages,
            span(self.asked, asked_at),
            asked_at,
            is_narrowed=any(name in self.asked for name in ArticleFilter.base_filters),
        )
        places = [(each.id, each.score, each.published_at, asked_at) for each in found.articles]
        page = pagination.page_within(places, KEYS, self.asked)
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


def results(rows, found: finding.Found, shape: shapes.Shape, reading: cards.Reading) -> list[dict]:
    results = [cards.card(row, shape, reading) for row in rows]
    if "highlight" in shape:
        marked = highlights.highlights(rows, found.reads, reading)
        for card, each in zip(results, marked, strict=True):
            card["highlight"] = shapes.prune(each, shape["highlight"])
    if "score" in shape:
        scores = {each.id: each.score for each in found.articles}
        for card, row in zip(results, rows, strict=True):
            card["score"] = scores[row["id"]]
    return results
