"""What was read most lately: sums of the hourly counts over a window that ends now."""

from datetime import datetime, timedelta

from django.db.models import Sum

WINDOWS = {
    "1h": timedelta(hours=1),
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
}


def most_viewed(articles, window: str, at: datetime, limit: int) -> list[tuple[int, int]]:
    """(id, readings within the window) of each, the most read first; of equals, the newer.

    The hour in which the window begins counts whole: at one minute past, the last hour is more than a minute.
    """
    return list(
        articles.filter(hourly_views__hour__gt=at - WINDOWS[window] - timedelta(hours=1))
        .values("pk")
        .annotate(views=Sum("hourly_views__count"))
        .order_by("-views", "-published_at", "-pk")
        .values_list("pk", "views")[:limit]
    )
