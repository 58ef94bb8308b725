"""A reading is reported: who counts, how often, and what is answered."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import time_machine

from articles import publishing
from articles.models import Article, ViewReport
from articles.views.readers import ViewsViewSet
from newsapi import throttling
from tests.articles.reporting import BROWSER, reported
from tests.builders import an_article

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
MIDNIGHT = NOON + timedelta(hours=12)
ELSEWHERE = "https://news.example"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def article():
    return an_article("News", slug="news", published_at=NOON - timedelta(days=1))


@pytest.fixture
def report(api):
    """Reports a reading of the article and returns the answer."""
    return partial(reported, api)


@pytest.fixture
def counted(report):
    """Reports a reading of the article; whether it counts."""
    return lambda *args, **options: report(*args, **options).json() == {"counted": True}


def withdraw() -> None:
    publishing.withdraw(Article.objects.get(slug="news"), "The source was wrong.")


# Who counts -------------------------------------------------------------------------------------------------


def test_a_reading_counts(report, article):
    answer = report()

    assert answer.json() == {"counted": True}
    assert [(each.article_id, each.at) for each in ViewReport.objects.all()] == [(article.pk, NOON)]


def test_a_reader_counts_once_in_half_an_hour(counted, article, clock):
    first = counted()
    again = counted()
    clock.shift(timedelta(minutes=29, seconds=59))
    still = counted()
    clock.shift(1)
    later = counted()
    once_more = counted()

    assert (first, again, still, later, once_more) == (True, False, False, True, False)


@pytest.mark.parametrize(
    "other", [{"address": "192.0.2.2"}, {"address": "2001:db8::1"}, {"agent": f"{BROWSER} Edg/128"}]
)
def test_another_address_or_browser_is_another_reader(counted, article, other):
    assert counted()
    assert counted(**other)


def test_a_reader_counts_for_each_article(counted, article):
    an_article(slug="another")

    assert counted()
    assert counted("another")


def test_whatever_the_article_is_called_it_is_the_same(counted, article):
    article.slug = "renamed"
    publishing.save(article)

    assert counted("renamed")
    assert not counted("news")
    assert not counted(str(article.pk))
    assert not counted("renamed")


def test_a_former_slug_counts_for_the_article_of_today(counted, article):
    article.slug = "renamed"
    publishing.save(article)

    assert counted("news")
    assert ViewReport.objects.get().article_id == article.pk


def test_behind_a_proxy_readers_are_told_apart_by_the_address_that_it_saw(counted, article, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"

    assert counted(headers={"X-Forwarded-For": "198.51.100.1"})
    assert counted(headers={"X-Forwarded-For": "198.51.100.2"})
    assert not counted(headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.2"})


def test_nobody_is_another_reader_by_a_forged_address(counted, article):
    assert counted(headers={"X-Forwarded-For": "198.51.100.1"})
    assert not counted(headers={"X-Forwarded-For": "198.51.100.2"})


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [(-1, 0, False), (-1, 1, False), (-20, 9, False), (-20, 10, True), (-31, 0, True), (-1, 29, True)],
)
def test_at_midnight_half_an_hour_goes_on(counted, article, clock, before, after, counts):
    clock.move_to(MIDNIGHT + timedelta(minutes=before))
    counted()
    clock.move_to(MIDNIGHT + timedelta(minutes=after))

    assert counted() is (counts and after - before >= 30)


def test_after_midnight_a_reader_counts_once_too(counted, article, clock):
    clock.move_to(MIDNIGHT + timedelta(minutes=1))

    assert counted()
    assert not counted()
    clock.shift(timedelta(minutes=30))
    assert counted()


# What there is not ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agent", [BROWSER, "Googlebot/2.1"])
@pytest.mark.parametrize(
    "fields", [{"slug": "another"}, {"published_at": None}, {"published_at": NOON + timedelta(seconds=1)}]
)
def test_what_is_not_public_cannot_be_read(report, agent, fields):
    an_article(**{"slug": "news", **fields})

    problem = report(status=404, agent=agent).json()

    assert problem["code"] == "not_found"
    assert not ViewReport.objects.exists()


@pytest.mark.parametrize(
    "name", ["0", "999999999999999999", "9" * 19, "9" * 300, "٣", "news.html", "a" * 3000]
)
def test_a_name_that_no_article_has_is_not_found(report, article, name):
    assert report(name, status=404).json()["code"] == "not_found"


@pytest.mark.parametrize("agent", [BROWSER, "Googlebot/2.1"])
def test_a_withdrawn_article_says_why(report, article, agent):
    withdraw()

    problem = report(status=410, agent=agent).json()

    assert (problem["code"], problem["detail"]) == ("withdrawn", "The source was wrong.")
    assert not ViewReport.objects.exists()


def test_a_withdrawn_article_says_why_by_its_former_slug_too(report, article):
    article.slug = "renamed"
    publishing.save(article)
    publishing.withdraw(article, "The source was wrong.")

    assert report("news", status=410).json()["detail"] == "The source was wrong."


def test_a_scheduled_article_counts_from_its_second_on(report, clock):
    an_article(slug="news", published_at=NOON + timedelta(seconds=1))
    report(status=404)
    clock.shift(1)

    assert report().json() == {"counted": True}


# What is sent -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", ""),
        ("", "application/json"),
        ("{", "application/json"),
        ('{"counted": false}', "text/plain;charset=UTF-8"),
        ("a=1", "application/x-www-form-urlencoded"),
        ("a", "multipart/form-data"),
        (b"\xff\x00", "application/octet-stream"),
        ("<a/>", "nonsense"),
        ("a" * 65_536, "text/plain"),
    ],
)
def test_any_body_will_do(counted, article, body, content_type):
    assert counted(data=body, content_type=content_type)


def test_a_body_of_more_than_64_kib_is_refused(report, article):
    report(status=413, data="a" * 65_537, content_type="text/plain")

    assert not ViewReport.objects.exists()


@pytest.mark.parametrize("query", ["?utm_source=telegram&fbclid=1", "?gclid=1&yclid=2"])
def test_what_campaigns_add_is_ignored(counted, article, query):
    assert counted(query=query)


@pytest.mark.parametrize("query", ["?locale=en", "?fields=views", "?a=1", "?csrfmiddlewaretoken=1"])
def test_no_parameter_has_a_meaning_here(report, article, query):
    [error] = report(status=400, query=query).json()["errors"]

    assert (error["parameter"], error["code"]) == (query[1:].partition("=")[0], "unknown_parameter")
    assert not ViewReport.objects.exists()


def test_without_the_slash_the_right_address_is_named(api, article):
    answer = api.client.post("/api/v1/articles/news/views")

    assert answer.status_code == 404
    assert answer.json()["detail"].endswith("/api/v1/articles/news/views/")


# What is answered -------------------------------------------------------------------------------------------


def test_the_answer_is_for_nobody_else(report, article):
    answer = report(headers={"X-Request-ID": "7"})

    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Request-ID"] == "7"
    assert not answer.cookies
    assert "ETag" not in answer


@pytest.mark.parametrize("asked_headers", ["content-type", ""])
def test_a_beacon_of_another_site_is_let_through(api, report, article, asked_headers):
    preflight = api.client.options(
        "/api/v1/articles/news/views/",
        headers={
            "Origin": ELSEWHERE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": asked_headers,
        },
    )
    answer = report(headers={"Origin": ELSEWHERE})

    assert preflight.status_code == 200
    assert preflight["Access-Control-Allow-Methods"] == "GET, POST, HEAD, OPTIONS"
    assert "Content-Type" in preflight["Access-Control-Allow-Headers"].split(", ")
    # With these two a browser lets through what brings cookies, as beacons say they do.
    named = [
        (each["Access-Control-Allow-Origin"], each["Access-Control-Allow-Credentials"])
        for each in (preflight, answer)
    ]
    assert named == [(ELSEWHERE, "true")] * 2
    assert "Origin" in answer["Vary"]


def test_nothing_is_said_to_be_taken(api, article):
    said = api.client.options("/api/v1/articles/news/views/").json()

    assert sorted(said) == ["description", "name", "parses", "renders"]


def test_readings_are_limited_by_address(report, article, monkeypatch):
    monkeypatch.setattr(ViewsViewSet, "view_limit", throttling.limit("views", (2, 60)))

    first = report()
    report(agent="Googlebot/2.1")
    refused = report(status=429)

    assert first["RateLimit-Policy"] == '"views";q=2;w=60'
    assert first["RateLimit"] == '"views";r=1;t=61'
    assert refused.json()["code"] == "rate_limited"
    assert refused["Retry-After"] == "61"
    assert report(address="192.0.2.2").json() == {"counted": True}


@pytest.mark.parametrize("name", ["news", "missing"])
def test_it_takes_one_statement(report, article, django_assert_num_queries, name):
    with django_assert_num_queries(1):  # finds the article, looks for the reader, stores the report
        report(name, status=202 if name == "news" else 404)
