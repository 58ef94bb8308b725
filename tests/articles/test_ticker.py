from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.builders import an_article

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
TICKER = "/ticker/?locale=en"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_a_headline_has_what_a_ticker_prints(api):
    article = an_article("Rain", slug="rain", is_breaking=True, published_at=NOON - timedelta(hours=1))

    assert api.get(TICKER) == {
        "label": "Today",
        "results": [
            {
                "id": article.pk,
                "slug": "rain",
                "url": "http://127.0.0.1/api/v1/articles/rain/",
                "web_url": "https://news.example/en/rain",
                "title": "Rain",
                "is_breaking": True,
                "published_at": "2025-03-14T11:00:00+05:00",
                "published_label": "Today, 11:00",
            }
        ],
    }


def test_breaking_news_come_first_and_then_the_newest(api):
    an_article("Morning", published_at=NOON - timedelta(hours=3))
    an_article("First alarm", is_breaking=True, published_at=NOON - timedelta(hours=5))
    an_article("Noon", published_at=NOON)
    an_article("Second alarm", is_breaking=True, published_at=NOON - timedelta(hours=4))

    assert api.titles(TICKER) == ["Second alarm", "First alarm", "Noon", "Morning"]


def test_of_equals_the_later_entered_comes_first(api):
    for title in ("A", "B", "C"):
        an_article(title, published_at=NOON)

    assert api.titles(TICKER) == ["C", "B", "A"]


def test_only_the_news_of_the_sites_day_are_shown(api):
    an_article(
        "Yesterday", is_breaking=True, published_at=datetime(2025, 3, 13, 23, 59, 59, tzinfo=NOON.tzinfo)
    )
    an_article("Midnight", published_at=datetime(2025, 3, 14, tzinfo=NOON.tzinfo))

    assert api.titles(TICKER) == ["Midnight"]


def test_ten_headlines_are_enough(api):
    for number in range(12):
        an_article(f"No {number}", published_at=NOON - timedelta(minutes=number))
    an_article("Alarm", is_breaking=True, published_at=NOON - timedelta(hours=9))

    assert api.titles(TICKER) == ["Alarm", *(f"No {number}" for number in range(9))]


def test_before_the_first_news_of_a_day_it_shows_the_newest_of_earlier_days(api, clock):
    for number in range(12):
        an_article(f"No {number}", published_at=NOON - timedelta(days=number))
    clock.move_to(NOON + timedelta(days=2))

    ticker = api.get(TICKER)

    assert ticker["label"] == "14 March"
    assert [each["title"] for each in ticker["results"]] == [f"No {number}" for number in range(10)]
    assert [each["published_label"] for each in ticker["results"]][:2] == [
        "14 March, 12:00",
        "13 March, 12:00",
    ]


def test_it_empties_at_midnight_by_itself_and_not_before(api, clock):
    an_article("Old", published_at=NOON - timedelta(days=1))
    an_article("New", published_at=NOON)
    midnight = datetime(2025, 3, 15, tzinfo=NOON.tzinfo)

    clock.move_to(midnight - timedelta(seconds=1))
    before = api.get(TICKER)
    clock.move_to(midnight)
    after = api.get(TICKER)

    assert (before["label"], [each["title"] for each in before["results"]]) == ("Today", ["New"])
    assert (after["label"], [each["title"] for each in after["results"]]) == ("Yesterday", ["New", "Old"])


@pytest.mark.parametrize("locale", ["uz", "uz-Cyrl", "ru"])
def test_it_shows_one_edition_only(api, locale):
    an_article("English", published_at=NOON)

    assert api.titles(f"/ticker/?locale={locale}") == []


def test_it_never_shows_what_is_not_public(api):
    an_article("Draft", is_breaking=True, published_at=None)
    an_article("Scheduled", is_breaking=True, published_at=NOON + timedelta(seconds=1))
    an_article(
        "Withdrawn",
        is_breaking=True,
        published_at=NOON - timedelta(hours=1),
        withdrawn_at=NOON,
        withdrawn_reason="It was wrong.",
    )
    an_article("Public", published_at=NOON - timedelta(days=9))

    assert api.titles(TICKER) == ["Public"]


def test_an_empty_edition_has_an_empty_ticker(api):
    assert api.get(TICKER) == {"label": "Today", "results": []}


@pytest.mark.parametrize("name", ["page", "page_size", "cursor", "section", "ordering"])
def test_it_is_no_list_that_could_be_asked_for_more(problem, name):
    [error] = problem(f"{TICKER}&{name}=1", 400)["errors"]

    assert (error["parameter"], error["code"]) == (name, "unknown_parameter")


def test_fields_choose_what_a_headline_shows(api):
    an_article("Rain", published_at=NOON)

    assert api.get(f"{TICKER}&fields=results.title") == {"results": [{"title": "Rain"}]}
    assert api.get(f"{TICKER}&fields=label") == {"label": "Today"}


def test_it_costs_two_queries(api, django_assert_num_queries):
    for _ in range(12):
        an_article(published_at=NOON)
    api.get(TICKER)

    with django_assert_num_queries(2):  # ids, headlines
        api.get(TICKER)


def test_fields_come_in_the_order_of_the_contract_and_can_all_be_left_out(api):
    an_article("News")
    own = ("id", "slug", "url", "web_url", "title", "is_breaking", "published_at", "published_label")

    some = api.get("/ticker/?locale=en&fields=results.title,results.id,results.slug")["results"]
    none = api.get(f"/ticker/?locale=en&omit={','.join(f'results.{name}' for name in own)}")["results"]

    assert [list(each) for each in some] == [["id", "slug", "title"]]
    assert none == [{}]
