"""Slugs, words and other values of a corpus to ask for: many different requests of each kind."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import quote

import psycopg

from benchmarks.words import words

MANY = 2_000  # different requests of a kind
# Ranks of words: the first few are in nearly all articles, the last ones in some dozens.
EVERYWHERE, COMMON = range(40), range(50, 500)
FREQUENT = range(500, 1_500)
MIDDLING = range(3_000, 5_000)  # about one article in a hundred has such a word
RARE = range(30_000, 40_000)
RANGE = timedelta(days=180)
PUBLIC = "published_at < now() AND withdrawn_at IS NULL"
LISTS = "/api/v1/articles/?locale=uz"


class Samples:
    """What there is in one corpus, and requests that are made of it; the same on every run."""

    def __init__(self, connection: psycopg.Connection):
        self.random = Random(7)  # noqa: S311, no secret
        self.connection = connection
        found = self.rows(
            f"SELECT slug, language, id, story FROM articles_article WHERE {PUBLIC} "  # noqa: S608
            f"ORDER BY md5(slug) LIMIT {MANY}"
        )
        self.articles = [(slug, language) for slug, language, _, _ in found]
        self.ids = [number for *_, number, _ in found]
        self.stories = [story for *_, story in found]
        self.sections, self.tags, self.authors = (
            [slug for (slug,) in self.rows(f"SELECT slug FROM articles_{table} ORDER BY id")]  # noqa: S608
            for table in ("section", "tag", "author")
        )

    def rows(self, statement: str) -> list[tuple]:
        return self.connection.execute(statement).fetchall()

    # Articles ---------------------------------------------------------------------------------------------

    def detail(self) -> list[str]:
        return [f"/api/v1/articles/{slug}/" for slug, _ in self.articles]

    def similar(self) -> list[str]:
        return [f"/api/v1/articles/{slug}/similar/?locale={language}" for slug, language in self.articles]

    def article_page(self) -> list[str]:
        return [f"/api/v1/pages/article/{slug}/?locale={language}" for slug, language in self.articles]

    def views(self) -> list[str]:
        return [f"/api/v1/articles/{slug}/views/" for slug, _ in self.articles]

    # Lists ------------------------------------------------------------------------------------------------

    def section_list(self) -> list[str]:
        return [self.section_in_range() for _ in range(MANY)]

    def section_in_range(self) -> str:
        begin = datetime.now(UTC).date() - timedelta(days=self.random.randint(200, 1_700))
        section = self.random.choice(self.sections)
        return f"{LISTS}&section={section}&published_after={begin}&published_before={begin + RANGE}"

    def lists(self, query: str, **values: list[str]) -> list[str]:
        """The list with values, each time drawn anew, in the query's places."""
        return [
            f"{LISTS}&" + query.format(**{name: self.random.choice(each) for name, each in values.items()})
            for _ in range(MANY)
        ]

    def days(self) -> list[str]:
        """Days of the five years that have articles before and after them."""
        today = datetime.now(UTC).date()
        return [str(today - timedelta(days=ago)) for ago in range(100, 1_700)]

    def twenties(self) -> list[str]:
        ids = [str(each) for each in self.ids]
        return [",".join(ids[start : start + 20]) for start in range(0, len(ids), 20)]

    def cursors(self, ordering: str, column: str, source: str) -> list[str]:
        """The list from articles anywhere in its order."""
        keys = [(column, ordering.startswith("-")), ("pk", ordering.startswith("-"))]
        found = self.rows(
            f"SELECT id, {source} FROM articles_article WHERE language = 'uz' AND {PUBLIC} "  # noqa: S608
            f"ORDER BY md5(slug) LIMIT {MANY}"
        )
        return [self.further(ordering, row, keys) for row in found]

    @staticmethod
    def further(ordering: str, row: tuple[Any, ...], keys: list[tuple[str, bool]]) -> str:
        from newsapi.pagination import cursor_to  # reads the settings, which name the corpus

        return f"{LISTS}&ordering={ordering}&cursor={cursor_to(row, keys, backward=False)['cursor']}"

    # Words ------------------------------------------------------------------------------------------------

    def search(self, more: str = "", ranks: range = MIDDLING) -> list[str]:
        wanted = self.random.choices(ranks, k=MANY)
        return [f"{LISTS}&search={quote(words('uz').by_rank[rank])}{more}" for rank in wanted]

    def questions(self, ranks: range, number: int, more: str = "&locale=uz") -> list[str]:
        by_rank = words("uz").by_rank
        asked = [[by_rank[rank] for rank in self.random.sample(ranks, number)] for _ in range(MANY)]
        return [f"/api/v1/search/?q={quote(' '.join(each))}{more}" for each in asked]

    def slips(self) -> list[str]:
        """Words of six letters and more of which two letters have changed places."""
        known = [word for word in words("uz").by_rank if len(word) > 5 and word.isascii()]
        typed = (f"{word[:2]}{word[3]}{word[2]}{word[4:]}" for word in self.random.sample(known, MANY))
        return [f"/api/v1/search/?q={quote(word)}" for word in typed]

    def begun(self, ranks: range, letters: tuple[int, ...]) -> list[str]:
        """The beginnings of some words, of so many letters, in any language."""
        known = [word for word in words("uz").by_rank[ranks.start : ranks.stop] if len(word) > 1]
        typed = (" ".join(self.random.choice(known)[:many] for many in letters) for _ in range(MANY))
        return [f"/api/v1/search/suggest/?q={quote(each)}" for each in typed]
