"""The caches in front of the site, and how each is told to forget answers; knows HTTP, and no table."""

import socket
import ssl
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from time import monotonic
from urllib.parse import quote, urlsplit

import orjson
from django.conf import settings

LONGEST_HEADER = 4_000  # bytes of keys in one request; many servers take 4 KiB for a header
AT_ONCE = 100  # keys that a CDN is told in one request: Cloudflare takes 100, Fastly 256
LARGEST = 65_536  # bytes of an answer that are read so that the connection can go on


@dataclass(frozen=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True)
class Cache:
    """A cache that takes PURGE with a header of keys, as deploy/varnish has it."""

    url: str

    @property
    def name(self) -> str:
        """The host and port: an address may hold a secret."""
        return self.url_parts.netloc.rpartition("@")[2]

    @property
    def url_parts(self):
        return urlsplit(self.url)

    def requests(self, keys: Iterable[str]) -> Iterator[Request]:
        for some in in_headers(keys):
            yield Request("PURGE", self.url, {"Surrogate-Key": " ".join(some)})


@dataclass(frozen=True)
class CDN(Cache):
    """A service with an API of its own: where {key} stands in URL or body, each key has its request."""

    method: str
    header: tuple[str, str] | None  # the name of the one that lets us in, and the secret
    body: str

    def requests(self, keys):
        is_one_by_one = "{key}" in self.url + self.body
        for some in ([key] for key in keys) if is_one_by_one else in_headers(keys):
            url = self.url.replace("{key}", quote(some[0], safe="")).replace("{keys}", quote(",".join(some)))
            body = self.body.replace("{key}", json(some[0])).replace("{keys}", json(some))
            headers = {"Surrogate-Key": " ".join(some)}
            if body:
                headers["Content-Type"] = "application/json"
            if self.header:
                headers[self.header[0]] = self.header[1]
            yield Request(self.method, url, headers, body.encode() if body else None)


class NotTold(Exception):
    """The cache does not know; the message says why, without any part of an address but the host."""


def configured() -> list[Cache]:
    found: list[Cache] = [Cache(url) for url in settings.PURGE_URLS]
    if settings.PURGE_CDN_URL:
        found.append(
            CDN(
                settings.PURGE_CDN_URL,
                settings.PURGE_CDN_METHOD,
                settings.PURGE_CDN_HEADER,
                settings.PURGE_CDN_BODY,
            )
        )
    return found


def tell(wanted: Mapping[str, Collection[str]], within: float) -> dict[str, str]:
    """Has the caches of these names forget the keys, all at the same time, and ends within the seconds.

    Says of each what went wrong, nothing where all went well.
    """
    caches = {cache.name: cache for cache in configured() if cache.name in wanted}
    wrong = dict.fromkeys(wanted, "It is not configured any more.")
    wrong |= dict.fromkeys(caches, f"It has not answered within {within:g} s.")

    def tell_one(cache: Cache) -> None:
        try:
            forget(cache, wanted[cache.name], deadline)
            wrong[cache.name] = ""
        except NotTold as error:
            wrong[cache.name] = str(error)

    # A socket's own timeout begins anew with each byte.
    deadline = monotonic() + within
    threads = [Thread(target=tell_one, args=[cache], daemon=True) for cache in caches.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0, deadline - monotonic()))
    return dict(wrong)


def forget(cache: Cache, keys: Collection[str], deadline: float) -> None:
    parts = cache.url_parts
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    within = max(0.001, deadline - monotonic())
    try:
        with closing(kind(parts.hostname or "", parts.port, timeout=within)) as connection:
            for request in cache.requests(keys):
                if monotonic() > deadline:
                    raise NotTold("It is too slow for so many keys.")
                status = answered(connection, request)
                if not 200 <= status < 300:
                    raise NotTold(f"It answers {status}.")
    except (OSError, HTTPException, ValueError) as error:
        raise NotTold(what_happened(error)) from error


def answered(connection: HTTPConnection, request: Request) -> int:
    parts = urlsplit(request.url)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection.request(request.method, target, request.body, dict(request.headers))
    response = connection.getresponse()
    response.read(LARGEST)
    if response.length:  # more than that: the connection is of no use to the next request
        connection.close()
    return response.status


def what_happened(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "It is silent."
    if isinstance(error, ConnectionRefusedError | socket.gaierror):
        return f"It cannot be reached: {error.strerror}."
    if isinstance(error, ssl.SSLError):
        return "It is not trusted: TLS failed."
    if isinstance(error, ConnectionError | HTTPException):
        return "It broke the connection off."
    return f"It cannot be told: {type(error).__name__}."


def in_headers(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys in parts that fit into a header, and of no more than a CDN takes."""
    part: list[str] = []
    size = 0
    for key in keys:
        if part and (size + len(key) + 1 > LONGEST_HEADER or len(part) == AT_ONCE):
            yield part
            part, size = [], 0
        part.append(key)
        size += len(key) + 1
    if part:
        yield part


def json(value: str | list[str]) -> str:
    return orjson.dumps(value).decode()
