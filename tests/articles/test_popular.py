from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
import time_machine
from django.db import connection

from articles import publishing, rankings, trash
from articles.models import Ranking, RankingTurn
from articles.view_counts import add_hours, fold
from tests.builders import a_section, an_article, ranked, read
from tests.conftest import API

NOON = datetime(2025, 3, 14, 12, 30, tzinfo=ZoneInfo("Asia/Tashkent"))
OLD = NOON - timedelta(days=400)


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


class AfterRanking(API):
    """Asks once the worker has ranked what was read so far."""

    def answer(self, path, status=200, **options):
        ranked(NOON)
        return super().answer(path, status, **options)


@pytest.fixture
def api(db):
    return AfterRanking()


def an_article_read(title: str, times: int, at: datetime = NOON, **fields):
    article = an_article(title, **{"published_at": OLD, **fields})
    read(article, times, at)
    return article


def test_shows_the_most_read_first_with_its_readings(api):
    an_article_read("Some", 5)
    most = an_article_read("Most", 7)
    read(most, 4, NOON - timedelta(hours=2))
    an_article_read("Few", 1)
    an_article("None", published_at=OLD, views=900)

    cards = api.get("/popular/?locale=en")["results"]

    assert [(card["title"], card["views_in_window"]) for card in cards] == [
        ("Most", 11),
        ("Some", 5),
        ("Few", 1),
    ]


def test_of_equally_read_the_newer_comes_first(api):
    an_article_read("Older", 3, published_at=OLD - timedelta(days=1))
    an_article_read("Newer", 3)

    assert api.titles("/popular/?locale=en") == ["Newer", "Older"]


@pytest.mark.parametrize(
    ("window", "titles"),
    [
        ("1h", ["Now"]),
        ("24h", ["Hours ago", "Now"]),
        ("7d", ["Days ago", "Hours ago", "Now"]),
        ("30d", ["Weeks ago", "Days ago", "Hours ago", "Now"]),
    ],
)
def test_a_window_counts_what_was_read_within_it(api, window, titles):
    an_article_read("Now", 1)
    an_article_read("Hours ago", 2, NOON - timedelta(hours=20))
    an_article_read("Days ago", 3, NOON - timedelta(days=6))
    an_article_read("Weeks ago", 4, NOON - timedelta(days=29))
    an_article_read("Months ago", 5, NOON - timedelta(days=31))

    assert api.titles(f"/popular/?locale=en&window={window}") == titles


def test_a_day_is_the_window_unless_another_is_asked(api):
    an_article_read("Now", 1)
    an_article_read("Two days ago", 2, NOON - timedelta(days=2))

    assert api.get("/popular/?locale=en") == api.get("/popular/?locale=en&window=24h")
    assert api.titles("/popular/?locale=en") == ["Now"]


def test_never_shows_what_is_not_public(api):
    an_article_read("Draft", 9, published_at=None)
    an_article_read("Scheduled", 9, published_at=NOON + timedelta(seconds=1))
    an_article_read("Withdrawn", 9, withdrawn_at=NOON, withdrawn_reason="It was wrong.")
    an_article_read("Public", 1)

    assert api.titles("/popular/?locale=en") == ["Public"]


def test_shows_one_edition_only(api):
    an_article_read("English", 1)
    an_article_read("Русский", 9, language="ru")

    assert api.titles("/popular/?locale=en") == ["English"]
    assert api.titles("/popular/", headers={"Accept-Language": "ru"}) == ["Русский"]
    assert api.titles("/popular/?locale=uz") == []


def test_sections_narrow_it_by_slug_or_id(api):
    world, sport = a_section("world"), a_section("sport")
    an_article_read("World", 3, section=world)
    an_article_read("Sport", 2, section=sport)
    an_article_read("Nowhere", 1)

    assert api.titles("/popular/?locale=en&section=world") == ["World"]
    assert api.titles(f"/popular/?locale=en&section={sport.pk}") == ["Sport"]
    assert api.titles("/popular/?locale=en&section=world,sport") == ["World", "Sport"]
    assert api.titles("/popular/?locale=en&section=world&section=sport") == []
    assert api.titles("/popular/?locale=en&section=unknown") == []


def test_has_twenty_articles_or_as_many_as_are_asked(api):
    for number in range(22):
        an_article_read(f"No {number}", 100 - number)

    page = api.get("/popular/?locale=en")

    assert [card["title"] for card in page["results"]] == [f"No {number}" for number in range(20)]
    assert (page["next"], page["previous"]) == (None, None)
    assert api.titles("/popular/?locale=en&page_size=2") == ["No 0", "No 1"]
    assert len(api.titles("/popular/?locale=en&page_size=100")) == 22


def test_a_card_is_that_of_the_list_of_articles(api):
    an_article_read("One", 3, section=a_section())
    [in_list] = api.get("/articles/?locale=en")["results"]

    [card] = api.get("/popular/?locale=en")["results"]

    assert card == {**in_list, "views_in_window": 3}


@pytest.mark.parametrize(
    ("query", "parameter", "suggestion"),
    [
        ("window=2h", "window", "24h"),
        ("window=", "window", None),
        ("section=World", "section", None),
        ("page_size=101", "page_size", None),
        ("page=2", "page", "page_size"),
        ("tag=a", "tag", None),
    ],
)
def test_refuses_what_has_no_meaning_here(problem, query, parameter, suggestion):
    [error] = problem(f"/popular/?{query}", 400)["errors"]

    assert error["parameter"] == parameter
    assert error.get("suggestion") == suggestion


# Rankings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "&section=world", "&section=world,sport", "&page_size=100", "&window=30d"]
)
def test_costs_two_queries(django_assert_num_queries, query):
    world = a_section("world")
    for number in range(30):
        an_article_read(f"No {number}", number + 1, section=world)
    ranked(NOON)
    API().get(f"/popular/?locale=en{query}")

    with django_assert_num_queries(2):  # places in the rankings, cards
        API().get(f"/popular/?locale=en{query}")


@pytest.mark.parametrize("query", ["", "&section=world", "&section=unknown", "&section=world&section=sport"])
def test_without_a_ranking_it_is_empty_and_adds_nothing_up(django_assert_num_queries, query):
    an_article_read("Not ranked yet", 1, section=a_section("world"))

    with django_assert_num_queries(2):  # places in the rankings, the next publication
        titles = API().titles(f"/popular/?locale=en{query}")

    assert titles == []


@pytest.mark.parametrize("query", ["", "&section=world"])
def test_a_ranking_is_kept_until_the_worker_makes_it_anew(query):
    article = an_article_read("First", 2, section=a_section("world"))
    ranked(NOON)
    read(article, 3, NOON)

    [before] = API().get(f"/popular/?locale=en{query}")["results"]
    ranked(NOON)
    [after] = API().get(f"/popular/?locale=en{query}")["results"]

    assert (before["views_in_window"], after["views_in_window"]) == (2, 5)


def test_while_no_worker_runs_the_last_ranking_is_shown(clock):
    an_article_read("First", 1)
    ranked(NOON)

    clock.shift(timedelta(days=40))

    assert API().titles("/popular/?locale=en&window=1h") == ["First"]


def test_rankings_forget_what_falls_out_of_their_window(clock):
    an_article_read("First", 1, section=a_section("world"))
    ranked(NOON)
    clock.shift(timedelta(hours=3))
    ranked(NOON + timedelta(hours=3))

    assert API().titles("/popular/?locale=en&window=1h") == []
    assert API().titles("/popular/?locale=en&window=1h&section=world") == []
    assert API().titles("/popular/?locale=en&window=24h&section=world") == ["First"]


@pytest.mark.parametrize("query", ["", "&section=world"])
def test_behind_what_is_withdrawn_the_next_ones_are_found(monkeypatch, query):
    monkeypatch.setattr(rankings, "KEPT", 2)
    world = a_section("world")
    for number in range(4):
        withdrawn = {"withdrawn_at": NOON, "withdrawn_reason": "Wrong."}
        an_article_read(f"Withdrawn {number}", 9 - number, section=world, **withdrawn)
    an_article_read("First", 4, section=world)
    an_article_read("Second", 3, section=world)
    an_article_read("Third", 2, section=world)
    ranked(NOON)

    assert API().titles(f"/popular/?locale=en{query}") == ["First", "Second"]


# What is public, without the worker -------------------------------------------------------------------------


def test_what_becomes_public_or_is_withdrawn_shows_at_that_second(clock):
    an_article_read("Scheduled", 3, published_at=NOON + timedelta(seconds=30))
    an_article_read("Withdrawn", 2, withdrawn_at=NOON + timedelta(seconds=30), withdrawn_reason="Wrong.")
    an_article_read("Public", 1)
    ranked(NOON)

    clock.move_to(NOON + timedelta(seconds=29))
    before = API().titles("/popular/?locale=en")
    clock.move_to(NOON + timedelta(seconds=30))
    after = API().titles("/popular/?locale=en")

    assert before == ["Withdrawn", "Public"]
    assert after == ["Scheduled", "Public"]


@pytest.mark.parametrize(
    ("away", "back"),
    [
        (lambda article: publishing.withdraw(article, "Wrong."), publishing.put_back),
        (trash.put_in, trash.take_out),
    ],
    ids=["withdrawn and put back", "into the trash and out of it"],
)
@pytest.mark.parametrize("query", ["", "&section=world"])
def test_what_the_newsroom_takes_away_is_gone_at_once_and_what_it_puts_back_is_there(away, back, query):
    article = an_article_read("First", 3, section=a_section("world"))
    ranked(NOON)

    away(article)
    gone = API().titles(f"/popular/?locale=en{query}")
    ranked(NOON)
    back(article)
    there = API().titles(f"/popular/?locale=en{query}")

    assert (gone, there) == ([], ["First"])


@pytest.mark.parametrize("before", ["world", None])
def test_an_article_that_is_moved_takes_its_place_along(before):
    sport = a_section("sport")
    an_article_read("Less", 2, section=sport)
    an_article_read("More", 4, section=sport)
    article = an_article_read("Moved", 3, section=a_section(before) if before else None)
    ranked(NOON)
    article.section = sport
    publishing.save(article)

    cards = API().get("/popular/?locale=en&section=sport")["results"]

    assert [(card["title"], card["views_in_window"]) for card in cards] == [
        ("More", 4),
        ("Moved", 3),
        ("Less", 2),
    ]
    assert API().titles("/popular/?locale=en&section=world") == []
    assert API().titles("/popular/?locale=en") == ["More", "Moved", "Less"]


def test_an_article_that_is_moved_to_and_fro_is_shown_once():
    world, sport = a_section("world"), a_section("sport")
    article = an_article_read("Moved", 3, section=world)
    ranked(NOON)
    for section in (sport, world, sport, None, world):
        article.section = section
        publishing.save(article)

    assert API().titles("/popular/?locale=en&section=world") == ["Moved"]
    assert API().titles("/popular/?locale=en&section=world,sport") == ["Moved"]
    assert API().titles("/popular/?locale=en&section=sport") == []


def test_an_article_that_is_moved_to_a_new_section_is_there_at_once():
    article = an_article_read("Moved", 3, section=a_section("world"))
    ranked(NOON)
    article.section = a_section("new")
    publishing.save(article)

    before_ranking = API().titles("/popular/?locale=en&section=new")
    ranked(NOON)

    assert before_ranking == ["Moved"]
    assert API().titles("/popular/?locale=en&section=new") == ["Moved"]


# Caches -----------------------------------------------------------------------------------------------------


def test_caches_keep_it_a_minute_and_purge_it_by_name(api):
    article = an_article_read("First", 1)

    answer = api.answer("/popular/?locale=en")

    assert answer["Cache-Control"] == (
        "public, max-age=30, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"
    )
    assert answer["Surrogate-Key"] == f"article:{article.pk} ranked:en edition:en"


def test_no_cache_keeps_it_past_a_publication(api):
    an_article_read("First", 1)
    an_article("Scheduled", published_at=NOON + timedelta(seconds=20))

    answer = api.answer("/popular/?locale=en")

    assert answer["Cache-Control"].startswith("public, max-age=20, s-maxage=20, stale-while-revalidate=0,")


def test_an_answer_that_has_not_changed_is_not_sent_again(api):
    an_article_read("First", 1)
    known = api.answer("/popular/?locale=en")["ETag"]

    assert api.answer("/popular/?locale=en", 304, headers={"If-None-Match": known}).content == b""


# When a window begins ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "length"),
    [
        ("1h", timedelta(hours=1)),
        ("24h", timedelta(hours=24)),
        ("7d", timedelta(days=7)),
        ("30d", timedelta(days=30)),
    ],
)
def test_a_window_begins_at_its_second_where_reports_are_still_there(api, window, length):
    article = an_article("News", published_at=OLD)
    fold(NOON - timedelta(days=60))
    read(article, 8, NOON - length - timedelta(seconds=1))
    read(article, 4, NOON - length)
    read(article, 2, NOON - length + timedelta(minutes=20))
    read(article, 1, NOON)

    [card] = api.get(f"/popular/?locale=en&window={window}")["results"]

    assert card["views_in_window"] == 7


@pytest.mark.parametrize(
    ("window", "length"),
    [("1h", timedelta(hours=1)), ("24h", timedelta(hours=24)), ("7d", timedelta(days=7))],
)
def test_where_reports_are_gone_the_first_hour_counts_whole(api, window, length):
    article = an_article("News", published_at=OLD)
    begin = (NOON - length).replace(minute=0)
    add_hours(
        [
            (article.pk, begin - timedelta(hours=1), 4),
            (article.pk, begin, 2),
            (article.pk, NOON.replace(minute=0), 1),
        ]
    )

    [card] = api.get(f"/popular/?locale=en&window={window}")["results"]

    assert card["views_in_window"] == 3


@pytest.mark.parametrize("clocks", ["00:00:00", "00:00:01", "00:10:00", "00:59:59", "01:00:00", "23:59:59"])
@pytest.mark.parametrize(("window", "hours"), [("1h", 1), ("24h", 24)])
@pytest.mark.parametrize("zone", ["Asia/Tashkent", "Asia/Kolkata", "America/New_York"])
def test_windows_are_right_on_both_sides_of_midnight(clock, settings, zone, window, hours, clocks):
    settings.TIME_ZONE = zone
    now = datetime.combine(NOON.date(), time.fromisoformat(clocks), ZoneInfo(zone))
    begin = now - timedelta(hours=hours)
    article = an_article("News", published_at=OLD)
    fold(now - timedelta(days=60))
    read(article, 8, begin - timedelta(microseconds=1))
    read(article, 4, begin)
    read(article, 2, begin + timedelta(minutes=30))
    read(article, 1, now)
    clock.move_to(now)
    ranked(now)

    [card] = API().get(f"/popular/?locale=en&window={window}")["results"]

    assert card["views_in_window"] == 7


def test_a_window_counts_each_hour_once_where_clocks_are_changed(clock, settings):
    settings.TIME_ZONE = "America/New_York"
    now = datetime(2025, 3, 9, 12, 30, tzinfo=ZoneInfo("America/New_York"))  # clocks were put forward at 2
    article = an_article("News", published_at=OLD)
    for hour in range(30):
        read(article, 1, now.astimezone(UTC) - timedelta(hours=hour, minutes=15))
    clock.move_to(now)
    ranked(now)

    [card] = API().get("/popular/?locale=en&window=24h")["results"]

    assert card["views_in_window"] == 25  # where reports are gone the first hour counts whole


# The worker's turns -----------------------------------------------------------------------------------------


def test_each_ranking_is_made_at_the_first_turn(db):
    assert rankings.renew(NOON) == ["1h", "24h", "7d", "30d", "trending"]


def test_rankings_are_made_again_once_more_was_read():
    article = an_article_read("First", 1)
    rankings.renew(NOON)
    fold(NOON + timedelta(seconds=10))

    unchanged = rankings.renew(NOON + timedelta(seconds=10))
    read(article, 1, NOON + timedelta(seconds=15))
    changed = rankings.renew(NOON + timedelta(seconds=15))

    assert unchanged == []
    assert changed == ["1h", "24h", "7d", "30d", "trending"]


def test_a_ranking_takes_no_more_than_a_twentieth_of_the_time():
    article = an_article_read("First", 1)
    rankings.renew(NOON)
    RankingTurn.objects.filter(kind="30d").update(seconds=2)

    read(article, 1, NOON + timedelta(seconds=39))
    early = rankings.renew(NOON + timedelta(seconds=39))
    in_time = rankings.renew(NOON + timedelta(seconds=40))

    assert early == ["1h", "24h", "7d", "trending"]
    assert in_time == ["30d"]


def test_without_readers_windows_move_on_all_the_same():
    an_article_read("First", 1, NOON - timedelta(minutes=59))
    rankings.renew(NOON)

    early = rankings.renew(NOON + timedelta(seconds=59))
    in_time = rankings.renew(NOON + timedelta(seconds=60))

    assert early == []
    assert in_time == ["1h", "24h", "7d", "30d", "trending"]


def test_a_ranking_that_says_the_same_is_not_written_again():
    an_article_read("First", 1)
    ranked(NOON)
    ranked(NOON + timedelta(minutes=1))

    assert {each.as_of for each in Ranking.objects.filter(kind="24h")} == {NOON}


def test_while_another_worker_ranks_this_one_goes_on():
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [rankings.RANKING])

        assert rankings.renew(NOON) == []
