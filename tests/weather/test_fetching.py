"""What fetching keeps: the weather, once; and how far each place is, so that a source's rules are kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsapi.models import Purge
from tests.weather.builders import a_place, a_snapshot, ago
from tests.weather.source import (
    fresh_for,
    met,
    met_entry,
    meteo,
    ok,
    open_weather,
    status,
    the_hour,
)
from weather import ingestion
from weather.ingestion import fetch, fetch_due, fetch_each
from weather.models import Fetching, Forecast, Place, Snapshot
from weather.providers import configured
from weather.providers.met_norway import MetNorway

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def fetched(place, by_hand=False):
    return fetch(place, configured(), by_hand)


def later(place, **times):
    """Lets time pass for the place: what it waits for is over."""
    past = {name: ago(minutes=5) for name in ("asked_at", "expires_at", "next_at", "paused_until")}
    Fetching.objects.filter(pk=place.pk).update(**{**past, **times})


def seconds_until(moment):
    return (moment - timezone.now()).total_seconds()


def rows(model):
    return list(model.objects.order_by("pk").values())


class TestKeeping:
    def test_the_hour_that_has_begun_is_the_new_snapshot(self, source):
        place = a_place()
        source.answers_with(
            ok(met(met_entry(the_hour(), 17.2, "partlycloudy_day"), met_entry(the_hour(hours=1), 18.0)))
        )

        outcome = fetched(place)

        snapshot = Snapshot.objects.get()
        assert (outcome.kind, outcome.why) == ("new", "")
        assert (snapshot.place, snapshot.source, snapshot.observed_at) == (place, "met_norway", the_hour())
        assert (snapshot.temperature_c, snapshot.condition_code) == (17.2, "partly_cloudy")
        assert (snapshot.wind_speed_ms, snapshot.wind_from_deg, snapshot.is_day) == (1.1, 225.0, True)

    def test_all_hours_are_the_forecast(self, source):
        place = a_place()
        source.answers_with(ok(met()))

        fetched(place)

        assert Forecast.objects.filter(place=place).count() == 30
        assert Forecast.objects.get(at=the_hour(hours=3)).temperature_c == 13.0

    def test_caches_are_told_of_the_place_alone(self, source, settings):
        settings.PURGE_URLS = ["http://127.0.0.1:9/"]
        place = a_place("nukus")
        source.answers_with(ok(met()))

        fetched(place)

        lists = ["list:snapshot", f"list:snapshot:{place.pk}", "list:snapshot:nukus"]
        assert Purge.objects.get().keys == sorted([f"place:{place.pk}", "place:all", *lists])

    def test_caches_are_told_nothing_when_nothing_has_come(self, source, settings):
        settings.PURGE_URLS = ["http://127.0.0.1:9/"]
        source.answers_with(status(503))

        fetch(a_place(), configured())

        assert Purge.objects.count() == 0

    def test_the_present_of_open_meteo_is_its_own(self, source, settings):
        settings.WEATHER_PROVIDER = "open_meteo"
        source.answers_with(ok(document := meteo()))

        fetched(a_place())

        snapshot = Snapshot.objects.get()
        assert snapshot.observed_at.timestamp() == document["current"]["time"]
        assert (snapshot.source, snapshot.feels_like_c) == ("open_meteo", 15.9)
        assert Forecast.objects.count() == 30

    def test_openweathermap_tells_the_present_and_40_steps(self, source, settings):
        settings.WEATHER_PROVIDER, settings.WEATHER_KEY = "openweathermap", "a-key"
        source.answers_with(*(ok(each) for each in open_weather()))

        fetched(a_place())

        assert Snapshot.objects.get().source == "openweathermap"
        assert Forecast.objects.count() == 40

    @pytest.mark.parametrize(
        ("provider", "documents"),
        [
            ("met_norway", [met(met_entry(the_hour(), 17.2))]),
            ("open_meteo", [meteo()]),
            ("openweathermap", open_weather()),
        ],
    )
    def test_the_same_observation_reads_alike_whoever_tells_it(
        self, source, settings, client, provider, documents
    ):
        settings.WEATHER_PROVIDER = provider
        source.answers_with(*(ok(each) for each in documents))

        fetched(a_place())

        weather = client.get("/api/v1/weather/current/?locale=en").json()
        assert weather["line"] == "+17° clear, wind 1 m/s, SW"

    def test_the_first_true_weather_ends_the_made_up_weather_of_the_place(self, source):
        place, other = a_place(), a_place("nukus")
        a_snapshot(place, source="demonstration")
        by_hand = a_snapshot(place, source="manual")
        elsewhere = a_snapshot(other, source="demonstration")
        source.answers_with(ok(met()))

        fetched(place)

        fetched_one = Snapshot.objects.get(source="met_norway")
        assert set(Snapshot.objects.all()) == {fetched_one, by_hand, elsewhere}

    def test_fetching_again_changes_nothing_that_is_known(self, source):
        place = a_place()
        source.answers_with(ok(document := met()))
        fetched(place)
        before = rows(Snapshot)
        later(place)
        source.answers_with(ok(document))

        outcome = fetched(place)

        assert outcome.kind == "new"
        assert rows(Snapshot) == before
        assert Forecast.objects.count() == 30

    def test_an_hour_that_is_told_anew_is_corrected(self, source):
        place = a_place()
        source.answers_with(ok(met(met_entry(the_hour(), 17.0))), ok(met(met_entry(the_hour(), 18.5))))
        fetched(place)
        before = Snapshot.objects.get().updated_at
        later(place)

        fetched(place)

        assert Snapshot.objects.get().temperature_c == 18.5
        assert Snapshot.objects.get().updated_at > before

    def test_what_is_no_longer_expected_is_gone(self, source):
        place = a_place()
        source.answers_with(ok(met()), ok(met(met_entry(the_hour()))))
        fetched(place)
        later(place)

        fetched(place)

        assert [each.at for each in Forecast.objects.all()] == [the_hour()]

    def test_a_moment_that_is_told_twice_is_kept_once(self, source):
        source.answers_with(ok(met(met_entry(the_hour(), 1.0), met_entry(the_hour(), 2.0))))

        outcome = fetched(a_place())

        assert outcome.kind == "new"
        assert Forecast.objects.get().temperature_c == 2.0


class TestPace:
    def test_a_source_is_not_asked_before_its_answer_has_expired(self, source):
        place = a_place()
        source.answers_with(ok(met(), **fresh_for(minutes=30)))
        fetched(place)
        later(place, expires_at=Fetching.objects.get().expires_at)

        outcome = fetched(place, by_hand=True)

        assert len(source.requests) == 1
        assert outcome.kind == "waiting"
        assert outcome.why.startswith("what is stored is right until ")

    def test_the_worker_asks_some_time_after_the_answer_has_expired_by_chance(self, source):
        place = a_place()
        source.answers_with(ok(met(), **fresh_for(minutes=30)))

        fetched(place)

        fetching = Fetching.objects.get()
        assert 0 < (fetching.next_at - fetching.expires_at).total_seconds() <= 300
        assert fetched(place).kind == "waiting"

    def test_asks_whether_anything_is_new_since_the_last_answer(self, source):
        place = a_place()
        source.answers_with(
            ok(met(), **(headers := fresh_for(minutes=30))), status(304, **fresh_for(minutes=30))
        )
        fetched(place)
        later(place, confirmed_at=ago(hours=1))
        before = rows(Snapshot)

        outcome = fetched(place)

        fetching = Fetching.objects.get()
        assert source.headers[1]["If-Modified-Since"] == headers["Last_Modified"]
        assert outcome.kind == "unchanged"
        assert rows(Snapshot) == before
        assert fetching.last_modified == headers["Last_Modified"]
        assert 1700 < seconds_until(fetching.expires_at) <= 1800
        assert -10 < seconds_until(fetching.confirmed_at) <= 0

    @pytest.mark.parametrize("dated", ["a\x00b", "a\x7fb", "x" * 101, "19 \xe9"])
    def test_a_date_that_cannot_be_sent_back_is_not_kept(self, source, dated):
        place = a_place()
        source.answers_with(ok(met(), Last_Modified=dated))

        outcome = fetched(place)

        assert (outcome.kind, Fetching.objects.get().last_modified) == ("new", "")

    def test_nobody_asks_while_somebody_is_asking(self, source):
        place = a_place()
        ingestion.claim(place, configured(), by_hand=True)

        outcome = fetched(place, by_hand=True)

        assert source.requests == []
        assert (outcome.kind, outcome.why[:15]) == ("waiting", "it was asked at")

    def test_a_crash_while_asking_does_not_make_the_next_start_ask_again_at_once(self, source):
        place = a_place()
        ingestion.claim(place, configured(), by_hand=False)

        fetching = Fetching.objects.get()

        assert 290 < seconds_until(fetching.next_at) <= 300

    def test_other_coordinates_are_another_question(self, source):
        place = a_place()
        source.answers_with(ok(met(), **fresh_for(minutes=30)))
        fetched(place)
        place.latitude = 42.5
        place.save()

        outcome = fetched(place)

        assert outcome.kind == "new"
        assert [asked["lat"] for asked in source.asked] == ["41.3111", "42.5"]
        assert "If-Modified-Since" not in source.headers[1]

    def test_another_source_is_another_question(self, source, settings):
        place = a_place()
        source.answers_with(ok(met(), **fresh_for(minutes=30)))
        fetched(place)
        settings.WEATHER_PROVIDER = "open_meteo"
        source.answers_with(ok(meteo(hours=2)))

        assert fetch_due(configured(), MINUTE)[0].kind == "new"

        assert Fetching.objects.get().source == "open_meteo"
        assert {each.source for each in Forecast.objects.all()} == {"open_meteo"}


class TestHours:
    """Between two answers the hours go on."""

    def hold(self, source, place, **times):
        source.answers_with(ok(met(met_entry(the_hour(hours=-1), 5.0), met_entry(the_hour(), 6.0))))
        fetched(place)
        Snapshot.objects.filter(observed_at=the_hour()).delete()
        Fetching.objects.update(**times)

    def test_an_hour_that_begins_while_the_answer_is_right_is_a_snapshot(self, source):
        place, other = a_place(), a_place("nukus")
        self.hold(source, place, expires_at=ago(minutes=-10))

        written = ingestion.turn_hours()

        assert written == 1
        snapshot = Snapshot.objects.get()
        assert (snapshot.place, snapshot.observed_at, snapshot.temperature_c) == (place, the_hour(), 6.0)
        assert len(source.requests) == 1
        assert not other.snapshots.exists()

    def test_and_is_written_once(self, source):
        self.hold(source, a_place(), expires_at=ago(minutes=-10))
        ingestion.turn_hours()

        assert ingestion.turn_hours() == 0

    def test_an_answer_that_has_expired_makes_no_snapshots(self, source):
        self.hold(source, a_place(), expires_at=ago(minutes=1))

        assert ingestion.turn_hours() == 0
        assert not Snapshot.objects.exists()

    def test_when_nothing_is_new_the_hour_of_before_is(self, source):
        place = a_place()
        self.hold(source, place, expires_at=ago(minutes=5), next_at=ago(minutes=1), asked_at=ago(minutes=5))
        source.answers_with(ok(met(), **fresh_for(minutes=30)))
        Fetching.objects.update(last_modified="Mon, 20 Jul 2020 11:20:44 GMT")
        source.answers_with(status(304, **fresh_for(minutes=30)))

        fetched(place)

        assert Snapshot.objects.get().temperature_c == 6.0


class TestFailures:
    def test_what_was_known_stays_and_why_it_failed_is_kept(self, source, client):
        place = a_place()
        source.answers_with(ok(met()), ok(b"<html>Busy</html>", content_type="text/html"))
        fetched(place)
        later(place)
        before = rows(Snapshot), rows(Forecast)

        outcome = fetched(place)

        fetching = Fetching.objects.get()
        assert (outcome.kind, outcome.why) == ("failed", "The answer is 'text/html' and not JSON.")
        assert (fetching.failures, fetching.error) == (1, outcome.why)
        assert (rows(Snapshot), rows(Forecast)) == before
        assert client.get("/api/v1/weather/current/").status_code == 200

    def test_what_is_old_is_called_stale(self, source, client):
        place = a_place()
        a_snapshot(place, observed_at=ago(hours=3), source="met_norway", temperature_c=11.0)
        source.answers_with(status(503))

        fetched(place)

        weather = client.get("/api/v1/weather/current/").json()
        assert (weather["stale"], weather["temperature_c"]) == (True, 11.0)

    @pytest.mark.parametrize(
        ("failures", "minutes"), [(0, 5), (1, 10), (2, 20), (3, 40), (4, 60), (5, 60), (500, 60)]
    )
    def test_each_failure_is_followed_by_a_longer_pause(self, source, failures, minutes):
        place = a_place()
        Fetching.objects.create(
            place=place, source="met_norway", latitude=41.3111, longitude=69.2797, failures=failures
        )
        source.answers_with(status(503))

        fetched(place)

        pause = seconds_until(Fetching.objects.get().next_at)
        assert minutes * 60 - 10 < pause <= minutes * 60 + 300
        assert Fetching.objects.get().failures == failures + 1

    def test_success_forgets_the_failures(self, source):
        place = a_place()
        source.answers_with(status(503), ok(met()))
        fetched(place)
        later(place)

        fetched(place)

        assert (Fetching.objects.get().failures, Fetching.objects.get().error) == (0, "")

    def test_by_hand_a_pause_of_our_own_is_no_hindrance(self, source):
        place = a_place()
        source.answers_with(status(503), ok(met()))
        fetched(place)

        assert fetched(place).kind == "waiting"
        assert fetched(place, by_hand=True).kind == "new"

    def test_each_place_is_alone_in_its_failure(self, source):
        places = [a_place("nukus"), a_place("osh"), a_place("tashkent")]
        source.answers_with(ok(met()), ok(b"{", status=200), ok(met()))

        outcomes = fetch_due(configured(), MINUTE)

        assert [(each.place, each.kind) for each in outcomes] == list(
            zip(places, ["new", "failed", "new"], strict=True)
        )
        assert Snapshot.objects.count() == 2

    def test_a_failure_that_nobody_foresaw_is_the_places_own_too(self, source, monkeypatch):
        a_place("nukus"), a_place("osh")
        monkeypatch.setattr(MetNorway, "urls", lambda self, latitude, longitude: 1 / 0)

        outcomes = fetch_due(configured(), MINUTE)

        assert [each.why for each in outcomes] == ["ZeroDivisionError: division by zero"] * 2

    @pytest.mark.django_db(transaction=True)
    def test_a_place_that_is_deleted_meanwhile_stops_nobody(self, source):
        gone, other = a_place("nukus"), a_place("osh")
        source.answers_with(ok(met()))
        Place.objects.filter(pk=gone.pk).delete()

        outcomes = list(fetch_each([gone, other], configured()))

        assert [each.kind for each in outcomes] == ["failed", "new"]

    def test_what_the_database_refuses_leaves_nothing_half_written(self, source):
        place = a_place()
        source.answers_with(ok(met()))
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE weather_snapshot ADD CHECK (temperature_c > 60) NOT VALID")

        outcome = fetched(place)

        assert outcome.kind == "failed"
        assert outcome.why.startswith("IntegrityError")
        assert not Forecast.objects.exists()


class TestSilence:
    """After 429 and 403 nothing at all is asked."""

    @pytest.mark.parametrize(
        ("answer", "failures", "seconds"),
        [
            (status(429), 0, 900),
            (status(429), 2, 3600),
            (status(429, Retry_After="7000"), 0, 7000),
            (status(403), 0, 3600),
            (status(403), 3, 8 * 3600),
            (status(403), 30, 24 * 3600),
        ],
    )
    def test_lasts_longer_each_time(self, source, answer, failures, seconds):
        place = a_place()
        Fetching.objects.create(
            place=place, source="met_norway", latitude=41.3111, longitude=69.2797, failures=failures
        )
        source.answers_with(answer)

        fetched(place)

        fetching = Fetching.objects.get()
        assert seconds - 10 < seconds_until(fetching.paused_until) <= seconds
        assert seconds - 10 < seconds_until(fetching.next_at) <= seconds + 300

    def test_holds_for_all_places_and_also_by_hand(self, source):
        first, second = a_place("nukus"), a_place("osh")
        source.answers_with(status(429))
        fetched(first)

        outcome = fetched(second, by_hand=True)

        assert len(source.requests) == 1
        assert outcome.kind == "waiting"
        assert outcome.why.startswith("met_norway wants no questions before ")

    def test_ends(self, source):
        first, second = a_place("nukus"), a_place("osh")
        source.answers_with(status(429), ok(met()))
        fetched(first)
        later(first)

        assert fetched(second).kind == "new"

    def test_is_not_that_of_a_refused_key_which_somebody_may_correct(self, source, settings):
        settings.WEATHER_PROVIDER, settings.WEATHER_KEY = "open_meteo", "wrong"
        place = a_place()
        source.answers_with(status(401), ok(meteo()))
        fetched(place)
        settings.WEATHER_KEY = "right"

        outcome = fetched(place, by_hand=True)

        assert outcome.kind == "new"
        assert [each["apikey"] for each in source.asked] == ["wrong", "right"]

    def test_of_one_source_is_not_that_of_another(self, source, settings):
        place = a_place()
        source.answers_with(status(429))
        fetched(place)
        settings.WEATHER_PROVIDER = "open_meteo"
        source.answers_with(ok(meteo()))

        assert fetched(place).kind == "new"


class TestDue:
    def test_those_that_wait_longest_come_first(self, source):
        never, long_ago, soon = a_place("never"), a_place("long-ago"), a_place("soon")
        asked = {"source": "met_norway", "latitude": 41.3111, "longitude": 69.2797}
        Fetching.objects.create(place=soon, next_at=ago(minutes=1), **asked)
        Fetching.objects.create(place=long_ago, next_at=ago(days=1), **asked)
        Fetching.objects.create(place=a_place("later"), next_at=ago(minutes=-1), **asked)

        due = ingestion.due(configured(), timezone.now())

        assert list(due) == [never, long_ago, soon]

    def test_what_there_is_no_time_for_stays_due(self, source):
        a_place("nukus"), a_place("osh")
        source.answers_with(ok(met()))

        outcomes = fetch_due(configured(), timedelta(seconds=-1))

        assert outcomes == []
        assert ingestion.due(configured(), timezone.now()).count() == 2

    def test_costs_no_more_for_many_places_each(self, source, django_assert_max_num_queries):
        place = a_place()
        source.answers_with(ok(met()))

        # state, pause, claim, two of savepoints each way, state, forecast out and in, snapshot in
        with django_assert_max_num_queries(16):
            list(fetch_each([place], configured()))


def test_a_snapshot_of_a_source_is_never_of_the_future(source):
    source.answers_with(ok(met(met_entry(the_hour(hours=1), 5.0))))

    fetched(a_place())

    assert Snapshot.objects.get().observed_at - datetime.now(UTC) <= timedelta(hours=1)
