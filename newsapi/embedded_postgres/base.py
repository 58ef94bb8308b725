from functools import cache
from pathlib import Path

from django.db.backends.postgresql import base, client

from newsapi.embedded_postgres.server import BINARIES, Server, socket_directory

server_in = cache(Server)


class DatabaseClient(client.DatabaseClient):
    """What `manage.py dbshell` runs: the server's own psql, with the server running."""

    executable_name = str(BINARIES / "psql")

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        host = str(socket_directory(Path(settings_dict["HOST"])))
        return super().settings_to_cmd_args_env({**settings_dict, "HOST": host}, parameters)

    def runshell(self, parameters):
        self.connection.start_server()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend, which has the embedded server running before it connects."""

    client_class = DatabaseClient

    def start_server(self) -> Server:
        server = server_in(Path(self.settings_dict["HOST"]), self.settings_dict["DURABLE"])
        server.use()
        return server

    def get_connection_params(self):
        server = self.start_server()
        return {**super().get_connection_params(), "host": str(server.socket_directory)}
