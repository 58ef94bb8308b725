"""A place and its weather, with defaults for all that a test does not care about."""

from datetime import datetime, timedelta

from django.utils import timezone

from weather.models import Forecast, Place, Snapshot


def ago(**duration: float) -> datetime:
    return timezone.localtime() - timedelta(**duration)


def a_place(slug: str = "tashkent", **values) -> Place:
    names = {"name_uz": "Toshkent", "name_ru": "Ташкент", "name_en": "Tashkent"}
    defaults = {"slug": slug, **names, "latitude": 41.3111, "longitude": 69.2797, "timezone": "Asia/Tashkent"}
    return Place.objects.create(**{**defaults, **values})


def a_snapshot(place: Place, **values) -> Snapshot:
    defaults = {
        "observed_at": ago(minutes=10),
        "temperature_c": 17.0,
        "wind_speed_ms": 1.0,
        "condition_code": "clear",
        "source": "demonstration",
    }
    return Snapshot.objects.create(place=place, **{**defaults, **values})


def a_forecast(place: Place, *moments: datetime, **values) -> None:
    """The same weather is expected at each of the moments."""
    defaults = {
        "temperature_c": 17.0,
        "wind_speed_ms": 1.0,
        "condition_code": "clear",
        "source": "met_norway",
    }
    Forecast.objects.bulk_create(
        Forecast(place=place, at=moment, **{**defaults, **values}) for moment in moments
    )
