"""What is read more and more: recent readings against the age of the article."""

from datetime import datetime
from typing import TypedDict

from articles import view_windows
from articles.models import Article, Ranking
from articles.popular import Place, ranked
from articles.view_windows import GRAVITY, HALF_LIFE_HOURS, HEAD_START_HOURS

TRENDING = Ranking.Kind.TRENDING


class Score(TypedDict):
    """What an article is ranked by, with its parts."""

    value: float
    recent_views: float
    age_hours: float


def trending(language: str, sections: list[list[str]], at: datetime, limit: int) -> dict[int, Score]:
    """The score of each article by its id, the highest first."""
    places = ranked(TRENDING, language, sections, at, limit)
    if places is None:
        articles = Article.objects.published(at).in_language(language).in_sections(sections)
        weights = dict(view_windows.first(articles, TRENDING, at, limit))
        published = articles.filter(pk__in=weights).values_list("pk", "published_at")
        places = [Place(pk, weights[pk], published_at, at) for pk, published_at in published]
    scores = {each.article_id: score(each, at) for each in places}
    newest = {each.article_id: (each.published_at, each.article_id) for each in places}
    order = sorted(scores, key=lambda pk: (scores[pk]["value"], newest[pk]), reverse=True)
    return {pk: scores[pk] for pk in order[:limit]}


def score(place: Place, at: datetime) -> Score:
    age = hours(place.published_at, at)
    recent = place.weight * 0.5 ** (hours(place.as_of, at) / HALF_LIFE_HOURS)
    value = recent / (age + HEAD_START_HOURS) ** GRAVITY
    return {"value": round(value, 6), "recent_views": round(recent, 3), "age_hours": round(age, 3)}


def hours(since: datetime, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds() / 3600)
