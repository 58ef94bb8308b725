"""Which of the articles that match is best: how much it says of the words, rare ones above all, and how new.

Of each word: how rare it is, times how much the article says of it. That rises with each place where the word
stands, the title's most, the less the more there are, and is worth less in a long text. News is worth up to
half as much again, and half of that is lost in a month.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log
from typing import NamedTuple

from articles.matching import Read
from newsapi.rows import moment
from newsapi.statements import prepared_cursor

TITLE, SUMMARY, TEXT = 1.0, 0.5, 0.25
ENOUGH = 0.15  # what is said of a word is worth half of all that can be said
LENGTH = 300  # words of a usual text
LENGTH_COUNTS = 0.4  # of the above; the rest is the same for texts of any length
NEWS = 0.5  # what is added to an article's worth at the moment of its publication
HALF_LIFE = timedelta(days=30)

WORTH = f"""
    SELECT found.id, found.published_at::text, (1 + {NEWS}::float8 * exp(-ln(2::float8) * greatest(
        0, extract(epoch FROM $2::timestamptz - found.published_at)::float8 / {HALF_LIFE.total_seconds()}
    ))) * coalesce(said.worth, 0) AS score
    FROM (
        SELECT id, published_at, language, word_count,
            ARRAY[search_document] AS document  -- fetched once, where a bare one would be for each word
        FROM articles_article WHERE id = ANY($1::bigint[]) OFFSET 0
    ) found
    CROSS JOIN LATERAL (
        SELECT sum(word.rarity * much.said / (much.said + {ENOUGH}::float8 * (
            {1 - LENGTH_COUNTS}::float8 + {LENGTH_COUNTS}::float8 * found.word_count / {LENGTH}
        ))) AS worth
        FROM unnest($3::text[], $4::tsquery[], $5::float8[]) word(language, query, rarity)
        CROSS JOIN LATERAL (
            SELECT ts_rank('{{0, {TEXT}, {SUMMARY}, {TITLE}}}', found.document[1], word.query)::float8 AS said
        ) much
        WHERE word.language = found.language
    ) said
    ORDER BY score DESC, found.published_at DESC, found.id DESC
"""


class Ranked(NamedTuple):
    """An article with what it is worth as an answer."""

    id: int
    published: str  # as the database wrote it: of five hundred, twenty are read
    score: float

    @property
    def published_at(self) -> datetime:
        return moment(self.published)


def ranked(ids: Sequence[int], reads: Sequence[Read], at: datetime) -> list[Ranked]:
    """The best first; one query. Within an hour, the scores stay as they are."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    words = [
        (read.language, quoted(word), rarity(share)) for read in reads for word, share in read.words.items()
    ]
    columns = zip(*words, strict=True) if words else ([], [], [])
    with prepared_cursor() as cursor:
        # Written out, as psycopg takes longer over long lists than the database over all the rest.
        cursor.execute(WORTH, [f"{{{','.join(map(str, ids))}}}", hour, *map(list, columns)])
        return [Ranked(*row) for row in cursor.fetchall()]


def rarity(share: float) -> float:
    return log(1 + 1 / share)


def quoted(word: str) -> str:
    """The word as a query that means itself."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
