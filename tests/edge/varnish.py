"""A real Varnish with the project's VCL, the server behind it, and what readers get from it."""

import http.client
import json
import os
import shutil
import signal
import subprocess
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from django.conf import settings

from newsapi.management.commands.serve import web_server
from tests.serving import CHECKOUT, clean_environment, database_url, free_port, wait_for

DEPLOYED = CHECKOUT / "deploy" / "varnish"
MODULES = list(Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so"))
NEEDS_VARNISH = pytest.mark.skipif(
    not (shutil.which("varnishd") and MODULES), reason="needs Debian's varnish and varnish-modules"
)
WRITES = pytest.mark.django_db(transaction=True)  # so that the server sees it
ELSEWHERE = "127.0.0.2"  # an address of this machine that the VCL takes for a stranger's


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        return self.headers.get(name)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def is_hit(self) -> bool:
        return (self["Cache-Status"] or "").startswith("edge; hit")


def ask(port: int, path: str, method="GET", source="127.0.0.1", body=None, **headers) -> Answer:
    """One request on a connection of its own; `Accept_Language="ru"` is a header."""
    headers = {"Host": "news.test", **{name.replace("_", "-"): value for name, value in headers.items()}}
    path = path if path.startswith(("/api/", "/admin/", "/static/", "/media/")) else f"/api/v1{path}"
    with closing(http.client.HTTPConnection("127.0.0.1", port, 30, source_address=(source, 0))) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


class Origin:
    """The real server on the tests' database; it logs every request."""

    def __init__(self, directory: Path, **environment):
        self.port = free_port()
        self.log = directory / "origin.log"
        self.environment = {
            **clean_environment(),
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(directory),
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "*",
            "LOG_LEVEL": "INFO",
            "CLIENT_ADDRESS_HEADER": "X-Forwarded-For",
            **environment,
        }
        for folder in (settings.STATIC_ROOT, settings.MEDIA_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                web_server("127.0.0.1", self.port, 1),
                cwd=CHECKOUT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.answers)

    def ask(self, path: str, *arguments, **headers) -> Answer:
        return ask(self.port, path, *arguments, **headers)

    def answers(self):
        assert self.lives(), self.log.read_text()
        try:
            return self.ask("/problems/").status == 200
        except OSError:
            return False

    def signal(self, number):
        os.killpg(self.process.pid, number)

    def lives(self) -> bool:
        return self.process.poll() is None

    def close(self):
        if self.lives():
            self.kill()

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def requests(self) -> list[dict]:
        """Those that were answered: method, path, status."""
        lines = self.log.read_text().splitlines()
        return [
            line
            for line in map(json.loads, filter(is_a_document, lines))
            if line["logger"] == "newsapi.requests"
        ]

    def asked(self, path: str) -> int:
        """How often this path under /api/v1 was asked for."""
        return sum(each["path"] == f"/api/v1{path}" for each in self.requests())


def is_a_document(line: str) -> bool:
    return line.startswith("{")


class Edge:
    """Varnish before the server at the port, as `deploy/varnish/start` starts it."""

    def __init__(self, directory: Path, origin_port: int, change=lambda site: site):
        self.port = free_port()
        self.name = directory / "varnish"
        directory.chmod(0o755)  # Varnish gives up being root
        site = (DEPLOYED / "site.vcl").read_text()
        (directory / "site.vcl").write_text(change(site.replace('"8000"', f'"{origin_port}"')))
        with (directory / "varnish.log").open("w") as log:
            self.process = subprocess.Popen(
                [DEPLOYED / "start", directory, "-n", self.name],
                env={**os.environ, "EDGE": f"127.0.0.1:{self.port}"},
                stdout=log,
                stderr=log,
            )
        self.log = directory / "varnish.log"
        wait_for(self.is_ready)

    def is_ready(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.ask("/problems/").status == 200
        except OSError:
            return False

    def ask(self, path: str, *arguments, **headers) -> Answer:
        return ask(self.port, path, *arguments, **headers)

    def purge(self, keys: str, **more) -> Answer:
        return self.ask("/", "PURGE", Surrogate_Key=keys, **more)

    def forget_all(self):
        self.admin("ban", "obj.status", "!=", "0")

    def admin(self, *command: str) -> str:
        return subprocess.run(
            ["varnishadm", "-n", self.name, *command], check=True, capture_output=True, text=True
        ).stdout

    def knows_the_origin_is(self, health: str) -> bool:
        return f" {health}" in self.admin("backend.list")

    def close(self):
        self.process.terminate()
        self.process.wait(30)
