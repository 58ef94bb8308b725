"""Answers 304 without making an answer again, as long as nothing has been written that answers are made of.

While that holds, and the clock has not changed the answer either, a client still has what it would get.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsapi import caching, changes
from newsapi.changes import Written
from newsapi.memory import Memory

REMEMBERED = Memory(5_000)
LONGEST_QUESTION = 1_000  # characters; of longer ones nothing is remembered
LONGEST = changes.KEPT_FOR / 2
HEADERS = ("ETag", "Last-Modified", "Content-Language", "Vary")

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Known:
    """An answer that was made, but for its body."""

    headers: dict[str, str]
    made_at: datetime
    changes_at: datetime | None  # by the clock
    written: Written  # before it was made

    def holds(self, at: datetime) -> bool:
        end = self.made_at + LONGEST
        return (
            self.made_at <= at < (min(end, self.changes_at) if self.changes_at else end)
            and changes.since(self.written) == self.written
        )

    def not_modified(self, at: datetime) -> HttpResponse:
        lives = {"Cache-Control": caching.cache_control(at, self.changes_at)}
        response = HttpResponse(status=304, headers=self.headers | lives)
        del response["Content-Type"]
        return response


def answer(request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    """What `get_response` answers, which is not asked where it would say 304 again."""
    if "HTTP_IF_NONE_MATCH" not in request.META or request.method not in {"GET", "HEAD"}:
        return get_response(request)
    if connection.in_atomic_block:  # what is not committed may never come to be
        return get_response(request)
    asked, at = what_is_asked(request), timezone.localtime()
    try:
        known = REMEMBERED.get(asked)
        if known and caching.is_known(known.headers["ETag"], request) and known.holds(at):
            return known.not_modified(at)
        written = changes.up_to_now()
    except Error:  # what is to be said of a database that fails is for the view to say
        return get_response(request)
    response = get_response(request)
    if (
        caching.is_public(response)
        and "RateLimit" not in response
        and caching.is_known(response["ETag"], request)
        and sum(map(len, asked)) <= LONGEST_QUESTION
    ):
        headers = {name: response[name] for name in HEADERS if name in response}
        REMEMBERED.keep(asked, Known(headers, at, response.changes_at, written))
    return response


def what_is_asked(request: HttpRequest) -> tuple:
    """All of a request that decides its answer."""
    preferences = (request.META.get(name, "") for name in ("HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT"))
    return request.scheme, request.get_host(), request.get_full_path(), *preferences
