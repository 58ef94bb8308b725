"""How often each article was read within a window, and how much lately: sums over the counts."""

from datetime import UTC, date, datetime, timedelta
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

# Joined, not united: of a union PostgreSQL does not know how many articles it has, and plans for two hundred.
OF_WINDOW = """
    SELECT article_id,
        (coalesce(reports.count, 0) + coalesce(hours.count, 0) + coalesce(days.count, 0))::float8 AS weight
    FROM (
        SELECT article_id, count(*) FROM articles_viewreport
        WHERE folded AND at >= %s AND at < %s GROUP BY article_id
    ) reports FULL JOIN (
        SELECT article_id, sum(count) AS count FROM articles_hourlyviews
        WHERE hour >= %s AND hour < %s GROUP BY article_id
    ) hours USING (article_id) FULL JOIN (
        SELECT article_id, sum(count) AS count FROM articles_dailyviews WHERE day >= %s GROUP BY article_id
    ) days USING (article_id)
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
    first_hour = beginning_of_hour(since)
    if first_hour < since and CountingState.objects.filter(reports_since__lte=since).exists():
        reports, first_hour = [since, first_hour + HOUR], first_hour + HOUR
    else:
        reports = [since, since]
    midnight = midnight_not_before(first_hour)
    if midnight == beginning_of_hour(midnight):
        rest = [midnight, timezone.localtime(midnight).date()]
    else:  # a zone whose days begin within an hour: no day is counted
        rest = [at + HOUR, date.max]
    return OF_WINDOW, [*reports, first_hour, *rest]


def age_hours(published_at: Expression, at: Expression) -> Expression:
    """How long an article has been public; before its publication, no time."""
    seconds = Cast(Extract(at - published_at, "epoch"), FloatField())
    return Greatest(seconds / 3600.0, 0.0)


def divisor(kind: str, published_at: Expression, at: Expression) -> Expression:
    """What a weight is divided by: the first of a ranking have the most then."""
    if kind == Kind.TRENDING:
        return Power(age_hours(published_at, at) + HEAD_START_HOURS, GRAVITY)
    return Value(1)
