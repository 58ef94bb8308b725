"""A server that is measured, and what its answers cost."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from itertools import cycle
from statistics import median

import psycopg

from benchmarks import load, postgres, processes
from benchmarks.load import Request
from benchmarks.loading import database_of
from benchmarks.scenarios import Scenario
from newsapi.database import CHECKOUT

WARM_UP = 2  # seconds


@dataclass(frozen=True)
class Cost:
    """What one request costs, on average."""

    requests_a_second: float
    server_ms: float
    database_ms: float
    bytes: int

    @property
    def ms(self) -> float:
        return self.server_ms + self.database_ms


def corpus(size: int) -> str:
    """The database that holds it, loaded if need be; by another process, as Django serves one database."""
    subprocess.run([sys.executable, "-m", "benchmarks.loading", str(size)], check=True, cwd=CHECKOUT)
    return database_of(size)


def middle(costs: Iterable[Cost]) -> Cost:
    return Cost(*(median(values) for values in zip(*map(astuple, costs), strict=True)))


class Subject:
    """A server with its connections to the database, asked the requests of one scenario."""

    def __init__(self, served: processes.Served, admin: psycopg.Connection):
        self.port, self.process_id, self.name = served.port, served.process_id, served.name
        self.admin = admin

    def prepare(
        self,
        scenario: Scenario,
        paths: list[str],
        is_ours: bool = True,
        warm_up: float = WARM_UP,
        at_least: int = 1,
    ) -> None:
        self.requests = [Request(path, method=scenario.method) for path in paths]
        self.status = scenario.status
        if scenario.not_modified and is_ours:
            self.requests, self.status = [Request(path, self.etag(path)) for path in paths[:300]], 304
        self.to_ask = cycle(self.requests)
        self.ask(warm_up, at_least)

    def etag(self, path: str) -> str:
        head, _ = load.fetch(self.port, Request(path))
        lines = (line.partition(b": ") for line in head.split(b"\r\n"))
        return next(value.decode() for name, _, value in lines if name.lower() == b"etag")

    def ask(self, seconds: float, at_least: int = 1) -> load.Answered:
        return load.closed_loop(self.port, self.to_ask, seconds, self.status, at_least)

    def round(self, seconds: float) -> Cost:
        server, backends = processes.cpu_seconds(self.process_id), self.backends()
        answered = self.ask(seconds)
        server = processes.cpu_seconds(self.process_id) - server
        database = sum(used - backends.get(each, 0) for each, used in self.backends().items())
        return Cost(
            answered.count / answered.seconds,
            server * 1000 / answered.count,
            database * 1000 / answered.count,
            answered.bytes // answered.count,
        )

    def backends(self) -> dict[int, float]:
        """CPU by process of the database; a connection that has ended in between is not counted."""
        return {each: processes.cpu_seconds(each) for each in postgres.backends(self.admin, self.name)}
