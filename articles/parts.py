"""The parts that screens are made of: an endpoint answers one, a page several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import DateTimeField, TextField

from articles import cards, keys, popular, similar, trending
from articles.columns import MOMENT
from articles.models import Article
from articles.reading import Reading
from newsapi import day_labels, days, shapes
from newsapi.pagination import Address, Page
from newsapi.rows import Row
from newsapi.shapes import Shape, prune
from newsapi.statements import Parameter, Statement

TICKER_SIZE = 10
TICKER_FIELDS = ("id", "slug", "url", "web_url", "title", "is_breaking", "published_at", "published_label")
TICKER_ITEM = shapes.part(TICKER_FIELDS, None)


@dataclass(frozen=True)
class Part:
    """Which articles, which of their fields, how the answer is composed of the rows, and its further keys.

    `made_of` is all that the answer says beside what the rows say.
    """

    ids: Sequence[int]
    shape: Shape
    compose: Callable[[list[Row]], Any]
    made_of: Any
    keys: Sequence[str] = ()


@dataclass(frozen=True)
class Composition:
    """Parts with the rows that they show."""

    parts: Mapping[Any, Part]
    rows: Mapping[int, Row]

    @property
    def made_of(self) -> list:
        return [[name, part.made_of, part.keys] for name, part in self.parts.items()]

    @property
    def keys(self) -> list[str]:
        return [key for part in self.parts.values() for key in part.keys]

    def answers(self) -> dict[Any, Any]:
        """The answer of each part."""
        return {
            name: part.compose([self.rows[each] for each in part.ids if each in self.rows])
            for name, part in self.parts.items()
        }


def fetched(parts: Mapping[Any, Part], at: datetime) -> Composition:
    """The parts with all rows that they show; one query."""
    ids = dict.fromkeys(each for part in parts.values() for each in part.ids)
    shape = dict.fromkeys(name for part in parts.values() for name in part.shape)
    return Composition(parts, {row["id"]: row for row in cards.rows(ids, shape, at)})


def listed(page: Page, shape: Shape, reading: Reading, address: Address, keys: Sequence[str] = ()) -> Part:
    """One page of a list."""
    return Part(
        page.ids,
        shape,
        lambda rows: page.envelope(address, [cards.shown(row, shape, reading) for row in rows]),
        page,
        keys,
    )


def ticker(reading: Reading, shape: Shape = TICKER_ITEM) -> Part:
    """Of the site's day: breaking news first, then the newest; with none yet, the newest of earlier days."""
    values = {"at": reading.at, "language": reading.locale.language}
    today = days.bounds(reading.at.date())[0]
    found = breaking_first().tuples(**values, today=today) or newest_first().tuples(**values)
    ids = [pk for (pk,) in found]
    return Part(
        ids,
        Shape({**shape, "published_at": None}),
        lambda rows: {
            "label": day_labels.day(
                (rows[0]["published_at"] if rows else reading.at).date(), reading.at.date(), reading.locale
            ),
            "results": [cards.shown(row, shape, reading) for row in rows],
        },
        ids,
        keys.in_ticker(reading.locale.language),
    )


@lru_cache
def breaking_first() -> Statement:
    today = edition().published_since(Parameter("today", DateTimeField()))
    return first_ids(today.order_by("-is_breaking", "-published_at", "-pk"))


@lru_cache
def newest_first() -> Statement:
    return first_ids(edition().newest_first())


def edition():
    return Article.objects.published(MOMENT).in_language(Parameter("language", TextField()))


def first_ids(articles) -> Statement:
    return Statement(lambda: articles.values_list("pk")[:TICKER_SIZE])


def most_viewed(sections: list[list[str]], window: str, size: int, shape: Shape, reading: Reading) -> Part:
    """Cards with the readings within the window."""
    views = popular.most_viewed(reading.locale.language, sections, window, reading.at, size)
    return annotated(views, "views_in_window", shape, reading, keys.in_rankings(reading.locale.language))


def trending_now(sections: list[list[str]], size: int, shape: Shape, reading: Reading) -> Part:
    """Cards with the score that they are ranked by."""
    scores = trending.trending(reading.locale.language, sections, reading.at, size)
    return annotated(scores, "score", shape, reading, keys.in_rankings(reading.locale.language))


def similar_to(article: Row, limit: int, shape: Shape, reading: Reading) -> Part:
    """Cards with the reason why they go with the article."""
    reasons = dict(similar.similar(article, reading.at, limit))
    has_others = len(reasons) < limit or similar.OTHER in reasons.values()
    return annotated(reasons, "reason", shape, reading, [*keys.similar_to(article, has_others)])


def annotated(values: dict[int, Any], name: str, shape: Shape, reading: Reading, keys: Sequence[str]) -> Part:
    """A list that ends with its first page, each card with a value of its own."""

    def compose(rows: list[Row]) -> dict:
        results = []
        for row in rows:
            own = {name: prune(values[row["id"]], shape[name])} if name in shape else {}
            results.append(cards.shown(row, shape, reading, **own))
        return {"next": None, "previous": None, "results": results}

    return Part(list(values), shape, compose, list(values.items()), keys)
