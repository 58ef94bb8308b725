"""What is read more and more; each score is computed here once more, by the formula of the README."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from articles import publishing
from tests.builders import a_section, an_article, ranked, read
from tests.conftest import API

NOW = datetime(2025, 3, 14, 12, 40, tzinfo=ZoneInfo("Asia/Tashkent"))
A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


class AfterRanking(API):
    """Asks once the worker has ranked what was read so far."""

    def answer(self, path, status=200, **options):
        ranked(NOW)
        return super().answer(path, status, **options)


@pytest.fixture
def api(db):
    return AfterRanking()


def an_article_read(title: str, times: int, published: timedelta, at: datetime = NOW, **fields):
    article = an_article(title, published_at=NOW - published, **fields)
    read(article, times, at)
    return article


def scores(api, query: str = "") -> list[tuple[str, dict]]:
    return [(card["title"], card["score"]) for card in api.get(f"/trending/?locale=en{query}")["results"]]


# The formula ------------------------------------------------------------------------------------------------


def test_the_faster_an_article_is_read_for_its_age_the_higher_it_stands(api):
    an_article_read("New", 20, published=AN_HOUR)
    an_article_read("Old, and read more", 60, published=24 * AN_HOUR)
    an_article_read("Newest, and read less", 10, published=10 * A_MINUTE)

    # All were read in the hour that began 40 minutes ago, in its middle as it were: 20 minutes ago.
    lately = 0.5 ** (20 / 60 / 6)
    assert scores(api) == [
        ("New", score(20 * lately, 1)),
        ("Newest, and read less", score(10 * lately, 10 / 60)),
        ("Old, and read more", score(60 * lately, 24)),
    ]


def score(recent_views: float, age_hours: float) -> dict[str, float]:
    """By the formula, with the six digits after the point that the answer has."""
    value = recent_views / (age_hours + 2) ** 1.25
    shown = {"value": value, "recent_views": recent_views, "age_hours": age_hours}
    return {name: pytest.approx(number, abs=6e-7) for name, number in shown.items()}


@pytest.mark.parametrize(
    ("ago", "hours"),
    [
        (timedelta(0), 20 / 60),  # the middle of what has passed of this hour
        (39 * A_MINUTE, 20 / 60),
        (41 * A_MINUTE, 70 / 60),  # the middle of the hour before
        (99 * A_MINUTE, 70 / 60),
        (6 * AN_HOUR, 6 + 10 / 60),
        (24 * AN_HOUR, 24 + 10 / 60),
        (47 * AN_HOUR, 47 + 10 / 60),
    ],
)
def test_each_reading_counts_half_as_much_for_every_six_hours_since(api, ago, hours):
    an_article_read("News", 1_000, published=60 * AN_HOUR, at=NOW - ago)

    [(_, shown)] = scores(api)

    assert shown == score(1_000 * 0.5 ** (hours / 6), 60)


def test_readings_of_several_hours_are_added_up(api):
    article = an_article_read("News", 10, published=60 * AN_HOUR)
    read(article, 20, NOW - 12 * AN_HOUR)

    [(_, shown)] = scores(api)

    assert shown == score(10 * 0.5 ** (20 / 60 / 6) + 20 * 0.5 ** ((12 + 10 / 60) / 6), 60)


def test_what_was_read_in_hours_that_began_48_hours_ago_is_forgotten(api):
    an_article_read("Forgotten", 1_000, published=60 * AN_HOUR, at=NOW - 48 * AN_HOUR)
    an_article_read("Remembered", 1, published=60 * AN_HOUR, at=NOW - 47 * AN_HOUR)

    assert [title for title, _ in scores(api)] == ["Remembered"]


def test_a_scheduled_article_has_no_age_at_its_second(clock):
    an_article_read("Scheduled", 5, published=-A_MINUTE)
    ranked(NOW)

    clock.shift(59)
    before = scores(API())
    clock.shift(1)
    after = scores(API())

    assert before == []
    assert after == [("Scheduled", score(5 * 0.5 ** (20 / 60 / 6), 0))]


def test_of_equal_scores_the_newer_comes_first(api):
    an_article_read("First", 3, published=AN_HOUR)
    an_article_read("Second", 3, published=AN_HOUR)

    assert [title for title, _ in scores(api)] == ["Second", "First"]


def test_a_score_stays_until_the_worker_ranks_anew(clock):
    an_article_read("News", 3, published=AN_HOUR)
    ranked(NOW)
    first = API().answer("/trending/?locale=en")

    clock.shift(29)
    second = API().answer("/trending/?locale=en")
    ranked(NOW + 29 * timedelta(seconds=1))
    third = API().answer("/trending/?locale=en")

    assert second["ETag"] == first["ETag"]
    assert third["ETag"] != first["ETag"]


# Which articles ---------------------------------------------------------------------------------------------


def test_never_shows_what_is_not_public(api):
    an_article_read("Scheduled", 9, published=-timedelta(seconds=1))
    an_article_read("Withdrawn", 9, published=AN_HOUR, withdrawn_at=NOW, withdrawn_reason="It was wrong.")
    an_article_read("Public", 1, published=AN_HOUR)
    publishing.withdraw(an_article_read("Withdrawn now", 9, published=AN_HOUR), "It was wrong.")

    assert api.titles("/trending/?locale=en") == ["Public"]


def test_shows_one_edition_only(api):
    an_article_read("English", 1, published=AN_HOUR)
    an_article_read("Русский", 9, published=AN_HOUR, language="ru")

    assert api.titles("/trending/?locale=en") == ["English"]
    assert api.titles("/trending/", headers={"Accept-Language": "ru"}) == ["Русский"]
    assert api.titles("/trending/?locale=uz") == []


def test_sections_narrow_it_by_slug_or_id(api):
    world, sport = a_section("world"), a_section("sport")
    an_article_read("World", 3, published=AN_HOUR, section=world)
    an_article_read("Sport", 2, published=AN_HOUR, section=sport)
    an_article_read("Nowhere", 1, published=AN_HOUR)

    assert api.titles("/trending/?locale=en&section=world") == ["World"]
    assert api.titles(f"/trending/?locale=en&section={sport.pk}") == ["Sport"]
    assert api.titles("/trending/?locale=en&section=world,sport") == ["World", "Sport"]
    assert api.titles("/trending/?locale=en&section=world&section=sport") == []
    assert api.titles("/trending/?locale=en&section=unknown") == []


def test_an_article_that_is_moved_takes_its_score_along():
    article = an_article_read("Moved", 3, published=AN_HOUR, section=a_section("world"))
    ranked(NOW)
    [before] = scores(API())
    article.section = a_section("sport")
    publishing.save(article)

    assert scores(API(), "&section=world") == []
    assert scores(API(), "&section=sport") == [before]


def test_has_twenty_articles_or_as_many_as_are_asked(api):
    for number in range(22):
        an_article_read(f"No {number}", 100 - number, published=AN_HOUR)

    page = api.get("/trending/?locale=en")

    assert [card["title"] for card in page["results"]] == [f"No {number}" for number in range(20)]
    assert (page["next"], page["previous"]) == (None, None)
    assert api.titles("/trending/?locale=en&page_size=2") == ["No 0", "No 1"]
    assert len(api.titles("/trending/?locale=en&page_size=100")) == 22


# The answer -------------------------------------------------------------------------------------------------


def test_a_card_is_that_of_the_list_of_articles(api):
    an_article_read("One", 3, published=AN_HOUR, section=a_section())
    [in_list] = api.get("/articles/?locale=en")["results"]

    [card] = api.get("/trending/?locale=en")["results"]

    assert card == {**in_list, "score": card["score"]}
    assert card["score"].keys() == {"value", "recent_views", "age_hours"}


def test_fields_choose_the_parts_of_the_score_as_well(api):
    an_article_read("One", 3, published=AN_HOUR)

    [card] = api.get("/trending/?locale=en&fields=title,score.age_hours")["results"]

    assert card == {"title": "One", "score": {"age_hours": 1}}


@pytest.mark.parametrize(
    ("query", "parameter", "suggestion"),
    [
        ("window=24h", "window", None),
        ("section=World", "section", None),
        ("section=", "section", None),
        ("page_size=101", "page_size", None),
        ("page_size=0", "page_size", None),
        ("pagesize=5", "pagesize", "page_size"),
        ("cursor=a", "cursor", None),
        ("fields=scores", "fields", "score"),
        ("fields=score.speed", "fields", "score.value"),
    ],
)
def test_refuses_what_has_no_meaning_here(problem, query, parameter, suggestion):
    [error] = problem(f"/trending/?{query}", 400)["errors"]

    assert error["parameter"] == parameter
    assert error.get("suggestion") == suggestion


@pytest.mark.parametrize("query", ["", "&section=world", "&page_size=100"])
def test_costs_two_queries(django_assert_num_queries, query):
    world = a_section("world")
    for number in range(30):
        an_article_read(f"No {number}", number + 1, published=AN_HOUR, section=world)
    ranked(NOW)
    API().get(f"/trending/?locale=en{query}")

    with django_assert_num_queries(2):  # places in the rankings, cards
        API().get(f"/trending/?locale=en{query}")


def test_caches_keep_it_a_minute_and_purge_it_by_name(api):
    article = an_article_read("First", 1, published=AN_HOUR)

    answer = api.answer("/trending/?locale=en")

    assert answer["Cache-Control"] == (
        "public, max-age=30, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"
    )
    assert answer["Surrogate-Key"] == f"article:{article.pk} ranked:en edition:en"
