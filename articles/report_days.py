"""Keeps a table for each day's reports: made ahead, and dropped whole once the day is counted and over."""

import re
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from articles.view_counts import FOLDING

DAY = timedelta(days=1)
MADE_AHEAD = 3  # days; what is reported without a table of its day is kept in the table of all others
KEPT_FOR = timedelta(hours=25)  # the window of a day begins within an hour that is counted report by report
WAITS_FOR = "200ms"  # then the job is tried again: readers wait behind whoever waits for the table
OTHERS = "articles_viewreport_other"
LOCK = "LOCK TABLE articles_viewreport IN ACCESS EXCLUSIVE MODE"
TABLES = """
    SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'articles_viewreport'::regclass
"""
LATEST_KEPT = """
    UPDATE articles_countingstate SET reports_since = greatest(reports_since, %s)
"""


def renew(at: datetime) -> list[str]:
    """Makes and drops what has to be; the names of the tables of both kinds. Safe to run at any time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING])
        cursor.execute(TABLES)
        present = {day: name for (name,) in cursor.fetchall() if (day := day_of(name))}
        cursor.execute(f"SET LOCAL lock_timeout = '{WAITS_FOR}'")  # after the wait for whoever counts
        return [*make_ahead(cursor, present, at), *drop_old(cursor, present, at), *empty_others(cursor, at)]


def day_of(table: str) -> date | None:
    digits = re.fullmatch(r"articles_viewreport_(\d{8})", table)
    return datetime.strptime(digits[1], "%Y%m%d").date() if digits else None  # noqa: DTZ007, a day


def make_ahead(cursor, present: dict[date, str], at: datetime) -> list[str]:
    made = []
    for ahead in range(MADE_AHEAD + 1):
        day = (at.astimezone(UTC) + ahead * DAY).date()
        if day in present or exists(cursor, OTHERS, "at >= %s AND at < %s", bounds(day)):
            continue  # a day stays where it has begun
        name = f"articles_viewreport_{day:%Y%m%d}"
        cursor.execute(
            f"CREATE TABLE {name} PARTITION OF articles_viewreport FOR VALUES FROM (%s) TO (%s)", bounds(day)
        )
        made.append(name)
    return made


def drop_old(cursor, present: dict[date, str], at: datetime) -> list[str]:
    dropped = []
    for day, name in sorted(present.items()):
        end = bounds(day)[1]
        if end > at - KEPT_FOR:
            break
        cursor.execute(LOCK)
        if exists(cursor, name, "NOT folded"):
            continue
        cursor.execute(LATEST_KEPT, [end])
        cursor.execute(f"DROP TABLE {name}")
        dropped.append(name)
    return dropped


def empty_others(cursor, at: datetime) -> list[str]:
    """The table of all other days is emptied once none of its reports is needed."""
    needed = "NOT folded OR at > %s"
    if not exists(cursor, OTHERS, "true") or exists(cursor, OTHERS, needed, [at - KEPT_FOR]):
        return []
    cursor.execute(LOCK)
    if exists(cursor, OTHERS, needed, [at - KEPT_FOR]):
        return []
    cursor.execute(LATEST_KEPT, [at - KEPT_FOR])
    cursor.execute(f"TRUNCATE {OTHERS}")
    return [OTHERS]


def exists(cursor, table: str, condition: str, values=()) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE {condition})", values)  # noqa: S608
    return cursor.fetchone()[0]


def bounds(day: date) -> list[datetime]:
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return [begin, begin + DAY]
