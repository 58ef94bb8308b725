"""How Open-Meteo is asked, and what its answers mean."""

import json
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.weather.source import METEO_VALUES, meteo, ok, the_hour
from weather.conditions import CONDITIONS
from weather.providers import configured, open_meteo
from weather.providers.failures import BadAnswer
from weather.providers.observation import Observation
from weather.providers.open_meteo import OpenMeteo

SHARED = Path(__file__).parents[2] / "../shared/data/weather"
CODES = SHARED / "wmo_codes_open_meteo.json"
RECORDED = SHARED / "responses.tar.xz"


@pytest.fixture(autouse=True)
def of_open_meteo(source, settings):
    settings.WEATHER_PROVIDER = "open_meteo"


class TestAsking:
    def test_wants_metres_a_second_and_plain_times(self, source):
        source.answers_with(ok(meteo()))

        configured().ask(41.31108, 69.27971)

        [asked] = source.asked
        assert (asked["latitude"], asked["longitude"]) == ("41.3111", "69.2797")
        assert (asked["wind_speed_unit"], asked["timeformat"]) == ("ms", "unixtime")
        assert asked["current"] == asked["hourly"] == ",".join(METEO_VALUES)
        assert "apikey" not in asked

    def test_shows_its_key(self, source, settings):
        settings.WEATHER_KEY = "a-key"
        source.answers_with(ok(meteo()))

        configured().ask(41.3, 69.3)

        assert source.asked[0]["apikey"] == "a-key"

    @pytest.mark.parametrize(
        ("key", "host"), [("", "api.open-meteo.com"), ("a-key", "customer-api.open-meteo.com")]
    )
    def test_asks_the_host_of_its_plan(self, key, host):
        [url] = OpenMeteo("desk@news.example", key).urls(41.3, 69.3)

        assert url.startswith(f"https://{host}/v1/forecast?")

    def test_asks_again_after_a_quarter_of_an_hour(self, source):
        source.answers_with(ok(meteo()))

        answer = configured().ask(41.3, 69.3)

        assert timedelta(minutes=14) < answer.expires_at - datetime.now(UTC) <= timedelta(minutes=15)


class TestReading:
    def test_has_the_present_and_the_hours_to_come(self):
        document = meteo(hours=2)

        report = OpenMeteo.parse(document)

        assert report.current == Observation(
            at=datetime.fromtimestamp(document["current"]["time"], UTC),
            temperature_c=17.2,
            feels_like_c=15.9,
            humidity_percent=38.0,
            pressure_hpa=1019.5,
            wind_speed_ms=1.1,
            wind_gust_ms=3.2,
            wind_from_deg=225.0,
            condition_code="clear",
            is_day=True,
        )
        assert [each.at for each in report.forecast] == [the_hour(), the_hour(hours=1)]

    def test_hours_that_the_model_does_not_reach_are_left_out(self):
        document = meteo(hours=3)
        for name in METEO_VALUES:
            document["hourly"][name][2] = None

        assert len(OpenMeteo.parse(document).forecast) == 2

    @pytest.mark.parametrize("name", ["temperature_2m", "wind_speed_10m", "weather_code", "is_day"])
    def test_hours_of_which_only_a_part_is_known_are_left_out(self, name):
        document = meteo(hours=3)
        document["hourly"][name][1] = None

        assert [each.at for each in OpenMeteo.parse(document).forecast] == [the_hour(), the_hour(hours=2)]

    @pytest.mark.parametrize(
        ("unit", "value"), [("wind_speed_10m", "km/h"), ("temperature_2m", "°F"), ("wind_speed_10m", None)]
    )
    @pytest.mark.parametrize("part", ["current_units", "hourly_units"])
    def test_refuses_other_units(self, part, unit, value):
        document = meteo()
        document[part] = {**document[part], unit: value}

        with pytest.raises(BadAnswer, match=f"{unit} is in '{value}' and not in"):
            OpenMeteo.parse(document)

    def test_refuses_columns_of_different_length(self):
        document = meteo(hours=3)
        document["hourly"]["weather_code"].pop()

        with pytest.raises(BadAnswer, match="different numbers of values"):
            OpenMeteo.parse(document)

    @pytest.mark.parametrize("code", [100, -1, "0", None, True, 1.5])
    def test_refuses_a_code_that_is_not_in_the_table(self, code):
        with pytest.raises(BadAnswer, match="There is no weather with the code"):
            OpenMeteo.parse(meteo(weather_code=code))

    @pytest.mark.skipif(not RECORDED.exists(), reason="the recorded answers are not here")
    def test_refuses_a_real_answer_in_fahrenheit_and_miles(self):
        with tarfile.open(RECORDED) as recorded:
            document = json.load(recorded.extractfile("linecast/open_meteo_forecast.json"))

        with pytest.raises(BadAnswer, match="temperature_2m is in '°F' and not in °C"):
            OpenMeteo.parse(document)


class TestCodes:
    def test_knows_all_hundred(self):
        assert list(open_meteo.CONDITIONS) == list(range(100))
        assert set(open_meteo.CONDITIONS.values()) <= set(CONDITIONS)

    @pytest.mark.parametrize(
        ("code", "condition"),
        [
            (0, "clear"),
            (1, "mostly_clear"),
            (2, "partly_cloudy"),
            (3, "cloudy"),
            (9, "dust_storm"),
            (17, "thunderstorm"),
            (29, "cloudy"),
            (30, "dust_storm"),
            (36, "blowing_snow"),
            (45, "fog"),
            (48, "fog"),
            (51, "drizzle"),
            (53, "drizzle"),
            (55, "drizzle"),
            (56, "freezing_drizzle"),
            (57, "freezing_drizzle"),
            (61, "light_rain"),
            (63, "rain"),
            (65, "heavy_rain"),
            (66, "freezing_rain"),
            (67, "freezing_rain"),
            (69, "sleet"),
            (71, "light_snow"),
            (73, "snow"),
            (75, "heavy_snow"),
            (77, "light_snow"),
            (80, "light_showers"),
            (81, "showers"),
            (82, "heavy_showers"),
            (85, "snow_showers"),
            (86, "heavy_snow_showers"),
            (90, "hail"),
            (95, "thunderstorm"),
            (96, "hail_thunderstorm"),
            (99, "hail_thunderstorm"),
        ],
    )
    def test_a_code_is_a_condition_of_ours(self, code, condition):
        assert open_meteo.CONDITIONS[code] == condition

    @pytest.mark.skipif(not CODES.exists(), reason="the list of codes is not here")
    def test_knows_every_code_that_the_service_lists(self):
        listed = json.loads(CODES.read_text())

        assert {int(code) for code in listed} <= set(open_meteo.CONDITIONS)
