"""Imports a file, batch after batch: lines become drafts in workers, and rows here. What is stored stays."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import connection, reset_queries

from articles.importing.jsonl import Reading, Rules
from articles.importing.lines import Lines
from articles.importing.store import Outcome, Store
from articles.importing.workers import readings
from articles.models import Article, Image, Section

LOCK = 0x6E657773  # of imports, among the advisory locks of the database
PATIENCE = 20  # tenths of a second; the lock of a killed import is held until the database notices
MOST_IGNORED = 100
WORTH_ANALYSING = 1_000  # articles: from then on what the planner knows of the tables is too old


class AnotherImport(Exception):
    """Somebody is importing into the same database."""


@dataclass
class Totals:
    lines: int = 0
    outcomes: Counter = field(default_factory=Counter)  # new, updated, unchanged, refused
    ignored: Counter = field(default_factory=Counter)  # what is not in the format

    @property
    def stored(self) -> int:
        return self.outcomes["new"] + self.outcomes["updated"]

    def add(self, batch: list[Reading], outcomes: list[Outcome]) -> None:
        self.lines += len(batch)
        self.outcomes.update(outcome.word for outcome in outcomes)
        for name in (name for reading in batch for name in reading.ignored):
            if name in self.ignored or len(self.ignored) < MOST_IGNORED:
                self.ignored[name] += 1


@dataclass(frozen=True)
class Refusal:
    number: int
    line: bytes | None  # None: too long to be held
    reason: str


def rules(strip_hostile: bool) -> Rules:
    """Those of this site: its default language and zone, and the room in its columns."""
    columns = {
        Article: ("external_id", "slug", "source_name", "source_url", "story", "summary", "title"),
        Image: ("alt_en", "caption_en", "credit"),
        Section: ("name_en",),
    }
    longest = {
        name.removesuffix("_en"): model._meta.get_field(name).max_length
        for model, names in columns.items()
        for name in names
    }
    return Rules(settings.LOCALES[0], settings.TIME_ZONE, longest, strip_hostile)


def imported(lines: Lines, rules: Rules, totals: Totals) -> Iterator[list[Refusal]]:
    """Counts into the totals, and gives the lines that are refused, batch after batch."""
    store = Store()
    with alone():
        for chunk, batch in readings(lines, rules):
            outcomes = outcomes_of(batch, store)
            totals.add(batch, outcomes)
            yield [
                Refusal(number, line, outcome.reason)
                for (number, line), outcome in zip(chunk, outcomes, strict=True)
                if outcome.word == "refused"
            ]
            reset_queries()  # with DEBUG, Django keeps them all
        if totals.stored >= WORTH_ANALYSING:
            tables = [model._meta.db_table for model in apps.get_app_config("articles").get_models()]
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {', '.join(tables)}")


def outcomes_of(batch: list[Reading], store: Store) -> list[Outcome]:
    """Stores the drafts; the outcome of each line in its order."""
    stored = iter(store.store([reading.draft for reading in batch if reading.draft]))
    return [
        next(stored) if reading.draft else Outcome("refused", "; ".join(reading.reasons)) for reading in batch
    ]


@contextmanager
def alone() -> Iterator[None]:
    """While this is the only import into the database."""
    with connection.cursor() as cursor:
        for _ in range(PATIENCE):
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if cursor.fetchone() == (True,):
                break
            time.sleep(0.1)
        else:
            raise AnotherImport
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
