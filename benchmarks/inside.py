"""Asks the application in this process, without a server."""

import os
from collections.abc import Callable

import django

from benchmarks import postgres
from benchmarks.loading import database_of


def application(size: int) -> Callable:
    """A function that answers a path with the corpus of this size."""
    os.environ["DATABASE_URL"] = postgres.url(database_of(size))
    os.environ["SEARCH_RATE"] = "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsapi.settings"
    django.setup()
    from django.core.handlers.wsgi import WSGIHandler  # needs the settings
    from django.test import RequestFactory

    handler, requests = WSGIHandler(), RequestFactory(headers={"host": "127.0.0.1"})

    def answer(path: str):
        response = handler.get_response(requests.get(path))
        if response.status_code != 200:
            raise SystemExit(f"{response.status_code}: {path}: {response.content[:500]!r}")
        return response

    return answer
