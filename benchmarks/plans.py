"""How PostgreSQL runs the statements behind a path; ARTICLES says how large the corpus is.

python -m benchmarks.plans       of many paths: the time of each statement, and what looks like no index scan
python -m benchmarks.plans '/api/v1/articles/?locale=uz&tag=…'    of one: the plans
"""

import re
import sys
from itertools import chain

import psycopg
from django.db import connection

from benchmarks import inside, postgres
from benchmarks.words import words
from newsapi import env

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) "
UNTIL_SETTLED = 7  # runs; the first five of a prepared statement are planned each by itself
TIME = re.compile(r"(?:Planning|Execution) Time: ([\d.]+) ms")
SUSPICIOUS = re.compile(
    r"Seq Scan on articles_(?!(?:section|tag|author)\b)\w+"  # those are small
    r"|Bitmap Heap Scan on \w+"
    r"|Sort Method: external.*"
    r"|Rows Removed by Filter: \d{4,}"
    r"|rows=\d{4,}\.\d+ loops=\d+"
)
LISTS = """
    page=500
    ordering=published_at&page=500
    ordering=-updated_at&page=500
    ordering=-views
    ordering=-views&page=500
    ordering=title&page=500
    ordering=-published_at,title
    count=exact
    section={sections[0]}
    section={sections[9]}&page=100
    section={sections[0]},{sections[1]}
    exclude_section={sections[0]}
    section={sections[2]}&published_after=2024-03-01&published_before=2024-09-01
    date=2024-03-01
    published_before=2023-01-01
    updated_after=2024-01-01
    tag={tags[0]}
    tag={tags[0]}&page=100
    tag={tags[499]}
    tag={tags[0]}&tag={tags[1]}
    exclude_tag={tags[0]}
    author={authors[50]}
    section={sections[9]}&tag={tags[499]}
    is_breaking=true
    is_featured=true
    is_featured=false
    has_image=false
    search={common}
    search={middling}
    search={rare}
    search={common}&ordering=-views
    section={sections[3]}&search={middling}
    fallback=ru,en
    fallback=ru,en&page=500
    fallback=ru,en&section={sections[9]}
""".split()
OTHERS = """
    articles/{article}/
    articles/{article}/?expand=similar
    popular/?locale=uz&window=1h
    popular/?locale=uz&window=24h
    popular/?locale=uz&window=7d
    popular/?locale=uz&window=30d
    popular/?locale=uz&section={sections[9]}
    ticker/?locale=uz
    pages/front/?locale=uz
    pages/article/{article}/
    sections/?expand=article_count
    tags/?search=a
""".split()


NAMED = ("section", "tag", "author")
ANY_ARTICLE = """
    SELECT slug FROM articles_article WHERE language = 'uz' AND published_at < now() AND withdrawn_at IS NULL
    ORDER BY md5(slug) LIMIT 1
"""


def paths() -> list[str]:
    vocabulary = words("uz").by_rank
    values = {
        **{f"{table}s": column(f"SELECT slug FROM articles_{table} ORDER BY id") for table in NAMED},  # noqa: S608
        "article": column(ANY_ARTICLE)[0],
        "common": vocabulary[300],
        "middling": vocabulary[4_000],
        "rare": vocabulary[30_000],
    }
    asked = [*(f"articles/?locale=uz&{query}" for query in LISTS), *OTHERS]
    return ["/api/v1/" + path.format_map(values) for path in asked]


def column(sql: str, params=None) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [value for (value,) in cursor.fetchall()]


def plans(answer, path: str) -> list[str]:
    """The plan of each statement that the answer is made of."""
    found = []

    def note(execute, sql, params, many, context):
        found.append((context["cursor"].cursor, sql, params))
        return execute(sql, params, many, context)

    answer(path)  # compiles statements and warms caches
    with connection.execute_wrapper(note):
        answer(path)
    return ["\n".join(plan(*each)) for each in found]


def plan(cursor: psycopg.Cursor, sql: str, params) -> list[str]:
    if not isinstance(cursor, psycopg.RawCursor):
        return column(EXPLAIN + sql, params)
    if getattr(cursor, "prepares", True):
        return prepared_plan(sql, params)
    cursor.execute(EXPLAIN + sql, params)
    return [line for (line,) in cursor.fetchall()]


def prepared_plan(sql: str, params) -> list[str]:
    """As it is once the planner has settled for one plan or for a new one each time."""
    connection.connection.execute(f"PREPARE explained AS {sql}")
    execute = f"{EXPLAIN} EXECUTE explained ({', '.join(['%s'] * len(params))})"
    with psycopg.ClientCursor(connection.connection) as cursor:
        for _ in range(UNTIL_SETTLED):
            cursor.execute(execute, params)
            found = [line for (line,) in cursor.fetchall()]
    connection.connection.execute("DEALLOCATE explained")
    return found


def main(asked: list[str]) -> None:
    answer = inside.application(env.integer("ARTICLES", 20_000))
    for path in asked or paths():
        found = plans(answer, path)
        print(path)
        print("   ms of planning + execution:", ", ".join(" + ".join(TIME.findall(plan)) for plan in found))
        for words_of_plan in dict.fromkeys(chain.from_iterable(SUSPICIOUS.findall(plan) for plan in found)):
            print(f"   {words_of_plan}")
        if asked:
            print("", *found, sep="\n\n")


if __name__ == "__main__":
    with postgres.connect():
        main(sys.argv[1:])
