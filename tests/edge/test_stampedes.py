"""Readers who ask the same at the same time cost the origin one request."""

import time

import pytest

from tests.builders import a_section, an_article
from tests.edge.crowd import ask_at_once
from tests.edge.scripted import CACHEABLE
from tests.edge.varnish import NEEDS_VARNISH, WRITES

pytestmark = NEEDS_VARNISH
READERS = 500


@WRITES
def test_five_hundred_readers_of_one_cold_page_make_one_request(edge, origin):
    an_article("Tea is served", slug="tea", section=a_section("world"))
    before = origin.asked("/pages/front/")

    answers = ask_at_once(edge.port, "/pages/front/?locale=en", READERS)

    assert [each.status for each in answers] == [200] * READERS
    assert len({each.body for each in answers}) == 1
    assert b"Tea is served" in answers[0].body
    assert origin.asked("/pages/front/") - before == 1


@pytest.mark.parametrize("seconds", [0, 1])
def test_nobody_queues_for_an_answer_that_is_about_to_change(before_scripted, scripted, seconds):
    life = CACHEABLE.replace("s-maxage=60, stale-while-revalidate=60", f"s-maxage={seconds}")
    scripted.reply("/api/v1/ticker/", after=3, headers={"Cache-Control": life})

    answers = ask_at_once(before_scripted.port, "/ticker/", READERS)

    assert [each.status for each in answers] == [200] * READERS
    assert scripted.asked("/api/v1/ticker/") == 1


def test_whoever_comes_after_an_answer_without_a_life_asks_anew(before_scripted, scripted):
    life = CACHEABLE.replace("s-maxage=60, stale-while-revalidate=60", "s-maxage=0")
    scripted.reply("/api/v1/ticker/", headers={"Cache-Control": life})

    answers = [before_scripted.ask("/ticker/") for _ in range(3)]

    assert [each.is_hit for each in answers] == [False] * 3
    assert scripted.asked("/api/v1/ticker/") == 3


def test_nobody_queues_for_what_is_not_kept(before_scripted, scripted):
    scripted.reply("/api/v1/nothing/", status=404, after=0.3, headers={"Cache-Control": "no-store"})

    begun = time.monotonic()
    answers = ask_at_once(before_scripted.port, "/nothing/", 100)

    assert [each.status for each in answers] == [404] * 100
    assert time.monotonic() - begun < 3  # one by one: thirty


def test_readers_of_two_languages_make_two_requests(before_scripted, scripted):
    scripted.reply("/api/v1/ticker/?locale=en", after=2)
    scripted.reply("/api/v1/ticker/?locale=ru", after=2)

    for locale in ("en", "ru"):
        ask_at_once(before_scripted.port, f"/ticker/?locale={locale}", 50)

    assert [scripted.asked(f"/api/v1/ticker/?locale={locale}") for locale in ("en", "ru")] == [1, 1]
