"""Articles to measure on, in a database of their own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

from django.db import connection

from articles import vocabulary, words
from articles.importing.draft import Draft
from articles.importing.jsonl import NumberedLine, read
from articles.importing.lines import Lines
from articles.importing.rows import Ids
from articles.importing.run import rules
from articles.importing.store import merged, without_repeats

DATABASE = "newsapi_evaluation"
EVALUATING = 0x766965777302  # the advisory lock of whoever has that database
NO_NAMES = Ids({}, {}, {}, {})


class CutShort(Exception):
    """The file cannot be read to its end; the text says where and why."""


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """An empty one takes the place of the newsroom's, which is left alone; a second evaluation waits."""
    server = connection.copy()
    server.settings_dict["NAME"] = None  # the server's own database, where all that evaluate meet
    with closing(server), server.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [EVALUATING])
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = DATABASE
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def whole(lines: Lines) -> Iterator[NumberedLine]:
    """The lines, of a file that can be read to its end: a part of it would be measured as if it were all."""
    yield from lines
    if lines.fault:
        raise CutShort(lines.fault)


def read_drafts(lines: Iterable[NumberedLine], wanted: Callable[[Draft], object]) -> list[Draft]:
    known = rules(strip_hostile=True)
    drafts = (read(number, line, known).draft for number, line in lines)
    return [draft for draft in drafts if draft and wanted(draft)]


def store(drafts: list[Draft]) -> None:
    """As articles without section, tags, authors and pictures."""
    for part in without_repeats(drafts):
        merged([replace(each, section="", tags=(), authors=(), picture=None) for each in part], NO_NAMES)
    words.refresh()
    vocabulary.learn()
