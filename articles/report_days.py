"""Empties the tables of reports: each whole, once its day is counted and over."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from articles.view_counts import giving_way, is_alone

TABLES = [f"articles_viewreport_{number}" for number in range(3)]  # a day each, in turn
KEPT_FOR = timedelta(hours=25)  # the window of a day begins within an hour that is counted report by report
A_DAY = timedelta(days=1)
IS_FULL = "SELECT EXISTS (SELECT FROM {table})"
IS_NEEDED = """
    SELECT EXISTS (SELECT FROM {table} WHERE NOT folded)
        OR EXISTS (SELECT FROM {table} WHERE at > %s AND at < %s)
"""
KEPT_SINCE = "UPDATE articles_countingstate SET reports_since = greatest(reports_since, %s)"


def empty(at: datetime) -> list[str]:
    """The names of the tables that are empty now. What it would have to wait for is left to the next time."""
    emptied = []
    for table in TABLES:
        with giving_way(), transaction.atomic(), connection.cursor() as cursor:
            if is_over(cursor, table, at) and is_alone(cursor):
                cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
                if is_over(cursor, table, at):
                    cursor.execute(f"TRUNCATE {table}")
                    cursor.execute(KEPT_SINCE, [at - KEPT_FOR])
                    emptied.append(table)
    return emptied


def is_over(cursor: CursorWrapper, table: str, at: datetime) -> bool:
    """Whether it has reports, none of them needed: those of days to come are a wrong clock's."""
    cursor.execute(IS_FULL.format(table=table))
    if not cursor.fetchone()[0]:
        return False
    cursor.execute(IS_NEEDED.format(table=table), [at - KEPT_FOR, at + A_DAY])
    return not cursor.fetchone()[0]
