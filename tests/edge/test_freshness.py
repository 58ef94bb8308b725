"""What the newsroom does is seen by the next reader, while nearly everybody is answered by the edge."""

import re
from itertools import count
from random import Random

import pytest

from articles import naming, publishing
from articles.models import Article, Section
from benchmarks.mix import PUBLICATIONS, READ, Archive
from benchmarks.newsroom import hits_of_a_minute, percentile, seconds_to_be_seen
from tests.builders import a_section, ago, an_article
from tests.edge.varnish import NEEDS_VARNISH, WRITES
from tests.working import Worker

pytestmark = [NEEDS_VARNISH, WRITES]
ACTS = 40
numbers = count(1)


@pytest.fixture
def told(edge, settings):
    """An edge that is told of what we change."""
    settings.PURGE_URLS = [f"http://127.0.0.1:{edge.port}/"]
    return edge


@pytest.fixture
def newsroom(told, queue, settings):
    """The same, with a worker beside us that tells it once more."""
    worker = Worker(PURGE_URLS=settings.PURGE_URLS[0])
    yield told
    worker.close()


# How soon ---------------------------------------------------------------------------------------------------


def test_of_a_hundred_new_titles_ninety_nine_are_served_within_a_second_of_saving(newsroom):
    world = a_section("world")
    for number in range(20):
        an_article(f"Old news {number}", section=world)
    article = an_article("The news", slug="news", section=world)

    seconds = seconds_to_be_seen(newsroom.port, article, "en")

    assert len(seconds) == 200
    assert percentile(seconds, 99) < 1, seconds[-10:]


# How wholly -------------------------------------------------------------------------------------------------


class Acts:
    """What a newsroom may do next, chosen by chance."""

    def __init__(self):
        self.random = Random(7)

    def a_random_one(self) -> str:
        state = (self.publish, self.withdraw, self.put_back, self.correct)
        act = self.random.choice((self.edit, self.refile, self.rename, *state))
        try:
            act()
        except publishing.Refused:
            self.edit()
        return act.__name__

    def article(self) -> Article:
        return self.random.choice(Article.objects.order_by("pk"))

    def section(self) -> Section:
        return self.random.choice(Section.objects.order_by("pk"))

    def edit(self):
        article = self.article()
        article.title = f"Edited {next(numbers)}"
        publishing.save(article)

    def publish(self):
        draft = an_article(f"Breaking {next(numbers)}", published_at=None, section=self.section())
        publishing.publish_now(draft)

    def withdraw(self):
        publishing.withdraw(self.article(), "A hoax.")

    def put_back(self):
        publishing.put_back(self.article())

    def correct(self):
        publishing.correct(self.article(), f"Correction {next(numbers)}.")

    def rename(self):
        section = self.section()
        section.name_en = f"Section {next(numbers)}"
        naming.save(section)

    def refile(self):
        article = self.article()
        article.section = self.section()
        publishing.save(article)


PAGES = [
    *("/articles/?locale=en", "/articles/?locale=en&page_size=3", "/articles/?locale=en&page=2&page_size=3"),
    *(
        "/articles/?locale=en&section=world",
        "/articles/?locale=en&section=sport",
        "/articles/?ordering=title",
    ),
    *("/articles/?locale=en&ids=1,2,3", "/articles/?fallback=en&locale=ru", "/articles/?exclude=news-1"),
    *(
        "/articles/?locale=en&fields=title,section.name&ordering=-updated_at",
        "/articles/?count=exact&locale=en",
    ),
    *("/articles/?locale=en&search=edited", "/search/?locale=en&q=edited", "/search/suggest/?locale=en&q=ed"),
    *("/ticker/?locale=en", "/pages/front/?locale=en", "/pages/front/?fields=sections&locale=en"),
    *("/sections/?locale=en", "/sections/?expand=article_count&locale=en", "/sections/world/?locale=en"),
    *(f"/articles/news-{number}/" for number in range(1, 7)),
    *(
        "/pages/article/news-1/",
        "/articles/news-1/similar/",
        "/articles/news-2/?expand=similar&fields=similar",
    ),
]


def said(answer) -> tuple[int, bytes]:
    """The body, without what is of the one request in a problem."""
    return answer.status, re.sub(rb'"request_id":"[^"]*"', b"", answer.body)


def test_after_each_act_all_pages_say_at_the_edge_what_the_origin_says(told, origin):
    sections = [a_section("world"), a_section("sport")]
    for number in range(1, 7):
        an_article(f"News {number}", slug=f"news-{number}", section=sections[number % 2])
    acts = Acts()

    differences = []
    for _ in range(ACTS):
        for path in PAGES:
            told.ask(path)
        act = acts.a_random_one()
        differences += [(act, path) for path in PAGES if said(told.ask(path)) != said(origin.ask(path))]

    assert differences == []


# How often the origin is asked ------------------------------------------------------------------------------


def test_of_a_minutes_requests_ninety_five_in_a_hundred_are_answered_by_the_edge(newsroom):
    sections = [a_section(slug) for slug in ("world", "sport", "economy", "culture")]
    articles = [
        an_article(
            f"News {number}",
            slug=f"news-{number}",
            section=sections[number % 4],
            published_at=ago(hours=number),
        )
        for number in range(READ)
    ]
    drafts = [an_article(f"Draft {number}", published_at=None) for number in range(PUBLICATIONS)]
    words = [f"news {number}" for number in range(60)]
    archive = Archive("en", [each.slug for each in articles], [each.slug for each in sections], words)

    assert hits_of_a_minute(newsroom.port, archive, articles, drafts) >= 0.95
