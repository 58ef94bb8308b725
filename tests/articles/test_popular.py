from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.builders import a_section, an_article, read

NOON = datetime(2025, 3, 14, 12, 30, tzinfo=ZoneInfo("Asia/Tashkent"))
OLD = NOON - timedelta(days=400)


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


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


@pytest.mark.parametrize("query", ["", "&section=world", "&page_size=100", "&window=30d"])
def test_it_costs_two_queries(api, django_assert_num_queries, query):
    world = a_section("world")
    for number in range(30):
        an_article_read(f"No {number}", number + 1, section=world)
    api.get(f"/popular/?locale=en{query}")

    with django_assert_num_queries(2):  # ids with their readings, cards
        api.get(f"/popular/?locale=en{query}")
