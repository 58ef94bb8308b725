import re

import pytest
import time_machine

from articles.views.articles import ArticleViewSet
from newsapi import throttling
from newsapi.throttling import Limit

pytestmark = pytest.mark.django_db
SEARCH = "/articles/?search=news"


@pytest.fixture
def clock():
    """Stands twenty seconds after the full minute."""
    with time_machine.travel("2025-03-14T12:00:20+05:00", tick=False) as clock:
        yield clock


@pytest.fixture
def limited(monkeypatch, clock):
    """Two searches a minute."""
    monkeypatch.setattr(ArticleViewSet, "search_limit", throttling.limit("search", (2, 60)))


def parsed(header: str) -> tuple[str, dict[str, int]]:
    """A structured field (RFC 9651) of one string with parameters that are whole numbers."""
    match = re.fullmatch(r'"([ -!#-\[\]-~]*)"((?:;[a-z*][a-z0-9_.*-]*=-?[0-9]{1,15})*)', header)
    parameters = (each.split("=") for each in match[2].split(";")[1:])
    return match[1], {name: int(number) for name, number in parameters}


def test_a_search_says_what_is_left(api, limited):
    first, second = api.answer(SEARCH), api.answer(SEARCH)

    assert parsed(first["RateLimit-Policy"]) == ("search", {"q": 2, "w": 60})
    assert parsed(first["RateLimit"]) == ("search", {"r": 1, "t": 41})
    assert parsed(second["RateLimit"]) == ("search", {"r": 0, "t": 41})


def test_one_search_too_many_is_told_when_to_try_again(api, limited, clock):
    api.answer(SEARCH)
    api.answer(SEARCH)

    refused = api.answer(SEARCH, 429)

    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Cache-Control"] == "no-store"
    assert refused.json()["code"] == "rate_limited"
    assert refused["Retry-After"] == "41"
    assert parsed(refused["RateLimit-Policy"]) == ("search", {"q": 2, "w": 60})
    assert parsed(refused["RateLimit"]) == ("search", {"r": 0, "t": 41})
    clock.shift(41)
    assert parsed(api.answer(SEARCH)["RateLimit"]) == ("search", {"r": 1, "t": 60})


def test_other_reads_are_not_counted(api, limited):
    answers = [api.answer("/articles/?tag=news") for _ in range(5)]

    assert [name for answer in answers for name in answer.headers if name.startswith("RateLimit")] == []


def test_a_search_that_is_refused_for_its_question_is_not_counted(api, limited):
    api.answer(f"{SEARCH}&page=0", 400)

    assert parsed(api.answer(SEARCH)["RateLimit"])[1]["r"] == 1


def test_each_address_is_counted_by_itself(api, limited):
    api.answer(SEARCH, REMOTE_ADDR="192.0.2.1")
    api.answer(SEARCH, REMOTE_ADDR="192.0.2.1")

    api.answer(SEARCH, 429, REMOTE_ADDR="192.0.2.1")
    api.answer(SEARCH, 200, REMOTE_ADDR="192.0.2.2")


def test_nobody_can_forge_an_address_where_no_proxy_is_configured(api, limited):
    api.answer(SEARCH, headers={"X-Forwarded-For": "192.0.2.1"})
    api.answer(SEARCH, headers={"X-Forwarded-For": "192.0.2.2"})

    api.answer(SEARCH, 429, headers={"X-Forwarded-For": "192.0.2.3"})


def test_behind_a_proxy_the_address_that_it_saw_counts(api, limited, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    api.answer(SEARCH, headers={"X-Forwarded-For": "192.0.2.7"})
    api.answer(SEARCH, headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})

    api.answer(SEARCH, 429, headers={"X-Forwarded-For": "forged, 198.51.100.1,192.0.2.7"})
    api.answer(SEARCH, 200, headers={"X-Forwarded-For": "192.0.2.7, 192.0.2.8"})


@pytest.mark.parametrize("name", ["X-Real-IP", "x-real-ip", "X_REAL_IP"])
def test_any_header_may_name_the_address(api, limited, settings, name):
    settings.CLIENT_ADDRESS_HEADER = name
    api.answer(SEARCH, headers={"X-Real-IP": "2001:db8::1"})
    api.answer(SEARCH, headers={"X-Real-IP": "2001:db8::1"})

    api.answer(SEARCH, 429, headers={"X-Real-IP": "2001:db8::1"})
    api.answer(SEARCH, 200, headers={"X-Real-IP": "2001:db8::2"})


def test_no_rate_is_no_limit(api, monkeypatch):
    monkeypatch.setattr(ArticleViewSet, "search_limit", throttling.limit("search", None))

    answers = [api.answer(SEARCH) for _ in range(5)]

    assert [name for answer in answers for name in answer.headers if name.startswith("RateLimit")] == []


def test_an_unchanged_answer_counts_and_says_so(api, limited):
    tag = api.answer(SEARCH)["ETag"]

    unchanged = api.answer(SEARCH, 304, headers={"If-None-Match": tag})

    assert parsed(unchanged["RateLimit"])[1]["r"] == 0


def test_the_addresses_remembered_are_bounded(monkeypatch, clock):
    monkeypatch.setattr(throttling, "MAX_ADDRESSES", 3)
    limit = Limit("search", (2, 60))

    for number in range(10):
        limit.admit(f"192.0.2.{number}")

    assert list(limit.counts) == ["192.0.2.7", "192.0.2.8", "192.0.2.9"]
