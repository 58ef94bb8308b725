"""What has changed is forgotten by its keys, at once and for good, and only for those who may say so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from articles import jobs, photo_desk
from articles.pictures import renditions
from newsapi.errors import PROBLEM_TYPES
from tests.builders import ago, an_article
from tests.edge.varnish import ELSEWHERE, NEEDS_VARNISH, WRITES
from tests.pictures import a_picture_of_ours
from tests.serving import wait_for

pytestmark = NEEDS_VARNISH


@WRITES
def test_what_shows_an_article_is_forgotten_and_nothing_else(edge):
    tea, coffee = an_article(slug="tea"), an_article(slug="coffee", language="ru")
    paths = ["/articles/tea/", "/articles/?locale=en", "/articles/coffee/", "/articles/?locale=ru"]
    for path in paths:
        edge.ask(path)

    answer = edge.purge(f"article:{tea.pk} article:{coffee.pk + 1}")

    assert (answer.status, answer["Content-Type"], answer.json) == (200, "application/json", {"purged": 2})
    assert [edge.ask(path).is_hit for path in paths] == [False, False, True, True]


@WRITES
def test_all_forms_of_an_answer_go_together(edge):
    article = an_article(slug="tea", body_html="<p>Tea.</p>" * 200)
    for encoding in ("identity", "gzip"):
        edge.ask("/articles/tea/", Accept_Encoding=encoding)

    assert edge.purge(f"article:{article.pk}").json == {"purged": 2}


def test_four_kilobytes_of_keys_are_one_purge(before_scripted, scripted):
    keys = [f"article:{number}" for number in range(1_000, 1_300)]
    for number, key in enumerate(keys[::100]):
        scripted.reply(f"/api/v1/{number}/", headers={"Surrogate-Key": f"list:en {key} section:1"})
        before_scripted.ask(f"/{number}/")

    answer = before_scripted.purge(" ".join(keys))

    assert len(" ".join(keys)) > 3_800
    assert answer.json == {"purged": 3}


def test_what_is_taken_down_is_gone_even_while_the_origin_fails(before_scripted, scripted):
    scripted.reply("/api/v1/tea/", headers={"Surrogate-Key": "article:1"})
    before_scripted.ask("/tea/")
    scripted.reply("/api/v1/tea/", b"{}", status=503, headers={"Cache-Control": "no-store"})

    before_scripted.purge("article:1")

    assert before_scripted.ask("/tea/").status == 503


@WRITES
def test_the_files_of_a_picture_are_forgotten_when_its_rights_have_ended(edge, settings):
    settings.PURGE_URLS = [f"http://127.0.0.1:{edge.port}/"]
    image, other = a_picture_of_ours(), a_picture_of_ours()
    an_article(image=image)
    file, another = ("/media/" + next(renditions.pieces(each.renditions)).file for each in (image, other))
    before = [edge.ask(path).status for path in (file, another)]

    image.rights_end_at = ago(seconds=1)
    photo_desk.save(image)
    jobs.renew_picture(image_id=image.pk)

    assert before == [200, 200]
    assert edge.ask(file).status == 404
    assert edge.ask(another).is_hit


def test_an_answer_that_was_under_way_is_asked_for_again(before_scripted, scripted):
    is_purged = Event()
    scripted.reply("/api/v1/tea/", b"old", once=is_purged, headers={"Surrogate-Key": "article:1"})

    with ThreadPoolExecutor(1) as reader:
        under_way = reader.submit(before_scripted.ask, "/tea/")
        wait_for(lambda: scripted.asked("/api/v1/tea/"))
        scripted.reply("/api/v1/tea/", b"new", headers={"Surrogate-Key": "article:1"})
        before_scripted.purge("article:1")
        is_purged.set()

    assert under_way.result().body == b"new"
    assert before_scripted.ask("/tea/").body == b"new"


def test_an_unchanged_answer_keeps_its_keys(before_scripted, scripted):
    about = {"Surrogate-Key": "article:1", "ETag": '"1"'}
    brief = "public, max-age=0, s-maxage=0, stale-if-error=60"
    scripted.reply("/api/v1/tea/", headers={**about, "Cache-Control": brief})
    before_scripted.ask("/tea/")
    scripted.reply("/api/v1/tea/", b"", status=304, headers=about)
    before_scripted.ask("/tea/")

    assert before_scripted.ask("/tea/").is_hit
    before_scripted.purge("article:1")  # how many it says depends on whether the one before is swept out yet
    scripted.reply("/api/v1/tea/", b"new")
    assert before_scripted.ask("/tea/").body == b"new"


@pytest.mark.parametrize(
    ("source", "named"),
    [
        (ELSEWHERE, {}),
        (ELSEWHERE, {"X_Forwarded_For": "127.0.0.1"}),
        ("127.0.0.1", {"X_Forwarded_For": ELSEWHERE}),
    ],
)
def test_a_stranger_cannot_purge(before_scripted, scripted, source, named):
    scripted.reply("/api/v1/tea/", headers={"Surrogate-Key": "article:1"})
    before_scripted.ask("/tea/")

    refused = before_scripted.ask(
        "/tea/", "PURGE", source, Surrogate_Key="article:1", X_Request_ID="1", **named
    )

    assert (refused.status, refused["Content-Type"]) == (405, "application/problem+json")
    assert refused["Allow"] == "GET, HEAD, OPTIONS"
    assert refused.json == {
        "type": "http://news.test/api/v1/problems/method_not_allowed/",
        "title": PROBLEM_TYPES["method_not_allowed"].title,
        "status": 405,
        "detail": "Purging is for the newsroom's servers.",
        "instance": "/api/v1/tea/",
        "code": "method_not_allowed",
        "request_id": "1",
        "errors": [],
    }
    assert before_scripted.ask("/tea/").is_hit


@pytest.mark.parametrize("keys", [{}, {"Surrogate_Key": ""}, {"Surrogate_Key": " "}])
def test_a_purge_of_nothing_is_refused(before_scripted, keys):
    refused = before_scripted.ask("/", "PURGE", **keys)

    assert (refused.status, refused["Content-Type"]) == (400, "application/problem+json")
    assert refused.json["code"] == "bad_request"
    assert refused.json["title"] == PROBLEM_TYPES["bad_request"].title
    assert refused.json["detail"] == "Surrogate-Key names what is to be purged."
