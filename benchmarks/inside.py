"""Asks the application in this process, without a server."""

import os
from collections.abc import Callable

import django

from benchmarks import postgres
from benchmarks.load import BROWSER, an_address
from benchmarks.loading import database_of
from benchmarks.processes import UNLIMITED


def application(size: int) -> Callable:
    """A function that answers a path with the corpus of this size."""
    os.environ["DATABASE_URL"] = postgres.url(database_of(size))
    os.environ.update(UNLIMITED)
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsapi.settings"
    django.setup()
    from django.core.handlers.wsgi import WSGIHandler  # needs the settings
    from django.test import RequestFactory

    handler, requests = WSGIHandler(), RequestFactory(headers={"host": "127.0.0.1", "user-agent": BROWSER})

    def answer(path: str, method: str = "GET", etag: str = ""):
        headers = {"x-forwarded-for": an_address()} | ({"if-none-match": etag} if etag else {})
        response = handler.get_response(requests.generic(method, path, headers=headers))
        if response.status_code not in {200, 202, 304}:
            raise SystemExit(f"{response.status_code}: {path}: {response.content[:500]!r}")
        return response

    return answer
