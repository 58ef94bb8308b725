"""A minute of a news site: what readers ask how often, and what the newsroom does meanwhile."""

import selectors
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from urllib.parse import quote

from django.db import connections

from benchmarks.load import CONNECTIONS, Connection, Request

REQUESTS = 24_000  # 400 a second, a busy minute of a country's larger sites: the more, the more hits
BEFORE = 3_000  # not counted: no minute of a running site begins with an empty edge
READ = 150  # articles: those of the last days, which nearly all readers come for
# Of 100 requests. Readers come by the front page or by a link to an article; apps show the ticker on each
# screen; a section is opened now and then, the archive and searches seldom.
SHARES = {
    "article": 40,
    "article_page": 10,
    "front": 18,
    "ticker": 12,
    "section": 10,
    "latest": 5,
    "popular": 3,
    "search": 1,
    "archive": 1,
}
EDITS, PUBLICATIONS = 3, 1  # sixty articles an hour, each touched up three times
SECTION_PAGES = 3  # pages of a section that readers turn


@dataclass
class Archive:
    """What there is to ask for, in one locale; slugs with the most read first."""

    locale: str
    slugs: list[str]
    sections: list[str]
    words: list[str]
    random: Random = field(default_factory=lambda: Random(7))  # noqa: S311, the same requests on every run

    def __post_init__(self):
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.slugs) + 1)))  # Zipf's law

    def slug(self) -> str:
        return self.random.choices(self.slugs, cum_weights=self.weights)[0]

    def article(self) -> str:
        return f"/articles/{self.slug()}/"

    def article_page(self) -> str:
        return f"/pages/article/{self.slug()}/?locale={self.locale}"

    def front(self) -> str:
        return f"/pages/front/?locale={self.locale}"

    def ticker(self) -> str:
        return f"/ticker/?locale={self.locale}"

    def section(self) -> str:
        page = self.random.randint(1, SECTION_PAGES)
        section = self.random.choice(self.sections)
        return f"/articles/?locale={self.locale}&page={page}&page_size=10&section={section}"

    def latest(self) -> str:
        return f"/articles/?locale={self.locale}"

    def popular(self) -> str:
        return f"/popular/?locale={self.locale}"

    def search(self) -> str:
        return f"/search/?locale={self.locale}&q={quote(self.random.choice(self.words))}"

    def archive(self) -> str:
        return f"/articles/?date=2025-01-{self.random.randint(1, 28):02d}&locale={self.locale}"

    def requests(self, number: int) -> list[str]:
        kinds = self.random.choices(list(SHARES), list(SHARES.values()), k=number)
        return [f"/api/v1{getattr(self, kind)()}" for kind in kinds]


def share_of_hits(port: int, paths: list[str], acts: list[Callable[[], None]]) -> float:
    """Of all the requests, each of which must be answered by 200; the acts are spread evenly over them."""
    hits = answered = 0
    requests = iter(Request(path).encoded(port) for path in paths)
    due = [len(paths) * (number + 1) // (len(acts) + 1) for number in range(len(acts))]
    left = dict(zip(due, acts, strict=True))
    with selectors.DefaultSelector() as selector, ThreadPoolExecutor(1) as newsroom:
        done = []
        for _ in range(CONNECTIONS):
            connection = Connection(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(requests))
        while answered < len(paths):
            for key, _ in selector.select():
                answer = key.data.answer()
                if answer is None:
                    continue
                head, _ = answer
                if not head.startswith(b"HTTP/1.1 200"):
                    raise AssertionError(head)
                answered += 1
                hits += b"Cache-Status: edge; hit" in head
                if act := left.pop(answered, None):
                    done.append(newsroom.submit(in_a_thread, act))
                if request := next(requests, None):
                    key.data.ask(request)
        for each in done:
            each.result()
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return hits / answered


def in_a_thread(act: Callable[[], None]) -> None:
    try:
        act()
    finally:
        connections.close_all()
