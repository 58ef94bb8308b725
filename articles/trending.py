"""What is read more and more: recent readings against the age of the article."""

from datetime import datetime
from typing import TypedDict

from django.db.models import F

from articles.models import Ranked, Ranking
from articles.view_windows import age_hours, divisor

KIND = Ranking.Kind.TRENDING
MOMENTS = F("article__published_at"), F("as_of")  # not now: the same answer until the ranking is made anew


class Score(TypedDict):
    """What an article is ranked by, with its parts."""

    value: float
    recent_views: float
    age_hours: float


def trending(language: str, sections: list[list[str]], at: datetime, limit: int) -> dict[int, Score]:
    """The score of each article by its id, the highest first; of equals, the newer."""
    ranked = Ranked.objects.filter(kind=KIND, language=language).in_sections(sections).public(at)
    scored = ranked.annotate(value=F("weight") / divisor(KIND, *MOMENTS), age=age_hours(*MOMENTS))
    fastest_first = scored.order_by("-value", "-article__published_at", "-article_id")
    rows = fastest_first.values_list("article_id", "value", "weight", "age")[:limit]
    return {pk: score(*parts) for pk, *parts in rows}


def score(value: float, recent_views: float, age: float) -> Score:
    return {"value": round(value, 6), "recent_views": round(recent_views, 6), "age_hours": round(age, 6)}
