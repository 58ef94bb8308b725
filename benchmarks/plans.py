"""How PostgreSQL runs the statements behind a path.

python -m benchmarks.plans                    the time of each statement of many paths, and what is no index scan
python -m benchmarks.plans '/api/v1/articles/?section=…'   the plans of one
"""

import re
import sys
from itertools import chain

from django.db import connection

from benchmarks import inside, postgres
from benchmarks.loading import database_of
from benchmarks.words import words
from newsapi import env

SUSPICIOUS = re.compile(r"Seq Scan on \w+|Sort Method: external[^\n]*|Rows Removed by Filter: \d{4,}|Bitmap Heap Scan on \w+|rows=\d{4,}\.\d+ loops=1")
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) "
TIME = re.compile(r"(Planning|Execution) Time: ([\d.]+) ms")


def statements(answer, path: str) -> list[tuple[str, list]]:
    found = []

    def note(execute, sql, params, many, context):
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer(path)
    return found


def plan(sql: str, params) -> str:
    with connection.cursor() as cursor:
        cursor.execute(EXPLAIN + sql, params)
        return "\n".join(line for (line,) in cursor.fetchall())


def paths() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM articles_tag ORDER BY id")
        tags = [slug for (slug,) in cursor.fetchall()]
        cursor.execute("SELECT slug FROM articles_section ORDER BY id")
        sections = [slug for (slug,) in cursor.fetchall()]
        cursor.execute("SELECT slug FROM articles_author ORDER BY id")
        authors = [slug for (slug,) in cursor.fetchall()]
        cursor.execute("SELECT slug FROM articles_article WHERE language = 'uz' AND published_at < now() ORDER BY md5(slug) LIMIT 1")
        article = cursor.fetchone()[0]
    vocabulary = words("uz").by_rank
    common, middling, rare = vocabulary[300], vocabulary[4_000], vocabulary[30_000]
    listed = [
        "",
        "page=500",
        "ordering=published_at&page=500",
        "ordering=-updated_at",
        "ordering=-updated_at&page=500",
        "ordering=-views",
        "ordering=-views&page=500",
        "ordering=title",
        "ordering=title&page=500",
        "ordering=-is_breaking,-published_at" if False else "ordering=-published_at,title",
        f"section={sections[0]}",
        f"section={sections[-1]}&page=100",
        f"section={sections[0]},{sections[1]}",
        f"exclude_section={sections[0]}",
        f"section={sections[2]}&published_after=2024-03-01&published_before=2024-09-01",
        "date=2024-03-01",
        "published_before=2023-01-01",
        f"tag={tags[0]}",
        f"tag={tags[0]}&page=100",
        f"tag={tags[-1]}",
        f"tag={tags[0]}&tag={tags[1]}",
        f"tag={tags[-2]}&tag={tags[-1]}",
        f"exclude_tag={tags[0]}",
        f"author={authors[50]}",
        f"section={sections[9]}&tag={tags[-1]}",
        "is_breaking=true",
        "is_featured=true",
        "is_featured=false",
        "has_image=false",
        "updated_after=2024-01-01",
        f"search={common}",
        f"search={middling}",
        f"search={rare}",
        f"search={common}&ordering=-views",
        f"section={sections[3]}&search={middling}",
        "fallback=ru,en",
        "fallback=ru,en&page=500",
        f"fallback=ru,en&section={sections[9]}",
        "count=exact",
    ]
    return [
        *(f"/api/v1/articles/?locale=uz&{query}" for query in listed),
        f"/api/v1/articles/{article}/",
        f"/api/v1/articles/{article}/?expand=similar",
        *(f"/api/v1/popular/?locale=uz&window={window}" for window in ("1h", "24h", "7d", "30d")),
        f"/api/v1/popular/?locale=uz&window=24h&section={sections[9]}",
        "/api/v1/ticker/?locale=uz",
        "/api/v1/pages/front/?locale=uz",
        f"/api/v1/pages/article/{article}/",
        "/api/v1/sections/?expand=article_count",
        "/api/v1/tags/?search=a",
    ]


def main(asked: list[str]) -> None:
    answer = inside.application(env.integer("ARTICLES", 20_000))
    for path in asked or paths():
        answer(path)  # compiled statements and warm caches
        plans = [plan(sql, params) for sql, params in statements(answer, path)]
        times = [{kind: float(ms) for kind, ms in TIME.findall(each)} for each in plans]
        print(path)
        print("   ms (planning + execution): " + ", ".join(f"{t['Planning']:.1f} + {t['Execution']:.1f}" for t in times))
        for found in dict.fromkeys(chain.from_iterable(SUSPICIOUS.findall(each) for each in plans)):
            print(f"   {found}")
        if asked:
            print("\n\n".join(plans))


if __name__ == "__main__":
    with postgres.connect():
        main(sys.argv[1:])
