import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from newsapi.errors import CODE_OF_STATUS, PROBLEM_TYPES

CHECKOUT = Path(__file__).resolve().parent.parent
ASK = """
import django
django.setup()
from django.test import Client
answer = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False).get("%s")
print(json.dumps([answer.status_code, dict(answer.headers), answer.content.decode()]))
"""


def asked_without_a_database(path: str) -> list:
    """Status, headers and body of the answer where nothing listens at the database's address."""
    unreachable = "postgresql://user:secret@127.0.0.1:1/news?connect_timeout=1"
    process = subprocess.run(
        [sys.executable, "-c", f"import json\n{ASK % path}"],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsapi.settings", "DATABASE_URL": unreachable},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(process.stdout)


def test_the_process_lives(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.content == b"ok\n"
    assert answer["Cache-Control"] == "no-store"


def test_a_process_lives_without_its_database():
    status, _, _ = asked_without_a_database("/healthz")

    assert status == 200


@pytest.mark.django_db(transaction=True)
def test_whether_a_process_lives_is_not_asked_of_the_database(client):
    connection.ensure_connection()
    lost = connection.connection
    lost.close()

    client.get("/healthz")

    # Whoever had looked at the connection would have given it up.
    assert connection.connection is lost
    connection.close()


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "detail": None}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_not_ready(client):
    [newest] = MigrationLoader(connection).graph.leaf_nodes("weather")
    MigrationRecorder(connection).record_unapplied(*newest)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "detail": "The database is not migrated."}
    assert answer["Cache-Control"] == "no-store"


def test_a_database_that_does_not_answer_is_not_ready():
    status, headers, body = asked_without_a_database("/readyz")

    assert status == 503
    assert json.loads(body) == {"ready": False, "detail": "The database does not answer."}
    assert headers["Cache-Control"] == "no-store"


def test_reads_without_a_database_say_that_they_may_be_tried_again():
    status, headers, body = asked_without_a_database("/api/v1/articles/")

    assert status == 503
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Retry-After"] == "5"
    assert json.loads(body)["code"] == "unavailable"
    assert "secret" not in body


@pytest.mark.parametrize("code", PROBLEM_TYPES)
def test_every_type_of_problem_leads_to_its_explanation(client, code):
    kind = PROBLEM_TYPES[code]

    answer = client.get(f"/api/v1/problems/{code}/")

    assert answer.json() == {
        "code": code,
        "status": kind.status,
        "title": kind.title,
        "explanation": kind.explanation,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    ("host", "named"), [("127.0.0.1", "127.0.0.1"), ("10.0.0.5:8000", "localhost"), ("a_b", "localhost")]
)
def test_a_probe_by_another_method_is_a_problem(client, path, method, host, named):
    answer = client.generic(method, path, headers={"host": host})

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, HEAD"
    assert answer.json()["code"] == "method_not_allowed"
    assert answer.json()["type"] == f"http://{named}/api/v1/problems/method_not_allowed/"


@pytest.mark.parametrize("path", ["/healthz?%00", "/readyz?%00"])
def test_a_malformed_probe_is_a_problem_whatever_its_host(client, path):
    answer = client.get(path, headers={"host": "10.0.0.5:8000"})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_request"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/articles/?page=0", "/articles/?page=9", "/articles/no/", "/no/"])
def test_the_type_of_a_problem_resolves(api, path):
    problem = api.client.get(f"/api/v1{path}").json()

    kind = api.client.get(problem["type"]).json()

    assert (kind["code"], kind["status"]) == (problem["code"], problem["status"])
    assert kind["title"] == problem["title"]


def test_all_types_of_problems_are_listed(client):
    listed = client.get("/api/v1/problems/").json()

    assert (listed["next"], listed["previous"]) == (None, None)
    assert [kind["code"] for kind in listed["results"]] == list(PROBLEM_TYPES)
    assert set(CODE_OF_STATUS.values()) <= PROBLEM_TYPES.keys()
