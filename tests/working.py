"""A real worker on the tests' database, and jobs for it that do what tests ask for."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.db import transaction
from procrastinate import RetryStrategy

from articles.models import Section
from newsapi.jobs import job
from tests.serving import CHECKOUT, database_url

AT_ONCE = RetryStrategy(max_attempts=2)
WORK = """
import django
django.setup()
import tests.working
from django.core.management import call_command
call_command("work")
"""


@job()
def found_section(slug):
    Section.objects.create(slug=slug, name_en=slug)


@job(retry=AT_ONCE)
def fail(why):
    raise ValueError(why)


@job(retry=AT_ONCE)
def succeed_at_the_second_try(directory):
    first = Path(directory, "first")
    if not first.exists():
        first.touch()
        raise ValueError("Not yet.")


@job()
def last_until_told(directory):
    """Says that it has begun, and goes on until told to end."""
    Path(directory, "begun").touch()
    while not Path(directory, "end").exists():
        time.sleep(0.02)


@job()
def queue_another_and_fail(slug):
    with transaction.atomic():
        found_section.defer(slug=slug)
        raise ValueError("The transaction is lost, and what was queued in it.")


class Worker:
    """A `manage.py work` that also knows the jobs above."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORK],
            cwd=CHECKOUT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "newsapi.settings",
                "DATABASE_URL": database_url(),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def end(self, number=signal.SIGTERM):
        """Ends it by the signal; what it wrote is in `output`."""
        self.process.send_signal(number)
        self.output, _ = self.process.communicate(timeout=30)
        return self.process.returncode

    def close(self):
        self.process.kill()
        self.process.communicate()
