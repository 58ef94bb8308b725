"""What was counted is not counted again, and is never told a moment longer than it is true."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, view_counts
from articles.models import Article, ViewTotal
from newsapi import changes
from tests.builders import a_section, a_tag, ahead, an_article, an_author

LIST = "/articles/?locale=en&section=world&count=exact&page_size=1"
NAMES = ("/sections/world/", "/tags/rail/", "/authors/anna/")


@pytest.fixture
def world(transactional_db):
    """What articles are filed under, two of which are there already: a page of one is then not all."""
    filed = {"section": a_section("world"), "tags": [a_tag("rail")], "authors": [an_author("anna")]}
    for title in ("News", "Old news"):
        an_article(title, **filed)
    return filed


@pytest.fixture
def told(api):
    """The count of the path, and how many statements have counted for it."""

    def asking(path):
        with CaptureQueriesContext(connection) as asked:
            answer = api.get(path)
        counting = [each for each in asked if "COUNT(" in each["sql"]]
        return answer["count" if "count" in answer else "article_count"], len(counting)

    return asking


def test_a_list_is_counted_once_in_whatever_order(world, told):
    orders = ("", "&ordering=-views", "&ordering=title")

    assert [told(f"{LIST}{order}") for order in orders] == [(2, 1), (2, 0), (2, 0)]


@pytest.mark.parametrize("path", NAMES)
def test_the_articles_of_a_name_are_counted_once(world, told, path):
    asked = f"{path}?expand=article_count&locale="

    assert [told(f"{asked}{locale}") for locale in ("en", "en", "ru")] == [(2, 1), (2, 0), (0, 1)]


def test_each_list_is_counted_by_itself(world, told):
    an_article("Breaking", is_breaking=True, **world)
    others = f"{LIST}&is_breaking=false"

    assert [told(LIST), told(others), told(LIST), told(others)] == [(3, 1), (2, 1), (3, 0), (2, 0)]


@pytest.mark.parametrize(
    ("write", "count"),
    [
        (lambda world: an_article("More", **world), 3),
        (lambda world: publishing.withdraw(Article.objects.latest("pk"), "Wrong."), 1),
        (lambda world: Article.objects.latest("pk").delete(), 1),
    ],
    ids=["published", "withdrawn", "deleted"],
)
@pytest.mark.parametrize("path", ["list", *NAMES])
def test_an_article_that_comes_or_goes_counts_at_once(world, told, write, count, path):
    asked = f"{LIST}&fields=title" if path == "list" else f"{path}?locale=en&expand=article_count"
    assert told(asked)[0] == 2

    write(world)

    assert told(asked)[0] == count


def test_what_the_clock_publishes_or_withdraws_counts_from_its_second(world, told):
    soon, later = ahead(minutes=5), ahead(minutes=7)
    an_article("Scheduled", published_at=soon, **world)
    an_article("For a while", withdrawn_at=later, withdrawn_reason="Over.", **world)
    moments = (soon - timedelta(seconds=1), soon, later - timedelta(seconds=1), later)

    counts = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            counts.append(told(LIST))

    assert counts == [(3, 1), (4, 1), (4, 0), (3, 1)]


def test_readers_do_not_have_anything_counted_anew(world, told):
    assert told(LIST) == (2, 1)

    ViewTotal.objects.update(count=7)
    view_counts.fold(timezone.now())

    assert told(LIST) == (2, 0)


def test_what_is_not_committed_is_not_remembered(world, told):
    with transaction.atomic():
        an_article("More", **world)
        assert [told(LIST), told(LIST)] == [(3, 1), (3, 1)]
        transaction.set_rollback(True)

    assert told(LIST) == (2, 1)


def test_what_was_written_is_not_forgotten_before_it_was_counted(world, told):
    assert told(LIST) == (2, 1)
    an_article("More", **world)

    changes.forget_old(timezone.now() + timedelta(hours=2))

    assert told(LIST) == (3, 1)
