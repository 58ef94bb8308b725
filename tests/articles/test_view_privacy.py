"""What is kept of a reader: nothing by which he could be known, or followed from one article to the next."""

import json
import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from articles import readers, view_counts
from articles.models import ViewReport
from newsapi.logs import JSONFormatter
from tests.articles.reporting import BROWSER, reported
from tests.builders import an_article

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
ADDRESS = "192.0.2.77"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def article():
    return an_article(slug="news", published_at=NOON - timedelta(days=1))


def all_that_is_stored() -> str:
    """The text of every row of every table that has one."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor, include_views=True)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_neither_address_nor_browser_is_stored(api, article):
    reported(api, address=ADDRESS)
    view_counts.fold(NOON)

    stored = all_that_is_stored()

    assert ViewReport.objects.get().article_id == article.pk
    assert ADDRESS not in stored
    assert "Firefox" not in stored
    assert ADDRESS.encode().hex() not in stored


def test_neither_address_nor_browser_is_logged(api, article, caplog):
    caplog.set_level(logging.DEBUG)

    reported(api, address=ADDRESS)
    reported(api, "missing", 404, address=ADDRESS)

    logged = "\n".join(JSONFormatter().format(record) for record in caplog.records)
    assert [json.loads(line)["status"] for line in logged.splitlines() if "/views/" in line] == [202, 404]
    assert ADDRESS not in logged
    assert "Firefox" not in logged


def test_a_reader_has_another_hash_for_each_article(api, article):
    an_article(slug="another")

    reported(api)
    reported(api, "another")

    assert len(set(ViewReport.objects.values_list("visit", flat=True))) == 2


def test_a_reader_has_another_hash_each_day_of_the_site(api, article, clock):
    for hours in (0, 11, 13):  # the last one is after midnight in Tashkent, where UTC still has the same day
        clock.move_to(NOON + timedelta(hours=hours))
        reported(api)

    first, same_day, next_day = ViewReport.objects.order_by("at").values_list("visit", flat=True)
    assert first == same_day
    assert first != next_day


def test_a_hash_cannot_be_made_without_the_secret_of_the_site(settings):
    readers.key_of.cache_clear()
    ours = readers.hashed(ADDRESS, BROWSER, NOON.date())
    settings.SECRET_KEY = "another"
    readers.key_of.cache_clear()

    theirs = readers.hashed(ADDRESS, BROWSER, NOON.date())

    readers.key_of.cache_clear()
    assert ours != theirs


@pytest.mark.parametrize("wish", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_who_wishes_not_to_be_tracked_is_not_and_so_counts_like_anybody(api, article, wish):
    assert reported(api, headers=wish).json() == {"counted": True}
    assert reported(api).json() == {"counted": False}


def test_no_cookie_is_set_or_looked_at(api, article):
    api.client.cookies["sessionid"] = "abc"
    first = reported(api)
    api.client.cookies["sessionid"] = "def"
    second = reported(api)

    assert [answer.json()["counted"] for answer in (first, second)] == [True, False]
    assert not first.cookies
