import os
from pathlib import Path

os.environ.setdefault("POSTGRES_DIR", "var/test-postgres")
os.environ.setdefault("POSTGRES_FSYNC", "false")
os.environ["SEARCH_RATE"] = os.environ["VIEW_RATE"] = "0"  # tests of the limits set their own
os.environ["WEATHER_CONTACT"] = ""  # no test asks a weather service

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import translation

from articles import highlights, lexemes
from newsapi import storage


class API:
    """Asks the API over HTTP and reads the answers."""

    def __init__(self):
        self.client = Client(headers={"host": "127.0.0.1"})

    def get(self, path, status=200, **options):
        """The JSON of an answer that has this status."""
        return self.answer(path, status, **options).json()

    def answer(self, path, status=200, **options):
        if not path.startswith(("/api/", "http://")):
            path = f"/api/v1{path}"
        answer = self.client.get(path, **options)
        assert answer.status_code == status, answer.content[:2000]
        return answer

    def titles(self, path, **options):
        return [article["title"] for article in self.get(path, **options)["results"]]

    def slugs(self, path, **options):
        return [result["slug"] for result in self.get(path, **options)["results"]]


@pytest.fixture
def api(db):
    return API()


@pytest.fixture(autouse=True)
def no_words_known():
    """Each test asks the database about words anew, whatever others have asked before it."""
    lexemes.KNOWN.clear()
    highlights.MADE.clear()


@pytest.fixture(autouse=True)
def own_language():
    """What an editor's page has switched to ends with the test, as a thread of the server goes on with it."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def files(tmp_path_factory):
    """A folder for all files that tests make: the newsroom's own must not change."""
    root = tmp_path_factory.mktemp("files")
    with override_settings(**kept_in(root)):
        yield


@pytest.fixture
def media(settings, tmp_path):
    """A folder of the test's own, with what the public may fetch in `media` and the rest in `originals`."""
    for name, value in kept_in(tmp_path).items():
        setattr(settings, name, value)
    return tmp_path


def kept_in(root: Path) -> dict:
    originals = storage.folder(root / "originals")
    return {"MEDIA_ROOT": root / "media", "STORAGES": {**settings.STORAGES, "originals": originals}}


@pytest.fixture
def problem(api):
    """The problem document of an answer with this status."""

    def problem(path, status, **options):
        answer = api.answer(path, status, **options)
        assert answer["Content-Type"] == "application/problem+json"
        return answer.json()

    return problem


@pytest.fixture
def queue(transactional_db):
    """An empty queue; the flush after each test leaves its tables alone."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events CASCADE")
