"""What `make run` runs: it says where things are, serves, and leaves nothing behind however it ends."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsapi.management.commands.serve import origin

CHECKOUT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


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
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=CHECKOUT,
            env={
                **clean_environment(),
                "VAR_DIR": str(var),
                "PORT": str(port),
                "POSTGRES_FSYNC": "false",
                **environment,
            },
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
        os.kill(process_id, signal.SIGKILL)
    wait_for(lambda: not processes_of(var))
    shutil.rmtree(var)


@pytest.fixture
def var():
    with a_directory() as var:
        yield var


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def run(port):
    runs = []

    def run(var, **environment):
        runs.append(Run(var, port, **environment))
        return runs[-1]

    yield run
    for begun in runs:
        begun.close()


@pytest.fixture(scope="module")
def first():
    """The first run in a new directory, ended by Ctrl-C."""
    with a_directory() as var:
        first = Run(var, free_port()).start()
        first.said = first.output
        first.status = first.end(signal.SIGINT)
        first.left = processes_of(var)
        yield first
        first.close()


def test_the_first_start_says_where_things_are_and_how_to_sign_in(first):
    site = f"http://127.0.0.1:{first.port}"

    assert f"{site}/api/v1/\n" in first.said
    assert f"{site}/api/v1/docs/\n" in first.said
    assert f"{site}/admin/\n" in first.said
    assert re.search(r"editor, with the password \S{16} ", first.said)


def test_ctrl_c_leaves_nothing_behind(first):
    assert first.status == 0
    assert first.left == []


def test_the_next_start_keeps_the_data(first, run):
    following = run(first.var).start()

    assert "editor, with the password as before" in following.output
    assert following.end(signal.SIGTERM) == 0
    assert processes_of(first.var) == []


def test_after_kill_9_the_next_start_recovers(first, run):
    killed = run(first.var).start()
    killed.end(signal.SIGKILL)

    following = run(first.var).start()

    assert following.end(signal.SIGINT) == 0
    assert processes_of(first.var) == []


def test_a_web_server_that_is_killed_is_started_again(first, run):
    running = run(first.var).start()
    os.kill(running.child(), signal.SIGKILL)
    wait_for(lambda: "is started again" in running.output)

    wait_for(running.answers)

    assert running.end(signal.SIGINT) == 0
    assert processes_of(first.var) == []


def test_a_taken_port_is_named_before_anything_is_started(run, var, port):
    with socket.create_server(("127.0.0.1", port)):
        refused = run(var)
        status = refused.process.wait(30)

    assert status == 1
    assert (
        refused.output
        == f"CommandError: PORT {port} is taken. Choose another one, as in: PORT={port + 1} make run\n"
    )
    assert sorted(entry.name for entry in var.iterdir()) == ["run.log", "secret-key"]


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"PORT": "eighty"}, "PORT must be a whole number of at least 1, not 'eighty'."),
        ({"PORT": "0"}, "PORT must be a whole number of at least 1, not '0'."),
        ({"PORT": "65536"}, "PORT must be a whole number from 1 to 65535, not 65536."),
        ({"HOST": "no such name"}, "HOST must be an address or a name of this machine, not 'no such name'."),
        ({"WEB_WORKERS": "0"}, "WEB_WORKERS must be a whole number of at least 1, not '0'."),
    ],
)
def test_a_bad_value_is_named_before_anything_is_started(run, var, environment, complaint):
    refused = run(var, **environment)

    assert refused.process.wait(30) == 1

    assert refused.output == f"CommandError: {complaint}\n"
    assert sorted(entry.name for entry in var.iterdir()) == ["run.log", "secret-key"]


@pytest.mark.parametrize(
    ("host", "announced"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("::", "http://[::1]:8000"),
    ],
)
def test_announces_an_address_that_a_browser_can_open(host, announced):
    assert origin(host, 8000) == announced
