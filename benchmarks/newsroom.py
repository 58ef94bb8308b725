"""A newsroom at work behind an edge: how soon readers see it, and how often the edge asks the origin.

python -m benchmarks.newsroom, with DATABASE_URL and PURGE_URLS, which names the edge: prints JSON.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, cycle, islice
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsapi.settings")
django.setup()

from django.conf import settings
from django.utils import timezone

from articles import publishing
from articles.models import Article, Section
from benchmarks.load import Request, fetch
from benchmarks.mix import BEFORE, EDITS, PUBLICATIONS, READ, REQUESTS, Archive, share_of_hits
from benchmarks.words import words

EDITED = 200  # times, to see how soon it is seen
READS = 200  # a second, meanwhile
READERS = 4
GIVEN_UP_AFTER = 10  # seconds
numbers = count(1)


@contextmanager
def read_all_the_time(port: int, paths: list[str]) -> Iterator[None]:
    """Readers ask for the paths in turn until the block ends."""
    is_over = threading.Event()

    def read():
        for path in cycle(paths):
            fetch(port, Request(path))
            if is_over.wait(READERS / READS):
                return

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for each in readers:
        each.start()
    try:
        yield
    finally:
        is_over.set()
        for each in readers:
            each.join()


def touch_up(article: Article) -> None:
    article.title = f"Number {next(numbers)} is the news"
    publishing.save(article)


def seconds_to_serve(port: int, article: Article, path: str) -> float:
    """From before the save of a new title until the path has it."""
    begun = time.monotonic()
    touch_up(article)
    while article.title.encode() not in fetch(port, Request(path))[1]:
        if time.monotonic() > begun + GIVEN_UP_AFTER:
            raise AssertionError(f"{path} still has the old title.")
    return time.monotonic() - begun


def seconds_to_be_seen(port: int, article: Article, locale: str) -> list[float]:
    """Of each of some hundred edits, in order; the article is the newest of the locale."""
    paths = [
        f"/api/v1/articles/{article.slug}/",
        *(f"/api/v1/{page}/?locale={locale}" for page in ("articles", "ticker", "pages/front")),
    ]
    with read_all_the_time(port, paths):
        return sorted(seconds_to_serve(port, article, path) for path in islice(cycle(paths), EDITED))


def percentile(seconds: list[float], share: int) -> float:
    return seconds[len(seconds) * share // 100 - 1]


def hits_of_a_minute(port: int, archive: Archive, articles: list[Article], drafts: list[Article]) -> float:
    edits = [lambda article=article: touch_up(article) for article in articles[:EDITS]]
    publications = [lambda draft=draft: publishing.publish_now(draft) for draft in drafts[:PUBLICATIONS]]
    share_of_hits(port, archive.requests(BEFORE), [])
    return share_of_hits(port, archive.requests(REQUESTS), [*edits, *publications])


def main() -> None:
    port = urlsplit(settings.PURGE_URLS[0]).port
    edition = Article.objects.filter(language="uz")
    public = edition.filter(published_at__lt=timezone.now(), withdrawn_at=None)
    articles = list(public.order_by("-published_at", "-pk")[:READ])
    drafts = list(edition.filter(published_at=None, withdrawn_at=None).order_by("pk")[:PUBLICATIONS])
    sections = list(Section.objects.order_by("pk").values_list("slug", flat=True))
    archive = Archive("uz", [each.slug for each in articles], sections, words("uz").by_rank[3_000:3_060])
    hits = hits_of_a_minute(port, archive, articles, drafts)
    newest = public.order_by("-published_at", "-pk").first()
    seconds = seconds_to_be_seen(port, newest, "uz")
    print(json.dumps({"hits": hits, "p50": percentile(seconds, 50), "p99": percentile(seconds, 99)}))


if __name__ == "__main__":
    main()
