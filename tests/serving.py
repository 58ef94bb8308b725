"""A real `manage.py serve` with a database of its own, as tests start it."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

CHECKOUT = Path(__file__).parents[1]
LOWEST_OF_CLIENTS = 32_768  # as Linux gives ports away, macOS higher ones


def wait_for(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{condition.__name__} did not come true"
        time.sleep(0.05)
    return found


class Run:
    def __init__(self, var, port, **environment):
        self.var = var
        self.port = port
        self.log = (var / "run.log").open("w+")
        self.environment = {
            **clean_environment(),
            "VAR_DIR": str(var),
            "PORT": str(port),
            "POSTGRES_FSYNC": "false",
            **environment,
        }
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=listen_to_ctrl_c,
        )

    @property
    def output(self):
        return Path(self.log.name).read_text()

    def answers(self):
        assert self.process.poll() is None, self.output
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def has_said_where_things_are(self):
        assert self.process.poll() is None, self.output
        return "/api/v1/docs/" in self.output

    def start(self):
        wait_for(self.answers)
        wait_for(self.has_said_where_things_are)
        return self

    def child(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[-1])  # the server of the database came before the web server

    def close(self):
        self.process.kill()
        self.process.wait()
        self.log.close()

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(60)  # the database may have much to write, and the disk other work


def database_url():
    """Of the tests' own database, for a process that a test starts."""
    at = connection.get_connection_params()
    place = urlencode({name: at[name] for name in ("host", "port") if at.get(name)})
    return (
        f"postgresql://{quote(at['user'])}:{quote(at.get('password') or '')}@/{quote(at['dbname'])}?{place}"
    )


def listen_to_ctrl_c():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell ignores it for what it runs in the background


def clean_environment():
    ours = {"DATABASE_URL", "POSTGRES_DIR", "HOST", "WEB_WORKERS", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def processes_of(var):
    """The ids of living processes with the directory in their arguments or environment."""
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if str(var).encode() in words(entry)]


def words(process):
    try:
        return (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return b""


@contextmanager
def a_directory():
    var = Path(tempfile.mkdtemp())
    yield var
    for process_id in processes_of(var):
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(process_id, signal.SIGKILL)
    wait_for(lambda: not processes_of(var))
    shutil.rmtree(var)


def free_port():
    """One that no outgoing connection can take before the server does."""
    while True:
        port = random.randrange(10_000, LOWEST_OF_CLIENTS)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
