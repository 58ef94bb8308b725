import errno
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.models import Q

from newsapi import bodies, env
from newsapi.supervisor import Supervisor, end_with_parent

EDITOR = "editor"
RESET = ".venv/bin/python manage.py changepassword"
# In each worker. Python runs one at a time, the others wait for the database; each keeps a connection to it.
THREADS = bodies.AT_ONCE + 2  # of each process
# Seconds in which the server of a run that was just killed gives the port back.
PORT_FREE_WITHIN = 8  # more than what a worker that does not stop by itself is given
PREPARING = 0x6E65777302  # of who prepares, among the advisory locks of the database
LOOKS_EVERY = 0.2  # seconds
BANNER = """
  The API        {site}/api/v1/
  Documentation  {site}/api/v1/docs/
  Administration {site}/admin/
  Sign in as     {account}

  Ctrl-C ends all of it; the data stay.
"""


class Command(BaseCommand):
    help = "Prepare the database, load the demonstration into an empty newsroom, and serve until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument(
            "--end-with-parent",
            action="store_true",
            help="End also when the process that started this one ends.",
        )

    def handle(self, **options):
        if options["end_with_parent"]:
            end_with_parent()
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, signal.default_int_handler)
        try:
            workers = env.integer("WEB_WORKERS", 2, 1, 1_000)
            address = free_address(env.text("HOST", "127.0.0.1"), env.integer("PORT", 8000, 1, 65_535))
            self.say("Preparing the database …")
            with ExitStack() as starting:
                starting.enter_context(self.alone())
                free_address(*address)  # whoever was waited for may have come to use it
                account = self.prepare()
                self.serve(address, workers, account, starting.close)
        except KeyboardInterrupt:
            raise CommandError("Stopped before the server ran.", returncode=130) from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While no other start prepares the same database, or has yet to listen.

        The lock is that of a transaction on a connection of its own: no pooler can give it to others, and the
        server ends it with its holder.
        """
        with closing(connection.copy()) as own, own.cursor() as cursor:
            own.set_autocommit(False)
            if not has_lock(cursor):
                self.say("Another start prepares the database; this one waits for it …")
                # Not by a statement that waits: CREATE INDEX CONCURRENTLY waits for that one, then for ever.
                while not has_lock(cursor):
                    time.sleep(LOOKS_EVERY)
            yield

    def prepare(self) -> str:
        """Everything that must be there before the first request; returns how an editor signs in."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demonstration")
        call_command("collectstatic", interactive=False, verbosity=0)
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        account = editor_account()
        connection.close()
        return account

    def serve(self, address: tuple[str, int], workers: int, account: str, started: Callable) -> None:
        host, port = address
        site = origin(host, port)
        announced = False
        with Supervisor([background_worker(), web_server(host, port, workers)]) as supervisor:
            for _ in supervisor.turns():
                if not announced and listens(address):
                    self.say(BANNER.format(site=site, account=account))
                    announced = True
                    started()
        self.say("Stopped.")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def has_lock(cursor) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PREPARING])
    return cursor.fetchone() == (True,)


def free_address(host: str, port: int) -> tuple[str, int]:
    """The numeric address, once it is known that a server may listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError):
        raise CommandError(f"HOST must be an address or a name of this machine, not {host!r}.") from None
    deadline = time.monotonic() + PORT_FREE_WITHIN
    while True:
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise CommandError(
                        f"HOST {host}, PORT {port} cannot be used: {error.strerror}."
                    ) from None
            else:
                return address[:2]
        if time.monotonic() > deadline:
            raise CommandError(
                f"PORT {port} is taken. Choose another one, as in: PORT={port % 65535 + 1} make run"
            )
        time.sleep(0.1)


def listens(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def origin(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104, nothing is bound here
    return f"http://[{asked}]:{port}" if ":" in asked else f"http://{asked}:{port}"


def editor_account() -> str:
    users = get_user_model().objects
    editor = users.filter(Q(is_superuser=True) | Q(username=EDITOR)).order_by("pk").first()
    if editor:
        return f"{editor.get_username()}, with the password as before (lost: {RESET} {editor.get_username()})"
    password = secrets.token_urlsafe(12)
    users.create_superuser(EDITOR, password=password)
    return f"{EDITOR}, with the password {password} (shown only now; another: {RESET} {EDITOR})"


def background_worker() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]


def web_server(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "newsapi.wsgi:application", "--interface", "wsgi"),
        *("--working-dir", str(settings.BASE_DIR)),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "3"),
        *(
            "--static-path-route",
            settings.STATIC_URL.rstrip("/"),
            "--static-path-mount",
            str(settings.STATIC_ROOT),
        ),
        *(
            "--static-path-route",
            settings.MEDIA_URL.rstrip("/"),
            "--static-path-mount",
            str(settings.MEDIA_ROOT),
        ),
        *("--log-level", "warning"),
    ]
