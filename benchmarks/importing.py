"""Imports a made newsroom by `manage.py import_articles` into a database of its own, which is dropped then.

python -m benchmarks.importing 1000000
"""

import gzip
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import orjson

from benchmarks import postgres, processes
from newsapi.database import CHECKOUT

DATABASE = "bench_importing"
FILES = CHECKOUT / "var" / "bench"
NAME = "bench-importing"
EVERY = 0.5  # seconds
PART = 100_000  # articles, the first and the last of which are told by themselves
PROGRESS = re.compile(r"([\d,]+) lines: ")
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
Values = dict[str, object]


# The file ---------------------------------------------------------------------------------------------------


def file_of(size: int) -> Path:
    """Of so many articles, made once."""
    path = FILES / f"{size}.jsonl.gz"
    if not path.exists():
        FILES.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".making")
        with gzip.open(unfinished, "wb", compresslevel=1) as file:
            for line in lines(size):
                file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        unfinished.rename(path)
    return path


def lines(size: int) -> Iterator[Values]:
    from benchmarks.corpus import Corpus  # reads the settings

    corpus = Corpus(size, MADE_AT)
    sections, tags, authors = (
        {row["id"]: row["slug"] for row in rows}
        for rows in (corpus.sections(), corpus.tags(), corpus.authors())
    )
    for story in corpus.stories():
        views = {row["article_id"]: row["count"] for row in story.totals}
        for article in story.articles:
            number = article["id"]
            yield {
                "external_id": str(number),
                **{name: article[name] for name in ("language", "story", "slug", "title", "summary")},
                **{name: article[name] for name in ("body_html", "is_breaking", "is_featured")},
                "section": sections[article["section_id"]],
                "tags": [tags[each["tag_id"]] for each in story.tags if each["article_id"] == number],
                "authors": [
                    authors[each["author_id"]] for each in story.authors if each["article_id"] == number
                ],
                "image": picture(story.images, article["language"]),
                "source": {"name": article["source_name"], "url": article["source_url"]},
                "published_at": article["published_at"],
                "views": views[number],
            }


def picture(images: list[Values], language: str) -> Values | None:
    for image in images:
        return {
            "url": image["source_url"] or f"https://pictures.example/{image['file']}",
            "alt": image[f"alt_{language}"],
            "caption": image[f"caption_{language}"],
            "credit": image["credit"],
        }
    return None


# The import -------------------------------------------------------------------------------------------------


class Sample(NamedTuple):
    """How far the import was at a moment, and what it had used by then."""

    seconds: float
    articles: int
    import_cpu: float  # seconds, of all its processes
    database_cpu: float  # seconds, of its connections
    memory: int  # bytes, of all its processes together


class Import:
    """One that runs, watched."""

    def __init__(self, path: Path, admin):
        environment = os.environ | {"DATABASE_URL": postgres.url(DATABASE), "PGAPPNAME": NAME}
        command = [sys.executable, "manage.py", "import_articles", str(path)]
        self.admin, self.articles, self.connections = admin, 0, {}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stderr=subprocess.PIPE, text=True
        )
        self.reader = threading.Thread(target=self.follow)
        self.reader.start()

    def follow(self) -> None:
        for line in self.process.stderr:
            if found := PROGRESS.match(line):
                self.articles = int(found[1].replace(",", ""))
            sys.stderr.write(f"  {line}")

    def samples(self) -> Iterator[Sample]:
        while self.process.poll() is None:
            yield self.sample()
            time.sleep(EVERY)
        self.reader.join()
        if self.process.returncode:
            raise SystemExit(self.process.returncode)

    def sample(self) -> Sample:
        for each in postgres.backends(self.admin, NAME):
            self.connections[each] = processes.cpu_seconds(each) or self.connections.get(each, 0)
        return Sample(
            time.monotonic() - self.began,
            self.articles,
            processes.cpu_seconds(self.process.pid),
            sum(self.connections.values()),
            processes.memory(self.process.pid),
        )


def measure(path: Path) -> list[Sample]:
    with postgres.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {DATABASE}")
        try:
            environment = os.environ | {"DATABASE_URL": postgres.url(DATABASE)}
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=CHECKOUT,
                env=environment,
                check=True,
            )
            return [*Import(path, admin).samples()]
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


# The report -------------------------------------------------------------------------------------------------


def table(size: int, found: list[Sample]) -> str:
    """The whole, and its first and last part, each in a line; then the memory."""
    found = [*found[:-1], found[-1]._replace(articles=size)]
    spans = {f"all {size:,}": (found[0], found[-1])}
    if size > PART:
        spans[f"the first {PART:,}"] = found[0], at(PART, found)
        spans[f"the last {PART:,}"] = at(size - PART, found), found[-1]
    rows = [row(name, *span) for name, span in spans.items()]
    peak = max(each.memory for each in found) / 2**20
    return "\n".join(
        [
            f"### Import of {size:,} articles",
            "",
            "| | articles/s | CPU ms an article: import + database |",
            "|---|---|---|",
            *rows,
            "",
            f"At most {peak:,.0f} MB of memory, of all processes of the import together.",
        ]
    )


def at(articles: int, found: list[Sample]) -> Sample:
    return next(each for each in found if each.articles >= articles)


def row(name: str, first: Sample, last: Sample) -> str:
    articles = last.articles - first.articles
    rate = articles / (last.seconds - first.seconds)
    own = (last.import_cpu - first.import_cpu) * 1000 / articles
    database = (last.database_cpu - first.database_cpu) * 1000 / articles
    return f"| {name} | {rate:,.0f} | {own:.2f} + {database:.2f} = {own + database:.2f} |"


def main(size: int) -> None:
    path = file_of(size)
    print(f"\n{table(size, measure(path))}")


if __name__ == "__main__":
    with postgres.connect():
        main(int(sys.argv[1]))
