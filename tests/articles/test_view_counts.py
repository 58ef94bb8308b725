"""What was reported becomes counts: of hours, of days and in all, each report once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction

from articles import publishing, trash, view_counts
from articles.jobs import count_readings
from articles.models import Article, CountingState, DailyViews, HourlyViews, ViewReport, ViewTotal
from tests.articles.reporting import reported
from tests.builders import an_article

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
MIDNIGHT = NOON + timedelta(hours=12)
TODAY = NOON.date()
VIEWS = "/articles/news/views/"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def article():
    return an_article(slug="news", published_at=NOON - timedelta(days=40))


def stored(article: Article, *moments: datetime) -> None:
    ViewReport.objects.bulk_create(ViewReport(visit=uuid4(), at=at, article_id=article.pk) for at in moments)


def by_hour() -> dict[datetime, int]:
    return dict(HourlyViews.objects.values_list("hour", "count"))


def by_day() -> dict[date, int]:
    return dict(DailyViews.objects.values_list("day", "count"))


def totals() -> dict[str, int]:
    return dict(ViewTotal.objects.values_list("article__slug", "count"))


# What is answered -------------------------------------------------------------------------------------------


def test_nobody_has_read_yet(api, article):
    views = api.get(VIEWS)

    assert views["views"] == 0
    assert views["as_of"] == "2025-02-02T12:00:00+05:00"  # when it appeared
    assert views["by_day"][0] == {"date": "2025-02-13", "views": 0}
    assert views["by_day"][-1] == {"date": "2025-03-14", "views": 0}
    assert [day["views"] for day in views["by_day"]] == [0] * 30


def test_what_is_reported_shows_once_the_worker_has_counted_it(api, article):
    reported(api, address="192.0.2.1")
    reported(api, address="192.0.2.2")
    before = api.get(VIEWS)
    view_counts.fold(NOON)
    after = api.get(VIEWS)

    assert (before["views"], after["views"]) == (0, 2)
    assert after["as_of"] == "2025-03-14T12:00:00+05:00"
    assert after["by_day"][-1] == {"date": "2025-03-14", "views": 2}
    assert api.get("/articles/news/?fields=views") == {"views": 2}


def test_an_answer_lives_for_ten_seconds_and_no_longer_than_the_article_is_public(api, article):
    lives = [api.answer(VIEWS)["Cache-Control"]]

    publishing.withdraw(article, "It was wrong.", NOON + timedelta(seconds=4))
    lives.append(api.answer(VIEWS)["Cache-Control"])

    assert [each.partition(", stale-if-error")[0] for each in lives] == [
        "public, max-age=10, s-maxage=10, stale-while-revalidate=0",
        "public, max-age=4, s-maxage=4, stale-while-revalidate=0",
    ]


def test_of_thirty_days_each_shows_its_own(api, article):
    stored(article, NOON, NOON - timedelta(days=1), NOON - timedelta(days=29), NOON - timedelta(days=30))
    view_counts.fold(NOON)

    views = api.get(VIEWS)

    assert views["views"] == 4
    assert {day["date"]: day["views"] for day in views["by_day"] if day["views"]} == {
        "2025-02-13": 1,
        "2025-03-13": 1,
        "2025-03-14": 1,
    }


def test_caches_keep_it_for_ten_seconds_and_never_past_midnight(api, article, clock):
    at_noon = api.answer(VIEWS)
    clock.move_to(MIDNIGHT - timedelta(seconds=3))
    before_midnight = api.answer(VIEWS)

    assert "max-age=10, " in at_noon["Cache-Control"]
    assert "max-age=3, " in before_midnight["Cache-Control"]
    assert at_noon["Surrogate-Key"] == f"article:{article.pk}"


def test_an_unchanged_count_is_told_as_such(api, article):
    tag = api.answer(VIEWS)["ETag"]

    assert api.answer(VIEWS, 304, headers={"If-None-Match": tag}).content == b""


def test_fields_can_be_chosen(api, article):
    assert api.get(f"{VIEWS}?fields=views") == {"views": 0}


def test_views_of_what_is_not_public_are_not_told(api, problem, article):
    an_article(slug="draft", published_at=None)
    publishing.withdraw(article, "It was wrong.")

    assert problem("/articles/draft/views/", 404)["code"] == "not_found"
    assert problem(VIEWS, 410)["detail"] == "It was wrong."


def test_a_former_slug_leads_to_the_views_of_today(api, article):
    article.slug = "renamed"
    publishing.save(article)

    assert api.answer(VIEWS, 301)["Location"] == "http://127.0.0.1/api/v1/articles/renamed/views/"


# Hours, days and totals -------------------------------------------------------------------------------------


def test_an_hour_begins_as_utc_has_it_and_a_day_at_the_sites_midnight(article):
    second = timedelta(seconds=1)
    stored(article, MIDNIGHT - second, MIDNIGHT, MIDNIGHT + timedelta(hours=1) - second)

    assert view_counts.fold(MIDNIGHT) == 3

    assert by_hour() == {MIDNIGHT - timedelta(hours=1): 1, MIDNIGHT: 2}
    assert by_day() == {TODAY: 1, TODAY + timedelta(days=1): 2}
    assert totals() == {"news": 3}


def test_where_the_clock_is_set_back_no_hour_counts_twice(article, settings):
    settings.TIME_ZONE = "America/New_York"
    first = datetime(2024, 11, 3, 5, 30, tzinfo=UTC)  # 01:30 for the first time
    stored(article, first, first + timedelta(hours=1), first + timedelta(hours=23, minutes=29))

    view_counts.fold(NOON)

    assert by_hour() == {
        datetime(2024, 11, 3, 5, tzinfo=UTC): 1,
        datetime(2024, 11, 3, 6, tzinfo=UTC): 1,
        datetime(2024, 11, 4, 4, tzinfo=UTC): 1,
    }
    assert by_day() == {date(2024, 11, 3): 3}


def test_later_reports_add_to_the_same_hour(article):
    stored(article, NOON)
    view_counts.fold(NOON)
    stored(article, NOON + timedelta(minutes=59), NOON + timedelta(minutes=59))

    assert view_counts.fold(NOON + timedelta(hours=1)) == 2

    assert by_hour() == {NOON: 3}
    assert by_day() == {TODAY: 3}
    assert totals() == {"news": 3}


def test_each_article_has_its_own_counts(article):
    another = an_article(slug="another")
    stored(article, NOON)
    stored(another, NOON, NOON)

    view_counts.fold(NOON)

    assert totals() == {"news": 1, "another": 2}


def test_what_was_reported_of_a_deleted_article_is_dropped(article):
    another = an_article(slug="another")
    stored(another, NOON)
    stored(article, NOON)
    another.delete()

    assert view_counts.fold(NOON) == 1

    assert totals() == {"news": 1}
    assert not ViewReport.objects.filter(folded=False).exists()


def test_what_lies_in_the_trash_keeps_its_readers(article):
    stored(article, NOON)
    trash.put_in(article)
    view_counts.fold(NOON)
    trash.take_out(article)

    assert totals() == {"news": 1}


# Once -------------------------------------------------------------------------------------------------------


def test_nothing_is_counted_twice(article):
    stored(article, NOON)
    view_counts.fold(NOON)

    assert view_counts.fold(NOON) == 0

    assert totals() == {"news": 1}


def test_a_count_that_is_lost_half_way_has_marked_nothing(article):
    stored(article, NOON)
    with transaction.atomic():
        view_counts.fold(NOON)
        transaction.set_rollback(True)

    assert totals() == {"news": 0}
    assert view_counts.fold(NOON) == 1
    assert totals() == {"news": 1}


def test_a_worker_that_was_away_for_days_counts_all_of_them(article):
    stored(article, *(NOON - number * timedelta(hours=12) for number in range(14)))

    assert view_counts.fold(NOON) == 14

    assert totals() == {"news": 14}
    assert by_day() == {TODAY - timedelta(days=back): 2 for back in range(7)}


def test_the_job_counts_and_forgets_its_earlier_turns(article):
    stored(article, NOON)

    count_readings(timestamp=0)

    assert totals() == {"news": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'ticks'")
        assert cursor.fetchone() == (0,)


# Up to when -------------------------------------------------------------------------------------------------


def test_while_nobody_reads_it_is_noted_once_a_minute(article):
    moments = [NOON, NOON + timedelta(seconds=60), NOON + timedelta(seconds=61)]
    noted = []
    for moment in moments:
        view_counts.fold(moment)
        noted.append(CountingState.objects.get().as_of)

    assert noted == [NOON, NOON, NOON + timedelta(seconds=61)]


def test_what_is_read_is_noted_at_once_and_never_for_an_earlier_moment(article):
    view_counts.fold(NOON)
    stored(article, NOON)
    view_counts.fold(NOON + timedelta(seconds=5))
    stored(article, NOON)
    view_counts.fold(NOON - timedelta(hours=1))  # by a clock that was set back

    assert CountingState.objects.get().as_of == NOON + timedelta(seconds=5)


# Readings of elsewhere --------------------------------------------------------------------------------------


def test_a_total_of_elsewhere_raises_and_never_lowers(article):
    view_counts.raise_totals({article.pk: 7})
    view_counts.raise_totals({article.pk: 5})

    assert totals() == {"news": 7}


def test_hours_of_elsewhere_add_to_hours_and_days_and_leave_the_total(article):
    view_counts.add_hours([(article.pk, NOON, 2), (article.pk, MIDNIGHT, 3)])
    view_counts.add_hours([(article.pk, NOON, 5)])

    assert by_hour() == {NOON: 7, MIDNIGHT: 3}
    assert by_day() == {TODAY: 7, TODAY + timedelta(days=1): 3}
    assert totals() == {"news": 0}


def test_a_total_that_cannot_grow_does_not_keep_others_from_being_counted(article):
    full = an_article(slug="full", published_at=NOON - timedelta(days=40), views=2**63 - 1)
    stored(full, NOON)
    stored(article, NOON)

    assert view_counts.fold(NOON) == 2

    assert totals() == {"full": 2**63 - 1, "news": 1}
