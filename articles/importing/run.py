"""Imports a file, chunk after chunk: lines become drafts in processes, drafts become rows in threads."""

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection

from articles.importing.draft import Draft
from articles.importing.jsonl import Chunk, NumberedLine, Reading, Rules, read_chunk
from articles.importing.lines import Lines
from articles.importing.store import Outcome, Store
from articles.importing.workers import READERS, WRITERS, AtOnce, reading_processes, writing_threads
from articles.jobs import learn_words
from articles.models import Article, Image, Section

CHUNK_LINES, CHUNK_BYTES = 250, 2**20  # one long line may still exceed the bytes
WORTH_WORKERS = 4  # chunks; fewer are done before a process has started
LOCK = 0x6E657773  # of imports, among the advisory locks of the database
PATIENCE = 20  # tenths of a second; the lock of a killed import is held until the database notices
MOST_IGNORED = 100
WORTH_ANALYSING = 1_000  # articles: from then on what the planner knows of the tables is too old


Work = TypeVar("Work")


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
    """Counts into the totals, and gives the lines that are refused, chunk after chunk."""
    chunks = in_chunks(lines)
    first = list(islice(chunks, WORTH_WORKERS))
    with ExitStack() as stack:
        stack.enter_context(alone())
        readers = writers = AtOnce()
        if len(first) == WORTH_WORKERS:
            readers = stack.enter_context(reading_processes())
            writers = stack.enter_context(writing_threads())
        store = Store(writers)
        read = ((chunk, readers.submit(read_chunk, chunk, rules)) for chunk in chain(first, chunks))
        begun = (
            (chunk, readings.result(), store.begin(drafts_of(readings.result())))
            for chunk, readings in ahead(read, 2 * READERS)
        )
        for chunk, readings, batches in ahead(begun, WRITERS):
            stored = iter(outcome for batch in batches for outcome in store.outcomes(batch))
            outcomes = [next(stored) if each.draft else refused(each) for each in readings]
            totals.add(readings, outcomes)
            yield [
                Refusal(number, line, outcome.reason)
                for (number, line), outcome in zip(chunk, outcomes, strict=True)
                if outcome.word == "refused"
            ]
        if totals.stored >= WORTH_ANALYSING:
            analyse()
        if totals.stored:
            learn_words.defer()


def in_chunks(lines: Iterable[NumberedLine]) -> Iterator[Chunk]:
    """Lines that are read, sent and stored together; empty ones count, but are nothing to read."""
    chunk, size = [], 0
    for number, line in lines:
        if line is not None and not line.strip():
            continue
        chunk.append((number, line))
        size += len(line or b"")
        if len(chunk) == CHUNK_LINES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def ahead(begun: Iterable[Work], count: int) -> Iterator[Work]:
    """The same, where so many are begun before the first of them is waited for."""
    waiting: deque[Work] = deque()
    for each in begun:
        waiting.append(each)
        if len(waiting) > count:
            yield waiting.popleft()
    yield from waiting


def drafts_of(readings: list[Reading]) -> list[Draft]:
    return [reading.draft for reading in readings if reading.draft]


def refused(reading: Reading) -> Outcome:
    return Outcome("refused", "; ".join(reading.reasons))


def analyse() -> None:
    """Tells the planner what the tables are like now."""
    tables = [model._meta.db_table for model in apps.get_app_config("articles").get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


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
