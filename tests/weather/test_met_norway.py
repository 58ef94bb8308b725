"""How MET Norway is asked, by its rules, and what its answers mean."""

import csv
import json
import logging
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.weather.source import fresh_for, met, met_entry, ok, packed, status
from weather.conditions import CONDITIONS
from weather.providers import NotConfigured, configured, met_norway
from weather.providers.failures import BadAnswer
from weather.providers.met_norway import MetNorway
from weather.providers.observation import Observation

RECORDED = Path(__file__).parent / "responses" / "met_norway_compact_beijing.json"
SHARED = Path(__file__).parents[2] / "../shared/data/weather"
LEGEND, ANSWERS = SHARED / "met_norway_legend.csv", SHARED / "responses.tar.xz"
AT = datetime(2025, 3, 14, 8, tzinfo=UTC)  # 13:00 in Tashkent


def read(*entries, **document):
    return MetNorway.parse(met(*entries, **document)).forecast


class TestAsking:
    def test_says_who_asks_for_what(self, source):
        source.answers_with(ok(met()))

        configured().ask(41.31108, 69.27971)

        assert source.requests[0][0] == "/compact?lat=41.3111&lon=69.2797"
        assert source.headers[0]["User-Agent"] == "newsapi/1.0 desk@news.example"
        assert source.headers[0]["Accept-Encoding"] == "gzip"
        assert "If-Modified-Since" not in source.headers[0]

    @pytest.mark.parametrize(
        ("degrees", "asked"),
        [(41.311151, "41.3112"), (-0.00001, "0.0"), (-33.5, "-33.5"), (180, "180.0"), (1e-7, "0.0")],
    )
    def test_names_a_place_to_four_decimals_at_most(self, source, degrees, asked):
        source.answers_with(ok(met()))

        configured().ask(degrees / 2, degrees)

        assert source.asked[0]["lon"] == asked

    def test_is_not_asked_by_a_site_that_names_no_contact(self, source, settings):
        settings.WEATHER_CONTACT = ""

        with pytest.raises(NotConfigured, match="WEATHER_CONTACT"):
            configured()

    def test_asks_whether_anything_is_new_in_the_words_of_the_last_answer(self, source):
        source.answers_with(status(304, **fresh_for(minutes=20)))
        date = "Mon, 20 Jul 2020 11:20:44 GMT"

        answer = configured().ask(41.3, 69.3, last_modified=date)

        assert source.headers[0]["If-Modified-Since"] == date
        assert (answer.report, answer.last_modified) == (None, date)

    def test_reads_packed_answers(self, source):
        source.answers_with(packed(met()))

        answer = configured().ask(41.3, 69.3)

        assert len(answer.report.forecast) == 30

    def test_warns_when_the_service_is_deprecated(self, source, caplog):
        source.answers_with(ok(met(), status=203))

        with caplog.at_level(logging.WARNING):
            answer = configured().ask(41.3, 69.3)

        assert len(answer.report.forecast) == 30
        assert "met_norway answers 203: this version of its service is deprecated" in caplog.text


class TestReading:
    def test_a_moment_has_all_that_is_told(self):
        [observation] = read(met_entry(AT, 17.2, "partlycloudy_day", wind_speed_of_gust=3.2))

        assert observation == Observation(
            at=AT,
            temperature_c=17.2,
            humidity_percent=38.0,
            pressure_hpa=1019.5,
            wind_speed_ms=1.1,
            wind_gust_ms=3.2,
            wind_from_deg=225.0,
            condition_code="partly_cloudy",
            is_day=True,
        )

    @pytest.mark.parametrize(
        ("symbol", "is_day"),
        [
            ("clearsky_day", True),
            ("clearsky_night", False),
            ("clearsky_polartwilight", False),
            ("rain", True),  # the sun is up over Tashkent
        ],
    )
    def test_day_is_what_the_symbol_says_or_else_the_sun(self, symbol, is_day):
        [observation] = read(met_entry(AT, symbol=symbol))

        assert observation.is_day is is_day

    def test_it_is_night_in_tashkent_at_one(self):
        [observation] = read(met_entry(AT.replace(hour=20), symbol="rain"))

        assert observation.is_day is False

    @pytest.mark.parametrize("period", ["next_1_hours", "next_6_hours", "next_12_hours"])
    def test_the_sky_is_that_of_the_nearest_period_that_is_told(self, period):
        [observation] = read(met_entry(AT, symbol="fog", period=period))

        assert observation.condition_code == "fog"

    def test_moments_without_a_sky_are_left_out(self):
        assert read(met_entry(AT), met_entry(AT.replace(hour=9), symbol=None))[1:] == []

    def test_360_degrees_are_north(self):
        [observation] = read(met_entry(AT, wind_from_direction=360.0))

        assert observation.wind_from_deg == 0.0

    def test_what_may_be_missing_is_none(self):
        entry = met_entry(AT)
        entry["data"]["instant"]["details"] = {"air_temperature": 1.0, "wind_speed": 0.0}

        [observation] = read(entry)

        assert (observation.humidity_percent, observation.pressure_hpa) == (None, None)
        assert observation.wind_from_deg is None

    @pytest.mark.parametrize(
        ("details", "why"),
        [
            ({"air_temperature": -200.0}, "temperature_c is -200 at 2025-03-14 08:00 UTC, which cannot be."),
            ({"air_temperature": None}, "air_temperature is 'None' and not a number."),
            ({"air_temperature": "17"}, "air_temperature is '17' and not a number."),
            ({"air_temperature": True}, "air_temperature is 'True' and not a number."),
            ({"wind_speed": float("nan")}, "wind_speed is 'nan' and not a number."),
            ({"wind_speed": -1.0}, "wind_speed_ms is -1 at 2025-03-14 08:00 UTC, which cannot be."),
            (
                {"wind_from_direction": 361.0},
                "The wind comes from 361 degrees, which are not on the compass.",
            ),
            (
                {"relative_humidity": 140.0},
                "humidity_percent is 140 at 2025-03-14 08:00 UTC, which cannot be.",
            ),
        ],
    )
    def test_refuses_what_cannot_be(self, details, why):
        with pytest.raises(BadAnswer) as refusal:
            read(met_entry(AT, **details))

        assert str(refusal.value) == why

    def test_refuses_a_symbol_that_nobody_knows(self):
        with pytest.raises(BadAnswer, match="There is no weather with the code 'rainingfrogs'"):
            read(met_entry(AT, symbol="rainingfrogs_day"))

    def test_refuses_a_time_without_an_offset(self):
        with pytest.raises(BadAnswer, match="has no offset"):
            read({**met_entry(AT), "time": "2025-03-14T08:00:00"})

    @pytest.mark.parametrize("units", [{"air_temperature": "kelvin"}, {"wind_speed": "knots"}])
    def test_refuses_other_units(self, units):
        with pytest.raises(BadAnswer, match=r"is in '(kelvin|knots)' and not in"):
            read(met_entry(AT), **units)


class TestRecordedAnswer:
    def test_reads_a_real_answer(self):
        report = MetNorway.parse(json.loads(RECORDED.read_text()))

        assert report.current is None
        assert len(report.forecast) == 81  # 82 moments, the last of them without a sky
        assert report.forecast[0] == Observation(
            at=datetime(2020, 7, 20, 11, tzinfo=UTC),
            temperature_c=30.4,
            humidity_percent=56.5,
            pressure_hpa=1003.6,
            wind_speed_ms=1.8,
            wind_from_deg=219.5,
            condition_code="clear",
            is_day=True,
        )

    @pytest.mark.skipif(not ANSWERS.exists(), reason="the recorded answers are not here")
    @pytest.mark.parametrize(
        "name",
        [
            "lat39.9lon116.4altitudeNone_compact",
            "lat40.7lon-74.0altitude10_compact",
            "lat51.5lon-0.1altitude25_complete",
        ],
    )
    def test_reads_all_that_were_recorded(self, name):
        with tarfile.open(ANSWERS) as answers:
            document = json.load(answers.extractfile(f"met_norway/{name}.json"))["data"]

        forecast = MetNorway.parse(document).forecast

        assert len(forecast) == 81
        assert forecast[0].at == datetime(2020, 7, 20, 11, tzinfo=UTC)

    def test_our_sun_rises_with_theirs(self):
        document = json.loads(RECORDED.read_text())
        hours = document["properties"]["timeseries"][:55]  # each with a symbol of its own
        theirs = [each.is_day for each in MetNorway.parse(document).forecast[:55]]
        for hour in hours:
            hour["data"]["next_1_hours"]["summary"]["symbol_code"] = "rain"

        ours = [each.is_day for each in MetNorway.parse(document).forecast[:55]]

        differing = [hour["time"] for hour, a, b in zip(hours, ours, theirs, strict=True) if a != b]
        assert differing == ["2020-07-20T21:00:00Z", "2020-07-21T21:00:00Z"]  # they look at half past


class TestSymbols:
    @pytest.mark.parametrize(
        ("symbol", "code"),
        [
            ("clearsky", "clear"),
            ("fair", "mostly_clear"),
            ("heavyrainshowers", "heavy_showers"),
            ("lightssleetshowersandthunder", "sleet_thunderstorm"),
            ("lightssnowshowersandthunder", "snow_thunderstorm"),
            ("lightsleetshowersandthunder", "sleet_thunderstorm"),
            ("lightsnowshowersandthunder", "snow_thunderstorm"),
        ],
    )
    def test_a_symbol_is_a_condition_of_ours(self, symbol, code):
        assert met_norway.CONDITIONS[symbol] == code

    def test_all_are_conditions_that_we_have(self):
        assert set(met_norway.CONDITIONS.values()) <= set(CONDITIONS)

    @pytest.mark.skipif(not LEGEND.exists(), reason="the list of symbols is not here")
    def test_knows_every_symbol_of_the_legend(self):
        with LEGEND.open(encoding="utf-8") as rows:
            symbols = {row["Symbol ID"].strip() for row in csv.DictReader(rows)}

        assert len(symbols) == 41
        assert symbols <= set(met_norway.CONDITIONS)
