"""Tells whether anything was written that answers are made of.

Each statement that writes such a table leaves a row in newsapi_change, in its own transaction; triggers see
to that, whoever writes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from newsapi.statements import prepared_cursor

KEPT_FOR = timedelta(hours=1)
OF_ANY = ""  # table: what forgetting leaves, which is for all to see
# All earlier transactions have ended: what they wrote is visible. What later ones write shows as more rows.
UP_TO_NOW = """
    SELECT first, count(id), max(id)
    FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS first) snapshot
        LEFT JOIN newsapi_change ON transaction >= first AND ($1::text[] IS NULL OR of_table = ANY($1))
    GROUP BY first
"""
SINCE = """
    SELECT count(*), max(id) FROM newsapi_change
    WHERE transaction >= $1::xid8 AND ($2::text[] IS NULL OR of_table = ANY($2))
"""
# The row that it leaves tells whoever had counted what is deleted.
FORGET = """
    WITH forgotten AS (DELETE FROM newsapi_change WHERE at < $1) INSERT INTO newsapi_change DEFAULT VALUES
"""


class Written(NamedTuple):
    """What had been written at some moment; equal to what is written now as long as nothing was added."""

    first: str  # the oldest transaction that had not ended
    count: int  # of changes by that transaction and later ones
    last: int | None  # of these


def up_to_now(tables: Sequence[str] | None = None) -> Written:
    """In these tables, or in all; to be asked before an answer is made, and holds for KEPT_FOR."""
    with prepared_cursor() as cursor:
        cursor.execute(UP_TO_NOW, [tables and [*tables, OF_ANY]])
        return Written(*cursor.fetchone())


def since(before: Written, tables: Sequence[str] | None = None) -> Written:
    """The same by now."""
    with prepared_cursor() as cursor:
        cursor.execute(SINCE, [before.first, tables and [*tables, OF_ANY]])
        return Written(before.first, *cursor.fetchone())


def forget_old(at: datetime) -> None:
    with prepared_cursor() as cursor:
        cursor.execute(FORGET, [at - KEPT_FOR])
