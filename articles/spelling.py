"""What is meant by words that no public article has: the nearest ones that do."""
# ruff: noqa: S608, no value in these statements comes from outside

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.utils import timezone

from articles import eras, search, written
from articles.typing_errors import allowed, distance, in_style_of, other_forms, slips
from newsapi.statements import prepared_cursor

MOST_WORDS = 8  # of a question are looked at
MOST_CORRECTED = 3
MOST_ASKED = 6  # of the nearest words, which may turn out to be in no public article
ENOUGH = 20  # articles; a word that more have is no better for it
ALIKE = 300  # words in use that begin or end alike

# Every word that is one slip away is looked up by itself: some 500 of them, however many words are known.
ONE_SLIP = """
    SELECT word, language, written, articles FROM articles_spelling
    WHERE word = ANY(string_to_array($1::text, ' ')) AND language = ANY($2::text[])
"""
# Of two slips, one half of the word mostly has none; only words in use are worth that much guessing.
HALF = f"""
    UNION (
        SELECT word, language, written, articles FROM articles_spelling
        WHERE articles > 0 AND {{0}} >= {{1}}::text AND {{0}} < {{1}}::text || U&'\\+10FFFF'
        AND language = ANY($2::text[]) LIMIT {ALIKE}
    )
"""
TWO_SLIPS = ONE_SLIP + HALF.format("word", "$3") + HALF.format("reverse(word)", "$4")
# How many public articles a search for each word finds, as far as it matters; words in use need no search.
COUNTS = f"""
    SELECT CASE
        WHEN numnode(query) = 0 OR EXISTS (
            SELECT FROM articles_spelling s
            WHERE s.word = t.word AND s.language = t.language AND s.articles > 1
        ) OR EXISTS (
            SELECT FROM unnest(tsvector_to_array(to_tsvector(t.configuration::regconfig, t.folded))) lexeme
            JOIN articles_word w ON w.number = hashtext(t.language || lexeme)
        ) THEN {ENOUGH}
        ELSE (
            SELECT count(*) FROM (
                SELECT FROM articles_matching(query, '', ARRAY(
                    SELECT era FROM unnest($6::text[], $7::bigint[]) e(language, era)
                    WHERE e.language = t.language
                )) id
                JOIN articles_article a USING (id)
                WHERE a.published_at <= $1 AND (a.withdrawn_at IS NULL OR a.withdrawn_at > $1)
                LIMIT {ENOUGH}
            ) found
        )
    END
    FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
        t(word, folded, language, configuration, place)
    CROSS JOIN LATERAL plainto_tsquery(t.configuration::regconfig, t.folded) query
    ORDER BY t.place
"""


class Known(NamedTuple):
    """A word that articles have or had, and how many of the newest ones."""

    word: str
    language: str
    written: str
    articles: int


class Candidate(NamedTuple):
    """A word that may be meant; the least is the likeliest."""

    slips: int
    begins_otherwise: bool
    seldom: int
    known: Known


def correct(words: Sequence[str], *languages: str, at: datetime | None = None) -> list[str] | None:
    """The words, with those that no public article in the languages has replaced by the nearest that one has.

    None where nothing better is known.
    """
    at = at or timezone.now()
    plain = {each: plainly(each, languages) for each in words[:MOST_WORDS]}
    looked_up = [(each, language) for each, forms in plain.items() for language in forms]
    found = counts([(form, language) for forms in plain.values() for language, form in forms.items()], at)
    occurring = {each for (each, _), count in zip(looked_up, found, strict=True) if count}
    missing = (each for each, forms in plain.items() if forms and each not in occurring)
    meant = {each: nearest(each, plain[each], at) for each in islice(missing, MOST_CORRECTED)}
    return [meant.get(each) or each for each in words] if any(meant.values()) else None


def plainly(typed: str, languages: Iterable[str]) -> dict[str, str]:
    """The plain spelling in each language; empty for what is no single word of letters."""
    forms = {language: written.words(typed, language) for language in languages}
    if any(len(words) != 1 or not words[0].isalpha() for words in forms.values()):
        return {}
    return {language: word[: written.LENGTHS[-1]] for language, (word,) in forms.items()}


def counts(words: Sequence[tuple[str, str]], at: datetime) -> list[int]:
    """How many public articles a search finds for each word in its language; ENOUGH stands for more."""
    spellings = [word for word, _ in words]
    folded = [search.fold(word, language) for word, language in words]
    languages = [language for _, language in words]
    configurations = [search.CONFIGURATIONS[each] for each in languages]
    spans = [(each, key) for each in dict.fromkeys(languages) for key in eras.keys(each)]
    values = (
        spellings,
        folded,
        languages,
        configurations,
        [each for each, _ in spans],
        [key for _, key in spans],
    )
    return [count for (count,) in rows(COUNTS, at, *values)]


def nearest(typed: str, plain: dict[str, str], at: datetime) -> str | None:
    """Fewest slips first, then what begins alike, then the most common; another keyboard is no slip."""
    others = other_forms(typed)
    found = {each for form in set(plain.values()) for each in known(form, others, [*plain])}
    candidates = sorted(
        Candidate(missed, each.word[0] != plain[each.language][0] and missed > 0, -each.articles, each)
        for each in found
        if (missed := 0 if each.word in others else distance(plain[each.language], each.word))
        <= allowed(plain[each.language])
    )
    for _, alike in groupby(candidates[:MOST_ASKED], key=lambda each: each[:2]):
        alike = [each.known for each in alike]
        public = counts([(each.word, each.language) for each in alike], at)
        best = max(zip(public, alike, strict=True), key=lambda each: (each[0] > 0, each[1].articles, each[0]))
        if best[0]:
            return in_style_of(typed, best[1].written, best[1].language)
    return None


def known(word: str, others: Iterable[str], languages: list[str]) -> list[Known]:
    """The words near the plain one that articles in the languages have or had."""
    asked = " ".join([*slips(word), *others])
    if allowed(word) < 2:
        return [Known(*row) for row in rows(ONE_SLIP, asked, languages)]
    half = len(word) // 2
    return [Known(*row) for row in rows(TWO_SLIPS, asked, languages, word[:half], word[: -half - 1 : -1])]


def rows(statement: str, *values: Any) -> list[tuple]:
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
