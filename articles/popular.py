"""What was read most lately, as far as readers may see it now."""

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache

from django.db.models import TextField

from articles.columns import MOMENT
from articles.models import Ranked
from newsapi.narrowing import NAMES
from newsapi.statements import Parameter, Statement


def most_viewed(
    language: str, sections: list[list[str]], window: str, at: datetime, limit: int
) -> dict[int, int]:
    """The readings within the window of each article by its id, the most read first; of equals, the newer."""
    rows = ranked_in(most_first, window, language, sections, at, limit)
    return {pk: round(weight) for pk, weight in rows}


def ranked_in(
    statement: Callable[[Hashable], Statement],
    kind: str,
    language: str,
    sections: list[list[str]],
    at: datetime,
    limit: int,
) -> list[tuple]:
    """The first rows of a ranking, by the statement for sections asked for in this form."""
    values = NAMES.values("section", sections)
    return statement(NAMES.form(sections)).tuples(
        kind=kind, language=language, **values, at=at, limit=limit, offset=0
    )


def ranked(sections):
    """Articles of one ranking, or of those of the sections, that readers may see."""
    rankings = Ranked.objects.filter(
        kind=Parameter("kind", TextField()), language=Parameter("language", TextField())
    )
    return rankings.in_sections(NAMES.together("section", sections, Parameter)).public(MOMENT)


@lru_cache
def most_first(sections) -> Statement:
    found = ranked(sections).order_by("-weight", "-article__published_at", "-article_id")
    return Statement(lambda: found.values_list("article_id", "weight"), in_slices=True)
