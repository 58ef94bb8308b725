"""What is expected at a place: the next hours, and the next days of its clocks."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BigIntegerField, DateTimeField

from newsapi.statements import Parameter, Statement
from weather.history import prevailing
from weather.models import Forecast
from weather.reading import WEATHER, Reader, Row, of_place

HOURS, DAYS = 48, 7
WIDEST = timedelta(hours=6)  # between moments of a day that is told as a whole: sources give four or more
MIDDAY = time(12)
ONE_DAY = timedelta(days=1)


def answer(place: Row, reader: Reader) -> dict:
    """What /weather/places/{slug}/forecast/ answers; `place` is a row of reading.places."""
    zone = ZoneInfo(place["timezone"])
    found = rows(place["id"], reader.at, last_moment(reader.at, zone))
    stale = is_stale(place, reader.at)
    by_day: dict[date, list[Row]] = {}
    for row in found:
        by_day.setdefault(row["at"].astimezone(zone).date(), []).append(row)
    by_day.pop(reader.at.astimezone(zone).date(), None)
    return {
        "place": reader.place_link(of_place(place)),
        "as_of": place["fetching__confirmed_at"] if found else None,
        "hours": [
            reader.weather({**row, **of_place(place)}, row["at"], stale)
            for row in found
            if row["at"] <= reader.at + timedelta(hours=HOURS)
        ],
        "days": [
            day_of(each, day, zone, place, reader, stale)
            for day, each in by_day.items()
            if is_whole(each, day, zone)
        ],
    }


def is_whole(moments: list[Row], day: date, zone: ZoneInfo) -> bool:
    """Whether the moments tell of all of the day, and not of its night alone."""
    begin, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + ONE_DAY))
    told = [begin, *(row["at"] for row in moments), end]
    return all(later - earlier <= WIDEST for earlier, later in pairwise(told))


def day_of(moments: list[Row], day: date, zone: ZoneInfo, place: Row, reader: Reader, stale: bool) -> dict:
    """The day in the shape of its midday, with its extremes and the condition of most of its light hours."""
    noon = datetime.combine(day, MIDDAY, zone)
    midday = min(moments, key=lambda row: abs(row["at"] - noon))
    light = [row for row in moments if row["is_day"]] or moments
    code = prevailing(Counter(row["condition_code"] for row in light))
    temperatures = [row["temperature_c"] for row in moments]
    row = {**midday, **of_place(place), "condition_code": code, "is_day": True}
    return {
        "date": day,
        "temperature_min_c": min(temperatures),
        "temperature_max_c": max(temperatures),
        **reader.weather(row, midday["at"], stale),
    }


def last_moment(at: datetime, zone: ZoneInfo) -> datetime:
    """The end of the last of the days."""
    today = at.astimezone(zone).date()
    return datetime.combine(today + timedelta(days=DAYS + 1), time(), zone)


def changes_at(place: Row, forecast: dict, at: datetime) -> datetime:
    """When its first hour or day begins, when it goes stale, or when the source is asked again."""
    midnight = last_moment(at, ZoneInfo(place["timezone"])) - timedelta(days=DAYS)
    moments = [midnight, place["fetching__next_at"], goes_stale_at(place)]
    if forecast["hours"]:
        moments.append(forecast["hours"][0]["observed_at"])
    return min(moment for moment in moments if moment and moment >= at)


def goes_stale_at(place: Row) -> datetime | None:
    confirmed_at = place["fetching__confirmed_at"]
    return confirmed_at and confirmed_at + timedelta(seconds=settings.WEATHER_STALE_AFTER)


def is_stale(place: Row, at: datetime) -> bool:
    stale_at = goes_stale_at(place)
    return stale_at is None or at > stale_at


def rows(place_id: int, begin: datetime, end: datetime) -> list[Row]:
    """What is expected from the first moment to before the second, the soonest first; one query."""
    return _rows().rows(place_id=place_id, begin=begin, end=end)


@lru_cache
def _rows() -> Statement:
    begin, end = Parameter("begin", DateTimeField()), Parameter("end", DateTimeField())
    expected = Forecast.objects.filter(place=Parameter("place_id", BigIntegerField())).between(begin, end)
    return Statement(lambda: expected.order_by("at").values("at", *WEATHER))
