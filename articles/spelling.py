"""What is meant by words that no public article has: the nearest ones that do."""
# ruff: noqa: S608, no value in these statements comes from outside

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.utils import timezone

from articles import eras, search, written
from articles.questions import PART
from articles.typing_errors import VOWELS, allowed, distance, is_cyrillic, other_forms, slips, without_vowels
from articles.written import WORD
from newsapi import transliteration
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
# Two slips are mostly in one half of the word, or both in its vowels. Only words in use are guessed at so.
HALF = f"""
    UNION (
        SELECT word, language, written, articles FROM articles_spelling
        WHERE articles > 0 AND {{0}} >= {{1}}::text AND {{0}} < {{1}}::text || U&'\\+10FFFF'
        AND language = ANY($2::text[]) LIMIT {ALIKE}
    )
"""
TWO_SLIPS = f"""
    {ONE_SLIP} {HALF.format("word", "$3")} {HALF.format("reverse(word)", "$4")} UNION (
        SELECT word, language, written, articles FROM articles_spelling
        WHERE articles > 0 AND translate(word, '{VOWELS}', '') = $5::text AND language = ANY($2::text[])
        LIMIT {ALIKE}
    )
"""
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


class Offer(NamedTuple):
    """A word that may be meant; the least is the likeliest."""

    slips: int
    begins_otherwise: bool
    seldom: int
    known: Known


def reworded(text: str, languages: Sequence[str], at: datetime) -> str | None:
    """A question with the words that are meant in place of those that occur nowhere; None for the same."""
    parts = [each for each in PART.finditer(text) if not each["not"]]
    typed = dict.fromkeys(word[0] for part in parts for word in WORD.finditer(text, *part.span()))
    words = list(islice(typed, MOST_WORDS))
    meant = correct(words, *languages, at=at)
    if meant is None:
        return None
    replaced = dict(zip(words, meant, strict=True))
    return WORD.sub(lambda word: replaced.get(word[0], word[0]), text)


def correct(words: Sequence[str], *languages: str, at: datetime | None = None) -> list[str] | None:
    """The words, with those that no public article in the languages has replaced by the nearest that one has.

    All are taken from the language that has most of them, as far as it goes. None where nothing is better.
    """
    at = at or timezone.now()
    plain = {each: forms for each in words[:MOST_WORDS] if (forms := plainly(each, languages))}
    pairs = [(each, language) for each in plain for language in languages]
    found = counts([(plain[each][language], each, language) for each, language in pairs], at)
    occurring = {pair for pair, count in zip(pairs, found, strict=True) if count}
    missing = [each for each in plain if not any((each, language) in occurring for language in languages)]
    offered = {each: offers(each, plain[each], at) for each in missing[:MOST_CORRECTED]}
    if not any(offered.values()):
        return None

    def worth(language: str) -> tuple[int, int, int]:
        own = [each[language] for each in offered.values() if language in each]
        has = sum((each, language) in occurring for each in plain)
        return has + len(own), -sum(offer.slips for offer in own), -sum(offer.seldom for offer in own)

    order = sorted(languages, key=worth, reverse=True)
    meant = {
        typed: as_typed(next(each[language].known for language in order if language in each), typed)
        for typed, each in offered.items()
        if each
    }
    return [meant.get(each, each) for each in words]


def plainly(typed: str, languages: Iterable[str]) -> dict[str, str]:
    """The plain spelling in each language; empty for what is no single word of letters."""
    forms = {language: written.words(typed, language) for language in languages}
    if any(len(words) != 1 or not words[0].isalpha() for words in forms.values()):
        return {}
    return {language: word[: written.LENGTHS[-1]] for language, (word,) in forms.items()}


def counts(words: Sequence[tuple[str, str, str]], at: datetime) -> list[int]:
    """How many public articles a search finds for each word, plain and as it is written, in its language."""
    spellings = [plain for plain, _, _ in words]
    folded = [search.fold(each, language) for _, each, language in words]
    languages = [language for _, _, language in words]
    configurations = [search.CONFIGURATIONS[each] for each in languages]
    spans = [(each, key) for each in dict.fromkeys(languages) for key in eras.keys(each, eras.BEGIN, at)]
    columns = ([each for each, _ in spans], [key for _, key in spans])
    found = rows(COUNTS, at, spellings, folded, languages, configurations, *columns)
    return [count for (count,) in found]


def offers(typed: str, plain: dict[str, str], at: datetime) -> dict[str, Offer]:
    """The likeliest word of each language: fewest slips first, then what begins alike, then the most common.

    Another keyboard or alphabet is no slip.
    """
    others = other_forms(typed)
    offered = sorted(
        Offer(missed, missed > 0 and each.word[0] != plain[each.language][0], -each.articles, each)
        for each in {each for form in set(plain.values()) for each in known(form, others, [*plain])}
        if (missed := 0 if each.word in others else distance(plain[each.language], each.word))
        <= allowed(plain[each.language])
    )
    asked = [
        offer
        for language in plain
        for offer in islice((each for each in offered if each.known.language == language), MOST_ASKED)
    ]
    public = counts([(word, each, language) for _, _, _, (word, language, each, _) in asked], at)
    known_well = (
        offer._replace(seldom=min(offer.seldom, -count))
        for offer, count in zip(asked, public, strict=True)
        if count
    )
    return {offer.known.language: offer for offer in sorted(known_well, reverse=True)}


def known(word: str, others: Iterable[str], languages: list[str]) -> list[Known]:
    """The words near the plain one that articles in the languages have or had."""
    near = " ".join([*slips(word), *others])
    if allowed(word) < 2:
        return [Known(*row) for row in rows(ONE_SLIP, near, languages)]
    half = len(word) // 2
    ends = word[:half], word[: -half - 1 : -1], without_vowels(word)
    return [Known(*row) for row in rows(TWO_SLIPS, near, languages, *ends)]


def as_typed(meant: Known, typed: str) -> str:
    """The word with the capitals of the typed one; Uzbek in its alphabet."""
    word = meant.written
    if meant.language == "uz" and is_cyrillic(typed):
        word = transliteration.to_cyrillic(word)
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def rows(statement: str, *values: Any) -> list[tuple]:
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
