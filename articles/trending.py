"""What is read more and more: recent readings against the age of the article."""

from datetime import datetime
from typing import TypedDict

from articles.models import Ranked, Ranking
from articles.view_windows import GRAVITY, HEAD_START_HOURS


class Score(TypedDict):
    """What an article is ranked by, with its parts."""

    value: float
    recent_views: float
    age_hours: float


def trending(language: str, sections: list[list[str]], at: datetime, limit: int) -> dict[int, Score]:
    """The score of each article by its id, the highest first; of equals, the newer."""
    ranked = Ranked.objects.filter(kind=Ranking.Kind.TRENDING, language=language).in_sections(sections)
    rows = ranked.public(at).values_list("article_id", "article__published_at", "weight", "as_of")
    found = [(score(recent, since, as_of), since, pk) for pk, since, recent, as_of in rows]
    found.sort(key=lambda each: (each[0]["value"], *each[1:]), reverse=True)
    return {pk: value for value, _, pk in found[:limit]}


def score(recent_views: float, published_at: datetime, as_of: datetime) -> Score:
    """As of the ranking: until it is made anew, the same answer stays the same."""
    age_hours = round(max(0.0, (as_of - published_at).total_seconds() / 3600), 3)
    recent_views = round(recent_views, 3)
    value = recent_views / (age_hours + HEAD_START_HOURS) ** GRAVITY
    return {"value": round(value, 6), "recent_views": recent_views, "age_hours": age_hours}
