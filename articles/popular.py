"""What was read most lately, as far as readers may see it now."""

from datetime import datetime
from typing import NamedTuple

from articles import view_windows
from articles.models import Article, Ranked
from articles.view_windows import FORGOTTEN_AFTER, WINDOWS

OUTDATED = 10  # parts of its window, one of which a ranking may be old, before the counts are asked instead


class Place(NamedTuple):
    """A public article of a ranking."""

    article_id: int
    weight: float
    published_at: datetime
    as_of: datetime


def most_viewed(
    language: str, sections: list[list[str]], window: str, at: datetime, limit: int
) -> list[tuple[int, int]]:
    """(id, readings within the window) of each, the most read first; of equals, the newer."""
    places = ranked(window, language, sections, at, limit)
    if places is None:
        articles = Article.objects.published(at).in_language(language).in_sections(sections)
        return [(pk, round(weight)) for pk, weight in view_windows.first(articles, window, at, limit)]
    return [(each.article_id, round(each.weight)) for each in places[:limit]]


def ranked(
    kind: str, language: str, sections: list[list[str]], at: datetime, wanted: int
) -> list[Place] | None:
    """The public articles of a ranking; None where it is missing, outdated, or too short of public ones."""
    since = at - WINDOWS.get(kind, FORGOTTEN_AFTER) / OUTDATED
    rows = (
        Ranked.objects.filter(kind=kind, language=language, as_of__gte=since)
        .in_sections(sections)
        .public(at)
        .values_list("article", "weight", "article__published_at", "as_of", "is_whole")
    )
    heads = [row for row in rows if row[0] is None]
    places = [Place(*row[:4]) for row in rows if row[0] is not None]
    if not heads or (len(places) < wanted and not all(is_whole for *_, is_whole in heads)):
        return None
    return places
