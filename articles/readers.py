"""Who reads, without knowing whom: a reader is a keyed hash that is new each day, and robots are none."""

import hashlib
import re
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from crawleruseragents import is_crawler
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

LONGEST_AGENT = 600  # characters that are looked at
AGENTS = 5_000  # remembered with whether they are robots; looking at one takes 0.2 ms
# Beyond the list, which names each: whoever is called so, or says where to complain. No browser does.
DECLARES_ROBOT = re.compile(r"(?<!cu)bot\b|crawl|spider|fetcher|https?://|\S@[^\s@]+\.\S", re.IGNORECASE)
LIBRARY_OF_APPS = re.compile(r"\bokhttp/\S+")  # what an Android app says of itself unless it says better
ASKED_AHEAD = re.compile("prefetch|prerender|preview", re.IGNORECASE)
PURPOSES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
MIDNIGHT_PASSED = 30  # minutes; then yesterday's hash of a reader is of no use any more


class Reader(NamedTuple):
    """The reader's hash of today and, in the first half hour of the day, the one of yesterday."""

    today: bytes
    before_midnight: bytes | None


def reader_of(request: HttpRequest, address: str, at: datetime) -> Reader | None:
    """None for declared robots, and for what is fetched before anybody reads it."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    if is_robot(agent[:LONGEST_AGENT]) or is_asked_ahead(request):
        return None
    today, before = days(int(at.timestamp()) // 60)
    return Reader(hashed(address, agent, today), hashed(address, agent, before) if before else None)


@lru_cache(maxsize=2)
def days(minute: int) -> tuple[date, date | None]:
    """The site's day and, in its first half hour, the day before."""
    today, before = (
        datetime.fromtimestamp(each * 60, timezone.get_default_timezone()).date()
        for each in (minute, minute - MIDNIGHT_PASSED)
    )
    return today, before if before != today else None


@lru_cache(maxsize=AGENTS)
def is_robot(agent: str) -> bool:
    agent = LIBRARY_OF_APPS.sub("", agent)
    return bool(DECLARES_ROBOT.search(agent)) or is_crawler(agent)


def is_asked_ahead(request: HttpRequest) -> bool:
    return any(ASKED_AHEAD.search(request.META[name]) for name in PURPOSES if name in request.META)


def hashed(address: str, agent: str, day: date) -> bytes:
    """The database makes another hash of it and the article: nobody can be followed from one to the next."""
    reader = f"{address}\n{agent}".encode(errors="replace")
    return hashlib.blake2b(reader, key=key_of(day), digest_size=16).digest()


@lru_cache(maxsize=3)
def key_of(day: date) -> bytes:
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"newsapi.readers").digest()
    return hashlib.blake2b(day.isoformat().encode(), key=secret).digest()
