from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.weather.builders import a_forecast, a_place
from weather.models import Fetching

pytestmark = pytest.mark.django_db
URL = "/api/v1/weather/places/tashkent/forecast/"
TASHKENT = ZoneInfo("Asia/Tashkent")
NOW = datetime(2025, 3, 14, 12, 30, tzinfo=TASHKENT)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def at(day, hour=0):
    return datetime(2025, 3, day, hour, tzinfo=TASHKENT)


def a_place_with_a_source(**fetching):
    """Tashkent's, which was confirmed ten minutes ago; the test says what is expected."""
    place = a_place()
    confirmed = {"confirmed_at": NOW - timedelta(minutes=10), **fetching}
    Fetching.objects.create(
        place=place, source="met_norway", latitude=41.3111, longitude=69.2797, **confirmed
    )
    return place


def every(hours, begin, count):
    return [begin + timedelta(hours=hours * number) for number in range(count)]


def lives(response):
    return int(response["Cache-Control"].partition("s-maxage=")[2].partition(",")[0])


class TestHours:
    def test_are_the_next_48(self, client):
        a_forecast(a_place_with_a_source(), *every(1, at(14, 0), 100))

        hours = client.get(URL).json()["hours"]

        assert len(hours) == 48
        assert hours[0]["observed_at"] == "2025-03-14T13:00:00+05:00"
        assert hours[-1]["observed_at"] == "2025-03-16T12:00:00+05:00"

    def test_have_the_shape_of_a_snapshot(self, client):
        place = a_place_with_a_source()
        values = {"feels_like_c": 15.2, "humidity_percent": 41.0, "pressure_hpa": 1013.4}
        wind = {"wind_speed_ms": 1.2, "wind_gust_ms": 3.4, "wind_from_deg": 225.0}
        a_forecast(place, at(14, 13), temperature_c=16.6, is_day=False, **values, **wind)

        [hour] = client.get(URL, {"locale": "en"}).json()["hours"]

        assert hour == {
            "place": {"slug": "tashkent", "name": "Tashkent"},
            "observed_at": "2025-03-14T13:00:00+05:00",
            "temperature_c": 16.6,
            "feels_like_c": 15.2,
            "humidity_percent": 41.0,
            "pressure_hpa": 1013.4,
            "wind": {"speed_ms": 1.2, "gust_ms": 3.4, "from_deg": 225.0, "compass": "SW"},
            "condition": {"code": "clear", "text": "clear", "icon": "clear-night"},
            "is_day": False,
            "source": "met_norway",
            "attribution": {"text": "Data from MET Norway", "url": "https://api.met.no/doc/License"},
            "stale": False,
            "line": "+17° clear, wind 1 m/s, SW",
        }

    def test_are_of_that_place(self, client):
        a_place_with_a_source()
        a_forecast(a_place("nukus"), at(14, 13))

        assert client.get(URL).json()["hours"] == []


class TestDays:
    def test_are_the_seven_after_today(self, client):
        a_forecast(a_place_with_a_source(), *every(6, at(14, 5), 40))

        days = client.get(URL).json()["days"]

        assert [each["date"] for each in days] == [f"2025-03-{day}" for day in range(15, 22)]

    def test_are_midday_with_the_extremes(self, client):
        place = a_place_with_a_source()
        a_forecast(place, at(15, 5), temperature_c=3.5)
        a_forecast(place, at(15, 11), temperature_c=14.0, wind_speed_ms=4.0)
        a_forecast(place, at(15, 17), temperature_c=18.2)
        a_forecast(place, at(15, 23), temperature_c=9.0)

        [day] = client.get(URL, {"locale": "en"}).json()["days"]

        assert (day["date"], day["observed_at"]) == ("2025-03-15", "2025-03-15T11:00:00+05:00")
        assert (day["temperature_min_c"], day["temperature_max_c"], day["temperature_c"]) == (3.5, 18.2, 14.0)
        assert day["line"] == "+14° clear, wind 4 m/s"

    def test_have_the_sky_of_most_of_their_light_hours(self, client):
        place = a_place_with_a_source()
        a_forecast(place, *every(1, at(15, 0), 7), condition_code="fog", is_day=False)
        a_forecast(place, *every(1, at(15, 7), 5), condition_code="rain")
        a_forecast(place, *every(1, at(15, 12), 4), condition_code="cloudy")
        a_forecast(place, *every(1, at(15, 16), 8), condition_code="fog", is_day=False)

        [day] = client.get(URL, {"locale": "en"}).json()["days"]

        assert day["condition"] == {"code": "rain", "text": "rain", "icon": "rain"}
        assert day["line"] == "+17° rain, wind 1 m/s"

    @pytest.mark.parametrize(
        "known",
        [
            [at(15, 0), at(15, 6)],
            every(3, at(15, 0), 3),  # the last day of a source that ends in its morning
            every(1, at(15, 0), 17),  # until 16:00
            every(1, at(15, 7), 17),
            [*every(1, at(15, 0), 9), *every(1, at(15, 16), 8)],
        ],
        ids=["two moments", "no afternoon", "no evening", "no night", "no midday"],
    )
    def test_of_which_only_a_part_is_known_are_left_out(self, client, known):
        a_forecast(a_place_with_a_source(), *known)

        assert client.get(URL).json()["days"] == []

    @pytest.mark.parametrize(
        "known", [every(6, at(15, 0), 4), every(6, at(15, 5), 4), every(3, at(15, 2), 8)]
    )
    def test_of_which_all_quarters_are_known_are_told(self, client, known):
        a_forecast(a_place_with_a_source(), *known)

        assert [each["date"] for each in client.get(URL).json()["days"]] == ["2025-03-15"]

    def test_are_those_of_the_places_clocks(self, client):
        lima = a_place("lima", timezone="America/Lima")
        a_forecast(lima, *every(6, at(15, 10), 4))  # from midnight in Lima

        [day] = client.get("/api/v1/weather/places/lima/forecast/").json()["days"]

        assert day["date"] == "2025-03-15"
        assert day["observed_at"] == "2025-03-15T22:00:00+05:00"


class TestAnswer:
    def test_says_when_the_source_last_confirmed_it(self, client):
        a_forecast(a_place_with_a_source(), at(14, 13))

        assert client.get(URL).json()["as_of"] == "2025-03-14T12:20:00+05:00"

    def test_without_a_forecast_is_empty(self, client):
        a_place()

        forecast = client.get(URL, {"locale": "ru"}).json()

        assert forecast == {
            "place": {"slug": "tashkent", "name": "Ташкент"},
            "as_of": None,
            "hours": [],
            "days": [],
        }

    def test_is_stale_when_nobody_has_confirmed_it_for_long(self, client, settings):
        settings.WEATHER_STALE_AFTER = 7200
        a_forecast(a_place_with_a_source(confirmed_at=NOW - timedelta(hours=3)), *every(6, at(14, 17), 6))

        forecast = client.get(URL).json()

        assert {each["stale"] for each in forecast["hours"] + forecast["days"]} == {True}

    def test_shows_only_what_was_asked_for(self, client):
        a_forecast(a_place_with_a_source(), at(14, 13))

        forecast = client.get(URL, {"fields": "hours.line", "locale": "en"}).json()

        assert forecast == {"hours": [{"line": "+17° clear, wind 1 m/s"}]}

    def test_costs_two_queries(self, client, django_assert_num_queries):
        a_forecast(a_place_with_a_source(), *every(1, at(14, 0), 200))

        with django_assert_num_queries(2):  # the place, what is expected there
            client.get(URL)

    def test_knows_no_other_place(self, client):
        a_place()

        response = client.get("/api/v1/weather/places/samarkand/forecast/")

        assert response.status_code == 404
        assert response.json()["detail"].endswith("the places are tashkent.")

    @pytest.mark.parametrize("parameter", ["page", "from", "expand"])
    def test_refuses_parameters_without_meaning(self, client, parameter):
        a_place()

        response = client.get(URL, {parameter: "1"})

        assert response.json()["errors"][0]["code"] == "unknown_parameter"


class TestCaches:
    def test_names_what_it_shows_for_purging(self, client):
        place = a_place_with_a_source()

        assert client.get(URL)["Surrogate-Key"] == f"place:{place.pk}"

    def test_live_until_the_next_hour_begins(self, client, clock):
        clock.move_to(at(14, 12) + timedelta(minutes=59, seconds=40))
        a_forecast(a_place_with_a_source(), at(14, 13))

        assert lives(client.get(URL)) == 20

    def test_live_until_the_places_next_day(self, client, clock):
        clock.move_to(at(15) - timedelta(seconds=15))
        a_place_with_a_source()

        assert lives(client.get(URL)) == 15

    def test_live_until_the_source_is_asked_again(self, client):
        a_place_with_a_source(next_at=NOW + timedelta(seconds=25))

        assert lives(client.get(URL)) == 25

    def test_live_until_it_goes_stale(self, client, settings):
        settings.WEATHER_STALE_AFTER = 630
        a_place_with_a_source()

        assert lives(client.get(URL)) == 30

    def test_live_as_usual_when_the_source_is_late(self, client):
        a_place_with_a_source(next_at=NOW - timedelta(minutes=5))

        assert lives(client.get(URL)) == 60


def test_a_forecast_never_reaches_beyond_the_seventh_day(client):
    a_forecast(a_place_with_a_source(), *every(6, at(14, 5), 60))

    days = client.get(URL).json()["days"]

    assert max(each["date"] for each in days) == date(2025, 3, 21).isoformat()
