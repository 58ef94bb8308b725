from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from articles import rankings
from articles.models import RankingTurn
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


@pytest.fixture(params=[API, AfterRanking], ids=["by sums", "by rankings"])
def api(db, request):
    return request.param()


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


@pytest.mark.parametrize("query", ["", "&section=world", "&page_size=100", "&window=30d"])
def test_once_ranked_it_costs_two_queries(django_assert_num_queries, query):
    world = a_section("world")
    for number in range(30):
        an_article_read(f"No {number}", number + 1, section=world)
    ranked(NOON)
    API().get(f"/popular/?locale=en{query}")

    with django_assert_num_queries(2):  # places in the ranking, cards
        API().get(f"/popular/?locale=en{query}")


@pytest.mark.parametrize("query", ["", "&section=world"])
def test_a_ranking_is_kept_until_the_worker_makes_it_anew(query):
    article = an_article_read("First", 2, section=a_section("world"))
    ranked(NOON)
    read(article, 3, NOON)

    [before] = API().get(f"/popular/?locale=en{query}")["results"]
    ranked(NOON)
    [after] = API().get(f"/popular/?locale=en{query}")["results"]

    assert (before["views_in_window"], after["views_in_window"]) == (2, 5)


def test_what_becomes_public_or_is_withdrawn_shows_at_that_second_without_the_worker(clock):
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


def test_an_article_that_was_moved_is_not_shown_in_its_old_section():
    article = an_article_read("Moved", 3, section=a_section("world"))
    ranked(NOON)
    article.section = a_section("sport")
    article.save()

    assert API().titles("/popular/?locale=en&section=world") == []
    assert API().titles("/popular/?locale=en") == ["Moved"]


@pytest.mark.parametrize("query", ["", "&section=world"])
def test_behind_a_ranking_that_is_not_public_the_next_ones_are_found(monkeypatch, query):
    monkeypatch.setattr(rankings, "KEPT", 2)
    world = a_section("world")
    an_article_read("Draft of the first", 5, section=world, withdrawn_at=NOON, withdrawn_reason="Wrong.")
    an_article_read("First", 4, section=world)
    an_article_read("Second", 3, section=world)
    ranked(NOON)

    assert API().titles(f"/popular/?locale=en{query}&page_size=1") == ["First"]
    assert API().titles(f"/popular/?locale=en{query}&page_size=2") == ["First", "Second"]


@pytest.mark.parametrize(("window", "hold"), [("1h", 6), ("24h", 144), ("7d", 24 * 42), ("30d", 24 * 60 * 3)])
def test_a_ranking_that_the_worker_has_left_behind_is_not_shown(clock, window, hold):
    article = an_article_read("First", 1)
    ranked(NOON)
    read(article, 1, NOON)

    clock.move_to(NOON + timedelta(minutes=hold))
    held = API().get(f"/popular/?locale=en&window={window}")["results"]
    clock.shift(1)
    left = API().get(f"/popular/?locale=en&window={window}")["results"]

    assert [each["views_in_window"] for each in held] == [1]
    assert [each["views_in_window"] for each in left] == [2]


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


# The worker's turns -----------------------------------------------------------------------------------------


def test_nothing_is_ranked_before_anything_is_counted(db):
    assert rankings.renew(NOON) == []


def test_each_ranking_is_made_at_the_first_turn(db):
    fold(NOON)

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


def test_without_readers_a_window_moves_on_all_the_same():
    an_article_read("First", 1, NOON - timedelta(minutes=59))
    rankings.renew(NOON)

    early = rankings.renew(NOON + timedelta(seconds=59))
    in_time = rankings.renew(NOON + timedelta(seconds=60))

    assert (early, in_time) == ([], ["1h"])
