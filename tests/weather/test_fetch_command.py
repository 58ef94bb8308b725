"""manage.py fetch_weather: what it says, and how it ends."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.weather.builders import a_place
from tests.weather.source import fresh_for, met, ok, status
from weather.models import Snapshot

pytestmark = pytest.mark.django_db


def run(*places):
    said = StringIO()
    try:
        call_command("fetch_weather", *places, stdout=said)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), None


def test_fetches_every_place_and_counts(source):
    a_place("tashkent", position=1), a_place("nukus", position=2)
    source.answers_with(ok(met()))

    said, error = run()

    assert said.splitlines() == [
        "tashkent: new weather",
        "nukus: new weather",
        "met_norway, 2 places: 2 new weather.",
    ]
    assert error is None
    assert Snapshot.objects.count() == 2


def test_fetches_only_the_places_that_are_named(source):
    a_place("tashkent"), a_place("nukus")
    source.answers_with(ok(met()))

    run("nukus")

    assert [each.place.slug for each in Snapshot.objects.all()] == ["nukus"]


def test_says_what_failed_and_why_and_fails(source):
    a_place("tashkent", position=1), a_place("nukus", position=2)
    source.answers_with(ok(met()), status(503))

    said, error = run()

    assert said.splitlines() == [
        "tashkent: new weather",
        "nukus: FAILED (met_norway answers 503.)",
        "met_norway, 2 places: 1 new weather, 1 failed.",
    ]
    assert error == "No weather for: nukus"


def test_asks_nothing_when_run_again_at_once(source):
    a_place("tashkent")
    source.answers_with(ok(met(), **fresh_for(minutes=30)))
    run()

    said, error = run()

    assert said.startswith("tashkent: not asked (what is stored is right until ")
    assert said.endswith("met_norway, 1 place: 1 not asked.\n")
    assert error is None
    assert len(source.requests) == 1


def test_tries_what_failed_again_when_it_is_run_again(source):
    a_place("tashkent")
    source.answers_with(ok(b"<html>", content_type="text/html"), ok(met()))
    run()

    said, error = run()

    assert said.splitlines() == ["tashkent: new weather", "met_norway, 1 place: 1 new weather."]
    assert error is None


def test_knows_no_other_places_and_asks_nothing(source):
    a_place("tashkent", position=1), a_place("nukus", position=2)

    said, error = run("nukus", "samarkand")

    assert said == ""
    assert error == "There is no place samarkand. The places are: tashkent, nukus."
    assert source.requests == []


def test_asks_nobody_without_a_contact(source, settings):
    a_place("tashkent")
    settings.WEATHER_CONTACT = ""

    _, error = run()

    assert error.startswith("WEATHER_CONTACT is not set.")
    assert source.requests == []


def test_has_nothing_to_do_without_places(source):
    assert run() == ("met_norway, 0 places: nothing to do.\n", None)
