"""What the weather was: the days of a place, and which snapshots are kept for ever.

A day's mean and prevailing condition are of the first snapshot of each hour, its minimum and maximum of all.
Those are what is kept, so an old day reads as it did when it was new.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from newsapi import purging
from weather import keys
from weather.conditions import CONDITIONS
from weather.models import Place

# Days are those of the place's clocks, of which some show midnight twice, or never, when they are changed.
# Hours are counted from the day's first midnight.
CLOCK = """
    LATERAL (SELECT (observed_at AT TIME ZONE %(zone)s)::date AS day) AS local,
    LATERAL (
        SELECT floor(extract(epoch FROM observed_at - day::timestamp AT TIME ZONE %(zone)s) / 3600) AS hour
    ) AS clock
"""
DAYS = f"""
    SELECT day, condition_code,
        min(temperature_c), max(temperature_c), array_agg(DISTINCT source),
        sum(temperature_c::numeric) FILTER (WHERE is_first), count(*) FILTER (WHERE is_first)
    FROM (
        SELECT temperature_c, condition_code, source, day,
            row_number() OVER (PARTITION BY day, hour ORDER BY observed_at, id) = 1 AS is_first
        FROM weather_snapshot, {CLOCK}
        WHERE place_id = %(place)s AND day BETWEEN %(first)s AND %(last)s
            AND observed_at >= (%(first)s::date - 1)::timestamp AT TIME ZONE %(zone)s
            AND observed_at < (%(last)s::date + 2)::timestamp AT TIME ZONE %(zone)s
    ) AS snapshots
    GROUP BY day, condition_code
    ORDER BY day
"""  # noqa: S608, a constant only
THIN = f"""
    DELETE FROM weather_snapshot WHERE id IN (
        SELECT id
        FROM (
            SELECT id,
                row_number() OVER (PARTITION BY day, hour ORDER BY observed_at, id) AS in_hour,
                row_number() OVER (PARTITION BY day ORDER BY temperature_c, observed_at, id) AS from_coldest,
                row_number() OVER (PARTITION BY day ORDER BY temperature_c DESC, observed_at, id)
                    AS from_warmest
            FROM weather_snapshot, {CLOCK}
            WHERE place_id = %(place)s AND observed_at < %(before)s::timestamp AT TIME ZONE %(zone)s
        ) AS old
        WHERE in_hour > 1 AND from_coldest > 1 AND from_warmest > 1
    )
"""  # noqa: S608, a constant only
WORST_LAST = {code: position for position, code in enumerate(CONDITIONS)}


@dataclass
class Day:
    """What was observed at a place on one day of its clocks."""

    date: date
    temperature_min_c: float
    temperature_max_c: float
    sources: set[str] = field(default_factory=set)
    hours: Counter = field(default_factory=Counter)  # by condition
    total_c: Decimal = Decimal()  # as sums of floats depend on their order

    @property
    def temperature_mean_c(self) -> float:
        return float(round(self.total_c / self.hours.total(), 1)) + 0.0  # no minus before zero

    @property
    def condition_code(self) -> str:
        return prevailing(self.hours)


def prevailing(hours: Counter) -> str:
    """The condition of most hours; of several, the one that people would rather know of."""
    return max(hours, key=lambda code: (hours[code], WORST_LAST[code]))


def days(place_id: int, zone: str, first: date, last: date) -> list[Day]:
    """Each day from the first to the last that has any snapshot; one query."""
    with connection.cursor() as cursor:
        cursor.execute(DAYS, {"place": place_id, "zone": zone, "first": first, "last": last})
        return together(cursor.fetchall())


def together(rows: Iterable[tuple]) -> list[Day]:
    found: dict[date, Day] = {}
    for day, code, coldest, warmest, sources, total_c, hours in rows:
        each = found.setdefault(day, Day(day, coldest, warmest))
        each.temperature_min_c = min(each.temperature_min_c, coldest)
        each.temperature_max_c = max(each.temperature_max_c, warmest)
        each.sources |= set(sources)
        if hours:
            each.hours[code] += hours
            each.total_c += total_c
    return list(found.values())


def thin(place: Place, now: datetime) -> int:
    """Of what is older than WEATHER_KEEP_DAYS, leaves the first of each hour and the extremes of each day."""
    today = now.astimezone(ZoneInfo(place.timezone)).date()
    before = today - timedelta(days=settings.WEATHER_KEEP_DAYS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(THIN, {"place": place.pk, "zone": place.timezone, "before": before})
        count = cursor.rowcount
        if count:
            purging.purge(_("thinned out"), keys.of_weather(place.pk, [place.slug]), place)
    return count
