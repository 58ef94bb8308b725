import base64
import json
import logging
from pathlib import Path
from urllib.parse import quote

import orjson
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import resolve

from articles import publishing
from newsapi.logs import JSONFormatter
from tests.builders import ahead, an_article
from tests.routes import LISTS, ROUTES

pytestmark = pytest.mark.django_db
MEMBERS = ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"]
DOCUMENTATION = ["/api/v1/", "/api/v1/docs/", "/api/v1/docs/redoc/"]
BIG_LIST = Path(__file__).parents[1] / "../shared/data/hostile/blns.json"
NAUGHTY = [
    *(json.loads(BIG_LIST.read_text()) if BIG_LIST.exists() else []),
    "²",
    "１２",
    "١٢",
    "-1",
    "1e3",
    "NaN",
    "9223372036854775808",
    "9" * 1_000,
    "\u202eabc",
    "\ufeff",
    "a\r\nSet-Cookie: a=b",
    "%",
    "%00",
    "..",
    ",",
    "İstanbul",
    "oʻzbek o'zbek ўзбек",
    '"unclosed',
    "-",
    "((",
    "\u0001",
    "😀" * 60,
    "eyJhIjoxfQ",
    "0001-01-01T00:00:00+23:59",
    "8999-12-31T23:59:59-23:59",
]


@pytest.fixture
def client():
    return Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)


def problem_in(answer, status):
    """The problem document of the answer, with all that every problem has."""
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    document = answer.json()
    assert list(document) == MEMBERS
    assert document["status"] == status
    assert document["type"].endswith(f"/api/v1/problems/{document['code']}/")
    assert document["request_id"] == answer["X-Request-ID"]
    return document


def answers_or_explains(answer) -> bool:
    """Whether it is an answer, or a refusal that is a problem; never a failure."""
    status = answer.status_code
    return status < 400 or (status < 500 and answer["Content-Type"] == "application/problem+json")


# What is refused --------------------------------------------------------------------------------------------


def test_a_wrong_parameter_is_named_with_the_nearest_right_one(client):
    answer = client.get("/api/v1/articles/?sectoin=world&page_size=many")

    problem = problem_in(answer, 400)
    assert problem["code"] == "invalid_parameter"
    assert problem["instance"] == "/api/v1/articles/?sectoin=world&page_size=many"
    assert problem["type"] == "http://127.0.0.1/api/v1/problems/invalid_parameter/"
    assert problem["errors"] == [
        {
            "parameter": "sectoin",
            "code": "unknown_parameter",
            "detail": "There is no parameter 'sectoin' here; did you mean section?",
            "suggestion": "section",
        },
        {
            "parameter": "page_size",
            "code": "not_in_range",
            "detail": "page_size must be a whole number from 1 to 100.",
        },
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v2/articles/",
        "/api/v1/nothing/",
        "/api/v1/articles/nothing/",
        "/api/v1/articles/nothing/similar/",
        "/api/v1/articles/999999999999999999999/",
        "/api/v1/articles//",
        "/api/v1/articles/a/b/c/",
        "/api/v1/sections/nothing/",
        "/api/v1/pages/article/nothing/",
        "/api/v1/weather/snapshots/0/",
        "/api/v1/problems/nothing/",
    ],
)
def test_what_is_not_there_is_a_problem(client, path):
    answer = client.get(path)

    assert problem_in(answer, 404)["code"] == "not_found"


def test_a_page_after_the_last_is_a_problem(client):
    answer = client.get("/api/v1/articles/?page=2")

    assert problem_in(answer, 404)["code"] == "page_not_found"


@pytest.mark.parametrize(
    "route", [*(route for route in ROUTES if not route.endswith("/views/")), *DOCUMENTATION]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_every_route_refuses_methods_that_it_does_not_take(client, route, method):
    answer = client.generic(method, route, b"{", content_type="application/json")

    assert problem_in(answer, 405)["code"] == "method_not_allowed"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("route", DOCUMENTATION)
def test_the_documentation_asks_no_form_for_a_token(route):
    answer = Client(enforce_csrf_checks=True).post(route)

    assert problem_in(answer, 405)["detail"] == 'Method "POST" not allowed.'


def test_what_a_view_forbids_leads_to_no_page_of_the_newsroom(client, monkeypatch):
    def refuse(*args, **options):
        raise PermissionDenied

    monkeypatch.setattr("newsapi.views.PublicViewSet.dispatch", refuse)

    assert problem_in(client.get("/api/v1/articles/"), 403)["code"] == "permission_denied"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_views_are_asked_for_and_reported_and_nothing_else(client, method):
    answer = client.generic(method, "/api/v1/articles/report/views/", b"{", content_type="application/json")

    assert problem_in(answer, 405)["code"] == "method_not_allowed"
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["", "similar/"])
def test_a_withdrawn_article_is_gone_and_says_why(client, path):
    article = an_article(
        slug="report", withdrawn_reason="The figures were wrong.", withdrawn_at=ahead(hours=0)
    )

    by_slug = client.get(f"/api/v1/articles/report/{path}")
    by_id = client.get(f"/api/v1/articles/{article.pk}/{path}")

    assert problem_in(by_slug, 410)["code"] == "withdrawn"
    assert problem_in(by_slug, 410)["detail"] == "The figures were wrong."
    assert problem_in(by_id, 410)["detail"] == "The figures were wrong."


@pytest.mark.parametrize("published_at", [None, ahead(hours=1)])
def test_what_is_not_public_yet_is_not_there(client, published_at):
    an_article(slug="report", published_at=published_at)

    article, page = client.get("/api/v1/articles/report/"), client.get("/api/v1/pages/article/report/")

    assert problem_in(article, 404)["code"] == "not_found"
    assert problem_in(page, 404)["code"] == "not_found"


def test_a_body_may_have_64_kib(client):
    at_most = client.generic("POST", "/api/v1/articles/", b" " * 65_536)
    one_more = client.generic("POST", "/api/v1/articles/", b" " * 65_537)

    assert problem_in(at_most, 405)["code"] == "method_not_allowed"
    assert problem_in(one_more, 413)["code"] == "body_too_large"


def test_a_body_that_says_it_is_endless_is_refused(client):
    answer = client.post("/api/v1/articles/", CONTENT_LENGTH="9" * 5_000)

    assert problem_in(answer, 413)["code"] == "body_too_large"


@pytest.mark.parametrize("length", ["-1", "1e3", "²", "1 2"])
def test_a_body_with_a_nonsensical_length_is_refused(client, length):
    answer = client.post("/api/v1/articles/", CONTENT_LENGTH=length)

    assert problem_in(answer, 400)["code"] == "bad_request"


def test_a_url_may_have_4_kib(client):
    longest = "/api/v1/articles/?utm_source=".ljust(4_096, "a")

    at_most = client.get(longest)
    one_more = client.get(f"{longest}a")

    assert at_most.status_code == 200
    assert problem_in(one_more, 414)["code"] == "url_too_long"


def test_escapes_count_in_the_length_of_a_url(client):
    answer = client.get(f"/api/v1/articles/{quote('ў' * 700)}/")

    assert problem_in(answer, 414)["code"] == "url_too_long"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/articles/a%00b/",
        "/api/v1/articles/?search=a%00b",
        "/api/v1/articles/?%00=b",
        "/api/v1/a%00b",
    ],
)
def test_a_nul_character_in_a_url_is_refused(client, path):
    answer = client.get(path)

    assert problem_in(answer, 400)["code"] == "bad_request"


@pytest.mark.parametrize("name", ["Accept-Language", "If-None-Match", "X-Request-ID", "X-Whatever"])
def test_a_nul_character_in_a_header_is_refused(client, name):
    answer = client.get("/api/v1/articles/", headers={name: "a\0b"})

    assert problem_in(answer, 400)["code"] == "bad_request"


@pytest.mark.parametrize(
    ("allowed", "named"),
    [("news.example", "news.example"), (".news.example", "news.example"), ("*", "localhost")],
)
def test_a_foreign_host_is_refused_without_being_named(client, settings, allowed, named):
    settings.ALLOWED_HOSTS = [allowed]

    answer = client.get("/api/v1/articles/", headers={"host": "evil_/example"})

    problem = problem_in(answer, 400)
    assert problem["code"] == "bad_request"
    assert problem["detail"] == "This host name is not served here; ALLOWED_HOSTS names those that are."
    assert problem["type"] == f"http://{named}/api/v1/problems/bad_request/"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
@pytest.mark.parametrize("port", ["65536", "99999999", "9" * 5_000])
def test_a_host_with_a_port_beyond_all_ports_is_refused_without_being_named(client, settings, host, port):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]"]

    answer = client.get("/api/v1/articles/", headers={"host": f"{host}:{port}"})

    problem = problem_in(answer, 400)
    assert problem["code"] == "bad_request"
    assert problem["detail"] == "The host is asked at a port that there cannot be: the last is 65535."
    assert problem["type"] == "http://127.0.0.1/api/v1/problems/bad_request/"


@pytest.mark.parametrize("host", ["127.0.0.1:65535", "[::1]:0065535", "[::1]", "127.0.0.1", "123456789"])
def test_a_host_may_have_any_port(client, settings, host):
    settings.ALLOWED_HOSTS = ["*"]

    assert client.get("/api/v1/articles/", headers={"host": host}).status_code == 200


def test_a_failure_of_ours_is_a_problem_that_shows_nothing(client, caplog):
    caplog.handler.setFormatter(JSONFormatter())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_section RENAME TO lost")

    answer = client.get("/api/v1/sections/", headers={"X-Request-ID": "trace-7"})

    assert problem_in(answer, 500) == {
        "type": "http://127.0.0.1/api/v1/problems/server_error/",
        "title": "Server error",
        "status": 500,
        "detail": "Internal Server Error.",
        "instance": "/api/v1/sections/",
        "code": "server_error",
        "request_id": "trace-7",
        "errors": [],
    }
    lines = [json.loads(line) for line in caplog.text.splitlines()]
    assert {line["request_id"] for line in lines} == {"trace-7"}
    assert 'relation "articles_section" does not exist' in lines[0]["exception"]


# Former slugs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("former", ["old-name", "articles", "similar", "v1", "api", "article", "pages"])
@pytest.mark.parametrize(
    "path", ["/api/v1/articles/{}/", "/api/v1/articles/{}/similar/", "/api/v1/pages/article/{}/"]
)
def test_a_former_slug_leads_to_the_same_read_at_the_present_one(client, former, path):
    article = an_article(slug=former)
    article.slug = "present"
    publishing.save(article)

    answer = client.get(f"{path.format(former)}?locale=ru&utm_source=a")

    assert answer.status_code == 301
    assert answer["Location"] == f"http://127.0.0.1{path.format('present')}?locale=ru&utm_source=a"


@pytest.mark.parametrize("published_at", [None, ahead(days=1)])
def test_a_former_slug_tells_nothing_of_what_is_not_public(client, published_at):
    article = an_article(slug="working-title", published_at=published_at)
    article.slug = "minister-resigns"
    publishing.save(article)

    answer = client.get("/api/v1/articles/working-title/")

    assert problem_in(answer, 404)["code"] == "not_found"
    assert b"minister" not in answer.content


# The slash --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_read_without_the_slash_is_led_to_it(client, route, method):
    answer = client.generic(method, route.removesuffix("/"), QUERY_STRING="locale=ru&tag=a%2Cb")

    assert answer.status_code == 301
    assert answer["Location"] == f"{route}?locale=ru&tag=a%2Cb"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_write_without_the_slash_is_told_the_right_url(client, route, method):
    answer = client.generic(method, route.removesuffix("/"))

    problem = problem_in(answer, 404)
    assert problem["code"] == "missing_slash"
    assert problem["detail"] == f"The address ends in a slash: http://127.0.0.1{route}"


def test_what_lacks_more_than_a_slash_is_not_there(client):
    assert problem_in(client.get("/api/v1/nothing"), 404)["code"] == "not_found"
    assert problem_in(client.post("/api/v1/nothing"), 404)["code"] == "not_found"


# Request ids ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("request_id", ["a", "trace-7", "two words", "~" * 64, '{"a": 1}'])
def test_a_request_keeps_the_id_that_it_brings(client, request_id):
    answer = client.get("/api/v1/nothing/", headers={"X-Request-ID": request_id})

    assert problem_in(answer, 404)["request_id"] == request_id


@pytest.mark.parametrize("request_id", ["", "~" * 65, "ў", "a\tb", "a\nb", "\x7f"])
def test_any_other_id_is_replaced(client, request_id):
    answer = client.get("/api/v1/ticker/", headers={"X-Request-ID": request_id})

    assert len(answer["X-Request-ID"]) == 32
    assert int(answer["X-Request-ID"], 16)


def test_each_request_gets_an_id_of_its_own(client):
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


def test_a_request_is_logged_with_its_id(client, caplog):
    caplog.set_level(logging.INFO, logger="newsapi.requests")
    caplog.handler.setFormatter(JSONFormatter())

    client.get("/api/v1/ticker/?locale=ru", headers={"X-Request-ID": "trace-7"})

    [line] = [json.loads(line) for line in caplog.text.splitlines()]
    assert line["request_id"] == "trace-7"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/ticker/", 200)
    assert line["milliseconds"] > 0


# Hostile input ----------------------------------------------------------------------------------------------


def everything_asked(route: str, text: str) -> str:
    """A query that gives this text to every parameter of the route."""
    view = resolve(route).func
    return "&".join(f"{name}={quote(text, safe='')}" for name in view.cls.declared(view.actions["get"]))


@pytest.mark.parametrize("route", [route for route in LISTS if "problems" not in route])
def test_naughty_text_is_refused_by_every_list(client, route):
    answers = {text: client.get(f"{route}?{everything_asked(route, text)}") for text in NAUGHTY}

    assert {answer.status_code for answer in answers.values()} <= {400, 414}
    assert [text for text, answer in answers.items() if not answers_or_explains(answer)] == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/articles/?search={}",
        "/api/v1/articles/?cursor={}",
        "/api/v1/articles/?{}",
        "/api/v1/tags/?search={}",
        "/api/v1/articles/{}/",
        "/api/v1/sections/{}/",
        "/api/v1/weather/places/{}/",
        "/api/v1/weather/snapshots/{}/",
        "/api/v1/problems/{}/",
        "/api/v1/{}",
    ],
)
def test_naughty_text_is_taken_or_refused_anywhere(client, path):
    an_article("Report")

    answers = {text: client.get(path.format(quote(text, safe=""))) for text in NAUGHTY}

    assert [text for text, answer in answers.items() if not answers_or_explains(answer)] == []


@pytest.mark.parametrize(
    "names", [["Host"], ["Accept", "Accept-Language", "If-None-Match", "X-Request-ID", "X-Forwarded-For"]]
)
def test_naughty_headers_do_no_harm(client, names):
    answers = {text: client.get("/api/v1/sections/", headers=dict.fromkeys(names, text)) for text in NAUGHTY}

    assert [text for text, answer in answers.items() if not answers_or_explains(answer)] == []


@pytest.mark.parametrize(
    "query", ["%FF=1", "search=%FF%FE", "search=%ED%A0%80", "=", "=1", "&&&", "a;b", "%"]
)
def test_queries_that_are_no_text_are_taken_or_refused(client, query):
    assert answers_or_explains(client.get(f"/api/v1/articles/?{query}"))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("search=%ff%fe", "search"),
        ("search=%ED%A0%80", "search"),
        ("search=%C0%AF", "search"),
        ("search=caf\xe9", "search"),
        ("tag=rail&search=water%E2%82", "search"),
        ("%FF=1", "\N{REPLACEMENT CHARACTER}"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_query_that_is_not_utf8_is_refused(client, method, query, named):
    answer = client.generic(method, "/api/v1/articles/", QUERY_STRING=query)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert method == "HEAD" or problem_in(answer, 400)["errors"] == [
        {"parameter": named, "code": "not_utf8", "detail": f"{named} must be in UTF-8, percent-encoded."}
    ]


def test_each_parameter_that_is_not_utf8_is_named(client):
    answer = client.get("/api/v1/search/?q=%ff&section=%fe&locale=ru")

    assert [each["parameter"] for each in problem_in(answer, 400)["errors"]] == ["q", "section"]


@pytest.mark.parametrize(
    "query", ["search=%EF%BF%BD", "search=%D1%81%D1%83%D0%B2", "utm_source=%ff", "search=%"]
)
def test_a_query_that_is_utf8_is_answered_and_what_campaigns_add_is_passed_over(client, query):
    assert client.get(f"/api/v1/articles/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["&".join(["a"] * 2_030), "&".join(["tag=a"] * 60)])
def test_a_query_of_many_parameters_is_taken_or_refused(client, query):
    assert answers_or_explains(client.get(f"/api/v1/articles/?{query}"))


@pytest.mark.parametrize("zero", ["٠", "०", "０"])
def test_an_id_is_made_of_common_digits_only(client, zero):
    article = an_article("Report")
    digits = quote("".join(chr(ord(zero) + int(digit)) for digit in str(article.pk)))

    by_id = client.get(f"/api/v1/articles/{digits}/")
    page = client.get(f"/api/v1/pages/article/{digits}/")

    assert problem_in(by_id, 404)["code"] == "not_found"
    assert problem_in(page, 404)["code"] == "not_found"


@pytest.mark.parametrize("offset", ["-23:59", "-16:00", "+16:00", "+23:59"])
def test_any_offset_is_right(client, offset):
    moment = f"2025-03-14T12:00:00{offset}"
    order = orjson.dumps(["-published_at,-pk", False, moment, 1])
    cursor = base64.urlsafe_b64encode(order).decode().rstrip("=")

    assert client.get(f"/api/v1/articles/?published_after={quote(moment)}").status_code == 200
    assert client.get(f"/api/v1/weather/snapshots/?observed_before={quote(moment)}").status_code == 200
    assert client.get(f"/api/v1/articles/?cursor={cursor}").status_code == 200


@pytest.mark.parametrize("name", ["a" * 256, "pictures/1/" + "%F0%9F%98%80" * 70 + ".jpeg"])
def test_a_file_of_a_name_too_long_for_any_file_is_not_found(client, name):
    assert client.get(f"/media/{name}").status_code == 404
