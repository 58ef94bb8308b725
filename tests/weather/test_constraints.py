import math

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.weather.builders import a_place, a_snapshot, ago
from weather.models import Place, Snapshot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "promise"),
    [
        ({"slug": "Tashkent"}, "place_slug_is_url_safe_and_no_number"),
        ({"slug": "new york"}, "place_slug_is_url_safe_and_no_number"),
        ({"slug": "-osh"}, "place_slug_is_url_safe_and_no_number"),
        ({"slug": "1991"}, "place_slug_is_url_safe_and_no_number"),
        ({"slug": ""}, "place_slug_is_url_safe_and_no_number"),
        ({"name_uz": "", "name_ru": " ", "name_en": ""}, "place_has_a_name"),
        ({"latitude": 90.01}, "place_latitude_is_on_earth"),
        ({"latitude": -90.01}, "place_latitude_is_on_earth"),
        ({"latitude": math.nan}, "place_latitude_is_on_earth"),
        ({"longitude": 180.01}, "place_longitude_is_on_earth"),
        ({"longitude": -math.inf}, "place_longitude_is_on_earth"),
        ({"timezone": ""}, "place_timezone_is_a_name"),
        ({"timezone": "UTC+5; x"}, "place_timezone_is_a_name"),
    ],
)
def test_refuses_a_place_that_cannot_be(values, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        a_place(**values)

    assert not Place.objects.exists()


def test_refuses_a_second_place_with_a_slug():
    a_place("nukus")

    with pytest.raises(IntegrityError, match="place_slug_is_unique"):
        a_place("nukus")


def test_accepts_the_poles_and_the_date_line():
    a_place("north-pole", latitude=90, longitude=180)
    a_place("south-pole", latitude=-90, longitude=-180)

    assert Place.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "promise"),
    [
        ({"temperature_c": 60.1}, "snapshot_temperature_occurs_on_earth"),
        ({"temperature_c": -90.1}, "snapshot_temperature_occurs_on_earth"),
        ({"temperature_c": math.nan}, "snapshot_temperature_occurs_on_earth"),
        ({"temperature_c": math.inf}, "snapshot_temperature_occurs_on_earth"),
        ({"temperature_c": -math.inf}, "snapshot_temperature_occurs_on_earth"),
        ({"feels_like_c": -273.15}, "snapshot_felt_temperature_occurs_on_earth"),
        ({"feels_like_c": math.nan}, "snapshot_felt_temperature_occurs_on_earth"),
        ({"humidity_percent": -0.1}, "snapshot_humidity_is_a_percentage"),
        ({"humidity_percent": 100.1}, "snapshot_humidity_is_a_percentage"),
        ({"humidity_percent": math.nan}, "snapshot_humidity_is_a_percentage"),
        ({"pressure_hpa": 799.9}, "snapshot_pressure_occurs_on_earth"),
        ({"pressure_hpa": 101_325}, "snapshot_pressure_occurs_on_earth"),
        ({"pressure_hpa": math.inf}, "snapshot_pressure_occurs_on_earth"),
        ({"wind_speed_ms": -0.1}, "snapshot_wind_speed_occurs_on_earth"),
        ({"wind_speed_ms": 120.1}, "snapshot_wind_speed_occurs_on_earth"),
        ({"wind_speed_ms": math.nan}, "snapshot_wind_speed_occurs_on_earth"),
        ({"wind_gust_ms": 120.1}, "snapshot_gust_speed_occurs_on_earth"),
        ({"wind_from_deg": 360}, "snapshot_wind_direction_is_on_the_compass"),
        ({"wind_from_deg": -1}, "snapshot_wind_direction_is_on_the_compass"),
        ({"wind_from_deg": math.nan}, "snapshot_wind_direction_is_on_the_compass"),
        ({"condition_code": "sunny"}, "snapshot_condition_is_known"),
        ({"source": "hearsay"}, "snapshot_source_is_known"),
        ({"observed_at": ago(days=365 * 200)}, "snapshot_is_younger_than_weather_services"),
        ({"observed_at": ago(hours=-2)}, "snapshot_is_no_forecast"),
    ],
)
def test_refuses_a_snapshot_that_cannot_be(values, promise):
    place = a_place()

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        a_snapshot(place, **values)

    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"temperature_c": -90, "feels_like_c": -120, "humidity_percent": 0, "pressure_hpa": 800},
        {"temperature_c": 60, "feels_like_c": 90, "humidity_percent": 100, "pressure_hpa": 1100},
        {"wind_speed_ms": 0, "wind_gust_ms": 0, "wind_from_deg": 0},
        {"wind_speed_ms": 120, "wind_gust_ms": 120, "wind_from_deg": 359.99},
        {"observed_at": ago(minutes=-30)},
    ],
)
def test_accepts_the_extremes(values):
    place = a_place()

    snapshot = a_snapshot(place, **values)

    snapshot.full_clean()


def test_keeps_an_observation_once_by_place_source_and_time():
    place, moment = a_place(), ago(hours=1)
    a_snapshot(place, observed_at=moment, source="manual")
    a_snapshot(place, observed_at=moment, source="met_norway")

    with pytest.raises(IntegrityError, match="snapshot_is_kept_once_by_place_source_and_time"):
        a_snapshot(place, observed_at=moment, source="manual")


@pytest.mark.parametrize("name", ["Asia/Toshkent", "localtime"])  # not every database knows localtime
def test_tells_an_editor_that_a_time_zone_is_unknown(name):
    place = a_place()
    place.timezone = name

    with pytest.raises(ValidationError, match="IANA time zone"):
        place.full_clean()
