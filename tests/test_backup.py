"""What the README says of backups, run as it stands: a site that is restored answers as the one before."""

import json
import re
import shlex
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from newsapi.embedded_postgres.server import BINARIES, Server
from tests.serving import CHECKOUT, a_directory, clean_environment, database_url

README = (CHECKOUT / "README.md").read_text()
SECTION = README.partition("\n## Backup\n")[2].partition("\n## ")[0]
BACKUP, BACKUP_OF_URL, RESTORE, MAKE_PICTURES = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
RESTORE_DATABASE = RESTORE.splitlines()[-1]
PATHS = [  # none says how long ago something was
    "/articles/?locale=en&omit=published_label&expand=body_html,translations&count=exact",
    "/articles/?locale=uz-Cyrl&fields=slug,title,image&page_size=100",
    "/search/?locale=en&q=mountains&fields=slug",
    "/sections/?locale=ru&expand=article_count",
    "/tags/?locale=uz&expand=article_count",
    "/weather/places/?locale=en",
]
ASK = f"""
import json
from django.test import Client
client = Client(headers={{"host": "127.0.0.1"}})
print(json.dumps([client.get("/api/v1" + path).json() for path in {PATHS}]))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


class Installation:
    """A checkout with a `var` of its own."""

    def __init__(self, folder: Path, **environment: str):
        self.folder = folder
        self.var = folder / "var"
        self.environment = {
            **clean_environment(),
            "VAR_DIR": str(self.var),
            "POSTGRES_FSYNC": "false",
            **environment,
        }
        (folder / "manage.py").symlink_to(CHECKOUT / "manage.py")
        (folder / ".venv").symlink_to(sys.prefix)

    def run(self, commands: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["sh", "-e", "-c", commands],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def do(self, commands: str) -> str:
        done = self.run(commands)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def answers(self) -> list:
        return json.loads(
            self.do(f".venv/bin/python manage.py shell --verbosity 0 --command {shlex.quote(ASK)}")
        )

    def files(self, name: str) -> dict[str, bytes]:
        root = self.var / name
        return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


@contextmanager
def an_installation(**environment):
    with a_directory() as folder:
        yield Installation(folder, **environment)


@pytest.fixture(scope="module")
def site():
    """One with news and pictures, and a backup that was taken while it ran."""
    with an_installation() as site:
        server = Server(site.var / "postgres", durable=False)
        server.use()
        site.do(".venv/bin/python manage.py migrate --verbosity 0")
        site.do(".venv/bin/python manage.py load_demonstration")
        site.said = site.answers()
        site.do(BACKUP)
        site.url = f"postgresql://newsapi@/newsapi?host={server.socket_directory}&port=5432"
        yield site
        server.leave()


@pytest.fixture
def restored(site):
    with an_installation() as restored:
        (restored.folder / "backup").symlink_to(site.folder / "backup")
        restored.do(RESTORE)
        yield restored


def test_what_is_restored_answers_as_before(site, restored):
    assert site.said[0]["count"] == 12
    assert restored.answers() == site.said
    assert restored.files("originals") == site.files("originals") != {}
    assert restored.files("media") == site.files("media") != {}
    assert (restored.var / "secret-key").read_text() == (site.var / "secret-key").read_text()
    assert (restored.var / "secret-key").stat().st_mode & 0o777 == 0o600


def test_what_is_restored_is_up_to_date_and_its_newsroom_has_articles(restored):
    assert restored.do(".venv/bin/python manage.py migrate --check") == ""
    assert "nothing was loaded" in restored.do(".venv/bin/python manage.py load_demonstration")


def test_sizes_of_pictures_are_made_anew_from_originals(site, restored):
    restored.do("rm -r var/media")

    said = restored.do(MAKE_PICTURES)

    assert said.endswith("All sizes of all pictures are there.\n")
    assert restored.files("media").keys() == site.files("media").keys()
    assert restored.answers() == site.said


def test_a_database_with_something_in_it_is_left_as_it_is(restored):
    before = restored.answers()

    again = restored.run(RESTORE_DATABASE)

    assert again.returncode != 0
    assert "already exists" in again.stderr
    assert restored.answers() == before


@pytest.fixture
def empty_database(db):
    """The address of one on the tests' own server, where that is of the version that is dumped."""
    dumped = subprocess.run([BINARIES / "pg_dump", "--version"], capture_output=True, text=True).stdout
    if f" {connection.pg_version // 10_000}." not in dumped:
        pytest.skip(f"{dumped.strip()} is of another version than the tests' own server")
    name = "restored"
    maintenance = {**connection.get_connection_params(), "dbname": "postgres"}
    at = {key: maintenance[key] for key in ("host", "port", "user", "dbname") if maintenance.get(key)}
    with psycopg.connect(**at, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield re.sub(r"/[^/?]+\?", f"/{name}?", database_url())
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_that_a_url_names_is_restored_into_another(site, empty_database):
    of_the_servers_version = f"PATH={BINARIES}:$PATH\n"
    with an_installation(DATABASE_URL=site.url) as before:
        before.do(f"{of_the_servers_version}mkdir backup\n{BACKUP_OF_URL}")
        with an_installation(DATABASE_URL=empty_database) as after:
            (after.folder / "backup").symlink_to(before.folder / "backup")
            after.do(of_the_servers_version + RESTORE_DATABASE)

            assert after.answers() == site.said
