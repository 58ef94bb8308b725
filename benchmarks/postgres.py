"""The bench's own embedded PostgreSQL, set up as any other; one database for each size of corpus."""

from urllib.parse import quote

import psycopg

from newsapi import env
from newsapi.database import CHECKOUT
from newsapi.embedded_postgres.server import Server

SERVER = Server((CHECKOUT / env.text("POSTGRES_DIR", "var/bench-postgres")).resolve())


def url(database: str) -> str:
    return f"postgresql://newsapi@/{database}?host={quote(str(SERVER.socket_directory))}"


def connect(database: str = "newsapi") -> psycopg.Connection:
    SERVER.use()
    return psycopg.connect(url(database), autocommit=True)


def backends(connection: psycopg.Connection, name: str) -> list[int]:
    """The process ids of the server's connections that call themselves so."""
    query = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
    return [process_id for (process_id,) in connection.execute(query, [name])]
