"""The newsroom may ask where the time of an answer went; nobody else learns it, and no cache keeps it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.people import PASSWORD, a_person, kept_password, signed_in
from tests.routes import ROUTES, a_newsroom

ASKING = {"X-Server-Timing": "1"}
FORM = re.compile(
    r"total;dur=(?P<total>\d+\.\d\d), "
    r'db;dur=(?P<db>\d+\.\d\d);desc="(?P<statements>\d+) statements, (?P<rows>\d+) rows", '
    r"render;dur=(?P<render>\d+\.\d\d)"
)
LIST, DETAIL = "/api/v1/articles/?locale=en", "/api/v1/articles/report/"
OF_THE_ASKER = 2  # statements: the session, and whose it is


@pytest.fixture
def newsroom(db):
    a_newsroom()


@pytest.fixture
def editor(newsroom):
    return signed_in(a_person("editor"))


def metrics(answer) -> dict[str, float]:
    return {name: float(value) for name, value in FORM.fullmatch(answer["Server-Timing"]).groupdict().items()}


def lasting(answer) -> dict[str, str]:
    """The headers that two equal requests have alike."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


# What it tells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "statements", "rows"),
    [
        (DETAIL, 1, 1),  # the article
        (LIST, 2, 4),  # which articles; all that is shown of them
        ("/api/v1/problems/", 0, 0),
    ],
)
def test_tells_the_statements_and_their_rows(editor, path, statements, rows):
    found = metrics(editor.get(path, headers=ASKING))

    assert (found["statements"], found["rows"]) == (statements, rows)


@pytest.mark.parametrize("route", ROUTES)
def test_every_read_takes_the_statements_that_it_takes_for_anybody(editor, route):
    editor.get(route)
    with CaptureQueriesContext(connection) as for_anybody:
        editor.get(route)

    with CaptureQueriesContext(connection) as measured:
        found = metrics(editor.get(route, headers=ASKING))

    assert found["statements"] == len(for_anybody) == len(measured) - OF_THE_ASKER


def test_database_and_rendering_are_parts_of_the_whole(editor):
    found = metrics(editor.get(LIST, headers=ASKING))

    assert 0 < found["db"] < found["total"]
    assert 0 < found["render"] < found["total"]
    assert found["db"] + found["render"] <= found["total"] + 0.02  # each is rounded


def test_a_report_of_a_reader_is_measured_too(editor):
    answer = editor.post(f"{DETAIL}views/", headers={**ASKING, "User-Agent": "Firefox"})

    assert answer.status_code == 202
    assert metrics(answer)["statements"] > 0


def test_errors_are_measured_too(editor):
    answer = editor.get("/api/v1/articles/nowhere/", headers=ASKING)

    assert answer.status_code == 404
    assert metrics(answer)["statements"] > 0
    assert answer["Cache-Control"] == "private, no-store"


# The answer is the same -------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
def test_body_and_headers_are_those_of_the_plain_answer_but_no_cache_keeps_them(editor, route):
    plain, measured = editor.get(route), editor.get(route, headers=ASKING)

    assert measured.content == plain.content
    assert lasting(measured) == lasting(plain) | {
        "Server-Timing": measured["Server-Timing"],
        "Cache-Control": "private, no-store",
    }
    assert measured.cookies == {}


def test_an_answer_that_is_known_stays_a_304(editor):
    known = {"If-None-Match": editor.get(DETAIL)["ETag"]}
    editor.get(DETAIL, headers=known)

    answer = editor.get(DETAIL, headers={**ASKING, **known})

    assert answer.status_code == 304
    assert metrics(answer)["statements"] == 1
    assert answer["Cache-Control"] == "private, no-store"


def test_an_editor_who_does_not_ask_gets_the_public_answer_at_its_usual_price(
    editor, django_assert_num_queries
):
    with django_assert_num_queries(1):  # the article
        answer = editor.get(DETAIL)

    assert "Server-Timing" not in answer
    assert answer["Cache-Control"].startswith("public, ")


# Outsiders --------------------------------------------------------------------------------------------------


def nobody() -> Client:
    return Client()


def a_reader_with_an_account() -> Client:
    return signed_in(User.objects.create(username="reader", password=kept_password()))


def one_who_has_left() -> Client:
    client = signed_in(a_person("former"))
    User.objects.update(is_active=False)
    return client


def one_who_is_no_longer_of_the_newsroom() -> Client:
    client = signed_in(a_person("former"))
    User.objects.update(is_staff=False)
    return client


def one_who_has_signed_out() -> Client:
    client = signed_in(a_person("away"))
    kept = client.cookies["sessionid"].value
    client.logout()
    client.cookies["sessionid"] = kept
    return client


def one_whose_session_has_ended() -> Client:
    client = signed_in(a_person("idle"))
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    return client


def one_whose_password_was_changed() -> Client:
    user = a_person("careless")
    client = signed_in(user)
    user.set_password(f"another {PASSWORD}")
    user.save()
    return client


def one_with_a_changed_session() -> Client:
    client = signed_in(a_person("victim"))
    session = Session.objects.get()
    Session.objects.update(session_data=f"{session.session_data[:-1]}!")
    return client


def one_with_a_session_of_his_own_making(key: str):
    def client() -> Client:
        client = signed_in(a_person("victim"))
        client.cookies["sessionid"] = key
        return client

    return client


OUTSIDERS = [
    nobody,
    a_reader_with_an_account,
    one_who_has_left,
    one_who_is_no_longer_of_the_newsroom,
    one_who_has_signed_out,
    one_whose_session_has_ended,
    one_whose_password_was_changed,
    one_with_a_changed_session,
    *(one_with_a_session_of_his_own_making(key) for key in ("", "a", "0" * 32, "é" * 32, "a\0" * 16)),
]


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_an_outsider_gets_the_plain_answer_and_learns_nothing(newsroom, outsider):
    client = outsider()
    plain = client.get(LIST)

    answer = client.get(LIST, headers=ASKING)

    assert (answer.status_code, answer.content) == (200, plain.content)
    assert lasting(answer) == lasting(plain)
    assert "Server-Timing" not in answer
    assert answer["Cache-Control"].startswith("public, ")
    assert answer.cookies == {}


def test_an_outsider_without_a_session_costs_no_statement(newsroom, django_assert_num_queries):
    with django_assert_num_queries(1):  # the article
        Client().get(DETAIL, headers=ASKING)


def test_where_a_second_factor_is_required_a_password_is_not_enough(editor, settings):
    settings.REQUIRE_SECOND_FACTOR = True

    assert "Server-Timing" not in editor.get(DETAIL, headers=ASKING)


def test_where_a_second_factor_is_required_it_suffices(newsroom, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = a_person("careful")
    client = signed_in(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.create(user=user, key="00" * 20).persistent_id
    session.save()

    assert metrics(client.get(DETAIL, headers=ASKING))["statements"] == 1


def test_pages_of_other_sites_may_not_ask(api):
    preflight = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}

    answer = api.client.options(DETAIL, headers=preflight)

    assert "server-timing" not in answer["Access-Control-Allow-Headers"].lower()
