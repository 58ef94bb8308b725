"""Loads a made corpus into a database of its own, and keeps it until the models or the maker change.

python -m benchmarks.loading 20000 [--anew]
"""

import hashlib
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path

import django
import orjson
import psycopg
from django.core.management import call_command
from django.db import connection

from articles import search, written
from benchmarks import postgres
from benchmarks.words import LANGUAGES
from benchmarks.words import words as known
from newsapi.database import CHECKOUT

MADE_OF = (  # what decides how the rows look
    "newsapi/migrations/*.py",
    "articles/migrations/*.py",
    "weather/migrations/*.py",
    "articles/body/*.py",
    "articles/derived.py",
    "articles/search.py",
    "articles/uzbek.py",
    "articles/words.py",
    "articles/vocabulary.py",
    "articles/written.py",
    "articles/demonstration/stories/*.json",
    "newsapi/transliteration*.py",
    "benchmarks/words.py",
    "benchmarks/corpus.py",
    "benchmarks/loading.py",
)
KEPT_FOR = timedelta(days=25)  # then the corpus runs out of scheduled articles
BATCH = 1_000  # stories
LOADERS = 2
ONLY_FOR_SEARCH = ("configuration", "folded_title", "folded_summary", "folded_text")


def database_of(size: int) -> str:
    return f"bench_{size}"


def ensure(size: int, anew: bool = False) -> None:
    """Have the corpus in its database, with readings up to the present hour."""
    name, wanted = database_of(size), fingerprint()
    with postgres.connect() as admin:
        kept = stored(admin, name)
        is_good = kept.get("fingerprint") == wanted and age(kept) < KEPT_FOR
        if anew or not is_good:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {name}")
        os.environ["DATABASE_URL"] = postgres.url(name)
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsapi.settings"
        django.setup()
        if anew or not is_good:
            made_at = datetime.now(UTC).replace(microsecond=0)
            load(size, made_at)
            compare_with_publishing()
            note = orjson.dumps({"fingerprint": wanted, "made_at": made_at}).decode()
            admin.execute(f"COMMENT ON DATABASE {name} IS '{note}'")
        load_readings()


def fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(CHECKOUT.glob(pattern)):
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def stored(admin: psycopg.Connection, name: str) -> dict:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = admin.execute(query, [name]).fetchone()
    return orjson.loads(row[0]) if row and row[0] else {}


def age(kept: dict) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(kept["made_at"])


def load(size: int, made_at: datetime) -> None:
    from articles import vocabulary, words  # needs django.setup(), which needs the database's name
    from articles.models import Article
    from benchmarks.corpus import Corpus

    started = time.monotonic()
    call_command("migrate", interactive=False, verbosity=0)
    corpus = Corpus(size, made_at)
    with connection.cursor() as cursor:
        prepare_session()
        with connection.schema_editor() as editor:
            for index in Article._meta.indexes:
                editor.remove_index(Article, index)
        copy(cursor, "articles_section", corpus.sections())
        copy(cursor, "articles_tag", corpus.tags())
        copy(cursor, "articles_author", corpus.authors())
        for done in load_stories(corpus.stories()):
            rate = done / (time.monotonic() - started)
            report(f"  {done:,} of {size:,} articles, {rate:,.0f} a second")
        for table in ("article", "image", "section", "tag", "author"):
            cursor.execute(f"SELECT setval('articles_{table}_id_seq', max(id)) FROM articles_{table}")  # noqa: S608
        with connection.schema_editor() as editor:
            for index in Article._meta.indexes:
                editor.add_index(Article, index)
        cursor.execute("SET session_replication_role = origin")
        load_weather(made_at)
        report("  finding what the articles are about")
        words.refresh()
        vocabulary.keep((each, written.spellings(each, " ".join(known(each).by_rank))) for each in LANGUAGES)
        vocabulary.learn()
        cursor.execute("VACUUM (ANALYZE)")
    report(f"{size:,} articles loaded in {time.monotonic() - started:,.0f} s\n")


def report(words: str) -> None:
    sys.stderr.write(f"\r{words}")
    sys.stderr.flush()


def prepare_session() -> None:
    """No trigger runs: the corpus keeps its own references right and brings the views of each article."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE made (LIKE articles_article INCLUDING DEFAULTS)")
        cursor.execute("ALTER TABLE made ADD configuration regconfig, ADD folded_title text")
        cursor.execute("ALTER TABLE made ADD folded_summary text, ADD folded_text text")


def load_stories(stories: Iterator) -> Iterator[int]:
    """Yields how many articles have been stored so far; keeps no more than a few batches in memory."""
    done, waiting = 0, deque()
    with ThreadPoolExecutor(LOADERS, initializer=prepare_session) as loaders:
        while batch := list(islice(stories, BATCH)):
            waiting.append(loaders.submit(store, batch))
            if len(waiting) > LOADERS:
                done += waiting.popleft().result()
                yield done
        yield done + sum(each.result() for each in waiting)


def store(batch: list) -> int:
    def rows(table: str) -> Iterable[dict]:
        return chain.from_iterable(getattr(story, table) for story in batch)

    with connection.cursor() as cursor:
        copy(cursor, "articles_image", rows("images"))
        columns = copy(cursor, "made", rows("articles"))
        kept = ", ".join(column for column in columns if column not in ONLY_FOR_SEARCH)
        document = search.vector(*ONLY_FOR_SEARCH)
        cursor.execute(
            f"INSERT INTO articles_article ({kept}, search_document, emphases)"  # noqa: S608
            f" SELECT {kept}, document, articles_emphases(document)"
            f" FROM (SELECT *, {document} AS document FROM made OFFSET 0) read"
        )
        cursor.execute("TRUNCATE made")
        copy(cursor, "articles_articletag", rows("tags"))
        copy(cursor, "articles_articleauthor", rows("authors"))
        copy(cursor, "articles_correction", rows("corrections"))
        copy(cursor, "articles_viewtotal", rows("totals"))
    return sum(len(story.articles) for story in batch)


def copy(cursor, table: str, rows: Iterable[dict]) -> list[str]:
    """Stores rows that all have the same columns; returns these."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return []
    columns = list(first)
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as stream:
        for row in chain([first], rows):
            stream.write_row(list(row.values()))
    return columns


def load_weather(made_at: datetime) -> None:
    from weather.models import Place, Snapshot

    place = Place.objects.create(
        slug="tashkent",
        name_uz="Toshkent",
        name_ru="Ташкент",
        name_en="Tashkent",
        latitude=41.3,
        longitude=69.24,
    )
    Snapshot.objects.bulk_create(
        Snapshot(
            place=place,
            observed_at=made_at - timedelta(hours=hours),
            temperature_c=17 - hours % 12,
            wind_speed_ms=1.5,
            wind_from_deg=225,
            condition_code="clear",
            source="manual",
        )
        for hours in range(24 * 30)
    )


def compare_with_publishing() -> None:
    """Stops unless some of the articles are what publishing would have stored of their text."""
    from articles import publishing
    from articles.models import Article

    derived = ("body_html", "body_blocks", "body_text", "word_count", "excerpt", "title_beginnings")
    for article in Article.objects.order_by("slug")[:20]:
        made = {name: getattr(article, name) for name in derived}
        publishing.prepare(article)
        stored = Article.objects.filter(pk=article.pk)
        document, right = stored.values_list("search_document", article.search_document).get()
        if made != {name: getattr(article, name) for name in derived} or document != right:
            raise SystemExit(f"Article {article.pk} of the corpus is not as publishing.prepare() makes it.")


def load_readings() -> None:
    """The counts anew, as popularity is about the last hours, and ranked as the worker does it."""
    from articles import rankings, view_counts
    from articles.models import Article, Ranking
    from benchmarks.corpus import hourly_views

    now = datetime.now(UTC)
    newest_first = list(Article.objects.published(now).newest_first().values_list("pk", flat=True)[:50_000])
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_hourlyviews, articles_dailyviews")
        view_counts.add_hours(tuple(row.values()) for row in hourly_views(newest_first, now))
        cursor.execute("VACUUM (ANALYZE) articles_hourlyviews, articles_dailyviews")
    for kind in Ranking.Kind:
        rankings.rank(kind, now)


if __name__ == "__main__":
    ensure(int(sys.argv[1]), anew="--anew" in sys.argv)
