"""Starts the servers that are measured, and reads how much CPU a process and its descendants have used."""

import os
import signal
import socket
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from benchmarks import postgres
from newsapi.database import CHECKOUT
from newsapi.management.commands.serve import web_server
from newsapi.supervisor import end_with_parent

WORKERS = 1  # one is enough: what is measured is the CPU of a request
TICK, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
START_WITHIN = 60  # seconds
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsapi.settings")  # web_server() reads them
UNLIMITED = {"SEARCH_RATE": "0", "VIEW_RATE": "0", "CLIENT_ADDRESS_HEADER": "X-Forwarded-For"}
OURS, FLOOR = "newsapi.wsgi:application", "benchmarks.floor:application"


@dataclass(frozen=True)
class Served:
    """A running server. Its connections call themselves `name` in the database."""

    port: int
    process_id: int
    name: str


@contextmanager
def served(application: str, database: str) -> Iterator[Served]:
    """The application behind granian, as `manage.py serve` starts it."""
    for directory in (settings.STATIC_ROOT, settings.MEDIA_ROOT):
        directory.mkdir(parents=True, exist_ok=True)
    port = free_port()
    name = f"bench-{port}"
    command = [application if word == OURS else word for word in web_server("127.0.0.1", port, WORKERS)]
    environment = os.environ | UNLIMITED | {"DATABASE_URL": postgres.url(database), "PGAPPNAME": name}
    process = subprocess.Popen(
        command, env=environment, cwd=CHECKOUT, start_new_session=True, preexec_fn=end_with_parent
    )
    try:
        wait_for(port)
        yield Served(port, process.pid, name)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def cpu_seconds(process_id: int) -> float:
    """User and system time of the process and its descendants, of those too that have ended."""
    return sum(sum(map(int, fields[11:15])) for fields in family(process_id)) / TICK


def memory(process_id: int) -> int:
    """Bytes that the process and its descendants hold, pages that they share counted for each."""
    return sum(int(fields[21]) for fields in family(process_id)) * PAGE


def family(process_id: int) -> list[list[str]]:
    """What the kernel tells of the process and its descendants, from the state on."""
    facts, children = {}, defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found = int(path.parent.name)
            facts[found] = path.read_text().rpartition(")")[2].split()
            children[int(facts[found][1])].append(found)
    members, left = [], [process_id]
    while left:
        each = left.pop()
        members += [facts[each]] if each in facts else []
        left += children[each]
    return members


def children(process_id: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]
