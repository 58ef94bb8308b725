"""How OpenWeatherMap is asked, and what its answers mean."""

import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.weather.source import ok, open_weather, status
from weather.conditions import CONDITIONS
from weather.providers import configured, openweathermap
from weather.providers.failures import BadAnswer, ToldToWait
from weather.providers.observation import Observation
from weather.providers.openweathermap import OpenWeatherMap

RECORDED = Path(__file__).parents[2] / "../shared/data/weather/responses.tar.xz"
LISTED = """
    200 201 202 210 211 212 221 230 231 232 300 301 302 310 311 312 313 314 321
    500 501 502 503 504 511 520 521 522 531 600 601 602 611 612 613 615 616 620 621 622
    701 711 721 731 741 751 761 762 771 781 800 801 802 803 804
"""


def recorded(name):
    with tarfile.open(RECORDED) as answers:
        return json.load(answers.extractfile(f"openweathermap/{name}.json"))


def in_celsius(document):
    """The answer as it would be to who asks for units=metric."""
    for entry in (document, *document.get("list", [])):
        if "main" in entry:
            entry["main"]["temp"] -= 273.15
    return document


@pytest.fixture(autouse=True)
def of_openweathermap(source, settings):
    settings.WEATHER_PROVIDER, settings.WEATHER_KEY = "openweathermap", "a-key"


class TestAsking:
    def test_asks_for_the_present_and_for_what_comes_with_its_key(self, source):
        weather, steps = open_weather()
        source.answers_with(ok(weather), ok(steps))

        answer = configured().ask(41.31108, 69.27971)

        asked = "lat=41.3111&lon=69.2797&units=metric&appid=a-key"
        assert [path for path, _ in source.requests] == [f"/weather?{asked}", f"/forecast?{asked}"]
        assert len(answer.report.forecast) == 40

    def test_has_no_date_to_compare_two_answers_by(self, source):
        weather, steps = open_weather()
        source.answers_with(ok(weather, Last_Modified="Mon, 20 Jul 2020 11:20:44 GMT"), ok(steps))

        assert configured().ask(41.3, 69.3).last_modified == ""

    def test_a_refused_key_is_told_without_the_key(self, source):
        source.answers_with(status(401))

        with pytest.raises(BadAnswer) as refusal:
            configured().ask(41.3, 69.3)

        assert "401" in str(refusal.value)
        assert "a-key" not in str(refusal.value)

    def test_is_not_asked_the_second_question_when_it_refuses_the_first(self, source):
        source.answers_with(status(429))

        with pytest.raises(ToldToWait):
            configured().ask(41.3, 69.3)

        assert len(source.requests) == 1


class TestReading:
    def test_a_moment_has_all_that_is_told(self):
        weather, steps = open_weather(dt=1741939200)

        report = OpenWeatherMap.parse(weather, steps)

        assert report.current == Observation(
            at=datetime(2025, 3, 14, 8, tzinfo=UTC),
            temperature_c=17.2,
            feels_like_c=15.9,
            humidity_percent=38.0,
            pressure_hpa=1019.0,
            wind_speed_ms=1.1,
            wind_gust_ms=3.2,
            wind_from_deg=225.0,
            condition_code="clear",
            is_day=True,
        )

    def test_pressure_is_that_at_sea_level(self):
        weather, steps = open_weather(main={"temp": 9.7, "pressure": 961.02, "sea_level": 1036.8})

        assert OpenWeatherMap.parse(weather, steps).current.pressure_hpa == 1036.8

    @pytest.mark.parametrize(("icon", "is_day"), [("01d", True), ("01n", False)])
    def test_day_is_what_the_icon_says(self, icon, is_day):
        weather, steps = open_weather(weather=[{"id": 800, "icon": icon}])

        assert OpenWeatherMap.parse(weather, steps).current.is_day is is_day

    def test_without_an_icon_the_sun_says_whether_it_is_day(self):
        weather, steps = open_weather(weather=[{"id": 800}], dt=1741939200)

        assert OpenWeatherMap.parse(weather, steps).current.is_day is True

    def test_refuses_kelvin(self):
        weather, steps = open_weather(main={"temp": 290.3})

        with pytest.raises(BadAnswer, match=r"temperature_c is 290\.3"):
            OpenWeatherMap.parse(weather, steps)

    @pytest.mark.skipif(not RECORDED.exists(), reason="the recorded answers are not here")
    def test_reads_a_real_answer(self):
        weather = recorded("weather_at_places_in_bbox")["list"][0]

        current = OpenWeatherMap.parse(weather, {"list": []}).current

        assert current == Observation(
            at=datetime(2017, 1, 30, 14, 3, 2, tzinfo=UTC),
            temperature_c=9.68,
            humidity_percent=85.0,
            pressure_hpa=1036.82,
            wind_speed_ms=3.96,
            wind_from_deg=356.5,
            condition_code="light_rain",
            is_day=True,
        )

    @pytest.mark.skipif(not RECORDED.exists(), reason="the recorded answers are not here")
    @pytest.mark.parametrize(
        "name", ["three_hours_forecast", "three_hours_forecast_at_coords", "three_hours_forecast_at_id"]
    )
    def test_reads_real_forecasts(self, name):
        weather, steps = in_celsius(recorded("observation")), in_celsius(recorded(name))

        report = OpenWeatherMap.parse(weather, steps)

        assert round(report.current.temperature_c, 2) == 15.29
        assert [each.at.timestamp() for each in report.forecast] == [each["dt"] for each in steps["list"]]

    @pytest.mark.skipif(not RECORDED.exists(), reason="the recorded answers are not here")
    @pytest.mark.parametrize(
        "name",
        [
            "observation_malformed",
            "observation_not_found",
            "internal_server_error",
            "forecast_malformed",
            "search_with_no_results_1",
        ],
    )
    def test_refuses_real_errors(self, name):
        _, steps = open_weather()
        provider = OpenWeatherMap("desk@news.example")

        with pytest.raises(BadAnswer, match="does not have the shape of openweathermap"):
            provider.read([recorded(name), steps])


class TestCodes:
    @pytest.mark.parametrize("code", [int(code) for code in LISTED.split()])
    def test_knows_every_code_that_the_service_lists(self, code):
        assert openweathermap.CONDITIONS[code] in CONDITIONS

    def test_knows_no_others(self):
        assert set(openweathermap.CONDITIONS) == {int(code) for code in LISTED.split()}
