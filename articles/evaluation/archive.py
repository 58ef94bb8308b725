"""Articles to measure on, in a database of their own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection

from articles import vocabulary, words
from articles.importing.draft import Draft
from articles.importing.jsonl import NumberedLine, read
from articles.importing.rows import Ids
from articles.importing.run import rules
from articles.importing.store import merged, without_repeats

DATABASE = "newsapi_evaluation"
NO_NAMES = Ids({}, {}, {}, {})


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """An empty one takes the place of the newsroom's, which is left alone."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def stored(lines: Iterable[NumberedLine], wanted: Callable[[Draft], object]) -> list[Draft]:
    """The drafts that are wanted, as articles without section, tags, authors and pictures."""
    known = rules(strip_hostile=True)
    drafts = [draft for draft in (read(number, line, known).draft for number, line in lines) if draft]
    drafts = [draft for draft in drafts if wanted(draft)]
    for part in without_repeats(drafts):
        merged([replace(each, section="", tags=(), authors=(), picture=None) for each in part], NO_NAMES)
    words.refresh()
    vocabulary.learn()
    return drafts
