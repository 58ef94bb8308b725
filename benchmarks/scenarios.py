"""What is asked, of both servers alike: many different requests of each kind, drawn over the whole corpus."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import quote

import psycopg

from benchmarks.words import words

MANY = 2_000  # different requests of a kind
# Ranks of words: the first few are in nearly all articles, the last ones in some dozens.
EVERYWHERE, COMMON = range(40), range(50, 500)
MIDDLING = range(3_000, 5_000)  # about one article in a hundred has such a word
RARE = range(30_000, 40_000)
RANGE = timedelta(days=180)


@dataclass(frozen=True)
class Scenario:
    name: str
    paths: Callable[["Samples"], list[str]]
    not_modified: bool = False
    method: str = "GET"
    status: int = 200


class Samples:
    """Slugs and other values of the corpus to ask for."""

    def __init__(self, connection: psycopg.Connection):
        self.random = Random(7)  # noqa: S311, the same requests on every run
        public = "published_at < now() AND withdrawn_at IS NULL"
        found = connection.execute(
            f"SELECT slug, language FROM articles_article WHERE {public} ORDER BY md5(slug) LIMIT %s",  # noqa: S608
            [MANY],
        )
        self.articles = found.fetchall()
        self.sections = [
            slug for (slug,) in connection.execute("SELECT slug FROM articles_section ORDER BY id")
        ]

    def detail(self) -> list[str]:
        return [f"/api/v1/articles/{slug}/" for slug, _ in self.articles]

    def similar(self) -> list[str]:
        return [f"/api/v1/articles/{slug}/similar/?locale={language}" for slug, language in self.articles]

    def article_page(self) -> list[str]:
        return [f"/api/v1/pages/article/{slug}/?locale={language}" for slug, language in self.articles]

    def views(self) -> list[str]:
        return [f"/api/v1/articles/{slug}/views/" for slug, _ in self.articles]

    def section_list(self) -> list[str]:
        return [self.section_in_range() for _ in range(MANY)]

    def section_in_range(self) -> str:
        begin = datetime.now(UTC).date() - timedelta(days=self.random.randint(200, 1_700))
        section = self.random.choice(self.sections)
        return (
            f"/api/v1/articles/?locale=uz&section={section}"
            f"&published_after={begin}&published_before={begin + RANGE}"
        )

    def search(self) -> list[str]:
        wanted = self.random.sample(MIDDLING, MANY)
        return [f"/api/v1/articles/?locale=uz&search={quote(words('uz').by_rank[rank])}" for rank in wanted]

    def questions(self, ranks: range, number: int) -> list[str]:
        by_rank = words("uz").by_rank
        asked = [[by_rank[rank] for rank in self.random.sample(ranks, number)] for _ in range(MANY)]
        return [f"/api/v1/search/?locale=uz&q={quote(' '.join(each))}" for each in asked]

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


SCENARIOS = (
    Scenario("detail", Samples.detail),
    Scenario("detail, not modified", Samples.detail, not_modified=True),
    Scenario("section list", Samples.section_list),
    Scenario("page 500", lambda samples: ["/api/v1/articles/?locale=uz&page=500"]),
    Scenario("search", Samples.search),
    Scenario("similar", Samples.similar),
    Scenario("page call", Samples.article_page),
    Scenario("popular", lambda samples: ["/api/v1/popular/?locale=uz"]),
    Scenario("views", Samples.views, method="POST", status=202),
)
# How common words are must not matter. The first is what the others are compared with; the floor knows none.
QUESTIONS = (
    Scenario("a rare word", lambda samples: samples.questions(RARE, 1)),
    Scenario("a middling word", lambda samples: samples.questions(MIDDLING, 1)),
    Scenario("a common word", lambda samples: samples.questions(COMMON, 1)),
    Scenario("three words of nearly all articles", lambda samples: samples.questions(EVERYWHERE, 3)),
    Scenario("a word with a slip", Samples.slips),
    Scenario("two letters, completed", lambda samples: samples.begun(EVERYWHERE, (2,))),
    Scenario("five letters, completed", lambda samples: samples.begun(MIDDLING, (5,))),
    Scenario("a word and two letters, completed", lambda samples: samples.begun(COMMON, (20, 2))),
)
