"""How a question may go on that somebody has begun to type: titles, tags and sections with such words.

Any of the typed words may be the beginning of one, as endings are many. The newest articles are asked first,
and more of them as long as too few have such titles.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from articles import appearing, eras, written
from newsapi.lasting import LastingMemory
from newsapi.locales import LANGUAGES
from newsapi.rows import Row
from newsapi.statements import prepared_cursor

MOST = 10  # in all
TAGS, SECTIONS = 3, 2
SHORTEST = written.BEGINNINGS[0]  # letters of a word in the index
MOST_WORDS = 8  # that are looked for
KEYED = 3  # of them in the index: the longest
LONGEST = 200  # characters that are looked at
COMPARED = 20  # titles, the newest of all

NEAR = 300  # newest articles of each language
NEARBY, FARTHER, FAR = 1, 16, 256  # times their span
TELLING = 4  # letters of a word that few titles have
COMMON = 20  # titles within FARTHER with a word; all articles are asked for rarer ones

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
HAVING = "SELECT count(*) FROM articles_titled($1::int[], $2::bigint[])"
NAMED = " UNION ALL ".join(
    f"""
        (SELECT '{kind}', id, slug, name_uz, name_ru, name_en FROM articles_{kind}
        WHERE articles_name_words(name_uz, name_ru, name_en) @@ $1::tsquery
        AND concat_ws(' ', name_uz, name_ru, name_en) ~* $3::text
        ORDER BY NOT EXISTS (
            SELECT FROM unnest(ARRAY[name_uz, name_ru, name_en]) name
            WHERE translate(lower(name), 'ёʻʼ‘’''`´', 'е') LIKE ANY ($2::text[])
        ), {order} LIMIT {MOST})
    """
    for kind, order in (("tag", "length(slug), slug"), ("section", "position, id"))
)
COLUMNS = ("id", "slug", *LANGUAGES)

COMPLETED = LastingMemory(5_000, made_of=["articles_article"])
Words = tuple[str, ...]


class Title(NamedTuple):
    id: int
    language: str
    title: str


def typed_words(typed: str, language: str) -> Words:
    """What was typed of words, plain; empty before the second character of one, which may be a sign (oʻ)."""
    words = tuple(written.words(typed[:LONGEST], language)[:MOST_WORDS])
    if any(len(each) >= SHORTEST for each in words):
        return words
    is_one = len(words) == 1 and len(typed.strip()) >= SHORTEST
    return tuple(written.signed(typed[:LONGEST], language)) if is_one else ()


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
    """Public articles whose titles have all the words: those that begin with them first, then the newest.

    They are sought once until an article is written, appears or goes: everybody begins alike.
    """
    asked = {language: words for language in languages if (words := typed_words(typed, language))}
    if not asked:
        return []

    def completed() -> tuple[list[int], datetime | None]:
        found = sorted(newest(asked, at), key=lambda each: place(asked[each.language], each))
        return [each.id for each in found][:MOST], appearing.next_change(at)

    return COMPLETED.of(tuple(asked.items()), at, completed)


def newest(asked: dict[str, Words], at: datetime) -> list[Title]:
    """The newest with the words, of more and more articles until there are enough."""
    near = dict(rows(NEAR_MOMENTS, [*asked], at))
    found: list[Title] = []
    last = None
    for times in reaches(asked):
        since = {language: earlier(moment, at, times) for language, moment in near.items()}
        if since == last:
            continue
        if times is None and last and any(is_common(asked[each], each, near[each], at) for each in asked):
            break
        found, last = titled(asked, since, at), since
        if len(found) >= MOST:
            break
    return [each for each in found if has(asked[each.language], each)]


def reaches(asked: dict[str, Words]) -> Sequence[int | None]:
    """How far back it is looked, one after the other; None: as far as there are articles.

    Several short words at once are sought among new articles alone: each is too common, and together they
    tell too little to be worth more.
    """
    if any(len(word) >= TELLING for words in asked.values() for word in words):
        return FARTHER, FAR, None
    if any(len(words) > 1 for words in asked.values()):
        return NEARBY, FARTHER
    return NEARBY, FARTHER, FAR, None


def earlier(near: datetime | None, at: datetime, times: int | None) -> datetime | None:
    """So many times as long ago as the moment; None for all that is older than any article."""
    if near is None or times is None or (at - near) > (at - eras.BEGIN) / times:
        return None
    return at - (at - near) * times


def is_common(words: Words, language: str, near: datetime | None, at: datetime) -> bool:
    """Whether so many titles have even the longest of several words that too much is read of all articles."""
    since = earlier(near, at, FARTHER)
    if len(words) == 1 or since is None:
        return False
    return rows(HAVING, keys(words, language)[:1], eras.keys(language, since, at))[0][0] >= COMMON


def keys(words: Words, language: str) -> list[int]:
    """The longest of the words as the index has them."""
    longest = sorted((each for each in words if len(each) >= SHORTEST), key=len, reverse=True)
    return [written.beginning(each, language) for each in longest[:KEYED]]


def titled(asked: dict[str, Words], since: dict[str, datetime | None], at: datetime) -> list[Title]:
    """The newest with the words, of those that were published since then in each language."""
    values: list[Any] = [at]
    calls = []
    for language, words in asked.items():
        moment = since[language]
        values += [keys(words, language), moment and eras.keys(language, moment, at)]
        calls.append(f"SELECT articles_titled(${len(values) - 1}::int[], ${len(values)}::bigint[])")
    return [Title(*row) for row in rows(TITLED.format(" UNION ALL ".join(calls)), *values)]


def has(words: Words, title: Title) -> bool:
    """Whether the title has the words, also those that are not looked for in the index."""
    if len(keys(words, title.language)) == len(words):
        return True
    said = written.words(title.title, title.language)
    return all(any(each.startswith(word) for each in said) for word in words)


def place(words: Words, title: Title) -> int:
    """0 where the title begins with the words, 1 where they stand together in it, else 2."""
    said = f" {' '.join(written.words(title.title, title.language))}"
    where = said.find(f" {plain(words)}")
    return min(where, 1) if where >= 0 else 2


def names(typed: str) -> tuple[list[Row], list[Row]]:
    """Tags and sections that have all the words in their names, in any language."""
    forms = {words for language in LANGUAGES if (words := typed_words(typed, language))}
    found: dict[str, list[Row]] = {"tag": [], "section": []}
    if forms:
        query = " | ".join(" & ".join(f"'{plain([word])}':*" for word in words) for words in forms)
        begun = [f"{plain(words)}%" for words in forms]
        for kind, *values in rows(NAMED, query, begun, with_signs(forms)):
            found[kind].append(dict(zip(COLUMNS, values, strict=True)))
    return found["tag"], found["section"]


def plain(words: Iterable[str]) -> str:
    return written.plain(" ".join(words))


def with_signs(forms: Iterable[Words]) -> str:
    """A regular expression for names that have the letter and its sign, where nothing else was typed."""
    letters = {word[0] for words in forms for word in words if word[1:] == written.SIGN}
    return rf"\m[{''.join(letters)}][{written.SIGNS}]" if letters else ""


def rows(statement: str, *values: Any) -> list[tuple]:
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
