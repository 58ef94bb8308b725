"""Starts the servers that are measured, and reads how much CPU a process and its descendants have used."""

import os
import signal
import socket
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from benchmarks import postgres
from newsapi.database import CHECKOUT
from newsapi.management.commands.serve import web_server
from newsapi.supervisor import end_with_parent

WORKERS = 1  # one is enough: what is measured is the CPU of a request
TICK = os.sysconf("SC_CLK_TCK")
START_WITHIN = 60  # seconds
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsapi.settings")  # web_server() reads them
UNLIMITED = {"SEARCH_RATE": "0", "VIEW_RATE": "0", "CLIENT_ADDRESS_HEADER": "X-Forwarded-For"}
OURS, FLOOR = "newsapi.wsgi:application", "benchmarks.floor:application"


@contextmanager
def served(application: str, database: str) -> Iterator[tuple[int, int]]:
    """The application behind granian, as `manage.py serve` starts it; its port and process id."""
    for directory in (settings.STATIC_ROOT, settings.MEDIA_ROOT):
        directory.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [application if word == OURS else word for word in web_server("127.0.0.1", port, WORKERS)]
    environment = os.environ | UNLIMITED | {"DATABASE_URL": postgres.url(database)}
    process = subprocess.Popen(
        command, env=environment, cwd=CHECKOUT, start_new_session=True, preexec_fn=end_with_parent
    )
    try:
        wait_for(port)
        yield port, process.pid
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
    times, children = {}, defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = path.read_text().rpartition(")")[2].split()
            found = int(path.parent.name)
            times[found] = sum(int(ticks) for ticks in fields[11:15]) / TICK
            children[int(fields[1])].append(found)
    total, left = 0.0, [process_id]
    while left:
        each = left.pop()
        total += times.get(each, 0)
        left += children[each]
    return total


def children(process_id: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]
