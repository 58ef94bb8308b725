"""The parts that screens are made of: an endpoint answers one, a page several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles import cards, keys, popular, similar, trending
from articles.cards import Reading, Row
from articles.models import Article
from newsapi import day_labels, days
from newsapi.pagination import Address, Page
from newsapi.shapes import Shape, prune

TICKER_SIZE = 10
TICKER_ITEM: Shape = dict.fromkeys(
    ("id", "slug", "url", "web_url", "title", "is_breaking", "published_at", "published_label")
)


@dataclass(frozen=True)
class Part:
    """Which articles, which of their fields, how the answer is composed of the rows, and its further keys."""

    ids: Sequence[int]
    shape: Shape
    compose: Callable[[list[Row]], Any]
    keys: Sequence[str] = ()


def composed(parts: Mapping[Any, Part], at: datetime) -> tuple[dict[Any, Any], list[Row]]:
    """The answer of each part, and all rows that they show; one query."""
    ids = dict.fromkeys(each for part in parts.values() for each in part.ids)
    shape = dict.fromkeys(name for part in parts.values() for name in part.shape)
    rows = {row["id"]: row for row in cards.rows(ids, shape, at)}
    answers = {
        name: part.compose([rows[each] for each in part.ids if each in rows]) for name, part in parts.items()
    }
    return answers, list(rows.values())


def listed(page: Page, shape: Shape, reading: Reading, address: Address, keys: Sequence[str] = ()) -> Part:
    """One page of a list."""
    return Part(
        page.ids,
        shape,
        lambda rows: page.envelope(address, [cards.card(row, shape, reading) for row in rows]),
        keys,
    )


def ticker(reading: Reading) -> Part:
    """Of the site's day: breaking news first, then the newest; with none yet, the newest of earlier days."""
    articles = Article.objects.published(reading.at).in_language(reading.locale.language)
    today = articles.published_since(days.bounds(reading.at.date())[0])
    ids = first_ids(today.order_by("-is_breaking", "-published_at", "-pk")) or first_ids(
        articles.newest_first()
    )
    return Part(
        ids,
        TICKER_ITEM,
        lambda rows: {
            "label": day_labels.day(
                (rows[0]["published_at"] if rows else reading.at).date(), reading.at.date(), reading.locale
            ),
            "results": [cards.card(row, TICKER_ITEM, reading) for row in rows],
        },
        keys.in_ticker(reading.locale.language),
    )


def first_ids(articles) -> list[int]:
    return list(articles.values_list("pk", flat=True)[:TICKER_SIZE])


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
        results = [cards.card(row, shape, reading) for row in rows]
        if name in shape:
            own = [prune(values[row["id"]], shape[name]) for row in rows]
            results = [{**card, name: value} for card, value in zip(results, own, strict=True)]
        return {"next": None, "previous": None, "results": results}

    return Part(list(values), shape, compose, keys)
