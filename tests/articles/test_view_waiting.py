"""Who waits for whom: a reader for nobody but himself, and whoever counts for nobody at all."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction

from articles import report_days, view_counts
from articles.models import HourlyViews, ViewReport, ViewTotal
from articles.readers import Reader
from tests.articles.reporting import reported
from tests.builders import an_article

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
REPORT = "SELECT outcome FROM articles_report_view('news', NULL, %s, NULL, %s, false)"
A_READER = Reader(b"a" * 16, None)


@pytest.fixture(autouse=True)
def clock(transactional_db):
    ViewReport.objects.all().delete()  # Django's flush does not know its tables
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock
    ViewReport.objects.all().delete()


@pytest.fixture
def article():
    return an_article(slug="news", published_at=NOON - timedelta(days=1))


@pytest.fixture(autouse=True)
def impatient(clock):
    """Whoever would wait for a lock in this test fails."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        yield
        cursor.execute("RESET lock_timeout")


@contextmanager
def at_the_same_time(statement, values=()):
    """Somebody else has run the statement, and his transaction goes on."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(statement, values)
        yield
    other.rollback()
    other.close()


def count_of(article) -> int:
    return ViewTotal.objects.get(article=article).count


# Readers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (REPORT, [b"b" * 16, NOON]),
        (view_counts.FOLD, {"zone": "UTC", "most": view_counts.MOST}),
        ("SELECT FROM articles_article FOR UPDATE", []),
        ("UPDATE articles_viewtotal SET count = count + 1", []),
        ("LOCK TABLE articles_viewreport IN SHARE UPDATE EXCLUSIVE MODE", []),  # such as VACUUM
    ],
    ids=["another reader", "the count", "an editor", "an import", "a vacuum"],
)
def test_a_report_does_not_wait_for(api, article, statement, values):
    view_counts.report("news", A_READER, NOON)

    with at_the_same_time(statement, values):
        answer = reported(api)

    assert answer.json() == {"counted": True}


def test_of_reports_of_one_reader_at_the_same_time_one_counts(article):
    def report(_):
        try:
            return view_counts.report("news", A_READER, NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        counted = list(threads.map(report, range(40)))

    assert counted.count(True) == 1
    assert ViewReport.objects.count() == 1


# Whoever counts ---------------------------------------------------------------------------------------------


def test_who_counts_leaves_it_to_whoever_counts_already(article):
    view_counts.report("news", A_READER, NOON)

    with at_the_same_time("SELECT pg_advisory_xact_lock(%s)", [view_counts.FOLDING]):
        meanwhile = view_counts.fold(NOON)

    assert (meanwhile, view_counts.fold(NOON)) == (None, 1)
    assert count_of(article) == 1


@pytest.mark.parametrize(
    "statement", ["SELECT FROM articles_article FOR UPDATE", "UPDATE articles_viewtotal SET count = count"]
)
def test_who_counts_gives_way_to_whoever_changes_the_article(article, statement):
    view_counts.report("news", A_READER, NOON)

    with at_the_same_time(statement):
        meanwhile = view_counts.fold(NOON)
    nothing_yet = (count_of(article), HourlyViews.objects.count())

    assert (meanwhile, nothing_yet) == (None, (0, 0))
    assert view_counts.fold(NOON) == 1
    assert count_of(article) == 1


def test_a_total_of_elsewhere_and_a_count_at_the_same_time_are_both_kept(article):
    view_counts.report("news", A_READER, NOON)
    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        view_counts.raise_totals({article.pk: 7})
        meanwhile = threads.submit(fold_and_leave)
        assert meanwhile.result() is None

    assert view_counts.fold(NOON) == 1
    assert count_of(article) == 8


def fold_and_leave():
    try:
        return view_counts.fold(NOON)
    finally:
        connection.close()


def test_a_table_that_somebody_reads_is_emptied_later(article):
    ViewReport.objects.create(visit=uuid4(), at=NOON - timedelta(days=2), article_id=article.pk)
    view_counts.fold(NOON)

    with at_the_same_time("SELECT FROM articles_viewreport"):
        meanwhile = report_days.empty(NOON)

    assert meanwhile == []
    assert len(report_days.empty(NOON)) == 1
