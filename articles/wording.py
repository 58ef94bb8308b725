"""Which of the best answers have the words of a question as they are typed, not in another form: these go up.

Articles are indexed by the stems of words, so this reads some texts, for questions of two words or more.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from articles import search
from articles.questions import Question
from articles.ranking import Answers
from newsapi import transliteration
from newsapi.statements import prepared_cursor

COMPARED = 30  # answers, the best
READ = 20_000  # characters of a text
ADDED = 1.0  # to the worth of what has all words as they are typed; a quarter of it for half of them
UNSURE, SURE = 3, 4  # letters at the end of a word that other forms may not have, and letters that they have
WORD = re.compile(rf"\w+(?:[{search.APOSTROPHES}]\w+)*")
# What apostrophes are in Latin letters may be left out in Cyrillic ones too.
PLAIN = dict.fromkeys(search.APOSTROPHES, "") | {"ё": "е", "ў": "о", "ғ": "г", "ъ": ""}
TEXTS = f"""
    SELECT id, title, concat_ws(' ', summary, left(body_text, {READ}))
    FROM articles_article WHERE id = ANY($1::bigint[])
"""  # noqa: S608, no value in it comes from outside


def sharpened(found: Answers, question: Question) -> Answers:
    """The same answers, the first of them in another order; one query."""
    words = {word for group in question.groups for term in group for word in WORD.findall(term.text)}
    if len(words) < 2 or len(found) < 2:
        return found
    best = found[:COMPARED]
    with prepared_cursor() as cursor:
        cursor.execute(TEXTS, [[each.id for each in best]])
        shares = {pk: share(plain(title), plain(text), words) for pk, title, text in cursor.fetchall()}
    better = [each._replace(score=each.score * (1 + ADDED * shares[each.id] ** 2)) for each in best]
    better.sort(key=lambda each: (each.score, each.published_at, each.id), reverse=True)
    return found.led_by(better)


def share(title: str, text: str, words: set[str]) -> float:
    """Of the words, those that the text has, or the title in any form."""
    return sum(has(title, text, *spelled(word)) for word in words) / len(words)


def has(
    title: str, text: str, spellings: Sequence[str], whole: re.Pattern[str], begun: re.Pattern[str]
) -> bool:
    is_in = any(each in text for each in spellings)  # fast
    return bool((is_in and whole.search(text)) or begun.search(title))


@lru_cache(1_000)
def spelled(word: str) -> tuple[Sequence[str], re.Pattern[str], re.Pattern[str]]:
    """How it may be spelled in a text: as it is typed, or in the other alphabet of Uzbek."""
    others = transliteration.to_latin(word), transliteration.to_cyrillic(word)
    spellings = sorted({plain(each) for each in (word, *others)})
    either = "|".join(map(re.escape, spellings))
    beginnings = "|".join(re.escape(each[: max(SURE, len(each) - UNSURE)]) for each in spellings)
    return spellings, re.compile(rf"(?<!\w)(?:{either})(?!\w)"), re.compile(rf"(?<!\w)(?:{beginnings})")


def plain(text: str) -> str:
    text = text.lower()
    for letter, other in PLAIN.items():  # a tenth of what str.translate takes
        text = text.replace(letter, other)
    return text
