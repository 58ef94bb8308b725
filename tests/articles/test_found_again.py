"""What was found is not sought again, and is never told a moment longer than it is true."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import naming, publishing, words
from articles.models import Article
from tests.builders import a_tag, ago, ahead, an_article

SEARCH = "/search/?q=bridge&locale=en"


@pytest.fixture
def newsroom(transactional_db):
    """Not at the end of an hour, when everything is sought again."""
    with time_machine.travel(timezone.now().replace(minute=10)):
        for number in range(3):
            an_article(f"Bridge {number}", published_at=ago(days=number + 1))
        yield


@pytest.fixture
def found(api):
    """The titles that the question finds, and whether they were sought."""

    def asking(path=SEARCH):
        with CaptureQueriesContext(connection) as asked:
            answer = api.get(path)
        sought = [each for each in asked if "ts_rank" in each["sql"] or "articles_matching" in each["sql"]]
        return [each["title"] for each in answer["results"]], bool(sought)

    return asking


BRIDGES = ["Bridge 0", "Bridge 1", "Bridge 2"]


def test_a_question_is_sought_once_whatever_is_shown_of_it(newsroom, found):
    shown = ("", "&page_size=1", "&fields=title", "&count=exact", "&facets=tag")

    assert [found(f"{SEARCH}{each}") for each in shown] == [
        (BRIDGES, True),
        (BRIDGES[:1], False),
        (BRIDGES, False),
        (BRIDGES, False),
        (BRIDGES, False),
    ]


def test_what_is_meant_by_a_slip_is_sought_once(newsroom, api, found):
    words.refresh()
    asked = SEARCH.replace("bridge", "brigde")

    assert [found(asked), found(asked)] == [(BRIDGES, True), (BRIDGES, False)]
    assert api.get(asked)["did_you_mean"] == "bridge"


def test_each_question_is_sought_by_itself(newsroom, found):
    asked = [
        SEARCH,
        f"{SEARCH}&published_after={ago(days=2, hours=12):%Y-%m-%dT%H:%M:%SZ}",
        f"{SEARCH}&search=2",
        SEARCH.replace("locale=en", "locale=ru"),
    ]

    first = [found(each) for each in asked]

    assert [titles for titles, _ in first] == [BRIDGES, BRIDGES[:2], BRIDGES[2:], []]
    assert [found(each) for each in asked] == [(titles, False) for titles, _ in first]


@pytest.mark.parametrize(
    ("write", "titles"),
    [
        (lambda: an_article("Bridge 9"), ["Bridge 9", *BRIDGES]),
        (lambda: publishing.withdraw(Article.objects.get(title="Bridge 1"), "Wrong."), BRIDGES[::2]),
        (lambda: Article.objects.get(title="Bridge 1").delete(), BRIDGES[::2]),
        (lambda: Article.objects.filter(title="Bridge 1").update(search_document=""), BRIDGES[::2]),
    ],
    ids=["published", "withdrawn", "deleted", "by hand"],
)
def test_an_article_that_comes_goes_or_changes_does_so_at_once(newsroom, found, write, titles):
    assert found() == (BRIDGES, True)

    write()

    assert found() == (titles, True)


def test_a_tag_that_is_renamed_is_followed_at_once(newsroom, found):
    tag = a_tag("rail")
    an_article("Bridge 9", tags=[tag])
    assert found(f"{SEARCH}&tag=rail") == (["Bridge 9"], True)
    assert found(f"{SEARCH}&tag=road") == ([], True)

    tag.slug = "road"
    naming.save(tag)

    assert found(f"{SEARCH}&tag=road") == (["Bridge 9"], True)


def test_what_the_clock_publishes_or_withdraws_is_found_from_its_second(newsroom, found):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    soon, later = hour + timedelta(minutes=5), hour + timedelta(minutes=7)
    an_article("Bridge 9", published_at=soon)
    Article.objects.filter(title="Bridge 2").update(withdrawn_at=later, withdrawn_reason="Over.")
    moments = (soon - timedelta(seconds=1), soon, later - timedelta(seconds=1), later)

    answers = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            answers.append(found())

    assert answers == [
        (BRIDGES, True),
        (["Bridge 9", *BRIDGES], True),
        (["Bridge 9", *BRIDGES], False),
        (["Bridge 9", *BRIDGES[:2]], True),
    ]


def test_news_is_worth_less_when_the_hour_has_passed(newsroom, api, found):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    scores = []
    for minutes in (1, 59, 60):
        with time_machine.travel(hour + timedelta(minutes=minutes), tick=False):
            scores.append(api.get(SEARCH)["results"][0]["score"])

    assert scores[0] == scores[1] > scores[2]


def test_words_that_have_become_rarer_weigh_more_at_once(newsroom, api):
    words.refresh()
    for number in range(9):
        an_article(f"Nothing {number}")
    before = api.get(SEARCH)["results"][0]["score"]
    words.refresh()

    assert before < api.get(SEARCH)["results"][0]["score"]


def test_what_is_typed_is_completed_once_until_a_title_changes(newsroom, api):
    def completed():
        with CaptureQueriesContext(connection) as asked:
            answer = api.get("/search/suggest/?q=bri&locale=en")
        titles = [each["title"] for each in answer["articles"]]
        return titles, any("articles_titled" in each["sql"] for each in asked)

    assert [completed(), completed()] == [(BRIDGES, True), (BRIDGES, False)]

    publishing.withdraw(Article.objects.get(title="Bridge 1"), "Wrong.")
    assert [completed(), completed()] == [(BRIDGES[::2], True), (BRIDGES[::2], False)]

    soon = ahead(minutes=1)
    an_article("Bridge 9", published_at=soon)
    assert completed() == (BRIDGES[::2], True)
    with time_machine.travel(soon, tick=False):
        assert completed() == (["Bridge 9", *BRIDGES[::2]], True)


def test_pages_follow_each_other_as_of_the_first_one(newsroom, api, found):
    next_page = api.get(f"{SEARCH}&page_size=2")["next"]
    assert [found(next_page), found(next_page)] == [(BRIDGES[2:], True), (BRIDGES[2:], False)]

    an_article("Bridge 9")

    assert found(f"{SEARCH}&page_size=2") == (["Bridge 9", "Bridge 0"], True)
    assert found(next_page) == (BRIDGES[2:], True)


def test_what_is_not_committed_is_not_remembered(newsroom, found):
    with transaction.atomic():
        an_article("Bridge 9")
        assert [found(), found()] == [(["Bridge 9", *BRIDGES], True)] * 2
        transaction.set_rollback(True)

    assert found() == (BRIDGES, True)
