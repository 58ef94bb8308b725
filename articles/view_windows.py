"""How often each article was read within a window, and how much lately: sums over the counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Expression, FloatField, Value
from django.db.models.functions import Cast, Extract, Greatest, Power
from django.utils import timezone

from articles.models import CountingState, Ranking
from newsapi.days import beginning_of_hour, midnight_not_before

Kind = Ranking.Kind
WINDOWS = {
    Kind.HOUR: timedelta(hours=1),
    Kind.DAY: timedelta(hours=24),
    Kind.WEEK: timedelta(days=7),
    Kind.MONTH: timedelta(days=30),
}
HOUR = timedelta(hours=1)

# Trending: recent readings / (age in hours + 2) ** 1.25. docs/decisions/0014 says where the numbers are from.
HALF_LIFE_HOURS = 6
HEAD_START_HOURS = 2
GRAVITY = 1.25
FORGOTTEN_AFTER = timedelta(hours=48)  # eight half-lives: a reading weighs 0.4% then

Query = tuple[str, list[Any]]  # SQL with its values

BY_HOUR = "SELECT article_id, count FROM articles_hourlyviews WHERE hour >= %s AND hour < %s"
BY_DAY = "SELECT article_id, count FROM articles_dailyviews WHERE day >= %s"
BY_REPORT = """
    SELECT article_id, count(*) FROM articles_viewreport
    WHERE folded AND at >= %s AND at < %s GROUP BY article_id
"""
# Readings of an hour count as if all were in its middle; of this hour, in the middle of what has passed.
RECENT = """
    SELECT article_id, sum(count * power(0.5::float8, extract(
        epoch FROM %s - hour - least((%s - hour) / 2, interval '30 minutes')
    )::float8 / %s)) AS weight
    FROM articles_hourlyviews WHERE hour > %s AND hour <= %s GROUP BY article_id
"""


def readings(kind: str, at: datetime) -> Query:
    """(article_id, weight) of each article that was read: how often, or for trending how much lately."""
    if kind == Kind.TRENDING:
        half_life = HALF_LIFE_HOURS * 3600
        return RECENT, [at, at, half_life, at - FORGOTTEN_AFTER, at]
    since = at.astimezone(UTC) - WINDOWS[kind]  # not by clocks, which are put forward and back
    parts, values = [], []
    hours_from = beginning_of_hour(since)
    if hours_from < since and CountingState.objects.filter(reports_since__lte=since).exists():
        hours_from += HOUR
        parts.append(BY_REPORT)
        values += [since, hours_from]
    midnight = midnight_not_before(hours_from)
    parts.append(BY_HOUR)
    if midnight == beginning_of_hour(midnight):
        parts.append(BY_DAY)
        values += [hours_from, midnight, timezone.localtime(midnight).date()]
    else:  # a zone whose days begin within an hour
        values += [hours_from, at]
    sums = " UNION ALL ".join(parts)
    return f"SELECT article_id, sum(count)::float8 AS weight FROM ({sums}) each GROUP BY article_id", values  # noqa: S608


def age_hours(published_at: Expression, at: Expression) -> Expression:
    """How long an article has been public; before its publication, no time."""
    seconds = Cast(Extract(at - published_at, "epoch"), FloatField())
    return Greatest(seconds / 3600.0, 0.0)


def divisor(kind: str, published_at: Expression, at: Expression) -> Expression:
    """What a weight is divided by: the first of a ranking have the most then."""
    if kind == Kind.TRENDING:
        return Power(age_hours(published_at, at) + HEAD_START_HOURS, GRAVITY)
    return Value(1)
