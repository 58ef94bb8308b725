"""Public answers as caches see them: a strong ETag, an honest life, and the keys that purge them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags

from newsapi import cache_keys

PRIVATE = "private, no-store"


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


def answer(
    request: HttpRequest,
    data: Any,
    *,
    at: datetime,
    changes_at: datetime | None = None,
    keys: Iterable[str] = (),
    last_modified: datetime | None = None,
    headers: dict[str, str] | None = None,
    content_type: str = "application/json",
    private: bool = False,
) -> HttpResponse:
    """The data as JSON (bytes as they are), or 304 when the client has just that; private: kept nowhere."""
    body = data if isinstance(data, bytes) else orjson.dumps(data, option=orjson.OPT_OMIT_MICROSECONDS)
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if known and (known == ["*"] or etag in (tag.removeprefix("W/") for tag in known)):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(body, content_type=content_type)
        response["Content-Length"] = str(len(body))  # for HEAD, whose body never reaches the server
    response["ETag"] = etag
    response["Cache-Control"] = PRIVATE if private else cache_control(at, changes_at)
    if not private:
        add_keys(response, keys)
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified.timestamp())
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def add_keys(response: HttpResponse, keys: Iterable[str]) -> None:
    """Says the keys by which caches are told to forget the answer."""
    if written := cache_keys.written(keys):
        response["Surrogate-Key"] = " ".join(written)
        if settings.CACHE_TAG_HEADER:
            response[settings.CACHE_TAG_HEADER] = ",".join(written)
