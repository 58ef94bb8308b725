"""What is read more and more: recent readings against the age of the article."""

from datetime import datetime
from functools import lru_cache
from typing import TypedDict

from django.db.models import F

from articles import popular
from articles.models import Ranking
from articles.view_windows import age_hours, divisor
from newsapi.statements import Statement

KIND = Ranking.Kind.TRENDING
MOMENTS = F("article__published_at"), F("as_of")  # not now: the same answer until the ranking is made anew


class Score(TypedDict):
    """What an article is ranked by, with its parts."""

    value: float
    recent_views: float
    age_hours: float


def trending(language: str, sections: list[list[str]], at: datetime, limit: int) -> dict[int, Score]:
    """The score of each article by its id, the highest first; of equals, the newer."""
    rows = popular.ranked_in(fastest_first, KIND, language, sections, at, limit)
    return {pk: score(*parts) for pk, *parts in rows}


@lru_cache
def fastest_first(sections) -> Statement:
    scored = popular.ranked(sections).annotate(
        value=F("weight") / divisor(KIND, *MOMENTS), age=age_hours(*MOMENTS)
    )
    found = scored.order_by("-value", "-article__published_at", "-article_id")
    return Statement(lambda: found.values_list("article_id", "value", "weight", "age"), in_slices=True)


def score(value: float, recent_views: float, age: float) -> Score:
    return {"value": round(value, 6), "recent_views": round(recent_views, 6), "age_hours": round(age, 6)}
