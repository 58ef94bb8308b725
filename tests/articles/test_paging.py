import base64
from datetime import UTC, datetime, timedelta
from itertools import chain

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, ViewTotal
from tests.builders import a_section, ago, an_article

LIST = "/articles/?locale=en"
NOON = datetime(2025, 3, 14, 12, tzinfo=UTC)


def pages(api, path: str, way: str = "next") -> list[list[str]]:
    """The titles of each page, from this one to the end of the list in that way."""
    found = []
    while path:
        page = api.get(path)
        found.append([article["title"] for article in page["results"]])
        path = page[way]
    return found


def last_page(api, path: str) -> dict:
    page = api.get(path)
    while page["next"]:
        page = api.get(page["next"])
    return page


def titles(page: dict) -> list[str]:
    return [article["title"] for article in page["results"]]


def a_cursor(*document) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(document)).decode().rstrip("=")


def withdraw(*names: str) -> None:
    Article.objects.filter(title__in=names).update(withdrawn_at=ago(seconds=1), withdrawn_reason="Wrong.")


def alphabet(length: int) -> list[str]:
    """Articles A, B, C …, the newest first."""
    names = [chr(ord("A") + number) for number in range(length)]
    for days, name in enumerate(names, start=1):
        an_article(name, published_at=ago(days=days))
    return names


class TestPageSize:
    def test_is_twenty(self, api):
        alphabet(21)

        page = api.get(LIST)

        assert len(page["results"]) == 20
        assert titles(api.get(page["next"])) == ["U"]

    def test_is_what_was_asked_for(self, api):
        alphabet(3)

        assert pages(api, f"{LIST}&page_size=2") == [["A", "B"], ["C"]]

    def test_a_full_last_page_is_the_last(self, api):
        alphabet(4)

        assert pages(api, f"{LIST}&page_size=2") == [["A", "B"], ["C", "D"]]
        assert pages(api, f"{LIST}&page_size=2&page=1") == [["A", "B"], ["C", "D"]]

    @pytest.mark.parametrize("name", ["page", "page_size"])
    @pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "two", "1e1", "1,2", "٣", "9" * 30])
    def test_is_a_whole_number_as_page_is(self, problem, name, value):
        [error] = problem(f"{LIST}&{name}={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "not_in_range")

    @pytest.mark.parametrize("name", ["page", "page_size", "count", "cursor"])
    def test_may_be_given_only_once_as_all_of_paging(self, problem, name):
        [error] = problem(f"{LIST}&{name}=1&{name}=1", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "repeated")

    def test_is_a_hundred_at_most(self, api, problem):
        [error] = problem(f"{LIST}&page_size=101", 400)["errors"]

        assert error["detail"] == "page_size must be a whole number from 1 to 100."
        assert api.titles(f"{LIST}&page_size=100") == []


class TestCursor:
    def test_leads_forwards_and_backwards_through_the_whole_list(self, api):
        alphabet(5)

        forwards = pages(api, f"{LIST}&page_size=2")
        backwards = pages(api, last_page(api, f"{LIST}&page_size=2")["previous"], "previous")

        assert forwards == [["A", "B"], ["C", "D"], ["E"]]
        assert backwards == [["C", "D"], ["A", "B"]]

    def test_leads_forwards_again_after_going_back(self, api):
        alphabet(5)

        last = last_page(api, f"{LIST}&page_size=2")
        middle = api.get(last["previous"])

        assert titles(api.get(middle["next"])) == ["E"]
        assert titles(api.get(api.get(middle["previous"])["next"])) == ["C", "D"]

    def test_the_first_page_has_no_previous_and_the_last_no_next(self, api):
        alphabet(3)

        first = api.get(f"{LIST}&page_size=2")
        last = api.get(first["next"])

        assert first["previous"] is None
        assert last["next"] is None
        assert api.get(last["previous"])["previous"] is None

    def test_keeps_what_else_was_asked_for_but_not_what_campaigns_add(self, api):
        section = a_section("world")
        an_article("A", section=section, published_at=ago(days=1))
        an_article("B", section=section, published_at=ago(days=2))
        an_article("Elsewhere", published_at=ago(days=3))

        query = "section=world,sport&published_after=2020-01-01T00:00:00%2B05:00&page_size=1&utm_source=mail"
        page = api.get(f"{LIST}&fields=title&{query}")
        address, _, rest = page["next"].partition("?cursor=")

        assert address == "http://127.0.0.1/api/v1/articles/"
        assert rest.partition("&")[2] == (
            "fields=title&locale=en&page_size=1&published_after=2020-01-01T00:00:00%2B05:00&section=world,sport"
        )
        assert api.get(page["next"])["results"] == [{"title": "B"}]
        assert api.get(page["next"])["next"] is None

    def test_keeps_a_parameter_that_was_given_twice(self, api):
        alphabet(2)

        page = api.get(f"{LIST}&page_size=1&exclude_tag=rail&exclude_tag=water")

        assert page["next"].count("exclude_tag=") == 2

    def test_what_is_published_meanwhile_moves_nothing(self, api):
        alphabet(4)
        page = api.get(f"{LIST}&page_size=2")

        an_article("Newer", published_at=ago(minutes=1))

        assert titles(api.get(page["next"])) == ["C", "D"]
        assert titles(api.get(api.get(page["next"])["previous"])) == ["A", "B"]

    def test_what_is_withdrawn_meanwhile_skips_nothing(self, api):
        alphabet(5)
        page = api.get(f"{LIST}&page_size=2")

        withdraw("A", "B", "C")

        assert pages(api, page["next"]) == [["D", "E"]]

    def test_neither_skips_nor_repeats_while_the_newsroom_works(self, api):
        names = alphabet(12)
        found, path = [], f"{LIST}&page_size=3"

        while path:
            page = api.get(path)
            found += titles(page)
            an_article("Newer", published_at=ago(minutes=1))
            withdraw(found[-1], names[names.index(found[-1]) - 1])
            path = page["next"]

        assert found == names

    def test_what_is_published_ahead_is_met_on_the_way_back_too(self, api):
        alphabet(4)
        second = api.get(api.get(f"{LIST}&page_size=2")["next"])

        an_article("Between", published_at=ago(days=1, hours=12))

        assert pages(api, second["previous"], "previous") == [["Between", "B"], ["A"]]

    def test_leads_back_from_where_nothing_is_left(self, api):
        alphabet(4)
        page = api.get(f"{LIST}&page_size=2")
        withdraw("C", "D")

        beyond = api.get(page["next"])

        assert (beyond["results"], beyond["next"]) == ([], None)
        assert titles(api.get(beyond["previous"])) == ["A", "B"]
        assert api.get(beyond["previous"])["next"] is None

    def test_leads_on_from_before_the_first_that_is_left(self, api):
        alphabet(4)
        second = api.get(api.get(f"{LIST}&page_size=2")["next"])
        withdraw("A", "B")

        before = api.get(second["previous"])

        assert (before["results"], before["previous"]) == ([], None)
        assert titles(api.get(before["next"])) == ["C", "D"]
        assert api.get(before["next"])["previous"] is None

    def test_leads_nowhere_once_the_list_is_empty(self, api):
        alphabet(4)
        second = api.get(api.get(f"{LIST}&page_size=2")["next"])
        withdraw("A", "B", "C", "D")

        assert api.get(second["previous"])["results"] == []

    def test_goes_on_from_an_article_that_is_gone(self, api):
        alphabet(4)
        page = api.get(f"{LIST}&page_size=2")

        Article.objects.filter(title="B").delete()

        assert titles(api.get(page["next"])) == ["C", "D"]

    def test_tells_apart_what_was_published_at_the_same_moment(self, api):
        moment = ago(days=1)
        for name in "EDCBA":
            an_article(name, published_at=moment)

        assert pages(api, f"{LIST}&page_size=2") == [["A", "B"], ["C", "D"], ["E"]]
        assert pages(api, f"{LIST}&page_size=2&ordering=published_at") == [["E", "D"], ["C", "B"], ["A"]]

    def test_tells_apart_what_differs_by_a_microsecond(self, api):
        for microseconds, name in enumerate("CBA"):
            an_article(name, published_at=NOON + timedelta(microseconds=microseconds))

        assert pages(api, f"{LIST}&page_size=1") == [["A"], ["B"], ["C"]]

    def test_takes_titles_of_any_length_and_script(self, api):
        an_article("🚂" * 299 + "a")
        an_article("🚂" * 299 + "b")
        an_article('"\\' * 150, slug="quotes")

        found = pages(api, f"{LIST}&page_size=1&ordering=title")

        assert sorted(len(page) for page in found) == [1, 1, 1]

    def test_is_only_for_the_order_that_it_was_given_in(self, api, problem):
        alphabet(3)
        cursor = api.get(f"{LIST}&page_size=1")["next"].partition("cursor=")[2].partition("&")[0]

        [error] = problem(f"{LIST}&page_size=1&ordering=title&cursor={cursor}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("cursor", "not_a_cursor")

    def test_is_refused_together_with_page(self, api, problem):
        alphabet(3)
        url = api.get(f"{LIST}&page_size=1")["next"]

        [error] = problem(f"{url.removeprefix('http://127.0.0.1')}&page=2", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("page", "not_with_cursor")

    def test_is_refused_when_it_is_empty(self, problem):
        [error] = problem(f"{LIST}&cursor=", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("cursor", "empty")

    @pytest.mark.parametrize(
        "cursor",
        [
            "1",
            "abc",
            "====",
            "мир",
            "a b",
            "%EF%BF%BD",
            "a" * 2000,
            a_cursor(),
            a_cursor("-published_at,-pk"),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00+05:00"),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00+05:00", 1, 2),
            a_cursor("-published_at,-pk", 0, "2025-03-14T12:00:00+05:00", 1),
            a_cursor("-published_at,-pk", None, "2025-03-14T12:00:00+05:00", 1),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00", 1),
            a_cursor("-published_at,-pk", False, "0001-01-01T00:00:00+14:00", 1),
            a_cursor("-published_at,-pk", False, "9999-12-31T23:59:59-14:00", 1),
            a_cursor("-published_at,-pk", False, 1741935900, 1),
            a_cursor("-published_at,-pk", False, None, 1),
            a_cursor("-published_at,-pk", False, ["2025-03-14T12:00:00+05:00"], 1),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00+05:00", "1"),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00+05:00", 1.5),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00+05:00", True),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00+05:00", 2**63),
            a_cursor("-published_at,-pk", False, "2025-03-14T12:00:00+05:00", None),
            a_cursor("pk", False, 1),
            a_cursor("-password,-pk", False, "a", 1),
            base64.urlsafe_b64encode(b'{"a": 1, "b": 2}').decode(),
            base64.urlsafe_b64encode(b"[" * 1400).decode().rstrip("="),
        ],
    )
    def test_is_refused_when_nobody_has_given_it(self, problem, cursor):
        [error] = problem(f"{LIST}&cursor={cursor}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("cursor", "not_a_cursor")

    @pytest.mark.parametrize("title", [None, 1, ["a"], "a\0b"])
    def test_is_refused_when_a_title_in_it_is_none(self, problem, title):
        cursor = a_cursor("title,pk", False, title, 1)

        [error] = problem(f"{LIST}&ordering=title&cursor={cursor}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("cursor", "not_a_cursor")

    def test_the_next_page_keeps_the_order_in_which_a_parameter_was_given_again(self, api):
        alphabet(3)
        asked = "/articles/?page_size=2&ordering=title&locale=en&ordering=-published_at"

        question = api.get(asked)["next"].partition("?")[2]

        assert question.partition("&")[2] == "locale=en&ordering=title&ordering=-published_at&page_size=2"
        assert pages(api, asked) == [["A", "B"], ["C"]]


class TestNumbers:
    def test_next_and_previous_are_numbers_once_a_number_was_asked_for(self, api):
        alphabet(5)

        page = api.get(f"{LIST}&page_size=2&page=2")

        assert titles(page) == ["C", "D"]
        assert page["previous"] == "http://127.0.0.1/api/v1/articles/?locale=en&page=1&page_size=2"
        assert page["next"] == "http://127.0.0.1/api/v1/articles/?locale=en&page=3&page_size=2"

    def test_lead_through_the_whole_list(self, api):
        alphabet(5)

        assert pages(api, f"{LIST}&page_size=2&page=1") == [["A", "B"], ["C", "D"], ["E"]]
        assert pages(api, f"{LIST}&page_size=2&page=3", "previous") == [["E"], ["C", "D"], ["A", "B"]]

    def test_the_first_page_of_an_empty_list_is_empty(self, api):
        assert api.get(f"{LIST}&page=1") == {"next": None, "previous": None, "results": []}

    @pytest.mark.parametrize("number", [3, 1_000_000])
    def test_a_page_beyond_the_end_is_not_found(self, problem, number):
        alphabet(4)

        document = problem(f"{LIST}&page_size=2&page={number}", 404)

        assert document["code"] == "page_not_found"
        assert document["detail"] == f"The list ends before page {number}."


class TestCount:
    @pytest.mark.parametrize("way", ["", "&page=1"])
    def test_is_the_sum_of_the_pages_on_every_page(self, api, way):
        alphabet(5)

        first = api.get(f"{LIST}&page_size=2&count=exact{way}")
        second = api.get(first["next"])
        third = api.get(second["next"])

        assert [page["count"] for page in (first, second, third)] == [5, 5, 5]
        assert sum(len(page["results"]) for page in (first, second, third)) == 5

    def test_comes_first_and_only_when_asked(self, api):
        assert list(api.get(LIST)) == ["next", "previous", "results"]
        assert list(api.get(f"{LIST}&count=exact")) == ["count", "next", "previous", "results"]

    def test_counts_what_the_filters_leave(self, api):
        an_article("Breaking", is_breaking=True)
        an_article("Plain")
        an_article("Draft", published_at=None)
        an_article("Другое", language="ru")

        assert api.get(f"{LIST}&count=exact")["count"] == 2
        assert api.get(f"{LIST}&count=exact&is_breaking=true")["count"] == 1
        assert api.get(f"{LIST}&count=exact&is_breaking=true&is_featured=true")["count"] == 0
        assert api.get(f"{LIST}&count=exact&fallback=ru")["count"] == 3

    def test_is_still_right_where_a_cursor_finds_nothing_more(self, api):
        alphabet(4)
        page = api.get(f"{LIST}&page_size=2&count=exact")
        withdraw("C", "D")

        beyond = api.get(page["next"])

        assert beyond["results"] == []
        assert beyond["count"] == 2

    @pytest.mark.parametrize("value", ["", "true", "estimate", "EXACT", "1"])
    def test_is_exact_or_nothing(self, problem, value):
        [error] = problem(f"{LIST}&count={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("count", "not_allowed")


KEYS = {
    "published_at": lambda row: row["published_at"],
    "updated_at": lambda row: row["updated_at"],
    "title": lambda row: row["title"],
    "views": lambda row: row["views"],
}
MOMENTS = st.sampled_from([NOON, NOON + timedelta(microseconds=1), NOON + timedelta(days=1)])
ROWS = st.fixed_dictionaries(
    {
        "published_at": MOMENTS,
        "updated_at": MOMENTS,
        "title": st.sampled_from(["A", "B", "Я"]),
        "views": st.integers(0, 2),
    }
)
ORDERINGS = st.lists(
    st.tuples(st.sampled_from(sorted(KEYS)), st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda key: key[0],
)


def in_order(rows: list[dict], ordering: list[tuple[str, bool]]) -> list[int]:
    """The ids in the order, sorted by the last key first as Python's sorting is stable."""
    ordered = sorted(rows, key=lambda row: row["id"], reverse=ordering[-1][1])
    for name, descending in reversed(ordering):
        ordered.sort(key=KEYS[name], reverse=descending)
    return [row["id"] for row in ordered]


def walked(api, path: str, way: str) -> list[list[int]]:
    found = []
    while path:
        page = api.get(path)
        found.append([article["id"] for article in page["results"]])
        path = page[way]
    return found


class TestEveryOrder:
    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=st.lists(ROWS, min_size=1, max_size=9), ordering=ORDERINGS, size=st.integers(1, 4))
    def test_pages_are_the_list_forwards_and_backwards(self, api, rows, ordering, size):
        with transaction.atomic():
            stored = stored_articles(rows)
            expected = in_order(stored, ordering)
            names = ",".join(f"-{name}" if descending else name for name, descending in ordering)
            path = f"{LIST}&fields=id&page_size={size}&ordering={names}"

            forwards = walked(api, path, "next")
            last = last_page(api, path)
            backwards = walked(api, last["previous"], "previous")
            numbered = walked(api, f"{path}&page=1", "next")
            transaction.set_rollback(True)

        assert list(chain(*forwards)) == expected
        assert [*chain(*reversed(backwards)), *(each["id"] for each in last["results"])] == expected
        assert numbered == forwards


def stored_articles(rows: list[dict]) -> list[dict]:
    """The rows as live articles, each with its id."""
    articles = Article.objects.bulk_create(
        Article(
            language="en",
            slug=f"a-{number}",
            title=row["title"],
            published_at=row["published_at"],
            updated_at=row["updated_at"],
        )
        for number, row in enumerate(rows)
    )
    totals = [
        ViewTotal(pk=article.pk, count=row["views"]) for article, row in zip(articles, rows, strict=True)
    ]
    ViewTotal.objects.bulk_update(totals, ["count"])
    return [{**row, "id": article.pk} for article, row in zip(articles, rows, strict=True)]


def test_pages_through_news_from_before_zones_were_agreed_upon(api):
    moment = datetime(1881, 2, 27, 15, 45, 44, tzinfo=UTC)  # Tashkent was 4:37:11 ahead
    for number in range(5):
        an_article(f"News {number}", published_at=moment - timedelta(seconds=number))

    found = pages(api, f"{LIST}&page_size=2")

    assert found == [["News 0", "News 1"], ["News 2", "News 3"], ["News 4"]]
    first = api.get(f"{LIST}&page_size=1")["results"][0]
    assert datetime.fromisoformat(first["published_at"]) == moment


@pytest.mark.parametrize("letter", ["a", "ў", "字", "😀"])
def test_a_list_by_the_longest_of_titles_is_followed_to_its_end(api, letter):
    for number in range(3):
        an_article(f"{letter * 499}{number}", slug=f"title-{number}")

    first = api.get("/articles/?locale=en&ordering=title,-views&page_size=1&fields=title")
    second = api.get(first["next"].partition("/api/v1")[2])
    third = api.get(second["next"].partition("/api/v1")[2])

    assert [page["results"][0]["title"][-1] for page in (first, second, third)] == ["0", "1", "2"]
    assert third["next"] is None
