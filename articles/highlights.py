"""Where the words of a question stand in an article: these are marked, and all else is escaped.

Words that may be meant are found by how they begin; whether they are is for the search's own rules to say.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from articles import cards, search, uzbek
from articles.lexemes import Word, lexemes
from articles.matching import Read
from articles.reading import Reading
from newsapi import transliteration
from newsapi.memory import Memory
from newsapi.rows import Row

FIELDS = ("title", "summary", "body_text")  # of an article, that this needs
TEXTS = ("title", "body_text", "shown_summary")  # columns that are looked through
BETWEEN = "\0"  # them; no text that the database holds has it
LENGTH = 240  # characters of a text that are shown
BEFORE = 60  # of them before the first word that is marked
READ = 20_000  # characters of a text are looked through
COMPARED = 50  # words in it, to begin with the best
TOLD_APART = 2  # letters are compared when words are found: a pattern takes as long to make as 20 texts
UNSURE = 3  # letters at the end of a stem may be others in a word that is meant
BEGIN, END = (
    "\ue000",
    "\ue001",
)  # around what will be marked; for private use, so no text means anything by them
APOSTROPHE = search.APOSTROPHE.pattern
REST = re.compile(rf"(?:\w|{APOSTROPHE}(?=\w))*")  # of a word
CASED = 0x20000  # characters; no letter beyond them is a capital one
REMEMBERED = 8_000
MADE = Memory(REMEMBERED)  # for a row, the words wanted and the script; of about 1.5 KB each
CYRILLIC = b"\xd0", b"\xd1", b"\xd2", b"\xd3"  # one of them begins each letter from U+0400 to U+04FF


class Text(NamedTuple):
    """A text, and where in it are words: their first and their last place."""

    text: str
    words: list[tuple[int, int]]


def highlights(rows: Sequence[Row], reads: Iterable[Read], reading: Reading) -> list[dict[str, str]]:
    """`title` and `text` of each row, as HTML; one query where a word is met for the first time."""
    wanted = {read.language: frozenset(read.words) for read in reads}
    asked = [
        (cards.said(row), row.columns, wanted[row["language"]], reading.shown_in(row["language"]))
        for row in rows
    ]
    found = [MADE.get(each) for each in asked]
    missing = [place for place, each in enumerate(found) if each is None]
    for place, made in zip(missing, make([rows[each] for each in missing], wanted, reading), strict=True):
        found[place] = made
        MADE.keep(asked[place], made)
    return found


def make(rows: Sequence[Row], wanted: Mapping[str, frozenset[str]], reading: Reading) -> list[dict[str, str]]:
    found = [looked_through(row, wanted) for row in rows]
    candidates = {
        (row["language"], text[begin:end])
        for row, (text, words) in zip(rows, found, strict=True)
        for begin, end in words
    }
    meant = words_that_mean(candidates, wanted)
    return [
        highlight(
            *taken_apart(only(meant, row["language"], text)),
            is_cyrillic=reading.shown_in(row["language"]) == "uz-Cyrl",
        )
        for row, text in zip(rows, found, strict=True)
    ]


def looked_through(row: Row, wanted: Mapping[str, frozenset[str]]) -> Text:
    """The texts in the letters in which their language is searched, and words in them that may be meant."""
    texts = BETWEEN.join([row[column][:READ] for column in TEXTS])
    texts = texts.replace(BEGIN, "").replace(END, "").replace("\n", " ")
    if row["language"] == "uz" and has_cyrillic(texts):
        texts = BETWEEN.join(map(transliteration.to_latin, texts.split(BETWEEN)))
    return Text(texts, beginning_like(wanted[row["language"]], texts, row["language"]))


def taken_apart(texts: Text) -> list[Text]:
    found, begin = [], 0
    for text in texts.text.split(BETWEEN):
        end = begin + len(text)
        found.append(Text(text, [(b - begin, e - begin) for b, e in texts.words if begin <= b < end]))
        begin = end + len(BETWEEN)
    return found


def has_cyrillic(text: str) -> bool:
    written = text.encode()  # a third of what a regular expression takes
    return any(byte in written for byte in CYRILLIC)


def beginning_like(stems: frozenset[str], text: str, language: str) -> list[tuple[int, int]]:
    """Where whole words begin as one of the stems does, in letters of any size, apostrophes aside."""
    beginnings, found = beginnings_of(stems), []
    for pattern in patterns_of(beginnings, language):
        word = pattern.search(text)
        while word:
            begin, end = word.start(), REST.match(text, word.end()).end()
            if plain_in(text[begin:end], language).startswith(beginnings):
                found.append((begin, end))
                word = pattern.search(text, end)
            else:
                word = pattern.search(text, begin + 1)
    return apart(sorted(found))


def apart(words: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that begin after the end of the one before."""
    found: list[tuple[int, int]] = []
    for begin, end in words:
        if not found or found[-1][1] <= begin:
            found.append((begin, end))
    return found


@lru_cache(maxsize=500)
def beginnings_of(stems: frozenset[str]) -> tuple[str, ...]:
    begun = (re.sub(r"\W", "", stem)[: max(2, len(stem) - UNSURE)] for stem in stems)
    return tuple({plain(each) for each in begun} - {""})


@lru_cache(maxsize=16_384)
def plain_in(word: str, language: str) -> str:
    """As plain() has it, and in the one spelling that stems of the language have."""
    return uzbek.respelled(plain(word)) if language == "uz" else plain(word)


def plain(word: str) -> str:
    """In small letters, those that are one to readers as one, and without apostrophes."""
    # The one letter whose small form is two, and the other form of σ, which only ends words.
    small = word.replace("İ", "i").lower().replace("ς", "σ")
    return search.APOSTROPHE.sub("", small).replace("ё", "е")


def forms_of_letters() -> dict[str, str]:
    forms: dict[str, str] = {}
    for other in ("ё", "ς", *filter(str.istitle, map(chr, range(CASED)))):
        forms[plain(other)] = forms.get(plain(other), plain(other)) + other
    return forms


FORMS = forms_of_letters()  # of each plain letter that has more than one


@lru_cache(maxsize=500)
def patterns_of(beginnings: tuple[str, ...], language: str) -> tuple[re.Pattern[str], ...]:
    """Words that begin so, at least by some letters, each pattern with another first one.

    They look for this letter, then for what is before it: ten times as fast as the other way round. One
    pattern for two first letters takes as long as six patterns.
    """
    spelled = set().union(*map(uzbek.begun, beginnings)) if language == "uz" else beginnings
    told_apart = sorted({each[:TOLD_APART] for each in spelled})
    return tuple(
        beginning_with(first, each[1:], language)
        for each in told_apart
        for first in FORMS.get(each[0], each[0])
    )


@lru_cache(maxsize=4_000)
def beginning_with(first: str, further: str, language: str) -> re.Pattern[str]:
    spelled = "".join(f"{APOSTROPHE}?[{FORMS.get(each, each)}]" for each in further)
    # An apostrophe is a part of Uzbek words, and stands between two words of other languages.
    begins = rf"(?<!\w.)(?<!\w{APOSTROPHE}.)" if language == "uz" else r"(?<!\w.)"
    return re.compile(first + begins + spelled)


def words_that_mean(candidates: set[Word], wanted: Mapping[str, frozenset[str]]) -> set[Word]:
    """Those of the words that are indexed as one that is wanted."""
    return {word for word, found in lexemes(candidates).items() if not wanted[word[0]].isdisjoint(found)}


def only(meant: set[Word], language: str, text: Text) -> Text:
    return Text(text.text, [(b, e) for b, e in text.words if (language, text.text[b:e]) in meant])


def highlight(title: Text, body: Text, summary: Text, *, is_cyrillic: bool) -> dict[str, str]:
    text = excerpt(body if body.words or not summary.text else summary)
    return {"title": marked(title, is_cyrillic), "text": marked(text, is_cyrillic)}


def excerpt(text: Text) -> Text:
    """The part of it with most of the different words, cut between words."""
    whole, words = text
    if len(whole) <= LENGTH:
        return text
    first = max((begin for begin, _ in words[:COMPARED]), key=lambda at: variety(text, at), default=0)
    begin = max(0, min(first - BEFORE, len(whole) - LENGTH))
    if begin:
        begin = whole.find(" ", begin, first) + 1 or first
    end = begin + LENGTH
    end = max(whole.rfind(" ", begin, end), first + 1) if end < len(whole) else len(whole)
    before, after = "…" if begin else "", "…" if end < len(whole) else ""
    moved = len(before) - begin
    return Text(
        before + whole[begin:end] + after,
        [(b + moved, e + moved) for b, e in words if begin <= b and e <= end],
    )


def variety(text: Text, first: int) -> int:
    """How many different words there are just after this place."""
    last = first + LENGTH - BEFORE
    return len({text.text[b:e].lower() for b, e in text.words if first <= b and e <= last})


def marked(text: Text, is_cyrillic: bool) -> str:
    parts, done = [], 0
    for begin, end in text.words:
        parts += text.text[done:begin], BEGIN, text.text[begin:end], END
        done = end
    whole = "".join([*parts, text.text[done:]])
    if is_cyrillic:
        whole = transliteration.to_cyrillic(whole)
    return escape(whole).replace(BEGIN, "<mark>").replace(END, "</mark>")
