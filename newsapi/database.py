"""Which database the project uses: the one that DATABASE_URL names, or the embedded PostgreSQL."""

from pathlib import Path
from traceback import walk_tb
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from django.core.exceptions import ImproperlyConfigured

from newsapi import env

CHECKOUT = Path(__file__).resolve().parent.parent
EXAMPLE = "postgresql://user:password@host:5432/name, with ?sslmode=… and other libpq options if needed"
PERSISTENT = {"CONN_MAX_AGE": 60}  # no health check at each request: reads are tried again instead
OF_THE_SERVER = ("53", "57P")  # classes of SQLSTATE: it lacks room or memory, or it ends


def database(url: str) -> dict:
    """Django's DATABASES["default"]. Nothing is started or opened here: that happens at the first query."""
    return named(url) if url else embedded()


def embedded() -> dict:
    directory = CHECKOUT / env.text("POSTGRES_DIR", str(Path(env.text("VAR_DIR", "var"), "postgres")))
    return {
        "ENGINE": "newsapi.embedded_postgres",
        "NAME": "newsapi",
        "USER": "newsapi",
        "HOST": str(directory.resolve()),
        "PORT": "5432",  # only the socket's name: the server listens on no network
        "DURABLE": env.flag("POSTGRES_FSYNC", default=True),  # false: faster, for tests' data only
        **PERSISTENT,
    }


def named(url: str) -> dict:
    # No message repeats the value: it may hold a password.
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read; it must look like {EXAMPLE}.") from None
    name = unquote(parts.path.removeprefix("/"))
    address = parts.netloc.rpartition("@")[2]  # parts.hostname has small letters only, unlike a path
    host = address[1:].partition("]")[0] if address.startswith("[") else address.partition(":")[0]
    if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in parts.path[1:] or parts.fragment:
        raise ImproperlyConfigured(f"DATABASE_URL must look like {EXAMPLE}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host) or options.pop("host", ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
        **PERSISTENT,
    }


def cannot_be_used(error: Exception) -> bool:
    """Whether the server is at fault, or was not even reached: no statement of ours is then."""
    if any(frame.f_code.co_name == "ensure_connection" for frame, _ in walk_tb(error.__traceback__)):
        return True
    cause = error.__cause__
    if not isinstance(cause, psycopg.OperationalError):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(OF_THE_SERVER)  # None: it does not answer


def reason(error: Exception) -> str:
    """What the server or its library says, in one line and without its hints, which are indented."""
    return " ".join(line for line in str(error).splitlines() if not line.startswith("\t"))
