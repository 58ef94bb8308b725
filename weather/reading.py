"""Places and snapshots in the shape of the answer, made from rows without a model instance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, TextField

from newsapi import links
from newsapi.locales import LANGUAGES, Locale
from newsapi.statements import AnyOf, Statement
from weather import conditions, history, keys
from weather.models import Place, Snapshot
from weather.sources import SOURCES

PLACE = ("id", "slug", *(f"name_{language}" for language in LANGUAGES))
WEATHER = (
    "temperature_c",
    "feels_like_c",
    "humidity_percent",
    "pressure_hpa",
    "wind_speed_ms",
    "wind_gust_ms",
    "wind_from_deg",
    "condition_code",
    "is_day",
    "source",
)
SNAPSHOT = ("id", "observed_at", *WEATHER, "updated_at")
FETCHING = ("fetching__next_at", "fetching__confirmed_at")

Row = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Who reads: where links lead, the locale, and the moment."""

    origin: str
    locale: Locale
    at: datetime

    def place(self, row: Row) -> dict:
        """A row of `places`."""
        return {
            "id": row["id"],
            "slug": row["slug"],
            "url": self.url("places", row["slug"]),
            "name": self.name(row),
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "timezone": row["timezone"],
            "current": next((self.snapshot(each) for each in newest([row])), None),
        }

    def snapshot(self, row: Row) -> dict:
        """A row of `snapshots` or `newest`."""
        return {
            "id": row["id"],
            "url": self.url("snapshots", row["id"]),
            **self.weather(row, row["observed_at"], is_stale(row, self.at)),
        }

    def weather(self, row: Row, moment: datetime, stale: bool) -> dict:
        """What a snapshot and a forecast have in common."""
        code, speed_ms, from_deg = row["condition_code"], row["wind_speed_ms"], row["wind_from_deg"]
        return {
            "place": self.place_link(row),
            "observed_at": moment,
            "temperature_c": row["temperature_c"],
            "feels_like_c": row["feels_like_c"],
            "humidity_percent": row["humidity_percent"],
            "pressure_hpa": row["pressure_hpa"],
            "wind": {
                "speed_ms": speed_ms,
                "gust_ms": row["wind_gust_ms"],
                "from_deg": from_deg,
                "compass": conditions.compass(from_deg, self.locale),
            },
            "condition": self.condition(code, row["is_day"]),
            "is_day": row["is_day"],
            "source": row["source"],
            "attribution": SOURCES[row["source"]],
            "stale": stale,
            "line": conditions.line(row["temperature_c"], code, speed_ms, from_deg, self.locale),
        }

    def day(self, day: history.Day) -> dict:
        attributions = [SOURCES[source] for source in sorted(day.sources) if SOURCES[source]]
        return {
            "date": day.date,
            "temperature_min_c": day.temperature_min_c,
            "temperature_max_c": day.temperature_max_c,
            "temperature_mean_c": day.temperature_mean_c,
            "condition": self.condition(day.condition_code, is_day=True),
            "hour_count": day.hours.total(),
            "attributions": attributions,
        }

    def condition(self, code: str, is_day: bool) -> dict:
        return {
            "code": code,
            "text": conditions.text(code, self.locale),
            "icon": conditions.icon(code, is_day),
        }

    def place_link(self, row: Row) -> dict:
        return {"slug": row["place__slug"], "name": self.name(part(row, "place__"))}

    def name(self, row: Row) -> str | None:
        return self.locale.name({language: row[f"name_{language}"] for language in LANGUAGES})

    def url(self, kind: str, name: str | int) -> str:
        return f"{self.origin}{links.API}/weather/{kind}/{name}/"


# Rows -------------------------------------------------------------------------------------------------------


def places(names: list[int] | list[str], with_newest: bool = True) -> list[Row]:
    """The places with these ids, or with these slugs, in no order; one query."""
    by_slug = bool(names) and isinstance(names[0], str)
    return _places(by_slug, with_newest).rows(names=names)


@lru_cache
def _places(by_slug: bool, with_newest: bool) -> Statement:
    wanted = {"slug": AnyOf("names", TextField())} if by_slug else {"pk": AnyOf("names", BigIntegerField())}
    found = Place.objects.order_by().filter(**wanted)
    columns = [*PLACE, *FETCHING, "latitude", "longitude", "timezone", "updated_at"]
    if with_newest:
        found = found.with_newest()
        columns += [f"newest__{column}" for column in SNAPSHOT]
    return Statement(lambda: found.values(*columns))


def snapshots(ids: list[int]) -> list[Row]:
    """The snapshots with these ids, in no order; one query."""
    return _snapshots().rows(ids=ids)


@lru_cache
def _snapshots() -> Statement:
    found = Snapshot.objects.order_by().filter(pk=AnyOf("ids", BigIntegerField()))
    return Statement(lambda: found.values(*SNAPSHOT, *(f"place__{column}" for column in PLACE)))


def newest(places: Iterable[Row]) -> list[Row]:
    """The newest snapshot of each that has one and was read with it, as a row of `snapshots`."""
    return [{**part(place, "newest__"), **of_place(place)} for place in places if place.get("newest__id")]


def of_place(place: Row) -> Row:
    """A row of `places` as rows about a place have its columns."""
    return {f"place__{column}": place[column] for column in (*PLACE, *FETCHING)}


def part(row: Row, prefix: str) -> Row:
    """The columns that begin with the prefix, without it."""
    return {column.removeprefix(prefix): value for column, value in row.items() if column.startswith(prefix)}


# What caches must know --------------------------------------------------------------------------------------


def goes_stale_at(snapshot: Row) -> datetime:
    return snapshot["observed_at"] + timedelta(seconds=settings.WEATHER_STALE_AFTER)


def is_stale(snapshot: Row, at: datetime) -> bool:
    return at > goes_stale_at(snapshot)


def changes_at(snapshots: Iterable[Row], at: datetime) -> datetime | None:
    """When the first of them goes stale, or the source is asked for a newer one."""
    moments = [
        moment
        for each in snapshots
        for moment in (goes_stale_at(each), each.get("place__fetching__next_at"))
        if moment and moment >= at
    ]
    return min(moments, default=None)


def next_fetch(place: Row, at: datetime) -> datetime | None:
    """When the source is asked for newer weather of the place, a row of `places`."""
    next_at = place["fetching__next_at"]
    return next_at if next_at and next_at >= at else None


def modified_at(snapshot: Row, at: datetime) -> datetime:
    """When its answer last changed: by a writer, or by going stale."""
    stale_since = [goes_stale_at(snapshot)] if is_stale(snapshot, at) else []
    return max([snapshot["updated_at"], *stale_since])


def current(origin: str, locale: Locale, at: datetime) -> tuple[dict | None, datetime | None, list[str]]:
    """What /weather/current/ answers for the default place, None without one; its next change; its keys."""
    named = places([settings.WEATHER_DEFAULT_PLACE])
    found = newest(named)
    shown = next((Reader(origin, locale, at).snapshot(row) for row in found), None)
    return shown, changes_at(found, at), keys.shown(each["id"] for each in named) or keys.places()
