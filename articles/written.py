"""Words as articles write them, in the one plain spelling under which they are kept and looked for.

Uzbek is plain in Latin letters; no word has capitals, apostrophes or the dots of ё.
"""

import re
from functools import lru_cache
from unicodedata import normalize
from zlib import crc32

from newsapi import transliteration

LENGTHS = range(3, 31)  # letters of a word that is kept; what is longer is no word
BEGINNINGS = range(2, 17)  # letters; what is typed of a longer word makes no difference
SIGNS = "ʻʼ‘’'`´"
SIGN = SIGNS[0]
WORD = re.compile(rf"[\w{SIGNS}]+")
PLAIN = str.maketrans("ё", "е", SIGNS)
SIGNED = re.compile(rf"[^\W\d_{SIGNS}][{SIGNS}]")  # two characters of a word, one when it is plain: oʻ
QUOTATION = re.compile(rf"^[{SIGNS}]+|(?<![og])[{SIGNS}]+$|[’'´]$")  # marks around a word, not in it
REMEMBERED = 2**16
MOST = 250_000  # characters of an article


def lower(text: str, language: str) -> str:
    """Lower case; Uzbek in Latin letters."""
    if language == "uz":
        text = transliteration.to_latin(text)
    return normalize("NFKC", text).lower()


@lru_cache(REMEMBERED)
def plain(word: str) -> str:
    """A word in lower case as it is kept and looked for."""
    return word.translate(PLAIN)


def words(text: str, language: str) -> list[str]:
    """Those of a text, plain and in its order."""
    return [each for each in map(plain, WORD.findall(lower(text, language))) if each]


def spellings(language: str, *texts: str) -> dict[str, str]:
    """Each word of letters as it is written, by its plain spelling."""
    said = "\n".join(texts)[:MOST]
    found = {plain(word): word for word in set(WORD.findall(lower(said, language)))}
    return {
        word: written if written.isalpha() else QUOTATION.sub("", written)
        for word, written in found.items()
        if len(word) in LENGTHS and word.isalpha() and len(written) < 2 * len(word)
    }


def beginning(word: str, language: str) -> int:
    """The key of a plain word that somebody has begun to type; each language has its own."""
    return crc32(f"{language}{word[: BEGINNINGS[-1]]}".encode()) - 2**31


def signed(text: str, language: str) -> set[str]:
    """The first letters of words that begin with a letter and its sign (oʻ), each with the one sign."""
    return {f"{word[0]}{SIGN}" for word in WORD.findall(lower(text, language)) if SIGNED.match(word)}


def beginnings(title: str, language: str) -> list[int]:
    """The keys of all that may be typed of a title's words."""
    begun = {word[:length] for word in words(title, language) for length in BEGINNINGS if length <= len(word)}
    return sorted(beginning(each, language) for each in begun | signed(title, language))
