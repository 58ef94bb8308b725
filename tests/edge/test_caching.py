"""Equal questions are answered from the edge, whatever they look like; different ones never are."""

import gzip
import threading
from contextlib import closing
from http.client import HTTPConnection

import pytest

from articles import previews
from tests.builders import ago, ahead, an_article
from tests.edge.varnish import ELSEWHERE, NEEDS_VARNISH, WRITES, Edge
from tests.people import a_person, signed_in
from tests.serving import a_directory

pytestmark = NEEDS_VARNISH
LIST = "/articles/?locale=en"
MANY = "&".join(f"name{number}={number}" for number in range(400))


# Equal questions --------------------------------------------------------------------------------------------


@WRITES
def test_the_second_reader_is_answered_without_the_origin(edge, origin):
    an_article("Tea is served", slug="tea")
    before = origin.asked("/articles/tea/")

    first, second = edge.ask("/articles/tea/"), edge.ask("/articles/tea/")

    assert (first["Cache-Status"], second["Cache-Status"][:15]) == ("edge; fwd=miss", "edge; hit; ttl=")
    assert first.json["title"] == "Tea is served"
    assert second.body == first.body
    assert origin.asked("/articles/tea/") - before == 1


@WRITES
def test_an_answer_says_what_the_origin_says(edge, origin):
    an_article("Tea is served", slug="tea")
    edge.ask("/articles/tea/")

    answer, original = headers(edge.ask("/articles/tea/")), headers(origin.ask("/articles/tea/"))

    assert {name for name in original if answer.get(name) != original[name]} == {
        *("server", "surrogate-key", "x-request-id"),
    }
    assert set(answer) - set(original) == {
        *("accept-ranges", "age", "cache-status", "connection", "vary"),
    }
    assert answer["vary"] == "Accept-Encoding"


def headers(answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items() if name.lower() != "date"}


@pytest.mark.parametrize(
    "path",
    [
        "/articles/?page_size=5&locale=en&section=world&tag=tea,tourism",
        "/articles/?tag=tea,tourism&locale=en&section=world&page_size=5",
        "/articles/?utm_source=mail&locale=en&page_size=5&section=world&tag=tea,tourism",
        "/articles/?locale=en&fbclid=1&gclid=2&page_size=5&yclid&section=world&utm_term=&tag=tea,tourism&utm_id=3",
        "/articles/?&locale=en&page_size=5&section=world&tag=tea,tourism&",
    ],
)
def test_parameters_are_equal_in_any_order_and_with_what_campaigns_add(edge, path):
    edge.ask("/articles/?locale=en&page_size=5&section=world&tag=tea,tourism")

    assert edge.ask(path).is_hit


@pytest.mark.parametrize(
    "question",
    [
        "ordering=title&ordering=-published_at",
        "ordering=title&locale=en&ordering=-published_at",
        "fallback=ru&locale=uz&fallback=en",
        "ordering=title&page_size=2&%6Frdering=-published_at",
        f"{MANY}&ordering=title&ordering=-published_at",
    ],
)
def test_what_is_given_again_is_asked_in_the_order_given(before_scripted, scripted, question):
    before_scripted.ask(f"/articles/?{question}")

    assert [each.path for each in scripted.seen] == [f"/api/v1/articles/?{question}"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("q=solar?utm_source=x&fields=id&locale=en", "fields=id&locale=en&q=solar%3Futm_source=x"),
        ("q=?gclid=1&utm_source=?&locale=en?", "locale=en%3F&q=%3Fgclid=1"),
        ("q=what??", "q=what%3F%3F"),
        ("?q=1", "%3Fq=1"),
    ],
)
def test_only_the_first_question_mark_begins_the_parameters(before_scripted, scripted, question, asked):
    before_scripted.ask(f"/search/?{question}")

    assert [each.path for each in scripted.seen] == [f"/api/v1/search/?{asked}"]


def test_a_locale_within_a_value_is_none(edge):
    path = "/articles/?search=wat?locale=ru"

    answers = [edge.ask(path, Accept_Language=code) for code in ("en", "ru")]

    assert [each["Content-Language"] for each in answers] == ["en", "ru"]


@WRITES
def test_a_list_by_two_keys_is_in_the_same_order_at_the_edge(edge, origin):
    for title, days in (("Tea", 1), ("Tea", 2), ("Coffee", 3)):
        an_article(title, published_at=ago(days=days))
    path = "/articles/?locale=en&ordering=title&ordering=-published_at&page_size=2"

    answers = [edge.ask(path), origin.ask(path)]

    assert answers[0].body == answers[1].body
    assert [each["title"] for each in answers[0].json["results"]] == ["Coffee", "Tea"]


@pytest.mark.parametrize(
    "more",
    [
        {"Cookie": "_ga=GA1.2.3"},
        {"Host": "NEWS.test"},
        {"Host": "news.test:80"},
        {"Origin": "https://elsewhere.test"},
        {"Origin": "https://elsewhere.test", "Access_Control_Request_Method": "POST"},
        {"Accept": "text/html"},
        {"Accept_Language": "ru"},  # the question has its own
        {"Accept_Encoding": "br"},
        {"If_Modified_Since": "Fri, 14 Mar 2025 12:00:00 GMT"},
        {"User_Agent": "Firefox"},
        {"X_Forwarded_For": "192.0.2.7"},
        {"Cache_Control": "no-cache"},
    ],
    ids=" ".join,
)
def test_what_no_answer_depends_on_makes_no_difference(edge, more):
    first = edge.ask(LIST)

    second = edge.ask(LIST, **more)

    assert second.is_hit
    assert (second.status, second.body) == (200, first.body)
    assert second["Access-Control-Allow-Origin"] == "*"


def test_all_that_take_gzip_are_alike(edge):
    edge.ask(LIST, Accept_Encoding="gzip")

    assert edge.ask(LIST, Accept_Encoding="br, deflate, gzip;q=0.5").is_hit


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/articles/?locale=ru", {}),
        ("/articles/?locale=en&page_size=5", {}),
        ("/articles/", {"Accept_Language": "en"}),
        (LIST, {"Host": "other.test"}),
        (LIST, {"X_Forwarded_Proto": "https"}),
    ],
)
def test_different_questions_stay_different(edge, path, more):
    edge.ask(LIST)

    assert not edge.ask(path, **more).is_hit


# Answers in other forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_it_already_is_told_so_by_the_edge(edge, origin, encoding):
    tag = edge.ask(LIST, Accept_Encoding=encoding)["ETag"]
    before = origin.asked("/articles/")

    same = edge.ask(LIST, Accept_Encoding=encoding, If_None_Match=tag)
    other = edge.ask(LIST, Accept_Encoding=encoding, If_None_Match='"other"')

    assert (same.status, same.body, same["ETag"]) == (304, b"", tag)
    assert other.status == 200
    assert origin.asked("/articles/") == before


def test_the_first_who_has_it_already_fills_the_edge_for_all(edge):
    tag = edge.ask(LIST)["ETag"]
    edge.forget_all()

    assert edge.ask(LIST, If_None_Match=tag).status == 304
    assert edge.ask(LIST).is_hit


def test_head_and_ranges_are_answered_from_the_whole(edge):
    whole = edge.ask(LIST)

    head, part = edge.ask(LIST, "HEAD"), edge.ask(LIST, Range="bytes=2-5")

    assert (head.is_hit, head.body, head["Content-Length"]) == (True, b"", str(len(whole.body)))
    assert (part.status, part.body) == (206, whole.body[2:6])
    assert part["Content-Range"] == f"bytes 2-5/{len(whole.body)}"


def test_a_head_fills_the_edge(edge):
    edge.ask(LIST, "HEAD")

    assert edge.ask(LIST).is_hit


@WRITES
def test_gzip_is_packed_once(edge):
    an_article("Tea is served", slug="tea", body_html="<p>Tea.</p>" * 200)
    plain = edge.ask("/articles/tea/", Accept_Encoding="identity")

    packed = edge.ask("/articles/tea/", Accept_Encoding="gzip")
    again = edge.ask("/articles/tea/", Accept_Encoding="gzip")

    assert (again.is_hit, again["Content-Encoding"], again["Vary"]) == (True, "gzip", "Accept-Encoding")
    assert gzip.decompress(again.body) == gzip.decompress(packed.body) == plain.body
    assert int(again["Content-Length"]) < len(plain.body) / 3
    assert again["ETag"] == f"W/{plain['ETag']}"


def test_files_are_kept_as_long_as_they_say(edge, settings):
    (settings.MEDIA_ROOT / "tea.svg").write_text("<svg/>")
    edge.ask("/media/tea.svg")

    kept = edge.ask("/media/tea.svg")

    assert (kept.is_hit, kept.body, kept["Cache-Control"]) == (True, b"<svg/>", "max-age=86400")


def test_a_pictures_file_is_asked_for_again_each_minute_and_kept_for_a_day_if_that_fails(
    before_scripted, scripted
):
    scripted.reply("/media/pictures/9/tea-320.webp", headers={"Cache-Control": "max-age=86400"})
    before_scripted.ask("/media/pictures/9/tea-320.webp")

    kept = before_scripted.ask("/media/pictures/9/tea-320.webp")

    assert (kept["Cache-Status"], kept["Cache-Control"]) == (
        *("edge; hit; ttl=59", "max-age=86400, s-maxage=60"),
    )


# Languages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", ["ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "de, ru;q=0.8, uz;q=0.7", "RU"])
def test_readers_of_one_language_share_a_list(edge, accepted):
    edge.ask("/articles/", Accept_Language="ru")

    shared = edge.ask("/articles/", Accept_Language=accepted)

    assert (shared.is_hit, shared["Content-Language"]) == (True, "ru")
    assert shared["Vary"] == "Accept-Language, Accept-Encoding"


def test_readers_of_other_languages_get_their_own(edge):
    edge.ask("/articles/", Accept_Language="ru")

    answers = [edge.ask("/articles/", Accept_Language=code) for code in ("en", "uz-Cyrl-UZ", "uz")]
    none = edge.ask("/articles/")

    assert [each["Content-Language"] for each in [*answers, none]] == ["en", "uz-Cyrl", "uz", "uz"]


@WRITES
def test_an_article_is_in_its_own_language_whoever_reads_it(edge):
    an_article(slug="tea", language="en")
    edge.ask("/articles/tea/", Accept_Language="en")

    answer = edge.ask("/articles/tea/", Accept_Language="ru")

    assert (answer.is_hit, answer["Content-Language"]) == (True, "en")


# What is kept by nobody -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/nothing/", 404),
        ("/articles/?sectoin=world", 400),
        ("/articles/draft/?preview=forged", 403),
    ],
)
def test_errors_are_asked_anew_each_time(edge, origin, path, status):
    answers = [edge.ask(path) for _ in range(3)]

    ids = {each.json["request_id"] for each in answers}
    assert [each.status for each in answers] == [status] * 3
    assert len(ids) == 3
    assert ids <= {each["request_id"] for each in origin.requests()}


@WRITES
def test_a_preview_is_shown_to_whoever_has_its_link_alone(edge):
    draft = an_article("Unready", slug="draft", published_at=None)
    token = previews.token(draft.pk, ahead(hours=1), a_person("maker").pk)
    path = f"/articles/draft/?preview={token}"

    answers = [edge.ask(path), edge.ask(path)]

    assert [(each.status, each.is_hit, each["Cache-Control"]) for each in answers] == [
        (200, False, "private, no-store")
    ] * 2
    assert edge.ask("/articles/draft/").status == 404


def test_pages_of_the_newsroom_pass_with_their_cookies(before_scripted, scripted):
    scripted.reply("/admin/", headers={"Set-Cookie": "sessionid=1"})

    answers = [before_scripted.ask("/admin/", Cookie="csrftoken=2") for _ in range(2)]

    assert [each["Set-Cookie"] for each in answers] == ["sessionid=1"] * 2
    assert [each.headers["Cookie"] for each in scripted.seen] == ["csrftoken=2"] * 2


@pytest.mark.parametrize(
    "said",
    [
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "max-age=60, no-cache"},
        {"Cache-Control": "must-revalidate"},
        {"Set-Cookie": "sessionid=1"},
        {"Vary": "*"},
    ],
    ids=str,
)
def test_what_the_origin_does_not_give_to_all_is_kept_for_nobody(before_scripted, scripted, said):
    scripted.reply("/api/v1/secret/", headers=said)

    answers = [before_scripted.ask("/secret/") for _ in range(3)]

    assert [each.is_hit for each in answers] == [False] * 3
    assert scripted.asked("/api/v1/secret/") == 3


def test_whoever_brings_a_key_is_asked_for_by_himself(before_scripted, scripted):
    before_scripted.ask("/articles/")

    answers = [before_scripted.ask("/articles/", Authorization="Bearer 1") for _ in range(2)]

    assert [each.is_hit for each in answers] == [False] * 2
    assert [each.headers["Authorization"] for each in scripted.seen] == [None, "Bearer 1", "Bearer 1"]


@WRITES
def test_an_editor_who_asks_is_told_where_the_time_went_and_nobody_else_is(edge):
    an_article("Tea is served", slug="tea")
    session = signed_in(a_person("editor")).cookies["sessionid"].value
    measured = {"X_Server_Timing": "1", "Cookie": f"sessionid={session}"}

    editor, reader, another = (
        edge.ask("/articles/tea/", **headers) for headers in (measured, {"X_Server_Timing": "1"}, {})
    )

    assert editor["Server-Timing"].startswith("total;dur=")
    assert editor["Cache-Control"] == "private, no-store"
    assert [each["Server-Timing"] for each in (reader, another)] == [None, None]
    assert [each.is_hit for each in (editor, reader, another)] == [False, False, True]
    assert reader.body == editor.body


def test_a_false_session_cannot_have_the_origin_asked_again_and_again(before_scripted, scripted):
    forged = {"X_Server_Timing": "1", "Cookie": "sessionid=1"}

    for _ in range(100):
        before_scripted.ask("/articles/", **forged)

    assert scripted.asked("/api/v1/articles/") == 61  # sixty a minute, and one for everybody


@WRITES
def test_a_report_of_a_reading_passes_and_is_counted(edge):
    an_article(slug="tea")
    browser = {"User_Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}

    answers = [
        edge.ask(
            "/articles/tea/views/", "POST", X_Forwarded_For=reader, Origin="https://site.test", **browser
        )
        for reader in ("192.0.2.1", "192.0.2.2", "192.0.2.2")
    ]

    assert [(each.status, each.json["counted"]) for each in answers] == [
        *((202, True), (202, True), (202, False)),
    ]
    assert answers[0]["Access-Control-Allow-Origin"] == "https://site.test"


# What the edge tells both sides -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "named", "seen"),
    [
        (ELSEWHERE, {}, ELSEWHERE),
        (ELSEWHERE, {"X_Forwarded_For": "192.0.2.7"}, ELSEWHERE),
        ("127.0.0.1", {}, "127.0.0.1"),
        ("127.0.0.1", {"X_Forwarded_For": "192.0.2.7"}, "192.0.2.7"),
        ("127.0.0.1", {"X_Forwarded_For": "forged, 198.51.100.1,192.0.2.7"}, "192.0.2.7"),
        ("127.0.0.1", {"X_Forwarded_For": "forged, 192.0.2.7, 127.0.0.1"}, "192.0.2.7"),
    ],
)
def test_the_origin_learns_who_reads_from_those_who_know_it(before_scripted, scripted, source, named, seen):
    before_scripted.ask("/articles/tea/views/", "POST", source, **named)

    assert [each.headers["X-Forwarded-For"] for each in scripted.seen] == [seen]


@pytest.mark.parametrize(("source", "seen"), [("127.0.0.1", "https"), (ELSEWHERE, None)])
def test_only_a_known_proxy_says_that_it_speaks_https(before_scripted, scripted, source, seen):
    before_scripted.ask("/admin/", "GET", source, X_Forwarded_Proto="https")

    assert [each.headers["X-Forwarded-Proto"] for each in scripted.seen] == [seen]


def test_each_request_has_its_own_id_whoever_answers_it(edge):
    edge.ask(LIST, X_Request_ID="first")

    second, third = edge.ask(LIST, X_Request_ID="second"), edge.ask(LIST)
    bad = edge.ask(LIST, X_Request_ID="x" * 65)

    assert second.is_hit
    assert second["X-Request-ID"] == "second"
    assert third["X-Request-ID"] not in {"first", "second", None}
    assert len({third["X-Request-ID"], bad["X-Request-ID"], "x" * 65}) == 3


def test_the_origin_logs_the_id_that_the_reader_gets(before_scripted, scripted):
    answer = before_scripted.ask("/articles/")

    assert [each.headers["X-Request-ID"] for each in scripted.seen] == [answer["X-Request-ID"]]


def test_what_is_left_of_a_limit_is_told_to_whom_it_concerns(before_scripted, scripted):
    limits = {"RateLimit": '"search";r=1;t=41', "RateLimit-Policy": '"search";q=2;w=60'}
    scripted.reply("/api/v1/search/?q=tea", headers=limits)

    first, second = before_scripted.ask("/search/?q=tea"), before_scripted.ask("/search/?q=tea")

    assert (first["RateLimit"], first["RateLimit-Policy"]) == tuple(limits.values())
    assert (second["RateLimit"], second["RateLimit-Policy"]) == (None, limits["RateLimit-Policy"])


def test_events_come_one_by_one_as_they_happen(before_scripted, scripted):
    is_read = threading.Event()
    scripted.reply("/api/v1/stream/", b"data: 1\n\n", then=b"data: 2\n\n", when=is_read)

    with closing(HTTPConnection("127.0.0.1", before_scripted.port, timeout=10)) as connection:
        connection.request("GET", "/api/v1/stream/", headers={"Last-Event-ID": "7"})
        answer = connection.getresponse()
        first = answer.read(9)
        is_read.set()
        rest = answer.read()

    assert (first, rest) == (b"data: 1\n\n", b"data: 2\n\n")
    assert scripted.seen[0].headers["Last-Event-ID"] == "7"


def test_a_cdn_that_is_declared_gets_the_keys(scripted):
    scripted.reply("/api/v1/tea/", headers={"Surrogate-Key": "article:1 list:en"})

    def with_a_cdn(site):
        return site.replace("# set resp.http.Surrogate-Key", "set resp.http.Surrogate-Key")

    with a_directory() as directory, closing(Edge(directory, scripted.port, with_a_cdn)) as edge:
        answers = [edge.ask("/tea/") for _ in range(2)]

    assert [(each["Surrogate-Key"], each["xkey"]) for each in answers] == [("article:1 list:en", None)] * 2
