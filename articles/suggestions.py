"""How a question may go on that somebody has begun to type: titles, tags and sections with such words.

Any of the typed words may be the beginning of one, as endings are many. The newest articles are asked first,
and more of them as long as too few have such titles.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from collections import defaultdict
from collections.abc import Container, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from articles import eras, written
from articles.reading import Row
from newsapi.locales import LANGUAGES
from newsapi.statements import prepared_cursor

MOST = 10  # in all
TAGS, SECTIONS = 3, 2
MOST_WORDS = 6  # that are looked for
LONGEST = 200  # characters that are looked at
SHORTEST, LONGEST_KEY = written.BEGINNINGS[0], written.BEGINNINGS[-1]
NEAR = 300  # newest articles of each language, which are asked first
WIDER = (1, 16, 256)  # times their span; then all are asked
COMPARED = 20  # titles, the newest of all

NEAR_MOMENTS = f"""
    SELECT language, (
        SELECT published_at FROM articles_article a WHERE a.language = l.language AND a.published_at <= $2
        ORDER BY a.published_at DESC, a.id DESC OFFSET {NEAR} LIMIT 1
    )
    FROM unnest($1::text[]) l(language)
"""
TITLED = f"""
    SELECT id, language, title FROM articles_article WHERE id IN ({{}})
    AND published_at <= $1 AND (withdrawn_at IS NULL OR withdrawn_at > $1)
    ORDER BY published_at DESC, id DESC LIMIT {COMPARED}
"""
NAMED = " UNION ALL ".join(
    f"""
        (SELECT '{kind}', id, slug, name_uz, name_ru, name_en FROM articles_{kind}
        WHERE articles_name_words(name_uz, name_ru, name_en) @@ $1::tsquery
        ORDER BY NOT EXISTS (
            SELECT FROM unnest(ARRAY[name_uz, name_ru, name_en]) name
            WHERE translate(lower(name), 'ёʻʼ‘’''`´', 'е') LIKE ANY ($2::text[])
        ), {order} LIMIT {MOST})
    """
    for kind, order in (("tag", "length(slug), slug"), ("section", "position, id"))
)
COLUMNS = ("id", "slug", *LANGUAGES)

Words = tuple[str, ...]


class Title(NamedTuple):
    id: int
    language: str
    title: str


def typed_words(typed: str, language: str) -> Words:
    """What was typed of words, plain; empty before the second character."""
    words = written.words(typed[:LONGEST], language)[:MOST_WORDS]
    return tuple(words) if any(len(word) >= SHORTEST for word in words) else ()


def of(
    typed: str, languages: Sequence[str], at: datetime, wanted: Container[str]
) -> tuple[list[int], list[Row], list[Row]]:
    """Articles, tags and sections as far as they are wanted: ten in all, mostly articles."""
    found = articles(typed, languages, at) if "articles" in wanted else []
    tags, sections = names(typed) if "tags" in wanted or "sections" in wanted else ([], [])
    tags, sections = tags if "tags" in wanted else [], sections if "sections" in wanted else []
    found = found[: MOST - min(TAGS, len(tags)) - min(SECTIONS, len(sections))]
    tags = tags[: MOST - len(found) - min(SECTIONS, len(sections))]
    return found, tags, sections[: MOST - len(found) - len(tags)]


def articles(typed: str, languages: Sequence[str], at: datetime) -> list[int]:
    """Public articles whose titles have all the words: those that begin with them first, then the newest."""
    asked = {language: words for language in languages if (words := typed_words(typed, language))}
    if not asked:
        return []
    found = newest(asked, at)
    return [each.id for each in sorted(found, key=lambda each: place(asked[each.language], each))][:MOST]


def newest(asked: dict[str, Words], at: datetime) -> list[Title]:
    moments = dict(rows(NEAR_MOMENTS, [*asked], at))
    for times in (*WIDER, None):
        since = {language: earlier(moment, at, times) for language, moment in moments.items()}
        found = titled(asked, since, at)
        if len(found) >= MOST or set(since.values()) == {eras.BEGIN}:
            break
    return found


def earlier(near: datetime | None, at: datetime, times: int | None) -> datetime:
    """So many times as long ago as the moment; the beginning where that is all, or no such moment."""
    if near is None or times is None or (at - near) > (at - eras.BEGIN) / times:
        return eras.BEGIN
    return at - (at - near) * times


def titled(asked: dict[str, Words], since: dict[str, datetime], at: datetime) -> list[Title]:
    """The newest of those that are as old as that in each language."""
    spans: dict[Words, list[int]] = defaultdict(list)  # most words are the same in all languages
    for language, words in asked.items():
        spans[words] += eras.keys(language, since[language], at)
    values: list[Any] = [at]
    calls = []
    for words, keys in spans.items():
        values += [[written.beginning(word) for word in words if len(word) >= SHORTEST], keys]
        calls.append(f"SELECT articles_titled(${len(values) - 1}::int[], ${len(values)}::bigint[])")
    found = [Title(*row) for row in rows(TITLED.format(" UNION ALL ".join(calls)), *values)]
    return [
        each for each in found if is_told_by_keys(asked[each.language]) or has(asked[each.language], each)
    ]


def is_told_by_keys(words: Words) -> bool:
    return all(SHORTEST <= len(word) <= LONGEST_KEY for word in words)


def has(words: Words, title: Title) -> bool:
    said = written.words(title.title, title.language)
    return all(any(each.startswith(word) for each in said) for word in words)


def place(words: Words, title: Title) -> int:
    """0 where the title begins with the words, 1 where they stand together in it, else 2."""
    said = f" {' '.join(written.words(title.title, title.language))}"
    where = said.find(f" {' '.join(words)}")
    return min(where, 1) if where >= 0 else 2


def names(typed: str) -> tuple[list[Row], list[Row]]:
    """Tags and sections that have all the words in their names, in any language."""
    forms = {words for language in LANGUAGES if (words := typed_words(typed, language))}
    found: dict[str, list[Row]] = {"tag": [], "section": []}
    if forms:
        query = " | ".join(" & ".join(f"'{word}':*" for word in words) for words in forms)
        for kind, *values in rows(NAMED, query, [f"{' '.join(words)}%" for words in forms]):
            found[kind].append(dict(zip(COLUMNS, values, strict=True)))
    return found["tag"], found["section"]


def rows(statement: str, *values: Any) -> list[tuple]:
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
