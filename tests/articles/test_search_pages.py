"""Pages of a search: one after the other, whatever happens meanwhile."""

import pytest

from articles import publishing, words
from articles.models import Article
from tests.builders import ago, an_archive, an_article

SEARCH = "/search/"


def titles(page: dict) -> list[str]:
    return [each["title"] for each in page["results"]]


@pytest.fixture(autouse=True)
def newsroom(db):
    for number in range(5):
        an_article(f"Bridge {number}", published_at=ago(days=number))


def test_pages_follow_each_other_both_ways(api):
    first = api.get(f"{SEARCH}?q=bridge&page_size=2")
    second = api.get(first["next"])
    third = api.get(second["next"])
    back = api.get(third["previous"])

    assert [titles(each) for each in (first, second, third, back)] == [
        ["Bridge 0", "Bridge 1"],
        ["Bridge 2", "Bridge 3"],
        ["Bridge 4"],
        ["Bridge 2", "Bridge 3"],
    ]
    assert (first["previous"], third["next"]) == (None, None)
    assert titles(api.get(back["previous"])) == ["Bridge 0", "Bridge 1"]


def test_pages_do_not_shift_when_something_is_published_meanwhile(api):
    first = api.get(f"{SEARCH}?q=bridge&page_size=2")
    an_article("Bridge", published_at=ago(seconds=0))

    assert titles(api.get(first["next"])) == ["Bridge 2", "Bridge 3"]


def test_pages_do_not_shift_when_words_have_become_rarer_meanwhile(api):
    words.learn()
    first = api.get(f"{SEARCH}?q=bridge&page_size=2")
    an_archive("<p>Nothing of the kind.</p>", size=200)
    words.learn()

    again = api.get(f"{SEARCH}?q=bridge&page_size=2")
    second = api.get(first["next"])

    assert again["results"][0]["score"] > 1.2 * first["results"][0]["score"]
    assert (titles(second), titles(api.get(second["previous"]))) == (
        ["Bridge 2", "Bridge 3"],
        ["Bridge 0", "Bridge 1"],
    )


def test_pages_go_on_where_an_article_was_that_is_gone(api):
    first = api.get(f"{SEARCH}?q=bridge&page_size=2")
    publishing.withdraw(Article.objects.get(title="Bridge 1"), "It does not stand.")

    assert titles(api.get(first["next"])) == ["Bridge 2", "Bridge 3"]


def test_pages_have_numbers_too_and_a_count(api):
    page = api.get(f"{SEARCH}?q=bridge&page_size=2&page=2&count=exact")

    assert (titles(page), page["count"]) == (["Bridge 2", "Bridge 3"], 5)
    assert "page=3" in page["next"]
    assert "page=1" in page["previous"]


def test_pages_end(problem):
    assert problem(f"{SEARCH}?q=bridge&page_size=2&page=4", 404)["code"] == "page_not_found"


@pytest.mark.parametrize(
    "cursor", ["x", "WzFd", "WyItc2NvcmUsLXB1Ymxpc2hlZF9hdCwtYXNrZWRfYXQsLXBrIixmYWxzZSwxXQ"]
)
def test_pages_are_found_by_no_other_cursor(problem, cursor):
    [error] = problem(f"{SEARCH}?q=bridge&cursor={cursor}", 400)["errors"]

    assert (error["parameter"], error["code"]) == ("cursor", "not_a_cursor")


def test_pages_take_a_cursor_or_a_number(api, problem):
    following = api.get(f"{SEARCH}?q=bridge&page_size=2")["next"]

    [error] = problem(f"{following}&page=2", 400)["errors"]

    assert (error["parameter"], error["code"]) == ("page", "not_with_cursor")
