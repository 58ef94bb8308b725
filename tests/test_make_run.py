"""What `make run` runs: it says where things are, serves, and leaves nothing behind however it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from newsapi.management.commands.serve import origin
from tests.serving import CHECKOUT, Run, a_directory, free_port, processes_of, wait_for, words

QUEUE_AND_AWAIT_A_JOB = """
import time
from newsapi.jobs import forget_expired_sessions
from newsapi.models import Job
queued = Job.objects.filter(pk=forget_expired_sessions.defer(timestamp=0))
while queued.get().status in {"todo", "doing"}:
    time.sleep(0.1)
print(queued.get().status)
"""
NEW_ACCOUNT = re.compile(r"editor, with the password \S{16} ")
WAITS = "Another start prepares the database; this one waits for it …\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def workers(var):
    """The ids of the processes that do background work."""
    return [each for each in processes_of(var) if b"manage.py\0work" in words(Path(f"/proc/{each}"))]


@pytest.fixture
def var():
    with a_directory() as var:
        yield var


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


@pytest.fixture
def two_on(var):
    """Two first starts on one database."""
    starts = []

    def two_on(*ports):
        for name, port in zip(("one", "two"), ports, strict=True):
            (var / name).mkdir()
            starts.append(Run(var / name, port, POSTGRES_DIR=str(var / "postgres")))
        return starts

    yield two_on
    for begun in starts:
        begun.close()


@pytest.fixture
def two(two_on):
    return two_on(free_port(), free_port())


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
    assert NEW_ACCOUNT.search(first.said)


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


def test_background_work_is_done_beside_the_server(first, run):
    running = run(first.var).start()

    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", QUEUE_AND_AWAIT_A_JOB],
        cwd=CHECKOUT,
        env=running.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout == "succeeded\n"
    assert running.end(signal.SIGINT) == 0
    assert processes_of(first.var) == []


def test_a_worker_that_is_killed_is_started_again(first, run):
    running = run(first.var).start()
    (killed,) = workers(first.var)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: "manage.py work ended with status -9; it is started again in 1 s." in running.output)

    wait_for(lambda: workers(first.var) not in ([], [killed]))

    assert running.end(signal.SIGINT) == 0
    assert processes_of(first.var) == []


def test_of_two_first_starts_at_once_the_second_waits_for_what_the_first_prepares(two, var):
    said = [each.start().output for each in two]

    assert [WAITS in each for each in said].count(True) == 1
    assert [bool(NEW_ACCOUNT.search(each)) for each in said].count(True) == 1
    assert [each.end(signal.SIGINT) for each in two] == [0, 0]
    assert processes_of(var) == []


def test_of_two_first_starts_on_one_port_one_says_that_it_is_taken(two_on, var, port):
    two = two_on(port, port)
    ended = wait_for(lambda: next((each for each in two if each.process.poll() is not None), None))
    (other,) = {*two} - {ended}
    other.start()

    assert ended.output.endswith(
        f"PORT {port} is taken. Choose another one, as in: PORT={port % 65535 + 1} make run\n"
    )
    assert other.answers()


def test_a_start_that_is_killed_while_it_prepares_holds_up_nobody(two):
    waiting = wait_for(lambda: next((each for each in two if WAITS in each.output), None))
    (preparing,) = {*two} - {waiting}
    preparing.end(signal.SIGKILL)

    waiting.start()

    assert NEW_ACCOUNT.search(waiting.output)


def test_a_start_that_waits_can_be_stopped(two):
    waiting = wait_for(lambda: next((each for each in two if WAITS in each.output), None))

    status = waiting.end(signal.SIGINT)

    assert status == 130
    assert waiting.output.endswith("CommandError: Stopped before the server ran.\n")


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
        ({"PORT": "eighty"}, "PORT must be a whole number from 1 to 65535, not 'eighty'."),
        ({"PORT": "0"}, "PORT must be a whole number from 1 to 65535, not '0'."),
        ({"PORT": "65536"}, "PORT must be a whole number from 1 to 65535, not '65536'."),
        ({"HOST": "no such name"}, "HOST must be an address or a name of this machine, not 'no such name'."),
        ({"WEB_WORKERS": "0"}, "WEB_WORKERS must be a whole number from 1 to 1000, not '0'."),
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
