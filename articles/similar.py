"""Which articles go with this one, and why: shared tags first, then the section, then whatever is new."""

from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, TextField, Value

from articles.columns import MOMENT
from articles.models import Article
from newsapi.statements import AnyOf, Parameter, Statement

COLUMNS = frozenset({"story", "section_id", "tag_neighbours"})  # what is asked of the article itself
MOST = 20  # articles at once
EVERY = 100_000  # more than the neighbours of any tags; a part of a union is only ordered when it is limited


def similar(article: dict[str, Any], at: datetime, limit: int) -> list[tuple[int, str]]:
    """(id, reason) of each, the best first: never the story itself, only public articles of its language.

    `article` has id, language and the columns that are named above; at most MOST are found. One query.
    """
    shared = Counter(each for neighbours in article["tag_neighbours"] for each in neighbours)
    found = candidates().rows(
        at=at,
        language=article["language"],
        story=article["story"],
        section=article["section_id"],
        sharing_tags=list(shared),
    )
    # Stable: within a reason the newest stay first, but for those that share more tags.
    found.sort(key=lambda row: (row["rank"], -shared[row["id"]] if row["rank"] == 1 else 0))
    reasons: dict[int, str] = {}
    for row in found:
        reasons.setdefault(row["id"], row["reason"])
    return list(reasons.items())[:limit]


@lru_cache
def candidates() -> Statement:
    others = (
        Article.objects.published(MOMENT)
        .filter(language=Parameter("language", TextField()))
        .exclude(story=Parameter("story", TextField()))
        .newest_first()
    )
    tagged = others.filter(pk=AnyOf("sharing_tags", BigIntegerField()))
    section = others.filter(section=Parameter("section", BigIntegerField()))
    # Each may hold what the ones before it hold.
    return Statement(
        lambda: ranked(tagged[:EVERY], 1, "tag").union(
            ranked(section[: 2 * MOST], 2, "section"), ranked(others[: 2 * MOST], 3, "latest"), all=True
        )
    )


def ranked(articles, rank: int, reason: str):
    return articles.values("id", rank=Value(rank), reason=Value(reason, TextField()))
