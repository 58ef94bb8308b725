"""One GET over HTTP, with an end to everything: time, size, patience."""

import socket
import ssl
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

from weather.providers.failures import BadAnswer, NoAnswer

SILENT_FOR = 10  # seconds without a byte
WHOLE_WITHIN = 20  # seconds, however steadily bytes come
LARGEST = 2 * 1024 * 1024  # bytes when unpacked; a forecast has about 150 thousand


@dataclass(frozen=True)
class Response:
    status: int
    headers: Message
    body: bytes


def get(url: str, headers: dict[str, str]) -> Response:
    """What the server answers. A redirect is an answer like others and is not followed.

    The URL may hold a key, so no failure names more of it than the host.
    """
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SILENT_FOR)
    overtime = Overtime()
    overtime.start()
    try:
        connection.connect()
        overtime.socket = connection.sock  # the connection forgets it when the answer is its last
        if overtime.has_come:  # one address after the other may have been tried
            raise EndedEarly
        connection.request(
            "GET", f"{parts.path}?{parts.query}", headers={"Accept-Encoding": "gzip", **headers}
        )
        with closing(connection.getresponse()) as response:
            body = read(response)
        if overtime.has_come:  # a body without a stated length ends wherever it is cut
            raise EndedEarly
        return Response(response.status, response.headers, unpacked(response, body))
    except (OSError, HTTPException, ValueError) as error:
        if overtime.has_come:
            raise NoAnswer(f"{parts.hostname} took longer than {WHOLE_WITHIN} s.") from error
        raise NoAnswer(f"{parts.hostname} {what_happened(error)}.") from error
    except EndedEarly as error:
        reason = f"took longer than {WHOLE_WITHIN} s" if overtime.has_come else "ended the answer early"
        raise NoAnswer(f"{parts.hostname} {reason}.") from error
    finally:
        overtime.cancel()
        connection.close()


class Overtime(Timer):
    """Cuts the connection when its time is over: a socket's own timeout begins anew with each byte."""

    def __init__(self):
        super().__init__(WHOLE_WITHIN, self.cut)
        self.socket: socket.socket | None = None
        self.has_come = False
        self.daemon = True

    def cut(self) -> None:
        self.has_come = True
        if self.socket:
            with suppress(OSError):  # it may be closed already
                # Not SSLSocket's own method, which would take the TLS state away from the reading thread.
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


class EndedEarly(Exception):
    """The connection closed before all was said."""


def read(response: HTTPResponse) -> bytes:
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise BadAnswer(f"The answer is larger than {LARGEST} bytes.")
    if response.length:  # what is still to come by Content-Length
        raise EndedEarly
    return body


def unpacked(response: HTTPResponse, body: bytes) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in {"identity", ""} or not body:
        return body
    if encoding != "gzip":
        raise BadAnswer(f"The answer is packed as {encoding[:20]!r}, which nobody asked for.")
    gzip = zlib.decompressobj(wbits=31)
    try:
        whole = gzip.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise BadAnswer("The answer says that it is gzip, and is not.") from error
    if len(whole) > LARGEST:
        raise BadAnswer(f"The answer is larger than {LARGEST} bytes when unpacked.")
    if not gzip.eof:
        raise EndedEarly
    return whole


def what_happened(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"was silent for {SILENT_FOR} s"
    if isinstance(error, ConnectionRefusedError | socket.gaierror):
        return f"cannot be reached: {error.strerror}"
    if isinstance(error, ssl.SSLError):
        return f"is not trusted: {getattr(error, 'verify_message', '') or error.reason or 'TLS failed'}"
    if isinstance(error, ConnectionError | HTTPException):
        return "broke the connection off"
    return f"cannot be asked: {error}"
