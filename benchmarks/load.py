"""Drives a server over HTTP: as fast as it answers, for requests/s; or at a constant rate, for latencies.

In a closed loop a server that stalls is asked less, which hides the stall: percentiles come from k6 alone.
"""

import json
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import getrandbits
from typing import Any
from urllib.request import urlopen

CONNECTIONS = 4
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
COMMAND = [str(Path(sys.executable).with_name("k6")), "run", "--quiet", "--no-usage-report"]
ARRIVALS = Path(__file__).with_name("arrivals.js")
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: chunked", re.IGNORECASE)
LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True)
class Request:
    path: str
    etag: str = ""
    method: str = "GET"

    def encoded(self, port: int) -> bytes:
        more = f"If-None-Match: {self.etag}\r\n" if self.etag else ""
        if self.method == "POST":  # another reader each time
            more = f"User-Agent: {BROWSER}\r\nX-Forwarded-For: {an_address()}\r\nContent-Length: 0\r\n"
        return f"{self.method} {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n".encode()


def an_address() -> str:
    return ".".join(map(str, getrandbits(32).to_bytes(4, "big")))


@dataclass(frozen=True)
class Answered:
    count: int
    seconds: float
    bytes: int


class Connection:
    """One connection that is kept, with one request under way."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def ask(self, request: bytes) -> None:
        self.received = b""
        self.socket.sendall(request)

    def answer(self) -> tuple[bytes, bytes] | None:
        """Reads what has come; the head and the body once they are complete."""
        part = self.socket.recv(1_000_000)
        if not part:
            raise ConnectionError("The server closed the connection.")
        self.received += part
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return None
        if CHUNKED.search(head):
            return (head, body) if body.endswith(LAST_CHUNK) else None
        length = LENGTH.search(head)
        return (head, body) if len(body) == (int(length[1]) if length else 0) else None


def fetch(port: int, request: Request) -> tuple[bytes, bytes]:
    """The head and the body of one answer."""
    connection = Connection(port)
    connection.ask(request.encoded(port))
    while (answer := connection.answer()) is None:
        pass
    connection.socket.close()
    return answer


def fetched_json(port: int, path: str) -> Any:
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return json.load(answer)


def closed_loop(
    port: int, requests: Iterator[Request], seconds: float, status: int = 200, at_least: int = 1
) -> Answered:
    """Each of a few connections asks again as soon as it has its answer; `at_least` so many are waited for.

    There is no end to the requests. Any other status ends the run.
    """
    to_ask = (request.encoded(port) for request in requests)
    count = size = 0
    good = f"HTTP/1.1 {status}".encode()
    with selectors.DefaultSelector() as selector:
        for _ in range(CONNECTIONS):
            connection = Connection(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(to_ask))
        started = time.perf_counter()
        while count < at_least or time.perf_counter() - started < seconds:
            for key, _ in selector.select():
                answer = key.data.answer()
                if answer is None:
                    continue
                head, body = answer
                if not head.startswith(good):
                    raise SystemExit(f"Not {status}: {head[:200]!r} {body[:500]!r}")
                count, size = count + 1, size + len(body)
                key.data.ask(next(to_ask))
        passed = time.perf_counter() - started
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return Answered(count, passed, size)


def at_constant_rate(port: int, requests: list[Request], rate: float, seconds: int) -> dict[str, float]:
    """Latencies in ms of requests that are sent whether or not the earlier ones are answered."""
    with tempfile.TemporaryDirectory() as directory:
        asked, summary = Path(directory, "requests.json"), Path(directory, "summary.json")
        asked.write_text(json.dumps([[request.path, request.etag, request.method] for request in requests]))
        settings = {
            "ORIGIN": f"http://127.0.0.1:{port}",
            "REQUESTS": str(asked),
            "RATE": str(max(1, round(rate))),
            "SECONDS": str(seconds),
            "BROWSER": BROWSER,
        }
        options = [word for setting in settings.items() for word in ("--env", "=".join(setting))]
        subprocess.run(
            [*COMMAND, "--summary-export", str(summary), *options, str(ARRIVALS)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found = json.loads(summary.read_text())["metrics"]
    latencies = found["http_req_duration"]
    return {
        "p50_ms": latencies["med"],
        "p99_ms": latencies["p(99)"],
        "dropped": found.get("dropped_iterations", {"count": 0})["count"],
    }
