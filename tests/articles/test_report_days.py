"""Reports are kept for a day and an hour, and then dropped a whole table at a time, once they are counted."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from articles import report_days, view_counts
from articles.jobs import empty_report_days
from articles.models import CountingState, ViewReport, ViewTotal
from tests.articles.reporting import reported
from tests.builders import an_article

NOON = datetime(2025, 3, 14, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def article(db):
    return an_article(slug="news", published_at=NOON - timedelta(days=60))


def read_at(article, *moments):
    """The article was read, and the worker has counted it."""
    stored(article, *moments)
    view_counts.fold(NOON - timedelta(days=30))


def stored(article, *moments):
    ViewReport.objects.bulk_create(ViewReport(visit=uuid4(), at=at, article_id=article.pk) for at in moments)


def table_of(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM articles_viewreport WHERE at = %s", [at])
        return cursor.fetchone()[0]


def moments_kept() -> list[datetime]:
    return list(ViewReport.objects.order_by("at").values_list("at", flat=True))


def test_days_as_utc_has_them_lie_in_three_tables_in_turn(article):
    midnights = [datetime(2025, 3, day, tzinfo=UTC) for day in (14, 15, 16, 17)]
    stored(article, *midnights, midnights[1] - SECOND)

    first, second, third, fourth = (table_of(midnight) for midnight in midnights)

    assert {first, second, third} == set(report_days.TABLES)
    assert fourth == first
    assert table_of(midnights[1] - SECOND) == first


def test_a_table_is_emptied_when_its_last_report_is_older_than_a_day_and_an_hour(article):
    read_at(article, NOON - HOUR, NOON)
    table = table_of(NOON)

    in_time = report_days.empty(NOON + DAY + HOUR - SECOND)
    over = report_days.empty(NOON + DAY + HOUR)

    assert (in_time, over) == ([], [table])
    assert moments_kept() == []


def test_it_gives_its_room_back(article):
    read_at(article, NOON - 2 * DAY)
    table = table_of(NOON - 2 * DAY)

    report_days.empty(NOON)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s)", [table])
        assert cursor.fetchone() == (0,)


def test_the_counts_stay(article):
    read_at(article, NOON - 2 * DAY)

    report_days.empty(NOON)

    assert ViewTotal.objects.get(article=article).count == 1


def test_what_is_not_counted_yet_keeps_its_table(article):
    read_at(article, NOON - 2 * DAY)
    stored(article, NOON - 2 * DAY + HOUR)

    before = report_days.empty(NOON)
    view_counts.fold(NOON)

    assert before == []
    assert len(report_days.empty(NOON)) == 1


def test_days_that_are_needed_stay(article):
    read_at(article, NOON - 2 * DAY, NOON - DAY, NOON)

    report_days.empty(NOON)

    assert moments_kept() == [NOON - DAY, NOON]


def test_after_a_worker_was_away_for_days_all_is_counted_and_then_dropped(article):
    moments = [NOON - back * DAY for back in reversed(range(8))]
    stored(article, *moments)

    before = report_days.empty(NOON)
    assert view_counts.fold(NOON) == 8
    after = report_days.empty(NOON)

    # Of the tables of yesterday and of today, the older days are dropped with the next turn of each.
    assert (before, after) == ([], [table_of_third_day()])
    assert moments_kept() == [at for at in moments if at not in (NOON - 2 * DAY, NOON - 5 * DAY)]
    assert report_days.empty(NOON + 2 * DAY) != []
    assert moments_kept() == []


def table_of_third_day() -> str:
    days = (NOON.date() - datetime(1, 1, 1, tzinfo=UTC).date()).days
    return f"articles_viewreport_{(days - 2) % 3}"


def test_a_report_from_a_clock_that_was_far_ahead_keeps_no_table(article):
    read_at(article, NOON - 2 * DAY, NOON + 3 * 365 * DAY + DAY)  # in the same table
    assert table_of(NOON - 2 * DAY) == table_of(NOON + 3 * 365 * DAY + DAY)

    report_days.empty(NOON)

    assert moments_kept() == []
    assert ViewTotal.objects.get(article=article).count == 2


def test_it_is_noted_since_when_reports_are_there(article):
    read_at(article, NOON - 2 * DAY)

    report_days.empty(NOON)
    report_days.empty(NOON + HOUR)  # nothing to do

    assert CountingState.objects.get().reports_since == NOON - DAY - HOUR


@time_machine.travel(NOON, tick=False)
def test_the_job_empties_and_readers_go_on(api, article):
    read_at(article, NOON - 2 * DAY)

    empty_report_days(timestamp=0)

    assert reported(api).json() == {"counted": True}
    assert moments_kept() == [NOON]
