from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from tests.builders import an_article

pytestmark = pytest.mark.django_db
TASHKENT = ZoneInfo("Asia/Tashkent")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TASHKENT)


def label(api, published: str, now: str, locale: str) -> str:
    """The label that a reader of this locale sees, both times in Tashkent."""
    an_article(slug="report", published_at=at(published))
    with time_machine.travel(at(now), tick=False):
        return api.get(f"/articles/report/?locale={locale}")["published_label"]


@pytest.mark.parametrize(
    ("locale", "today", "yesterday", "this_year", "earlier"),
    [
        ("en", "Today, 13:27", "Yesterday, 13:27", "14 March, 12:05", "14 March 2024, 12:05"),
        ("ru", "Сегодня, 13:27", "Вчера, 13:27", "14 марта, 12:05", "14 марта 2024\u202fг., 12:05"),
        ("uz", "Bugun, 13:27", "Kecha, 13:27", "14-mart, 12:05", "14-mart, 2024, 12:05"),
        ("uz-Cyrl", "Бугун, 13:27", "Кеча, 13:27", "14 март, 12:05", "14 март, 2024, 12:05"),
    ],
)
def test_a_label_says_the_day_as_readers_do(api, locale, today, yesterday, this_year, earlier):
    moments = ["2025-06-09T13:27", "2025-06-08T13:27", "2025-03-14T12:05", "2024-03-14T12:05"]
    for moment in moments:
        an_article("A", language=locale[:2], published_at=at(moment))

    with time_machine.travel(at("2025-06-09T20:00"), tick=False):
        cards = api.get(f"/articles/?locale={locale}")["results"]

    assert [card["published_label"] for card in cards] == [today, yesterday, this_year, earlier]


@pytest.mark.parametrize(
    ("published", "now", "shown"),
    [
        ("2025-06-09T00:00:00", "2025-06-09T23:59:59", "Today, 00:00"),
        ("2025-06-08T23:59:59", "2025-06-09T00:00:00", "Yesterday, 23:59"),
        ("2025-06-08T00:00:00", "2025-06-09T23:59:59", "Yesterday, 00:00"),
        ("2025-06-07T23:59:59", "2025-06-09T00:00:00", "7 June, 23:59"),
        ("2024-12-31T23:59:59", "2025-01-01T00:00:00", "Yesterday, 23:59"),
        ("2024-12-30T23:59:59", "2025-01-01T00:00:00", "30 December 2024, 23:59"),
        ("2025-01-01T00:00:00", "2025-12-31T23:59:59", "1 January, 00:00"),
        ("2024-02-29T09:05:00", "2024-03-01T00:00:00", "Yesterday, 09:05"),
        ("1898-05-01T09:05:00", "2025-06-09T12:00:00", "1 May 1898, 09:05"),
    ],
)
def test_days_change_at_midnight_in_tashkent(api, published, now, shown):
    assert label(api, published, now, "en") == shown


def test_a_label_changes_at_midnight_by_itself(api):
    an_article(slug="report", published_at=at("2025-06-09T13:27"))

    with time_machine.travel(at("2025-06-09T23:59:59"), tick=False):
        before = api.get("/articles/report/")["published_label"]
    with time_machine.travel(at("2025-06-10T00:00:00"), tick=False):
        after = api.get("/articles/report/")["published_label"]

    assert (before, after) == ("Today, 13:27", "Yesterday, 13:27")


@pytest.mark.parametrize(
    ("locale", "today", "yesterday", "earlier"),
    [
        ("en", "Today", "Yesterday", "7 June"),
        ("ru", "Сегодня", "Вчера", "7 июня"),
        ("uz", "Bugun", "Kecha", "7-iyun"),
        ("uz-Cyrl", "Бугун", "Кеча", "7 июн"),
    ],
)
def test_the_ticker_names_the_day_of_its_news(api, locale, today, yesterday, earlier):
    an_article(language=locale[:2], published_at=at("2025-06-07T10:00"))
    labels = []
    for day in ["2025-06-07T12:00", "2025-06-08T12:00", "2025-06-09T12:00"]:
        with time_machine.travel(at(day), tick=False):
            labels.append(api.get(f"/ticker/?locale={locale}")["label"])

    assert labels == [today, yesterday, earlier]


@pytest.fixture
def in_zone(settings):
    """Runs the site in another zone, as TIME_ZONE does at the start."""

    def in_zone(name: str) -> None:
        settings.DATABASES["default"]["TIME_ZONE"] = settings.TIME_ZONE = name
        connection.settings_dict["TIME_ZONE"] = name
        forget_zone()

    yield in_zone
    in_zone("Asia/Tashkent")


def forget_zone() -> None:
    for name in ("timezone", "timezone_name"):
        connection.__dict__.pop(name, None)
    connection.ensure_timezone()


@pytest.mark.parametrize(
    ("zone", "published_at", "shown"),
    [
        ("Asia/Tashkent", "2025-06-09T01:30:00+05:00", "Today, 01:30"),
        ("Europe/Berlin", "2025-06-08T22:30:00+02:00", "Yesterday, 22:30"),
        ("America/New_York", "2025-06-08T16:30:00-04:00", "Yesterday, 16:30"),
        ("Asia/Kathmandu", "2025-06-09T02:15:00+05:45", "Today, 02:15"),
    ],
)
def test_times_and_labels_are_those_of_the_sites_zone(api, in_zone, zone, published_at, shown):
    moment = at("2025-06-09T01:30")
    an_article(slug="report", published_at=moment)
    in_zone(zone)

    with time_machine.travel(moment + timedelta(hours=10), tick=False):
        article = api.get("/articles/report/?locale=en")

    assert article["published_at"] == published_at
    assert article["published_label"] == shown
