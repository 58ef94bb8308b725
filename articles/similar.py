"""Which articles go with this one, and why: what they are about, the tags and the section that they share.

A shared tag is worth as much as some likeness of the texts, a shared section less; both are worth more the
nearer the articles are in time. What has nothing in common is there to fill up, the newest first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, TextField

from articles.columns import MOMENT
from articles.models import Article
from articles.neighbours import TAG
from newsapi.statements import AnyOf, Parameter, Statement

COLUMNS = frozenset({"story", "section_id", "published_at", "neighbours"})  # asked of the article itself
MOST = 20  # articles at once
SECTION = 0.05  # what the same section is worth, where 1 is the same text
OTHER = "latest"  # the reason of what has nothing in common
MONTH = timedelta(days=30)
DISTANT = 0.7  # what is left of a likeness over any time; over a month, half of the rest as well


@dataclass(frozen=True)
class Likeness:
    """What an article has in common with another."""

    topic: float
    tag: float
    section: float
    nearness: float

    @property
    def worth(self) -> float:
        return (self.topic + self.tag) * self.nearness + self.section

    @property
    def reason(self) -> str:
        parts = {"topic": self.topic, "tag": self.tag, "section": self.section}
        return max(parts, key=parts.__getitem__) if self.worth else OTHER


def similar(article: dict[str, Any], at: datetime, limit: int) -> list[tuple[int, str]]:
    """(id, reason) of each, the best first: never the story itself, only public articles of its language.

    `article` has id, language and the columns that are named above; at most MOST are found. One query.
    """
    shared = {each: (topic, TAG * tags) for each, topic, tags in article["neighbours"]["near"]}
    found = candidates().rows(
        at=at,
        language=article["language"],
        story=article["story"],
        section=article["section_id"],
        neighbours=list(shared),
    )
    likenesses = {
        (row["published_at"], row["id"]): Likeness(
            *shared.get(row["id"], (0, 0)),
            SECTION if row["section_id"] and row["section_id"] == article["section_id"] else 0,
            nearness(row["published_at"] - article["published_at"]),
        )
        for row in found
    }
    best = sorted(likenesses, key=lambda each: (likenesses[each].worth, each), reverse=True)
    return [(each[1], likenesses[each].reason) for each in best[:limit]]


def nearness(apart: timedelta) -> float:
    return DISTANT + (1 - DISTANT) / (1 + abs(apart) / MONTH)


@lru_cache
def candidates() -> Statement:
    others = (
        Article.objects.published(MOMENT)
        .filter(language=Parameter("language", TextField()))
        .exclude(story=Parameter("story", TextField()))
    )
    neighbours = others.filter(pk=AnyOf("neighbours", BigIntegerField())).order_by()
    section = others.filter(section=Parameter("section", BigIntegerField()))
    return Statement(
        lambda: needed(neighbours).union(
            needed(section.newest_first()[:MOST]), needed(others.newest_first()[:MOST])
        )
    )


def needed(articles):
    return articles.values("id", "published_at", "section_id")
