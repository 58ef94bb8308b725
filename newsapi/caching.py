"""Public answers as caches see them: a strong ETag, an honest life, and the keys that purge them."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags

from newsapi import cache_keys

PRIVATE = "private, no-store"
WRITTEN = orjson.OPT_OMIT_MICROSECONDS


def cache_control(at: datetime, changes_at: datetime | None) -> str:
    """Lives that end no later than the moment at which the answer changes by itself (None: never)."""
    # By time stamps: the difference of two times of one zone would ignore that clocks are put forward.
    left = int(changes_at.timestamp() - at.timestamp()) if changes_at else settings.CACHE_S_MAXAGE * 1_000
    shared = max(0, min(settings.CACHE_S_MAXAGE, left))
    return (
        f"public, max-age={min(settings.CACHE_MAX_AGE, shared)}, s-maxage={shared}, "
        f"stale-while-revalidate={max(0, min(settings.CACHE_STALE_WHILE_REVALIDATE, left - shared))}, "
        f"stale-if-error={settings.CACHE_STALE_IF_ERROR}"
    )


@lru_cache
def made_by() -> bytes:
    """A digest of what makes answers out of data: the code, and the packages that it is pinned to."""
    digest = hashlib.blake2b(digest_size=12)
    for app in ("newsapi", "articles", "weather"):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            digest.update(path.read_bytes())
    digest.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    return digest.digest()


def etag_of(*made_of: Any) -> str:
    """The strong ETag of an answer that is made of nothing else; the address that it is for aside."""
    said = orjson.dumps(made_of, default=str, option=orjson.OPT_NON_STR_KEYS)
    return f'"{hashlib.blake2b(said, digest_size=12, key=made_by()).hexdigest()}"'


def answer(
    request: HttpRequest,
    data: Any,
    *,
    at: datetime,
    etag: str | None = None,
    changes_at: datetime | None = None,
    keys: Iterable[str] | Callable[[], Iterable[str]] = (),
    last_modified: datetime | None = None,
    headers: dict[str, str] | None = None,
    content_type: str = "application/json",
    private: bool = False,
) -> HttpResponse:
    """The data as JSON (bytes as they are), or 304 when the client has just that; private: kept nowhere.

    With an `etag`, data and keys may be functions that make them: nothing is made for a 304.
    """
    body, is_made_of_ids = b"", etag is not None
    if etag is None:
        body = written(data)
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    if is_known(etag, request):
        response = HttpResponse(status=304)
        del response["Content-Type"]
        keys = () if is_made_of_ids else keys  # caches keep the keys of the answer that they have
    else:
        body = body or written(data() if callable(data) else data)
        response = HttpResponse(body, content_type=content_type)
        response["Content-Length"] = str(len(body))  # for HEAD, whose body never reaches the server
    response["ETag"] = etag
    response["Cache-Control"] = PRIVATE if private else cache_control(at, changes_at)
    if not private:
        add_keys(response, keys() if callable(keys) else keys)
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified.timestamp())
    for name, value in (headers or {}).items():
        response[name] = value
    response.changes_at = changes_at
    return response


def is_public(response: HttpResponse) -> bool:
    """Whether it was made by `answer`, for everybody; it then knows when it `changes_at`, by the clock."""
    return hasattr(response, "changes_at") and response["Cache-Control"] != PRIVATE


def written(data: Any) -> bytes:
    return data if isinstance(data, bytes) else orjson.dumps(data, option=WRITTEN)


def is_known(etag: str, request: HttpRequest) -> bool:
    """Whether the client says that it has the answer of this ETag."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if not header:
        return False
    known = parse_etags(header)
    return known == ["*"] or etag in (tag.removeprefix("W/") for tag in known)


def add_keys(response: HttpResponse, keys: Iterable[str]) -> None:
    """Says the keys by which caches are told to forget the answer."""
    if written := cache_keys.written(keys):
        response["Surrogate-Key"] = " ".join(written)
        if settings.CACHE_TAG_HEADER:
            response[settings.CACHE_TAG_HEADER] = ",".join(written)
