"""Answers 304 without making an answer again, as long as nothing has been written that answers are made of.

While that holds, and the clock has not changed the answer either, a client still has what it would get.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsapi import caching, changes
from newsapi.lasting import Lasting
from newsapi.memory import Memory

REMEMBERED = Memory(5_000)  # the headers of answers
LONGEST_QUESTION = 1_000  # characters; of longer ones nothing is remembered
HEADERS = ("ETag", "Last-Modified", "Content-Language", "Vary")

GetResponse = Callable[[HttpRequest], HttpResponse]


def not_modified(known: Lasting, at: datetime) -> HttpResponse:
    """The answer whose headers these are, without its body."""
    lives = {"Cache-Control": caching.cache_control(at, known.changes_at)}
    response = HttpResponse(status=304, headers=known.thing | lives)
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
        if known and caching.is_known(known.thing["ETag"], request) and known.holds(at):
            return not_modified(known, at)
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
        REMEMBERED.keep(asked, Lasting(headers, at, response.changes_at, written))
    return response


def what_is_asked(request: HttpRequest) -> tuple:
    """All of a request that decides its answer."""
    preferences = (request.META.get(name, "") for name in ("HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT"))
    return request.scheme, request.get_host(), request.get_full_path(), *preferences
