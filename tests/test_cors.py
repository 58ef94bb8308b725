import pytest

from tests.builders import an_article
from tests.routes import ROUTES, a_newsroom

pytestmark = pytest.mark.django_db
ELSEWHERE = {"Origin": "https://elsewhere.example"}


def listed(answer, name: str) -> set[str]:
    return set(answer[name].split(", "))


@pytest.mark.parametrize("route", ROUTES)
def test_pages_of_any_site_may_read(api, route):
    a_newsroom()

    answer = api.answer(route, headers=ELSEWHERE)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("route", ROUTES)
def test_pages_may_ask_before_they_read(api, route):
    asking = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}

    answer = api.client.options(route, headers={**ELSEWHERE, **asking})

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    takes = {"POST"} if route.endswith("/views/") else set()
    assert listed(answer, "Access-Control-Allow-Methods") == {"GET", "HEAD", "OPTIONS", *takes}
    assert listed(answer, "Access-Control-Allow-Headers") >= {"If-None-Match", "X-Request-ID", "Content-Type"}
    assert int(answer["Access-Control-Max-Age"]) == 86_400


@pytest.mark.parametrize("route", ROUTES)
def test_pages_may_ask_before_they_read_without_the_slash_too(api, route):
    """Browsers follow no redirect of what they ask before."""
    asking = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    with_slash = api.client.options(route, headers={**ELSEWHERE, **asking})

    without = api.client.options(route.removesuffix("/"), headers={**ELSEWHERE, **asking})

    assert (without.status_code, without.content) == (200, with_slash.content)
    assert without["Access-Control-Allow-Methods"] == with_slash["Access-Control-Allow-Methods"]
    assert without["Access-Control-Allow-Headers"] == with_slash["Access-Control-Allow-Headers"]


def test_pages_may_read_what_an_answer_says_of_itself(api):
    answer = api.answer("/ticker/", headers=ELSEWHERE)

    exposed = {"ETag", "Last-Modified", "Content-Language", "RateLimit", "RateLimit-Policy", "Retry-After"}
    assert listed(answer, "Access-Control-Expose-Headers") == {*exposed, "X-Request-ID"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/articles/?page=0", 400),
        ("GET", "/api/v1/articles/nothing/", 404),
        ("GET", "/api/v1/nothing/", 404),
        ("GET", "/api/v1/articles/?search=%00", 400),
        ("GET", "/api/v1/articles/?utm_source=".ljust(5_000, "a"), 414),
        ("GET", "/api/v1/articles", 301),
    ],
)
def test_pages_may_read_errors_and_redirects_too(api, method, path, status):
    answer = api.client.generic(method, path, headers=ELSEWHERE)

    assert answer.status_code == status
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "X-Request-ID" in listed(answer, "Access-Control-Expose-Headers")


@pytest.mark.parametrize(("path", "status"), [("/api/v1/articles", 404), ("/api/v1/articles/", 405)])
def test_pages_may_read_what_is_wrong_with_what_they_send_even_with_cookies(api, path, status):
    answer = api.client.post(path, headers=ELSEWHERE)

    assert answer.status_code == status
    assert answer["Access-Control-Allow-Origin"] == ELSEWHERE["Origin"]
    assert answer["Access-Control-Allow-Credentials"] == "true"
    assert "Origin" in listed(answer, "Vary")


def test_pages_may_read_that_nothing_has_changed(api):
    an_article()
    tag = api.answer("/articles/")["ETag"]

    answer = api.answer("/articles/", 304, headers={**ELSEWHERE, "If-None-Match": tag})

    assert answer["Access-Control-Allow-Origin"] == "*"


def test_only_the_api_is_open_to_other_sites(api):
    answer = api.client.get("/admin/login/", headers=ELSEWHERE)

    assert "Access-Control-Allow-Origin" not in answer
