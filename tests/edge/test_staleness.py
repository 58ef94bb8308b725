"""What is kept is shown while the origin is asked anew, and for a day when it cannot answer."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from threading import Event

import pytest

from articles import publishing
from articles.models import Article
from newsapi.errors import PROBLEM_TYPES
from tests.builders import a_section, an_article
from tests.edge.varnish import NEEDS_VARNISH, Edge, Origin
from tests.serving import a_directory, wait_for

pytestmark = NEEDS_VARNISH
PAGES = [
    "/pages/front/?locale=en",
    "/articles/?locale=en",
    "/articles/tea/",
    "/sections/?locale=en",
    "/ticker/?locale=en",
]
numbers = count(1)


@pytest.fixture
def news():
    """An address of the test's own: the edge remembers for two seconds where the origin has failed."""
    return f"/api/v1/news-{next(numbers)}/"


def seconds_for(act) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


# The real server, with lives of a second --------------------------------------------------------------------


@pytest.fixture(scope="module")
def servers(django_db_setup):
    lives = {"CACHE_S_MAXAGE": "1", "CACHE_STALE_WHILE_REVALIDATE": "1"}
    with (
        a_directory() as directory,
        closing(Origin(directory, **lives)) as origin,
        closing(Edge(directory, origin.port)) as edge,
    ):
        yield origin, edge


@pytest.fixture
def short_lived(servers, transactional_db):
    """The servers, and pages that an otherwise empty edge has seen."""
    origin, edge = servers
    if not origin.lives():
        origin.start()
    wait_for(lambda: edge.knows_the_origin_is("healthy"))
    edge.forget_all()
    an_article("Tea is served", slug="tea", section=a_section("world"))
    return origin, edge, {path: edge.ask(path).json for path in PAGES}


def is_past_all_lives(edge, path):
    return lambda: "ttl=-2" in edge.ask(path)["Cache-Status"]


def test_all_that_was_seen_goes_on_when_the_origin_is_killed(short_lived):
    origin, edge, pages = short_lived
    origin.kill()

    wait_for(is_past_all_lives(edge, PAGES[-1]))

    assert {path: edge.ask(path).json for path in PAGES} == pages
    assert all(edge.ask(path).is_hit for path in PAGES)


def test_the_news_is_back_when_the_origin_is(short_lived):
    origin, edge, _ = short_lived
    origin.kill()
    wait_for(is_past_all_lives(edge, "/articles/tea/"))
    article = Article.objects.get()
    article.title = "Coffee is served"
    publishing.save(article)

    origin.start()

    def is_fresh():
        return edge.ask("/articles/tea/").json["title"] == "Coffee is served"

    wait_for(is_fresh, seconds=5)


def test_an_origin_that_hangs_keeps_the_first_reader_waiting_for_two_seconds_and_no_other(short_lived):
    origin, edge, pages = short_lived
    time.sleep(2.1)  # all lives are over
    origin.signal(signal.SIGSTOP)

    first = seconds_for(lambda: edge.ask(PAGES[0]))
    wait_for(lambda: edge.knows_the_origin_is("sick"), seconds=5)
    others = seconds_for(lambda: [edge.ask(path) for path in PAGES])
    shown = {path: edge.ask(path).json for path in PAGES}
    origin.signal(signal.SIGCONT)

    assert 1.9 < first < 4
    assert others < 1.9
    assert shown == pages


def test_a_page_that_nobody_has_seen_is_a_problem_when_the_origin_is_gone(short_lived):
    origin, edge, _ = short_lived
    origin.kill()
    wait_for(lambda: edge.knows_the_origin_is("sick"), seconds=2)

    answer = edge.ask("/articles/?locale=ru", X_Request_ID='mine "\\')

    assert (answer.status, answer["Content-Type"]) == (503, "application/problem+json")
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("5", "no-store")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json == {
        "type": "http://news.test/api/v1/problems/unavailable/",
        "title": PROBLEM_TYPES["unavailable"].title,
        "status": 503,
        "detail": "The server does not answer; try again.",
        "instance": "/api/v1/articles/?locale=ru",
        "code": "unavailable",
        "request_id": 'mine "\\',
        "errors": [],
    }


def test_an_error_of_the_edge_outside_the_api_is_plain_text(short_lived):
    origin, edge, _ = short_lived
    origin.kill()

    answer = edge.ask("/media/tea.jpg")

    assert (answer.status, answer["Content-Type"], answer["Retry-After"]) == (503, "text/plain", "5")
    assert answer.body == b"The server does not answer; try again."


# Lives to the second ----------------------------------------------------------------------------------------


def lives(s_maxage=0, while_revalidate=0, if_error=0) -> dict[str, str]:
    stale = f"stale-while-revalidate={while_revalidate}, stale-if-error={if_error}"
    return {"Cache-Control": f"public, max-age={s_maxage}, s-maxage={s_maxage}, {stale}", "ETag": '"1"'}


def test_a_stale_answer_is_shown_while_the_origin_is_asked_for_another(before_scripted, scripted, news):
    scripted.reply(news, b"old", headers=lives(s_maxage=1, while_revalidate=60))
    before_scripted.ask(news)
    is_seen = Event()
    scripted.reply(news, b"new", once=is_seen)
    time.sleep(1.1)

    stale = before_scripted.ask(news)
    is_seen.set()

    assert stale.body == b"old"
    assert int(stale["Age"]) >= 1
    wait_for(lambda: before_scripted.ask(news).body == b"new", seconds=8)
    assert scripted.asked(news) == 2


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_origin_is_asked_whether_it_is_the_same_still(before_scripted, scripted, news, encoding):
    scripted.reply(news, b"old", headers=lives(s_maxage=1, if_error=60))
    first = before_scripted.ask(news, Accept_Encoding=encoding)
    scripted.reply(news, b"", status=304, headers={"ETag": '"1"'})
    time.sleep(1.1)

    again, afterwards = [before_scripted.ask(news, Accept_Encoding=encoding) for _ in range(2)]

    assert [each.headers["If-None-Match"] for each in scripted.seen] == [None, first["ETag"]]
    assert (again["Age"], afterwards.is_hit, afterwards.body) == ("0", True, first.body)
    assert [each["Content-Encoding"] for each in (again, afterwards)] == [first["Content-Encoding"]] * 2
    assert [each["Vary"] for each in (again, afterwards)] == ["Accept-Encoding"] * 2


def test_past_what_the_origin_allows_nothing_stale_is_shown(before_scripted, scripted, news):
    scripted.reply(news, b"old", headers=lives(s_maxage=1, while_revalidate=1, if_error=60))
    before_scripted.ask(news)
    scripted.reply(news, b"new", after=0.5)
    time.sleep(2.1)

    assert before_scripted.ask(news).body == b"new"


def test_a_life_begins_when_the_origin_is_asked(before_scripted, scripted, news):
    scripted.reply(news, b"old", after=0.6, headers=lives(s_maxage=1))
    before_scripted.ask(news)
    time.sleep(0.5)

    assert not before_scripted.ask(news).is_hit


def test_the_age_that_a_reader_is_told_counts_from_when_the_origin_was_asked(before_scripted, scripted, news):
    scripted.reply(news, b"old", after=1.1, headers=lives(s_maxage=60))

    answers = [before_scripted.ask(news) for _ in range(2)]

    assert [(each["Age"], each.is_hit) for each in answers] == [("1", False), ("1", True)]


def test_files_without_a_word_on_staleness_are_never_stale(before_scripted, scripted):
    scripted.reply("/static/page.css", b"old", headers={"Cache-Control": "max-age=1"})
    before_scripted.ask("/static/page.css")
    scripted.reply("/static/page.css", b"new")
    time.sleep(1.1)

    assert before_scripted.ask("/static/page.css").body == b"new"


# Errors -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "while_revalidate"), [(500, 0), (503, 0), (500, 60)])
def test_an_error_takes_the_place_of_nothing_good(before_scripted, scripted, news, status, while_revalidate):
    scripted.reply(news, b"old", headers=lives(1, while_revalidate, if_error=60))
    before_scripted.ask(news)
    scripted.reply(news, b"broken", status=status, headers={"Cache-Control": "no-store"})
    time.sleep(1.1)

    answers = [before_scripted.ask(news) for _ in range(5)]

    assert [(each.status, each.body) for each in answers] == [(200, b"old")] * 5
    wait_for(lambda: scripted.asked(news) > 1)
    assert scripted.asked(news) == 2  # in two seconds


@pytest.mark.parametrize("while_revalidate", [0, 60])
def test_one_readers_limit_takes_nothing_from_the_others(before_scripted, scripted, news, while_revalidate):
    scripted.reply(news, b"old", headers=lives(1, while_revalidate, if_error=60))
    before_scripted.ask(news)
    scripted.reply(news, b"too many", status=429, headers={"Cache-Control": "no-store"})
    time.sleep(1.1)

    answers = []

    def was_refused_thrice():
        answers.append(before_scripted.ask(news))
        return scripted.asked(news) >= 4

    wait_for(was_refused_thrice, seconds=8)
    assert {(each.status, each.body) for each in answers} == {(200, b"old")}


def test_after_one_readers_limit_another_gets_what_is_new(before_scripted, scripted, news):
    scripted.reply(news, b"old", headers=lives(1, if_error=60))
    before_scripted.ask(news)
    scripted.reply(news, b"too many", status=429, headers={"Cache-Control": "no-store"})
    time.sleep(1.1)
    before_scripted.ask(news)
    scripted.reply(news, b"new")

    assert before_scripted.ask(news).body == b"new"
    assert scripted.asked(news) == 3


def test_a_limit_with_nothing_to_show_instead_is_told_to_whom_it_concerns_alone(
    before_scripted, scripted, news
):
    scripted.reply(news, b"too many", status=429, headers={"Cache-Control": "no-store"})
    limited = before_scripted.ask(news)
    scripted.reply(news, b"new")

    assert limited.status == 429
    assert before_scripted.ask(news).body == b"new"


def test_what_the_origin_has_taken_away_is_not_shown_for_its_errors(before_scripted, scripted, news):
    scripted.reply(news, b"old", headers=lives(1, if_error=60))
    before_scripted.ask(news)
    scripted.reply(news, b"gone", status=410, headers={"Cache-Control": "no-store"})
    time.sleep(1.1)

    assert [before_scripted.ask(news).status for _ in range(2)] == [410, 410]


def test_past_the_time_for_errors_the_error_is_shown(before_scripted, scripted, news):
    scripted.reply(news, b"old", headers=lives(1, if_error=1))
    before_scripted.ask(news)
    scripted.reply(news, b"broken", status=500, headers={"Cache-Control": "no-store"})
    time.sleep(2.1)

    answer = before_scripted.ask(news)

    assert (answer.status, answer.body) == (500, b"broken")


def test_an_error_with_nothing_to_show_instead_is_the_origins_own(before_scripted, scripted, news):
    scripted.reply(news, b'{"code":"server_error"}', status=500, headers={"Cache-Control": "no-store"})

    answer = before_scripted.ask(news)

    assert (answer.status, answer.json) == (500, {"code": "server_error"})


def test_many_who_wait_for_one_page_that_hangs_wait_once(before_scripted, scripted, news):
    scripted.reply(news, b"old", headers=lives(1, if_error=60))
    before_scripted.ask(news)
    scripted.reply(news, b"new", after=6)
    time.sleep(1.1)

    begun = time.monotonic()
    with ThreadPoolExecutor(40) as readers:
        answers = list(readers.map(lambda _: before_scripted.ask(news), range(40)))

    assert [each.body for each in answers] == [b"old"] * 40
    assert time.monotonic() - begun < 4
