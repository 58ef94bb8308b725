import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsapi.database import CHECKOUT, database
from tests.articles.importing import a_line, json_lines
from tests.serving import database_url, free_port

UNREACHABLE = "postgresql://editor:secret@127.0.0.1:1/news?connect_timeout=1"
REFUSED = 'connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused'
STATEMENT = "from django.db import connection; connection.cursor().execute('{}')"
CUT = """
import os, socket
from django.db import connection
connection.ensure_connection()
socket.socket(fileno=os.dup(connection.connection.fileno())).shutdown(socket.SHUT_RDWR)
connection.cursor().execute("SELECT 1")
"""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://editor:p%40ss%2F%3A@db.example:6432/news%20room?sslmode=require&connect_timeout=3",
            {
                "NAME": "news room",
                "USER": "editor",
                "PASSWORD": "p@ss/:",
                "HOST": "db.example",
                "PORT": "6432",
                "OPTIONS": {"sslmode": "require", "connect_timeout": "3"},
            },
        ),
        (
            "postgresql:///news?host=/var/run/postgresql&port=5433",
            {
                "NAME": "news",
                "USER": "",
                "PASSWORD": "",
                "HOST": "/var/run/postgresql",
                "PORT": "5433",
                "OPTIONS": {},
            },
        ),
        (
            "postgresql://reader@[::1]/news",
            {"NAME": "news", "USER": "reader", "PASSWORD": "", "HOST": "::1", "PORT": "", "OPTIONS": {}},
        ),
        (
            "postgresql://%2Frun%2FPG/news",
            {"NAME": "news", "USER": "", "PASSWORD": "", "HOST": "/run/PG", "PORT": "", "OPTIONS": {}},
        ),
    ],
)
def test_a_url_names_the_database(url, expected):
    assert database(url) == {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, **expected}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://editor:secret@localhost/news",
        "postgresql://editor:secret@localhost",
        "postgresql://editor:secret@localhost/news/room",
        "postgresql://editor:secret@localhost:port/news",
        "postgresql://editor:secret@localhost:70000/news",
        "postgresql://editor:secret@[::1/news",
        "postgresql://editor:secret@localhost/news?sslmode",
        "postgresql://editor:secret@localhost/news#secret",
        "secret",
    ],
)
def test_another_url_is_refused_without_showing_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        database(url)

    assert "DATABASE_URL" in str(refused.value)
    assert "postgresql://user:password@host:5432/name" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "directory"),
    [
        ({}, CHECKOUT / "var/postgres"),
        ({"VAR_DIR": "/srv/news"}, "/srv/news/postgres"),
        ({"POSTGRES_DIR": "var/test-postgres"}, CHECKOUT / "var/test-postgres"),
        ({"POSTGRES_DIR": "/srv/postgres", "VAR_DIR": "/srv/news"}, "/srv/postgres"),
    ],
)
def test_without_a_url_the_embedded_server_is_used(monkeypatch, environment, directory):
    monkeypatch.delenv("VAR_DIR", raising=False)
    monkeypatch.delenv("POSTGRES_DIR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    chosen = database("")

    assert (chosen["ENGINE"], chosen["HOST"]) == ("newsapi.embedded_postgres", str(directory))


# What every command says ------------------------------------------------------------------------------------


@pytest.fixture
def news(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_bytes(json_lines(a_line()))
    return file


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=20,
    )


@pytest.mark.parametrize("command", ["migrate", "load_demonstration", "fetch_weather", "serve", "work"])
def test_a_server_that_does_not_answer_is_one_sentence(command):
    needed = {"WEATHER_CONTACT": "desk@news.example", "PORT": str(free_port())}

    refused = run(command, DATABASE_URL=UNREACHABLE, **needed)

    assert (refused.returncode, refused.stderr) == (
        1,
        f"CommandError: The database cannot be used: {REFUSED}\n",
    )


@pytest.mark.parametrize("command", ["evaluate_search", "evaluate_similar"])
def test_a_measurement_without_a_server_is_told_so(command, tmp_path):
    news = tmp_path / "news.jsonl"
    news.write_bytes(
        json_lines(*(a_line(external_id=str(each), title=f"News {each}", section="a") for each in range(9)))
    )

    refused = run(command, news, DATABASE_URL=UNREACHABLE)

    assert (refused.returncode, refused.stdout, refused.stderr) == (
        1,
        "",
        f"CommandError: The database cannot be used: {REFUSED}\n",
    )


def test_an_import_without_a_server_exits_as_one_that_had_to_stop(news):
    refused = run("import_articles", news, DATABASE_URL=UNREACHABLE)

    assert (refused.returncode, refused.stderr) == (
        2,
        f"CommandError: Stopped: {REFUSED}. What is stored stays; importing again does the rest.\n",
    )


def test_a_host_without_an_address_is_named():
    refused = run("migrate", DATABASE_URL="postgresql://editor:secret@no-such-host.invalid/news")

    assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (1, "", 1)
    assert refused.stderr.startswith("CommandError: The database cannot be used: ")
    assert "no-such-host.invalid" in refused.stderr
    assert "secret" not in refused.stderr


def test_an_option_that_does_not_exist_is_named():
    refused = run("migrate", DATABASE_URL="postgresql://editor:secret@127.0.0.1/news?sslmod=require")

    assert (refused.returncode, refused.stderr) == (
        1,
        'CommandError: The database cannot be used: invalid connection option "sslmod"\n',
    )


def executed(sql):
    """A command that has the tests' own database execute this."""
    shell = ("shell", "--verbosity=0", "--command", STATEMENT.format(sql))
    return run(*shell, DATABASE_URL=database_url())


@pytest.mark.django_db
def test_what_the_database_refuses_for_our_own_fault_still_shows_where():
    failed = executed("SELECT * FROM nowhere")

    assert failed.returncode == 1
    assert failed.stderr.startswith("Traceback (most recent call last):")
    assert 'relation "nowhere" does not exist' in failed.stderr


@pytest.mark.django_db
def test_a_statement_that_takes_too_long_still_shows_where():
    failed = executed("SET statement_timeout = 1; SELECT pg_sleep(1)")

    assert failed.returncode == 1
    assert failed.stderr.startswith("Traceback (most recent call last):")
    assert "OperationalError: canceling statement due to statement timeout" in failed.stderr


@pytest.mark.django_db
def test_a_server_that_ends_meanwhile_is_one_sentence():
    ended = executed("SELECT pg_terminate_backend(pg_backend_pid())")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(
        "CommandError: The database cannot be used: terminating connection due to administrator command"
    )
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.django_db
def test_a_connection_that_is_cut_meanwhile_is_one_sentence():
    cut = run("shell", "--verbosity=0", "--command", CUT, DATABASE_URL=database_url())

    assert (cut.returncode, cut.stdout) == (1, "")
    assert cut.stderr.startswith("CommandError: The database cannot be used: ")
    assert "server closed the connection unexpectedly" in cut.stderr
    assert len(cut.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="nobody can make a folder in /proc")
def test_a_folder_that_cannot_be_made_for_the_embedded_server_is_named_with_its_variable(news):
    folder = {"DATABASE_URL": "", "POSTGRES_DIR": "/proc/x"}
    complaint = "/proc/x cannot be made: No such file or directory. Name another folder in POSTGRES_DIR"

    migrating, importing = run("migrate", **folder), run("import_articles", news, **folder)

    assert (migrating.returncode, migrating.stderr) == (
        1,
        f"CommandError: The database cannot be used: {complaint}.\n",
    )
    assert (importing.returncode, importing.stderr) == (
        2,
        f"CommandError: Stopped: {complaint}. What is stored stays; importing again does the rest.\n",
    )
