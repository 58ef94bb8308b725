"""What was read most lately, as far as readers may see it now."""

from datetime import datetime

from articles.models import Ranked


def most_viewed(
    language: str, sections: list[list[str]], window: str, at: datetime, limit: int
) -> dict[int, int]:
    """The readings within the window of each article by its id, the most read first; of equals, the newer."""
    ranked = Ranked.objects.filter(kind=window, language=language).in_sections(sections).public(at)
    most_first = ranked.order_by("-weight", "-article__published_at", "-article_id")
    return {pk: round(weight) for pk, weight in most_first.values_list("article_id", "weight")[:limit]}
