from functools import cache
from pathlib import Path

from django.db.backends.postgresql import base

from newsapi.embedded_postgres.server import Server

server_in = cache(Server)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend, which has the embedded server running before it connects."""

    def get_connection_params(self):
        server = server_in(Path(self.settings_dict["HOST"]), self.settings_dict["DURABLE"])
        server.use()
        return {**super().get_connection_params(), "host": str(server.socket_directory)}
