"""Spans of time as keys that the search index holds of each article, beside its words.

An article has a key for its hour, for the 16 hours around that, and so on: a span of any length is a few of
them. Each key is of one language. The database's function articles_eras() makes the same keys.
"""

from datetime import UTC, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func

AT_ONCE = 16  # hours make the next longer span
LEVELS = 7
ZERO = datetime(1593, 7, 16, tzinfo=UTC)  # 3,300,000 hours before 1970: no article is older
HOUR = timedelta(hours=1)
LOOSE = 8  # of the shortest spans that are used are the whole at least: where it ends need not be exact
BEGIN, END = datetime(1600, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
ERAS = Func(
    F("language"),
    F("published_at"),
    function="articles_eras",
    output_field=ArrayField(BigIntegerField()),
)


def hour(moment: datetime) -> int:
    return (moment - ZERO) // HOUR


def keys(language: str, since: datetime, until: datetime) -> list[int]:
    """Of all articles in the language from one moment to the other, and of some before and after them."""
    first, end, level = hour(since), hour(until) + 1, 0
    while level < LEVELS - 1 and end - first > LOOSE * AT_ONCE:
        first, end, level = first // AT_ONCE, -(-end // AT_ONCE), level + 1
    found = []
    while level < LEVELS - 1 and end - first > AT_ONCE:
        while first % AT_ONCE:
            found.append((first, level))
            first += 1
        while end % AT_ONCE:
            end -= 1
            found.append((end, level))
        first, end, level = first // AT_ONCE, end // AT_ONCE, level + 1
    found += ((each, level) for each in range(first, end))
    return [(each * 8 + level) * 128 + ord(language[0]) for each, level in found]
