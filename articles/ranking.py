"""Which of the articles that match is best: how much it says of the words, rare ones above all, and how new.

Of each word: how rare it is, times how much the article says of it. That rises with each place where the word
stands, the title's most, the less the more there are, and is worth less in a long text. News is worth up to
half as much again, and half of that is lost in a month.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from math import log
from typing import NamedTuple

from django.db.models import BigIntegerField, DateTimeField, FloatField, IntegerField, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query

from articles.matching import Read
from articles.models import Article
from newsapi.listings import FORMS, Compiled
from newsapi.memory import Memory
from newsapi.rows import moment
from newsapi.statements import Parameter, Statement

RANKED = 500  # articles are compared: the newest
REMEMBERED = 500  # rankings, of some 30 KB each
TITLE, SUMMARY, TEXT = 1.0, 0.5, 0.25
ENOUGH = 0.15  # what is said of a word is worth half of all that can be said
LENGTH = 300  # words of a usual text
LENGTH_COUNTS = 0.4  # of the above; the rest is the same for texts of any length
NEWS = 0.5  # what is added to an article's worth at the moment of its publication
HALF_LIFE = timedelta(days=30).total_seconds()
NO_NEWS = (
    60  # half-lives, after which no digit of a score is left of it; PostgreSQL refuses still smaller numbers
)

COLUMNS = ("id", "published_at", "language", "word_count", "search_document")
WEIGHTS = f"'{{0, {TEXT}, {SUMMARY}, {TITLE}}}'"
LITTLE = f"""{ENOUGH}::float8 * (
    {1 - LENGTH_COUNTS}::float8 + {LENGTH_COUNTS}::float8 * word_count / {LENGTH}
)"""
BEST_FIRST = "ORDER BY score DESC, published_at DESC, id DESC"


# Whoever changes an article makes another row of it, in another place or by another transaction.
VERSION = RawSQL('ROW("articles_article".id, "articles_article".xmin, "articles_article".ctid)', [])


def best(newest: str, document: str, said: str, worth: str) -> str:
    """SQL of what is told of the newest articles, by SQL of what they say of the words and of its worth.

    How many there are; a digest of them; the ids, moments and scores of all, the best first, unless these are
    known or there are too few. Each step is a subquery that PostgreSQL leaves alone: documents are fetched,
    and words looked for, once.
    """
    return f"""
        WITH newest AS MATERIALIZED ({newest}), told AS MATERIALIZED (
            SELECT count(*) AS many, bit_xor(hash_record_extended(version, 0)) AS digest FROM newest
        )
        SELECT many, digest, ranked.* FROM told CROSS JOIN LATERAL (
            SELECT {lines_of("id")}, {lines_of("published_at")}, {lines_of("score")}
            FROM (
                SELECT id, published_at, (1 + {NEWS}::float8 * exp(-ln(2::float8) * least({NO_NEWS}, greatest(
                    0, extract(epoch FROM %s::timestamptz - published_at)::float8 / {HALF_LIFE}
                )))) * coalesce({worth}, 0) AS score
                FROM (
                    SELECT id, published_at, language, word_count, {said} AS said
                    FROM (
                        SELECT id, published_at, language, word_count, {document} AS document
                        FROM newest WHERE many >= %s AND digest IS DISTINCT FROM %s
                        ORDER BY published_at DESC, id DESC LIMIT {RANKED}
                    ) fetched OFFSET 0
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
LATELY = Memory(REMEMBERED)
Words = tuple[tuple[str, int], ...]  # the languages of a question, and how many words it has in each


class BestStatement(Statement):
    """Ranks the newest of a queryset where there are at least so many, and tells how many, to one beyond."""

    def __init__(self, queryset: Callable[[], QuerySet], words: Words, is_prepared: bool):
        super().__init__(queryset, is_prepared=is_prepared)
        self.words = words

    def written(self, query: Query) -> tuple[str, tuple]:
        newest, given = super().written(query)
        worth = {
            language: " + ".join(
                f"%s::float8 * said[{place}]::float8 / (said[{place}]::float8 + {LITTLE})"
                for place in range(1, many + 1)
            )
            for language, many in self.words
        }
        # Of several words, each would fetch a bare document anew.
        document, itself = "search_document", "document"
        if any(many > 1 for _, many in self.words):
            document, itself = f"ARRAY[{document}]", f"{itself}[1]"
        rank = f"ts_rank({WEIGHTS}, {itself}, %s::tsquery)"
        said = {language: f"ARRAY[{', '.join([rank] * many)}]" for language, many in self.words}
        places = [(language, number) for language, many in self.words for number in range(many)]
        values = (
            *(Parameter(rarity_of(*each), FloatField()) for each in places),
            *(Parameter(word_of(*each), TextField()) for each in places),
        )
        sql = best(newest, document, by_language(said), by_language(worth))
        known = Parameter("least", IntegerField()), Parameter("known", BigIntegerField())
        return sql, (*given, Parameter("hour", DateTimeField()), *values, *known)


def by_language(sql: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{language}' THEN {each}" for language, each in sql.items())
    return f"CASE language {cases} END" if cases else "NULL"


def rarity_of(language: str, number: int) -> str:
    return f"rarity_{language}_{number}"


def word_of(language: str, number: int) -> str:
    return f"word_{language}_{number}"


@lru_cache(maxsize=FORMS)
def statement_of(made, form, words: Words, is_prepared: bool) -> BestStatement:
    def queryset():
        newest = made(form, Parameter).order_by("-published_at", "-id")
        if not is_prepared:  # filters look at far more articles than are ranked: in indexes alone
            newest = Article.objects.filter(pk__in=newest.values("pk")[: RANKED + 1])
        return newest.values(*COLUMNS, version=VERSION)[: RANKED + 1]

    return BestStatement(queryset, words, is_prepared)


def ranked(
    articles: Compiled, reads: Sequence[Read], at: datetime, at_least: int = 0, is_prepared: bool = True
) -> tuple[Answers, int]:
    """The newest of the articles, the best first, and how many there are, as far as one more than are ranked.

    Nothing is ranked where there are not at least so many. One query. Within an hour, the scores stay as they
    are. `is_prepared` is for articles that one plan finds well, whatever the values.
    """
    hour, values = at.replace(minute=0, second=0, microsecond=0), {}
    for read in reads:
        for number, (word, share) in enumerate(read.words.items()):
            values[rarity_of(read.language, number)] = rarity(share)
            values[word_of(read.language, number)] = quoted(word)
    words = tuple((read.language, len(read.words)) for read in reads if read.words)
    statement = statement_of(articles.made, articles.form, words, is_prepared)
    key = statement, hour, *values.values()
    digest, found = LATELY.get(key) or (None, NONE)
    told = {"hour": hour, "least": at_least, "known": digest}
    [(many, now, *columns)] = statement.tuples(**articles.values, **values, **told)
    if columns[0] is not None:
        found = Answers(*columns)
        LATELY.keep(key, (now, found))
    elif digest != now:
        found = NONE
    return found, many


def rarity(share: float) -> float:
    return log(1 + 1 / share)


def quoted(word: str) -> str:
    """The word as a query that means itself."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
