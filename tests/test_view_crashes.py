"""On a real site no crash of server, worker or database loses an answered report, or counts one twice."""

import http.client
import json
import os
import signal
import socket
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import psycopg
import pytest

from newsapi.embedded_postgres.server import NAME, Server
from tests.serving import Run, a_directory, free_port, wait_for, words

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="it kills the embedded PostgreSQL"),
]
CONNECTIONS = 64
REPORTS = 20_000
READ_BY_EACH = 4  # articles
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
KILLED = [
    *("web worker", "worker", "backend", "web worker", "database"),
    *("web server", "worker", "backend", "web worker", "database"),
]
ANSWERED_WITHIN = 120  # seconds, asked again and again
COUNTS = """
    SELECT slug, total.count,
        (SELECT sum(count) FROM articles_hourlyviews hours WHERE hours.article_id = article.id)::bigint,
        (SELECT sum(count) FROM articles_dailyviews days WHERE days.article_id = article.id)::bigint
    FROM articles_article article JOIN articles_viewtotal total ON total.article_id = article.id
"""
# For the lock of a row, a transaction, a reader or a table; growing a table is not one another's business.
WAITING = """
    SELECT wait_event, query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event <> 'extend'
"""
REPORTING = """
    SELECT pid FROM pg_stat_activity
    WHERE query LIKE '%articles_report_view%' AND pid <> pg_backend_pid()
"""


class Site(Run):
    """A `manage.py serve` with a database that is as durable as in production."""

    def __init__(self, var):
        limits = {"VIEW_RATE": "0", "CLIENT_ADDRESS_HEADER": "X-Forwarded-For"}
        super().__init__(var, free_port(), POSTGRES_FSYNC="true", **limits)
        self.database = Server((var / "postgres").resolve())

    def get(self, path):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", f"/api/v1{path}")
            return json.load(connection.getresponse())

    def slugs(self):
        found = self.get("/articles/?locale=en&page_size=100&fields=slug")["results"]
        return [each["slug"] for each in found]

    def connected(self):
        place = str(self.database.socket_directory)
        return psycopg.connect(host=place, port=5432, user=NAME, dbname=NAME, autocommit=True)

    def rows(self, statement):
        """What the database itself answers, as soon as it does."""

        def found():
            with suppress(psycopg.OperationalError), self.connected() as connection:
                return [connection.execute(statement).fetchall()]

        return wait_for(found)[0]

    def counts(self):
        """By slug and kind: the total, the sum over the hours and that over the days."""
        return Counter(
            {
                (slug, kind): count or 0
                for slug, *counts in self.rows(COUNTS)
                for kind, count in zip(("total", "hours", "days"), counts, strict=True)
            }
        )

    def has_counted_all(self):
        return self.rows("SELECT count(*) FROM articles_viewreport WHERE NOT folded") == [(0,)]

    def processes(self, kind):
        if kind == "database":
            return [int((self.database.data / "postmaster.pid").read_text().split()[0])]
        if kind == "backend":
            return [process_id for (process_id,) in self.rows(REPORTING)]
        if kind == "web worker":
            return [worker for server in self.processes("web server") for worker in children(server)]
        word = {"web server": b"granian", "worker": b"\0work\0"}[kind]
        return [each for each in children(self.process.pid) if word in words(Path(f"/proc/{each}"))]

    def kill(self, kind):
        """One of the processes of the kind, once there is one."""

        def is_killed():
            with suppress(ProcessLookupError, FileNotFoundError, IndexError):
                os.kill(self.processes(kind)[0], signal.SIGKILL)
                return True

        wait_for(is_killed)


def children(process_id):
    return [int(each) for each in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]


class Reader:
    """One connection, over which readings are reported until each is answered; notes (tries, answer)."""

    def __init__(self, port):
        self.port = port
        self.connection = None
        self.answers = []

    def report_all(self, reports):
        for reader, slug in reports:
            request = (
                f"POST /api/v1/articles/{slug}/views/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n"
                f"User-Agent: {BROWSER.format(120 + reader % 7)}\r\n"
                f"X-Forwarded-For: 10.{reader >> 16}.{reader >> 8 & 255}.{reader & 255}\r\n\r\n"
            )
            tries, deadline = 1, time.monotonic() + ANSWERED_WITHIN
            while (answer := self.answer(request.encode())) is None:
                assert time.monotonic() < deadline, f"{slug} was not answered"
                tries += 1
                time.sleep(0.1)
            self.answers.append((tries, answer))
        self.connection.close()

    def answer(self, request):
        """Whether it counted; None without an answer, or with one that it cannot be stored now."""
        received = b""
        try:
            if self.connection is None:
                self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
            self.connection.sendall(request)
            while not received.endswith(b"\r\n0\r\n\r\n"):
                received += (part := self.connection.recv(65_536))
                if not part:
                    raise ConnectionError
        except OSError:
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            return None
        status = received[9:12]
        assert status in {b"202", b"503"}, received
        return b'"counted":true' in received if status == b"202" else None


@pytest.fixture(scope="module")
def site():
    with a_directory() as var:
        site = Site(var).start()
        yield site
        assert site.end(signal.SIGINT) == 0
        site.close()


def test_a_body_that_never_ends_keeps_nobody_waiting(site):
    head = f"POST /api/v1/articles/{site.slugs()[0]}/views/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    unfinished = f"{head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n".encode()

    with ExitStack() as opened:
        connections = [
            opened.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=30))
            for _ in range(16)  # the site has eight threads
        ]
        for connection in connections:
            connection.sendall(unfinished)

        assert {connection.recv(12) for connection in connections} == {b"HTTP/1.1 202"}
        assert site.get("/ticker/?locale=en")["results"]


def test_a_thousand_reports_of_one_article_at_the_same_time_do_not_wait_for_each_other(site):
    slug = site.slugs()[0]
    readers = [Reader(site.port) for _ in range(CONNECTIONS)]
    waiting = []

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        reporting = [
            threads.submit(reader.report_all, [(each, slug) for each in range(500_000 + number, 501_000, 64)])
            for number, reader in enumerate(readers)
        ]
        with site.connected() as database:
            while not all(each.done() for each in reporting):
                waiting += database.execute(WAITING).fetchall()
        for each in reporting:
            each.result()

    assert [answer for reader in readers for answer in reader.answers] == [(1, True)] * 1_000
    assert waiting == []


def test_all_that_is_answered_is_counted_once_whatever_is_killed(site):
    slugs = site.slugs()
    reports = [
        (reader, slugs[(reader * 7 + number) % len(slugs)])
        for reader in range(REPORTS // READ_BY_EACH)
        for number in range(READ_BY_EACH)
    ]
    wait_for(site.has_counted_all)
    before = site.counts()
    readers = [Reader(site.port) for _ in range(CONNECTIONS)]

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        reporting = [
            threads.submit(reader.report_all, reports[number::CONNECTIONS])
            for number, reader in enumerate(readers)
        ]
        for number, kind in enumerate(KILLED, start=1):
            due = number * REPORTS / (len(KILLED) + 1)
            wait_for(lambda due=due: sum(len(reader.answers) for reader in readers) > due)
            site.kill(kind)
        for each in reporting:
            each.result()
    wait_for(site.has_counted_all)

    given = [answer for reader in readers for answer in reader.answers]
    per_article = Counter(slug for _, slug in reports)
    kinds = ("total", "hours", "days")
    assert len(given) == REPORTS
    assert all(counted for tries, counted in given if tries == 1)
    assert site.counts() - before == {(slug, kind): per_article[slug] for slug in slugs for kind in kinds}
