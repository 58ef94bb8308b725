"""Measures Varnish before our server against nginx with the same bytes in files, and prints tables.

wrk asks both in alternating rounds over kept connections: once with all processes on all cores, as they run
in production, and once with the server on one core and wrk on another. Then a newsroom works behind the edge
(`newsroom.py`), on a copy of the corpus. ARTICLES says how large that is, ROUNDS and SECONDS how long each
server is asked.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import load, postgres, processes
from benchmarks.loading import database_of
from benchmarks.mix import REQUESTS
from benchmarks.run import ROUNDS, SECONDS
from benchmarks.scenarios import Samples
from newsapi import env
from newsapi.database import CHECKOUT
from newsapi.supervisor import end_with_parent

NEEDED = ("varnishd", "nginx", "wrk")
CONNECTIONS = 16
ALL = os.sched_getaffinity(0)
ONE, ANOTHER = {min(ALL)}, {max(ALL)}
ENCODINGS = ("identity", "gzip")
NGINX = """
worker_processes auto; daemon off; pid {directory}/nginx.pid; error_log {directory}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; default_type application/json;
    open_file_cache max=100; gzip_static on;
    client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi; scgi_temp_path {directory}/scgi; uwsgi_temp_path {directory}/uwsgi;
    server {{ listen 127.0.0.1:{port}; root {directory}/files; }}
}}
"""


@dataclass(frozen=True)
class Page:
    name: str
    path: str


@dataclass(frozen=True)
class Round:
    requests_a_second: float
    cpu_us: float  # of a request


@dataclass(frozen=True)
class Cores:
    name: str
    server: set[int]
    load: set[int]


CORES = (Cores("all cores", ALL, ALL), Cores("one core", ONE, ANOTHER))


@dataclass
class Server:
    port: int
    process_id: int

    def pin(self, cores: set[int]) -> None:
        for process_id in (self.process_id, *processes.children(self.process_id)):
            for thread in Path(f"/proc/{process_id}/task").iterdir():
                with suppress(ProcessLookupError):
                    os.sched_setaffinity(int(thread.name), cores)

    def round(self, path: str, encoding: str, cores: Cores) -> Round:
        self.pin(cores.server)
        before = processes.cpu_seconds(self.process_id)
        said = subprocess.run(
            [
                *(
                    "wrk",
                    "--threads",
                    str(len(cores.load)),
                    "--connections",
                    str(CONNECTIONS),
                    "--duration",
                    f"{SECONDS}s",
                ),
                *("--header", f"Accept-Encoding: {encoding}", f"http://127.0.0.1:{self.port}{path}"),
            ],
            check=True,
            capture_output=True,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, cores.load),
        ).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise SystemExit(f"{path}: {said}")
        count = int(re.search(r"(\d+) requests in", said)[1])
        used = processes.cpu_seconds(self.process_id) - before
        return Round(float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1]), used / count * 1e6)


@contextmanager
def started(command: list, **environment: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def varnish(directory: Path, origin_port: int) -> Iterator[Server]:
    deployed = CHECKOUT / "deploy" / "varnish"
    site = (deployed / "site.vcl").read_text().replace('"8000"', f'"{origin_port}"')
    (directory / "site.vcl").write_text(site)
    port = processes.free_port()
    command = [deployed / "start", directory, "-n", directory / "varnish"]
    with started(command, EDGE=f"127.0.0.1:{port}") as process:
        processes.wait_for(port)
        yield Server(port, process.pid)


@contextmanager
def nginx(directory: Path) -> Iterator[Server]:
    port = processes.free_port()
    (directory / "nginx.conf").write_text(NGINX.format(directory=directory, port=port))
    with started(["nginx", "-c", directory / "nginx.conf"]) as process:
        processes.wait_for(port)
        yield Server(port, process.pid)


def pages(samples: Samples) -> list[Page]:
    (slug, _), section = samples.articles[0], samples.sections[0]
    return [
        Page("an article", f"/api/v1/articles/{slug}/"),
        Page("a section", f"/api/v1/articles/?locale=uz&section={section}"),
        Page("the front page", "/api/v1/pages/front/?locale=uz"),
    ]


def kept(page: Page, edge: Server, directory: Path) -> Path:
    """The answer as a file for nginx, with a packed one beside it."""
    _, body = load.fetch(edge.port, load.Request(page.path))
    file = directory / "files" / page.name.replace(" ", "-")
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(body)
    packed(file).write_bytes(gzip.compress(body, 6))
    return file


def packed(file: Path) -> Path:
    return file.with_name(f"{file.name}.gz")


@dataclass(frozen=True)
class Compared:
    """Medians of alternating rounds: Varnish's, then nginx's."""

    bytes: int
    rates: list[float]
    cpu_us: list[float]
    ratio: float  # of requests/s

    @property
    def cells(self) -> list[str]:
        rates = " / ".join(f"{each:,.0f}" for each in self.rates)
        costs = " / ".join(f"{each:.0f}" for each in self.cpu_us)
        return [rates, costs, f"**{self.ratio:.2f}**"]


def compared(edge: Server, static: Server, path: str, file: Path, encoding: str, cores: Cores) -> Compared:
    edge.round(path, encoding, cores)  # fills it
    rounds = [
        (edge.round(path, encoding, cores), static.round(f"/{file.name}", encoding, cores))
        for _ in range(ROUNDS)
    ]
    sides = list(zip(*rounds, strict=True))
    sent = file if encoding == "identity" else packed(file)
    return Compared(
        sent.stat().st_size,
        [median(each.requests_a_second for each in side) for side in sides],
        [median(each.cpu_us for each in side) for side in sides],
        median(ours.requests_a_second / theirs.requests_a_second for ours, theirs in rounds),
    )


def throughput(edge: Server, static: Server, samples: Samples, directory: Path) -> str:
    columns = [f"{cores.name}: {each}" for cores in CORES for each in ("requests/s", "CPU µs", "ratio")]
    lines = [f"| Varnish / nginx | bytes | {' | '.join(columns)} |", "|---" * (2 + len(columns)) + "|"]
    for page in pages(samples):
        file = kept(page, edge, directory)
        for encoding in ENCODINGS:
            found = [compared(edge, static, page.path, file, encoding, cores) for cores in CORES]
            name = page.name if encoding == "identity" else f"{page.name}, gzip"
            cells = [name, f"{found[0].bytes:,}", *(cell for each in found for cell in each.cells)]
            lines.append(f"| {' | '.join(cells)} |")
            sys.stderr.write(f"  {name}\n")
    return "\n".join(lines)


def newsroom(edge: Server, database: str) -> str:
    """What `newsroom.py` finds, in words."""
    environment = {
        "DATABASE_URL": postgres.url(database),
        "PURGE_URLS": f"http://127.0.0.1:{edge.port}/",
    }
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.newsroom"],
        env=os.environ | environment,
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = json.loads(said)
    return (
        f"Of {REQUESTS:,} requests of a minute, {found['hits']:.1%} are answered by the edge. A new title is "
        f"served {found['p50']:.3f} s after saving in the middle, {found['p99']:.3f} s at p99."
    )


@contextmanager
def copied(database: str) -> Iterator[str]:
    """A database of the same content, in which a newsroom may work."""
    name = f"{database}_edge"
    with postgres.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {database}")
        try:
            yield name
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main() -> None:
    missing = [each for each in NEEDED if not shutil.which(each)]
    if missing:
        raise SystemExit(f"Needed, as Debian has them: {', '.join(missing)}; and varnish-modules.")
    size = env.integer("ARTICLES", 20_000, minimum=1)
    subprocess.run([sys.executable, "-m", "benchmarks.loading", str(size)], check=True, cwd=CHECKOUT)
    with ExitStack() as opened:
        database = opened.enter_context(copied(database_of(size)))
        with postgres.connect(database) as connection:
            samples = Samples(connection)
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory(dir="/dev/shm")))
        directory.chmod(0o755)  # both give up being root
        origin = opened.enter_context(processes.served(processes.OURS, database))
        edge = opened.enter_context(varnish(directory, origin.port))
        static = opened.enter_context(nginx(directory))
        print(newsroom(edge, database))
        print(throughput(edge, static, samples, directory))


if __name__ == "__main__":
    with postgres.connect():  # the server stays up until this process ends
        main()
