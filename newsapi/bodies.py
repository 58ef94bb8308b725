"""Receives what is sent to the newsroom's pages before Django does, in few threads: others go on answering.

Nobody can say how long a body will take to come. The API reads none.
"""

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import Any, BinaryIO

from django.conf import settings

AT_ONCE = (
    2  # bodies that a process receives; it has more threads than that (newsapi/management/commands/serve.py)
)
IN_MEMORY = 2_621_440  # bytes of a body; what is larger goes to a file
PIECE = 65_536
BESIDE_A_PICTURE = 10_000_000  # bytes
BUSY = "503 Service Unavailable", "Too much is being sent at this moment. Try it again in a few seconds."
TOO_LARGE = "413 Content Too Large", "This is more than is taken at once."

Environ = dict[str, Any]
Application = Callable[[Environ, Callable], Iterable[bytes]]


class Received:
    """A WSGI application that finds the whole body there."""

    def __init__(self, application: Application):
        self.application = application
        self.places = BoundedSemaphore(AT_ONCE)

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        length = length_of(environ)
        if not length or environ["PATH_INFO"].startswith("/api/"):
            return self.application(environ, start_response)
        if length > settings.PICTURE_MEGABYTES * 1_000_000 + BESIDE_A_PICTURE:
            return refused(start_response, *TOO_LARGE)
        if not self.places.acquire(blocking=False):
            return refused(start_response, *BUSY, ("Retry-After", "5"))
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                receive(environ["wsgi.input"], length, body)
            finally:
                self.places.release()
            return self.application({**environ, "wsgi.input": body}, start_response)


def length_of(environ: Environ) -> int:
    said = environ.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() else 0


def receive(stream: BinaryIO, length: int, body: BinaryIO) -> None:
    while length and (piece := stream.read(min(length, PIECE))):
        body.write(piece)
        length -= len(piece)
    body.seek(0)


def refused(start_response: Callable, status: str, reason: str, *headers: tuple[str, str]) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), *headers])
    return [reason.encode()]
