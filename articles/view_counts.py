"""Counts readings: stores what is reported, and folds it into the counts. The only writer of view counts."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import BigIntegerField
from psycopg.errors import LockNotAvailable

from articles.readers import Reader
from newsapi.statements import prepared_cursor

FOLDING = 0x766965777300  # the advisory lock of whoever folds reports, or empties their tables
MOST = BigIntegerField.MAX_BIGINT  # readings of an article; an import may bring as many
WAITS_FOR = (
    "200ms"  # for whoever has locked an article or a table; less than until PostgreSQL ends a deadlock
)
REPORT = "SELECT outcome, reason FROM articles_report_view($1, $2, $3, $4, $5, $6)"
# What is marked here is added here: both or neither is kept, and nobody else finds it unmarked.
FOLD = """
    WITH folded AS (
        UPDATE articles_viewreport SET folded = true WHERE NOT folded RETURNING article_id, at
    ), counted AS (
        SELECT article_id, date_trunc('hour', at, 'UTC') AS hour, (at AT TIME ZONE %(zone)s)::date AS day,
            count(*) AS count
        FROM folded JOIN articles_article ON articles_article.id = article_id
        GROUP BY 1, 2, 3
    ), hours AS (
        INSERT INTO articles_hourlyviews (article_id, hour, count)
        SELECT article_id, hour, sum(count) FROM counted GROUP BY 1, 2
        ON CONFLICT (article_id, hour) DO UPDATE SET count = articles_hourlyviews.count + EXCLUDED.count
    ), days AS (
        INSERT INTO articles_dailyviews (article_id, day, count)
        SELECT article_id, day, sum(count) FROM counted GROUP BY 1, 2
        ON CONFLICT (article_id, day) DO UPDATE SET count = articles_dailyviews.count + EXCLUDED.count
    ), totals AS (
        UPDATE articles_viewtotal SET count = least(articles_viewtotal.count + added.count, %(most)s)
        FROM (SELECT article_id, sum(count) AS count FROM counted GROUP BY 1) added
        WHERE articles_viewtotal.article_id = added.article_id
    )
    SELECT coalesce(sum(count), 0)::bigint FROM counted
"""
# While nothing is read, once a minute is enough.
NOTE = """
    INSERT INTO articles_countingstate AS state (id, as_of, changed_at, reports_since)
    VALUES (1, %(at)s, %(at)s, %(at)s)
    ON CONFLICT (id) DO UPDATE SET
        as_of = greatest(state.as_of, EXCLUDED.as_of),
        changed_at = CASE WHEN %(count)s > 0 THEN EXCLUDED.changed_at ELSE state.changed_at END
    WHERE %(count)s > 0 OR state.as_of < EXCLUDED.as_of - interval '1 minute'
"""
ADD_HOURS = """
    WITH given AS (
        SELECT * FROM unnest(%(article_ids)s::bigint[], %(hours)s::timestamptz[], %(counts)s::bigint[])
            AS given (article_id, hour, count)
    ), days AS (
        INSERT INTO articles_dailyviews (article_id, day, count)
        SELECT article_id, (hour AT TIME ZONE %(zone)s)::date AS day, sum(count) FROM given GROUP BY 1, 2
        ON CONFLICT (article_id, day) DO UPDATE SET count = articles_dailyviews.count + EXCLUDED.count
    )
    INSERT INTO articles_hourlyviews (article_id, hour, count) SELECT article_id, hour, count FROM given
    ON CONFLICT (article_id, hour) DO UPDATE SET count = articles_hourlyviews.count + EXCLUDED.count
"""
RAISE_TOTALS = """
    UPDATE articles_viewtotal SET count = given.count
    FROM unnest(%s::bigint[], %s::bigint[]) AS given (article_id, count)
    WHERE articles_viewtotal.article_id = given.article_id AND articles_viewtotal.count < given.count
"""


class NotPublic(Exception):
    """No article of this name is public."""


class Withdrawn(Exception):
    """The newsroom has withdrawn the article; says why."""


def report(name: str, reader: Reader | None, at: datetime, is_repeated: bool = False) -> bool:
    """Stores that somebody reads the article of this slug, former slug or id; says whether that counts.

    Once within half an hour of one reader and article; without a reader, never. One round trip, which waits
    for nobody but the same reader. `is_repeated`: the same report again, after its answer was lost.
    """
    is_id = name.isascii() and name.isdigit()
    if is_id and len(name) > 18:
        raise NotPublic
    asked = (None, int(name)) if is_id else (name, None)
    with prepared_cursor() as cursor:
        cursor.execute(REPORT, [*asked, *(reader or (None, None)), at, is_repeated])
        outcome, reason = cursor.fetchone()
    if outcome == "missing":
        raise NotPublic
    if outcome == "withdrawn":
        raise Withdrawn(reason)
    return outcome == "counted"


def fold(at: datetime) -> int | None:
    """Adds what was reported to the counts, each report once; how many, or None if it would have to wait."""
    with giving_way(), transaction.atomic(), connection.cursor() as cursor:
        if is_alone(cursor):
            cursor.execute(FOLD, {"zone": settings.TIME_ZONE, "most": MOST})
            count = cursor.fetchone()[0]
            cursor.execute(NOTE, {"at": at, "count": count})
            return count
    return None


@contextmanager
def giving_way() -> Iterator[None]:
    """Ends the block, quietly, where it would have to wait for somebody: there is a next turn."""
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise


def is_alone(cursor: CursorWrapper, lock: int = FOLDING) -> bool:
    """Whether nobody else has the lock until the end of the transaction, which waits for nobody long."""
    cursor.execute(
        "SELECT pg_try_advisory_xact_lock(%s), set_config('lock_timeout', %s, true)", [lock, WAITS_FOR]
    )
    return cursor.fetchone()[0]


def add_hours(readings: Iterable[tuple[int, datetime, int]]) -> None:
    """Readings that nobody reported here: (article's id, beginning of the hour, how many); totals stay."""
    readings = list(readings)
    names = ("article_ids", "hours", "counts")
    values = {name: [each[index] for each in readings] for index, name in enumerate(names)}
    with connection.cursor() as cursor:
        cursor.execute(ADD_HOURS, {**values, "zone": settings.TIME_ZONE})


def raise_totals(totals: Mapping[int, int]) -> None:
    """Readings of elsewhere: the total of each article, by its id, becomes at least so many."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE_TOTALS, [list(totals), list(totals.values())])
