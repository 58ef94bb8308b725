"""Loads the weather of the demonstration's places."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from newsapi.locales import LANGUAGES
from weather.models import Place, Snapshot


def load(places: list[dict], now: datetime) -> int:
    """Stores each place with its readings; says how many places."""
    for position, each in enumerate(places, start=1):
        place = Place.objects.create(
            slug=each["slug"],
            latitude=each["latitude"],
            longitude=each["longitude"],
            timezone=each["timezone"],
            position=position,
            **{f"name_{language}": each["names"][language] for language in LANGUAGES},
        )
        Snapshot.objects.bulk_create(snapshot(place, reading, now) for reading in each["readings"])
    return len(places)


def snapshot(place: Place, reading: dict, now: datetime) -> Snapshot:
    observed_at = now - timedelta(hours=reading["hours_ago"])
    values = {name: value for name, value in reading.items() if name not in {"hours_ago", "is_day"}}
    is_day = 6 <= timezone.localtime(observed_at, ZoneInfo(place.timezone)).hour < 18
    return Snapshot(place=place, source="demonstration", observed_at=observed_at, is_day=is_day, **values)
