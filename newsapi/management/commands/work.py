import asyncio

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from procrastinate.exceptions import ConnectorException

from newsapi.worker import work

CONCURRENCY = 2


class Command(BaseCommand):
    help = "Run background jobs until SIGTERM or Ctrl-C; what does not finish in 5 s is given back."

    def add_arguments(self, parser):
        parser.add_argument(
            "--jobs", type=int, default=CONCURRENCY, help=f"How many run at the same time ({CONCURRENCY})."
        )

    def handle(self, *, jobs, **options):
        with connection.temporary_connection():  # the worker's own are tried for half a minute
            pass
        try:
            was_told_to_stop = asyncio.run(work(jobs))
        except (DatabaseError, ConnectorException) as error:
            raise CommandError(f"The worker has lost the database: {error or error.__cause__}") from error
        if not was_told_to_stop:
            raise CommandError("The worker has ended by itself; the lines above tell why.")
