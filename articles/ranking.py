"""Which of the articles that match is best: how much it says of the words, rare ones above all, and how new.

Of each word: how rare it is, times how much the article says of it. That rises with each place where the word
stands, the title's most, the less the more there are, and is worth less in a long text. News is worth up to
half as much again, and half of that is lost in a month.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from math import log, pi
from typing import NamedTuple

from django.db.models import DateTimeField, FloatField, IntegerField, QuerySet, TextField
from django.db.models.sql import Query

from articles.matching import Read
from articles.models import Article
from newsapi.listings import FORMS, Compiled
from newsapi.rows import moment
from newsapi.statements import Parameter, Statement

RANKED = 500  # articles are compared: the newest
TITLE, SUMMARY, TEXT = 1.0, 0.5, 0.25  # as emphases are made with: others need a migration, and its job
ENOUGH = 0.15  # what is said of a word is worth half of all that can be said
LENGTH = 300  # words of a usual text
LENGTH_COUNTS = 0.4  # of the above; the rest is the same for texts of any length
NEWS = 0.5  # what is added to an article's worth at the moment of its publication
HALF_LIFE = timedelta(days=30).total_seconds()
NO_NEWS = (
    60  # half-lives, after which no digit of a score is left of it; PostgreSQL refuses still smaller numbers
)

COLUMNS = ("id", "published_at", "language", "word_count", "emphases", "search_document")
WEIGHTS = f"'{{0, {TEXT}, {SUMMARY}, {TITLE}}}'"
SHARES = 127  # of 1, in which emphases are told, by characters that have these codes
ONCE = round(SHARES * TEXT / (pi**2 / 6))  # of them for one place in a text, as ts_rank has it
LITTLE = f"""{ENOUGH}::float8 * (
    {1 - LENGTH_COUNTS}::float8 + {LENGTH_COUNTS}::float8 * word_count / {LENGTH}
)"""
BEST_FIRST = "ORDER BY score DESC, published_at DESC, id DESC"


def best(newest: str, said: str, worth: str) -> str:
    """SQL of what is told of the newest articles, by SQL of what they say of the words and of its worth.

    How many there are; the ids, moments and scores of all, the best first, unless there are too few. The
    innermost steps are subqueries that PostgreSQL leaves alone: words are looked for once.
    """
    return f"""
        WITH newest AS MATERIALIZED ({newest})
        SELECT many, ranked.* FROM (SELECT count(*) AS many FROM newest) told CROSS JOIN LATERAL (
            SELECT {lines_of("id")}, {lines_of("published_at")}, {lines_of("score")}
            FROM (
                SELECT id, published_at, (1 + {NEWS}::float8 * exp(-ln(2::float8) * least({NO_NEWS}, greatest(
                    0, extract(epoch FROM %s::timestamptz - published_at)::float8 / {HALF_LIFE}
                )))) * coalesce({worth}, 0) AS score
                FROM (
                    SELECT id, published_at, language, word_count, {said} AS said
                    FROM (
                        SELECT * FROM newest WHERE many >= %s
                        ORDER BY published_at DESC, id DESC LIMIT {RANKED}
                    ) compared OFFSET 0
                ) read OFFSET 0
            ) scored
        ) ranked
    """


def lines_of(name: str) -> str:
    return f"string_agg({name}::text, E'\\n' {BEST_FIRST})"


class Answer(NamedTuple):
    """An article with what it is worth as an answer."""

    id: int
    published: str  # as the database wrote it
    score: float

    @property
    def published_at(self) -> datetime:
        return moment(self.published)


class Answers(Sequence[Answer]):
    """Articles, the best first: columns of lines, as the database wrote them, read when they are looked at.

    So a remembered ranking is three texts.
    """

    def __init__(self, ids: str = "", moments: str = "", scores: str = ""):
        self.columns = ids, moments, scores

    @property
    def ids(self) -> list[str]:
        return self.columns[0].splitlines()

    @property
    def moments(self) -> list[str]:
        return self.columns[1].splitlines()

    @property
    def scores(self) -> list[str]:
        return self.columns[2].splitlines()

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place: int | slice) -> Answer | list[Answer]:
        if isinstance(place, slice):
            columns = zip(self.ids[place], self.moments[place], self.scores[place], strict=True)
            return [Answer(int(pk), published, float(score)) for pk, published, score in columns]
        return Answer(int(self.ids[place]), self.moments[place], float(self.scores[place]))

    def place_of(self, pk: int) -> int | None:
        try:
            return self.ids.index(str(pk))
        except ValueError:
            return None

    def led_by(self, first: Sequence[Answer]) -> "Answers":
        """The same with these in the first places."""
        ids, moments, scores = zip(*first, strict=True)
        leading = map(str, ids), moments, map(repr, scores)
        others = (column.splitlines()[len(first) :] for column in self.columns)
        columns = zip(leading, others, strict=True)
        return Answers(*("\n".join([*own, *other]) for own, other in columns))

    def scores_of(self, ids: Iterable[int]) -> list[float]:
        known = dict(zip(self.ids, self.scores, strict=True))
        return [float(known[str(each)]) for each in ids]


NONE = Answers()
Words = tuple[tuple[str, int], ...]  # the languages of a question, and how many words it has in each


class BestStatement(Statement):
    """Ranks the newest of a queryset where there are at least so many, and tells how many, to one beyond.

    `has_all`: each article has all of the words.
    """

    def __init__(self, queryset: Callable[[], QuerySet], words: Words, has_all: bool, is_prepared: bool):
        super().__init__(queryset, is_prepared=is_prepared)
        self.words, self.has_all = words, has_all

    def written(self, query: Query) -> tuple[str, tuple]:
        newest, given = super().written(query)
        worth, said, rarities, words = {}, {}, [], []
        for language, many in self.words:
            places = range(1, many + 1)
            worth[language] = " + ".join(worth_of(place) for place in places)
            rarities += (Parameter(rarity_of(language, place), FloatField()) for place in places)
            said[language] = in_full(many)
            words += (Parameter(word_of(language, place), TextField()) for place in places)
            if self.has_all:
                said[language] = f"CASE WHEN emphases IS NULL THEN {in_full(many)} ELSE {in_short(many)} END"
                words += (Parameter(letter_of(language, place), TextField()) for place in places)
        hour, least = Parameter("hour", DateTimeField()), Parameter("least", IntegerField())
        sql = best(newest, by_language(said), by_language(worth))
        return sql, (*given, hour, *rarities, *words, least)


def worth_of(place: int) -> str:
    return f"%s::float8 * said[{place}] / (said[{place}] + {LITTLE})"


def in_full(many: int) -> str:
    """SQL of what a document says of so many words; in an array, or each would fetch it anew."""
    said = ", ".join([f"ts_rank({WEIGHTS}, document[1], %s::tsquery)"] * many)
    return f"(SELECT ARRAY[{said}]::float8[] FROM (SELECT ARRAY[search_document] OFFSET 0) fetched(document))"


def in_short(many: int) -> str:
    """The same of words that all are in the document: those that are not stressed stand there once."""
    said = ", ".join([f"greatest({ONCE}, ascii(split_part(emphases, %s, 2)))::float8 / {SHARES}"] * many)
    return f"ARRAY[{said}]"


def by_language(sql: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{language}' THEN {each}" for language, each in sql.items())
    return f"CASE language {cases} END" if cases else "NULL"


def rarity_of(language: str, place: int) -> str:
    return f"rarity_{language}_{place}"


def word_of(language: str, place: int) -> str:
    return f"word_{language}_{place}"


def letter_of(language: str, place: int) -> str:
    return f"letter_{language}_{place}"


@lru_cache(maxsize=FORMS)
def statement_of(made, form, words: Words, has_all: bool, is_prepared: bool) -> BestStatement:
    def queryset():
        newest = made(form, Parameter).order_by("-published_at", "-id")
        if not is_prepared:  # filters look at far more articles than are ranked: in indexes alone
            newest = Article.objects.filter(pk__in=newest.values("pk")[: RANKED + 1])
        return newest.values(*COLUMNS)[: RANKED + 1]

    return BestStatement(queryset, words, has_all, is_prepared)


def ranked(
    articles: Compiled, reads: Sequence[Read], at: datetime, at_least: int = 0, is_prepared: bool = True
) -> tuple[Answers, int]:
    """The newest of the articles, the best first, and how many there are, as far as one more than are ranked.

    Nothing is ranked where there are not at least so many. One query. Within an hour, the scores stay as they
    are. `is_prepared` is for articles that one plan finds well, whatever the values.
    """
    values = {"hour": at.replace(minute=0, second=0, microsecond=0), "least": at_least}
    for read in reads:
        for place, (word, share) in enumerate(read.words.items(), start=1):
            values[rarity_of(read.language, place)] = rarity(share)
            values[word_of(read.language, place)] = quoted(word)
            values[letter_of(read.language, place)] = letter(word)
    words = tuple((read.language, len(read.words)) for read in reads if read.words)
    has_all = all(read.has_all for read in reads)
    statement = statement_of(articles.made, articles.form, words, has_all, is_prepared)
    [(many, *columns)] = statement.tuples(**articles.values, **values)
    return NONE if columns[0] is None else Answers(*columns), many


def rarity(share: float) -> float:
    return log(1 + 1 / share)


def quoted(word: str) -> str:
    """The word as a query that means itself."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def letter(word: str) -> str:
    """What stands for the word in emphases; the database has the same rule (migration 0033)."""
    return chr(0x10000 + int(sha256(word.encode()).hexdigest()[:5], 16))
