"""The weather in the background: by a real worker, at the pace of the source, off the full hour."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from procrastinate.contrib.django import app

from newsapi.models import Job
from tests.serving import wait_for
from tests.weather.builders import a_place, a_snapshot, ago
from tests.weather.source import met, ok, status
from tests.working import Worker
from weather import jobs
from weather.models import Fetching, Snapshot


def fetchings():
    return Job.objects.filter(task_name="weather.jobs.fetch_weather")


@pytest.mark.django_db
class TestLooking:
    def test_queues_a_fetching_for_some_moment_of_the_next_minutes(self, source):
        a_place()

        jobs.look_for_weather(0)

        wait = fetchings().get().scheduled_at - timezone.now()
        assert timedelta() < wait <= timedelta(minutes=11)
        assert source.requests == []

    def test_queues_one_at_a_time(self, source):
        a_place()
        jobs.look_for_weather(0)

        jobs.look_for_weather(0)

        assert fetchings().count() == 1

    def test_queues_none_when_nothing_is_due(self, source):
        place = a_place()
        Fetching.objects.create(
            place=place, source="met_norway", latitude=41.3111, longitude=69.2797, next_at=ago(hours=-1)
        )

        jobs.look_for_weather(0)

        assert not fetchings().exists()

    def test_queues_none_for_a_site_that_names_no_contact(self, source, settings):
        settings.WEATHER_CONTACT = ""
        a_place()

        jobs.look_for_weather(0)

        assert not fetchings().exists()

    def test_looks_every_five_minutes(self):
        periodic = app.periodic_registry.periodic_tasks["weather.jobs.look_for_weather", ""]

        assert periodic.cron == "4-54/5 * * * *"

    @pytest.mark.parametrize("minute", range(60))
    def test_asks_soon_and_never_about_the_full_hour(self, minute):
        now = datetime(2025, 3, 14, 12, minute, 30, tzinfo=UTC)

        moments = [jobs.soon(now) for _ in range(50)]

        assert {each.minute for each in moments} & {58, 59, 0, 1, 2, 3} == set()
        assert now <= min(moments)
        assert max(moments) <= now + timedelta(minutes=12)
        assert len(set(moments)) == 50


@pytest.mark.django_db
class TestFetching:
    def test_fetches_what_is_due(self, source):
        a_place("nukus"), a_place("osh")
        source.answers_with(ok(met()))

        jobs.fetch_weather()

        assert Snapshot.objects.count() == 2

    def test_late_is_left_to_the_next_look_about_the_full_hour(self, source):
        a_place()
        source.answers_with(ok(met()))

        with time_machine.travel(timezone.now().replace(minute=0)):
            jobs.fetch_weather(by_the_clock=True)

        assert source.requests == []

    def test_by_the_clock_fetches_what_is_due_at_other_times(self, source):
        a_place()
        source.answers_with(ok(met()))

        with time_machine.travel(timezone.now().replace(minute=30)):
            jobs.fetch_weather(by_the_clock=True)

        assert Snapshot.objects.count() == 1

    def test_a_source_that_fails_fails_no_job(self, source):
        a_place()
        source.answers_with(status(503))

        jobs.fetch_weather()

        assert Fetching.objects.get().error == "met_norway answers 503."

    def test_a_contact_that_is_gone_meanwhile_ends_it(self, source, settings):
        settings.WEATHER_CONTACT = ""
        a_place()

        jobs.fetch_weather()

        assert source.requests == []


@pytest.mark.parametrize(
    ("task", "title"),
    [
        ("look_for_weather", "Look for weather that is due"),
        ("fetch_weather", "Fetch the weather"),
        ("thin_snapshots", "Thin out old weather"),
    ],
)
def test_people_understand_what_runs(task, title):
    assert Job.titles[f"weather.jobs.{task}"] == title


def test_a_real_worker_fetches_the_weather(source, queue):
    place = a_place()
    a_snapshot(place, observed_at=ago(hours=5))
    source.answers_with(ok(met()))
    worker = Worker(WEATHER_CONTACT="desk@news.example", WEATHER_URL=source.url)

    jobs.fetch_weather.defer()

    def has_come():
        return place.snapshots.filter(source="met_norway").exists()

    try:
        wait_for(has_come)
    finally:
        worker.close()
    assert source.headers[0]["User-Agent"] == "newsapi/1.0 desk@news.example"
    assert len(source.requests) == 1
