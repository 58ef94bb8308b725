"""Services at their worst: each is told in words, ends in time, and its weather is not believed."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from django.utils.http import http_date

from tests.weather import source as bad
from tests.weather.source import fresh_for, met, met_entry, meteo, ok, status, the_hour
from weather.providers import configured, web
from weather.providers.failures import BadAnswer, NoAnswer, ToldToWait


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(web, "SILENT_FOR", 0.3)
    monkeypatch.setattr(web, "WHOLE_WITHIN", 0.6)


def asked():
    return configured().ask(41.3111, 69.2797)


class TestConnections:
    @pytest.mark.parametrize(
        ("behaviour", "why"),
        [
            (bad.silence, "127.0.0.1 was silent for 0.3 s."),
            (bad.drip, "127.0.0.1 took longer than 0.6 s."),
            (bad.drip_headers, "127.0.0.1 took longer than 0.6 s."),
            (bad.hang_up, "127.0.0.1 broke the connection off."),
            (bad.end_early, "127.0.0.1 ended the answer early."),
            (bad.no_http, "127.0.0.1 broke the connection off."),
        ],
    )
    def test_ends_in_time_and_says_why(self, source, impatient, behaviour, why):
        source.answers_with(behaviour)
        begun_at = monotonic()

        with pytest.raises(NoAnswer) as failure:
            asked()

        assert str(failure.value) == why
        assert monotonic() - begun_at < 3

    def test_an_address_that_takes_too_long_is_not_asked(self, source, monkeypatch):
        monkeypatch.setattr(web, "WHOLE_WITHIN", 0)  # over before anything is connected
        source.answers_with(ok(met()))

        with pytest.raises(NoAnswer, match=r"127\.0\.0\.1 took longer than 0 s"):
            asked()

    def test_a_server_that_is_not_there(self, source, settings):
        settings.WEATHER_URL = "http://127.0.0.1:1"

        with pytest.raises(NoAnswer, match="cannot be reached: Connection refused"):
            asked()

    def test_a_host_without_a_certificate_is_not_believed(self, source, settings):
        settings.WEATHER_URL = source.url.replace("http:", "https:")
        source.answers_with(ok(met()))

        with pytest.raises(NoAnswer, match="is not trusted"):
            asked()


class TestStatuses:
    @pytest.mark.parametrize("code", [500, 502, 503, 504])
    def test_broken_services(self, source, code):
        source.answers_with(status(code))

        with pytest.raises(NoAnswer, match=f"met_norway answers {code}"):
            asked()

    @pytest.mark.parametrize("code", [301, 302, 307, 308])
    def test_follows_no_redirect(self, source, code):
        source.answers_with(status(code, Location=f"{source.url}/elsewhere"), ok(met()))

        with pytest.raises(BadAnswer, match=f"met_norway answers {code}: redirects are not followed"):
            asked()

        assert len(source.requests) == 1

    @pytest.mark.parametrize("code", [400, 401, 404, 422])
    def test_other_refusals(self, source, code):
        source.answers_with(status(code))

        with pytest.raises(BadAnswer, match=f"met_norway answers {code}"):
            asked()

    def test_304_to_whom_nothing_is_known_is_no_answer(self, source):
        source.answers_with(status(304))

        with pytest.raises(BadAnswer, match="met_norway answers 304"):
            asked()

    @pytest.mark.parametrize(
        ("code", "headers", "seconds"),
        [
            (429, {}, 900),
            (429, {"Retry_After": "10"}, 900),
            (429, {"Retry_After": "5000"}, 5000),
            (429, {"Retry_After": "99999999999999999999"}, 86_400),
            (429, {"Retry_After": "soon"}, 900),
            (403, {}, 3600),
        ],
    )
    def test_waits_as_it_is_told_and_never_less_than_is_polite(self, source, code, headers, seconds):
        source.answers_with(status(code, **headers))

        with pytest.raises(ToldToWait, match=f"met_norway answers {code}") as told:
            asked()

        assert told.value.at_least == timedelta(seconds=seconds)

    def test_waits_until_the_date_that_it_is_told(self, source):
        until = datetime.now(UTC) + timedelta(hours=2)
        source.answers_with(status(429, Retry_After=http_date(until.timestamp())))

        with pytest.raises(ToldToWait) as told:
            asked()

        assert timedelta(minutes=119) < told.value.at_least <= timedelta(hours=2)


class TestBodies:
    @pytest.mark.parametrize(
        ("answer", "why"),
        [
            (ok(b"<html>Busy</html>", content_type="text/html"), "The answer is 'text/html' and not JSON."),
            (ok(b"<html>Busy</html>"), "no whole JSON"),
            (ok(json.dumps(met()).encode()[:-100]), "no whole JSON"),
            (ok(b""), "no whole JSON"),
            (ok(json.dumps(met(met_entry(the_hour(), float("nan")))).encode()), "no whole JSON"),
            (ok(b'{"properties": ' + b"[" * 100_000), "no whole JSON"),
            (ok(b"\xff\xfe\x00"), "no whole JSON"),
            (ok([]), "does not have the shape of met_norway: TypeError"),
            (ok({}), "does not have the shape of met_norway: KeyError 'geometry'"),
            (ok("sunny"), "does not have the shape of met_norway: TypeError"),
            (ok(None), "does not have the shape of met_norway: TypeError"),
            (ok(meteo()), "does not have the shape of met_norway: KeyError 'geometry'"),
            (ok(met(met_entry(the_hour(), -200.0))), "temperature_c is -200"),
            (ok(met(met_entry(the_hour(), "17"))), "air_temperature is '17' and not a number"),
            (ok(met(met_entry(the_hour(hours=3)))), "which is in the future"),
            (ok(met(met_entry(the_hour(days=-2)))), "which is long past"),
            (ok(met(met_entry(the_hour()), met_entry(the_hour(days=60)))), "which nobody can know"),
            (ok(met(met_entry(the_hour(), symbol=None))), "The answer has no weather in it"),
            (ok(b" " * (web.LARGEST + 1)), "larger than 2097152 bytes."),
            (ok(gzip.compress(b" " * (web.LARGEST + 1)), Content_Encoding="gzip"), "bytes when unpacked"),
            (ok(b"not gzip", Content_Encoding="gzip"), "says that it is gzip, and is not"),
            (ok(b"?", Content_Encoding="br"), "packed as 'br', which nobody asked for"),
        ],
    )
    def test_refuses_what_is_not_the_weather(self, source, answer, why):
        source.answers_with(answer)

        with pytest.raises(BadAnswer) as refusal:
            asked()

        assert why in str(refusal.value)

    @pytest.mark.parametrize(
        "hour",
        [
            met_entry(the_hour(hours=2), symbol="rainoffrogs"),
            met_entry(the_hour(hours=2), "17"),
            met_entry(the_hour(hours=2), -200.0),
            {"time": "soon"},
            None,
        ],
        ids=["unknown weather", "no number", "too cold", "no data", "nothing"],
    )
    def test_an_hour_that_is_told_in_a_new_way_is_left_out(self, source, hour, caplog):
        source.answers_with(ok(met(met_entry(the_hour()), hour, met_entry(the_hour(hours=3)))))

        assert len(asked().report.forecast) == 2
        assert "1 hours of a forecast cannot be read" in caplog.text

    def test_the_present_hour_must_be_readable(self, source):
        source.answers_with(
            ok(met(met_entry(the_hour(), symbol="rainoffrogs"), met_entry(the_hour(hours=3))))
        )

        with pytest.raises(BadAnswer, match="which is in the future"):
            asked()

    def test_a_body_without_a_type_may_be_json(self, source):
        source.answers_with(ok(met(), content_type=None))

        assert len(asked().report.forecast) == 30

    def test_half_of_a_packed_answer_is_none(self, source):
        half = gzip.compress(json.dumps(met()).encode())[:200]
        source.answers_with(ok(half, Content_Encoding="gzip"))

        with pytest.raises(NoAnswer, match="ended the answer early"):
            asked()

    def test_a_present_in_the_future_is_refused(self, source, settings):
        settings.WEATHER_PROVIDER = "open_meteo"
        source.answers_with(ok(meteo(time=int(the_hour(hours=3).timestamp()))))

        with pytest.raises(BadAnswer, match="which is in the future"):
            asked()

    def test_an_hour_that_is_about_to_begin_is_the_present(self, source):
        source.answers_with(ok(met(met_entry(the_hour(hours=1)))))

        assert len(asked().report.forecast) == 1


class TestExpiry:
    @pytest.mark.parametrize(
        ("stated", "minutes"),
        [
            ({"minutes": 31}, 31),
            ({"hours": 5}, 300),
            ({"minutes": 2}, 10),
            ({"minutes": -30}, 10),
            ({"days": 400}, 24 * 60),
            ({"days": 2_900_000}, 24 * 60),
        ],
    )
    def test_is_what_is_stated_within_reason(self, source, stated, minutes):
        source.answers_with(ok(met(), **fresh_for(**stated)))

        left = asked().expires_at - datetime.now(UTC)

        assert timedelta(minutes=minutes, seconds=-20) < left <= timedelta(minutes=minutes, seconds=1)

    @pytest.mark.parametrize("headers", [{}, {"Expires": "0"}, {"Expires": "Fri, 99 Foo 2025 25:61:61 GMT"}])
    def test_is_in_ten_minutes_when_none_is_stated(self, source, headers):
        source.answers_with(ok(met(), **headers))

        left = asked().expires_at - datetime.now(UTC)

        assert timedelta(minutes=9) < left <= timedelta(minutes=10)

    def test_a_clock_of_ours_that_is_fast_asks_no_sooner(self, source):
        slow = datetime.now(UTC) - timedelta(hours=1)
        headers = {"Date": http_date(slow.timestamp())}
        expires = http_date((slow + timedelta(minutes=30)).timestamp())
        source.answers_with(ok(met(), Expires=expires, **headers))

        left = asked().expires_at - datetime.now(UTC)

        assert timedelta(minutes=29) < left <= timedelta(minutes=31)
