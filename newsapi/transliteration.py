"""Writes Uzbek in its other alphabet, in text and in HTML, and makes slugs from any text.

The rules are those of the 1995 Latin alphabet; words that they do not tell are in transliteration_tables.py.
Tags, entities, addresses, @handles, #tags, Roman numerals and words that cannot be Uzbek stay as they are.
"""

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from newsapi.transliteration_tables import (
    ASCII_LETTERS,
    COMPOUND_PREFIXES,
    CYRILLIC_OF,
    CYRILLIC_OF_GROUP,
    FINAL_TUTUQ,
    LATIN_OF,
    LATIN_OF_GROUP,
    LATIN_VARIANTS,
    LEFT_IN_LATIN,
    OTHER_STEMS,
    REGULAR_STEMS,
    SUFFIXES,
    TOP_LEVEL_DOMAINS,
)

# A few MB of words in each direction; a newsroom uses more forms, but the rest seldom come back.
CACHED_WORDS = 2**15

# U+02BB and U+02BC are the right ones; the other four are what keyboards and editors give.
APOSTROPHES = "ʻʼ‘’'`"
TAG = r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>"""
ENTITY = r"&\#?\w+;"
ADDRESS = r"""[^\s<>"]*"""
TRANSLATED_ATTRIBUTES = {"alt", "title"}
ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)=("[^"]*"|'[^']*')""")


def to_cyrillic(text: str) -> str:
    """Uzbek Latin text in Cyrillic; Cyrillic text comes back unchanged."""
    return _convert(text, LATIN_TOKENS, _cyrillic_token)


def html_to_cyrillic(html: str) -> str:
    """The same for well-formed HTML: its text and its alt and title attributes."""
    return _convert_html(html, LATIN_HTML_TOKENS, _cyrillic_token)


def to_latin(text: str) -> str:
    """Uzbek Cyrillic text in the standard Latin alphabet; Latin text comes back unchanged."""
    return _convert(text, CYRILLIC_TOKENS, _latin_token)


def html_to_latin(html: str) -> str:
    """The same for well-formed HTML: its text and its alt and title attributes."""
    return _convert_html(html, CYRILLIC_HTML_TOKENS, _latin_token)


def to_ascii(text: str) -> str:
    """The words of a text in the letters a-z and digits, with one space between them.

    Cyrillic is read as Russian (х kh, ж zh) with the Uzbek letters added (ў o, қ q, ғ g, ҳ h), so give
    `to_latin(text)` for Uzbek. Accents are dropped; scripts other than Latin and Cyrillic are left out.
    """
    letters = unicodedata.normalize("NFKC", text).lower().translate(ASCII_LETTERS)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def slug(text: str, max_length: int = 120) -> str:
    """Lowercase words joined with hyphens, cut at the end of a word.

    Empty when the text has no letter or digit that can be written in ASCII; only digits when it has
    nothing else. What to do then is for the caller.
    """
    whole = to_ascii(text).replace(" ", "-")
    if len(whole) <= max_length:
        return whole
    return whole[: max_length + 1].rpartition("-")[0] or whole[:max_length]


def _convert(text: str, tokens: re.Pattern, convert: Callable[[str], str]) -> str:
    # split() gives what is between the tokens and the tokens by turns; map() over a C cache costs
    # a third of sub() with a Python function.
    parts = tokens.split(text)
    parts[1::2] = map(convert, parts[1::2])
    return "".join(parts)


def _convert_html(html: str, tokens: re.Pattern, convert: Callable[[str], str]) -> str:
    def attribute(match: re.Match) -> str:
        name, value = match.groups()
        if name.lower() not in TRANSLATED_ATTRIBUTES:
            return match[0]
        return f"{name}={value[0]}{_convert_html(value[1:-1], tokens, convert)}{value[0]}"

    parts = tokens.split(html)
    parts[1::2] = [
        convert(token) if token[0] not in "<&" else ATTRIBUTE.sub(attribute, token) if "=" in token else token
        for token in parts[1::2]
    ]
    return "".join(parts)


def _in_case_of(word: str, converted: str) -> str:
    if word.islower():
        return converted
    return converted.upper() if word.isupper() and len(word) > 1 else converted[:1].upper() + converted[1:]


# Latin to Cyrillic


def _latin_tokens(apostrophe: str, before: str = "") -> re.Pattern:
    # Every alternative begins with its rarest character, and all repeats that can fail are bounded:
    # most of the cost is here, and no text may take more than linear time.
    return re.compile(
        rf"""(
        {before}
        {LETTER}++ (?:{apostrophe}{LETTER}++)*+ (?: (?=[.:@+\d{APOSTROPHES}-]) (?:
            [{APOSTROPHES}]
            | \d\w*
            | ://{ADDRESS}
            | (?<=www)\.{ADDRESS}
            | [\w.+-]{{0,64}}@[\w.-]*\w
            | (?:[\w-]{{0,63}}\.){{1,6}}(?:{TOP_LEVEL_DOMAINS})(?![\w-])(?:[/?\#:]{ADDRESS})?
            | {INITIAL_DOT}
        ))?
        | {QUOTATION}
        | [@\#](?<!\w.)\w+
        | \d+[A-Z]+(?![a-z])
        )""",
        re.VERBOSE,
    )


# Letters that are no Uzbek ones are here so that a word with them is seen whole, and left.
LETTER = r"[a-zA-ZÀ-ɏЀ-ӿḀ-ỿ]"
# A letter that is also a Roman numeral is an initial when a name follows: "I. Karimov".
INITIAL_DOT = r"(?<=\b[IVX])\.(?=[ \xa0]?[A-Z][a-zʻʼ‘’'`])"
# An apostrophe before a word opens a quotation, and its partner is no letter: ‘kilo’ is not kiloʻ.
QUOTATION = rf"['‘`](?<![\w{APOSTROPHES}].)(?={LETTER})(?:[^\n<>&'’]|(?<=\w)['’](?=\w)){{1,300}}?['’](?!\w)"
APOSTROPHE_ENTITY = r"&(?:\#39|\#x27|apos|[lr]squo|\#821[67]|\#699|\#700);"
LATIN_TOKENS = _latin_tokens(f"[{APOSTROPHES}]")
LATIN_HTML_TOKENS = _latin_tokens(f"(?:[{APOSTROPHES}]|{APOSTROPHE_ENTITY})", f"{TAG} | {ENTITY} |")

NOT_UZBEK = re.compile(
    r"""
    .*(?: [^a-zA-Zʼ] | [wW] | [cC](?![hH]) )
    | [IVX]$
    | (?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$
    | [a-z]?[A-Z]?[a-z]+(?<![cs]h)[A-Z][a-z]+$
    """,
    re.VERBOSE,
)
ANY_APOSTROPHE = re.compile(f"[{APOSTROPHES}]|{APOSTROPHE_ENTITY}".replace(r"\#", "#"))
TURNED_COMMA = re.compile("(?<=[oOgG])ʼ")

LATIN_LETTERS = re.compile(
    r"""
    yoʻ | [og]ʻ | sʼh | sh | ch | y[aou]
    | (?P<after_consonant> (?<=[bdfghjklmnpqrstvxz])ye) | ye
    | (?P<at_start> (?<![a-zʻʼ])e | (?<=[aeiou])e | (?<=oʻ)e )
    | (?P<ts> ts(?=i[aoy] | en[tz] | ess | ept | edur) | (?<=[knp])s(?=iya(?!t)|ion) )
    | (?P<soft_l> (?<=\bmu)l(?=ti) | (?<=\bu)l(?=tra|tim) )
    | (?P<ya> (?<=l)a(?=tsiya|tsion) )
    | (?P<yu> (?<=l)u(?=tsiya|tsion) )
    | .
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _cyrillic_letter(match: re.Match) -> str:
    letters = match[0]
    cyrillic = CYRILLIC_OF_GROUP.get(match.lastgroup) or CYRILLIC_OF.get(letters.lower(), letters)
    return cyrillic[0].upper() + cyrillic[1:] if letters[0].isupper() else cyrillic


def _cyrillic_letters(word: str, start: int = 0, end: int = sys.maxsize) -> str:
    """The rules alone, for a part of a word; letters before the part still count as its context."""
    return "".join(map(_cyrillic_letter, LATIN_LETTERS.finditer(word, start, end)))


@lru_cache(CACHED_WORDS)
def _cyrillic_token(token: str) -> str:
    if token[0] in APOSTROPHES:
        return token[0] + to_cyrillic(token[1:-1]) + token[-1]
    if token[1:] == ".":
        return _cyrillic_letters(token[0]) + "."
    if token[-1] in "'’‘`" and not _is_letter_of(token[:-1], token[-1]):
        return _cyrillic_word(token[:-1]) + token[-1]
    return _cyrillic_word(token)


def _is_letter_of(word: str, apostrophe: str) -> bool:
    """Whether the apostrophe after the word belongs to it, and does not close a quotation."""
    word = word.lower()
    if word.endswith(("o", "g")) and (apostrophe in "‘`" or len(word) == 1):
        return True
    return word in FINAL_TUTUQ or bool(re.search("(?:[^n]g|obro|baro)$", word))


def _cyrillic_word(token: str) -> str:
    word = ANY_APOSTROPHE.sub("ʼ", token)
    name, _, suffix = word.rpartition("ʼ")
    if name and suffix and _stays_latin(name) and SUFFIXES.fullmatch(suffix):
        return token[: -len(suffix)] + _cyrillic_letters(suffix)
    if _stays_latin(word):
        return token
    word = TURNED_COMMA.sub("ʻ", word)
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return _cyrillic_letters(word)
    return _in_case_of(word, _cyrillic_by_stem(word.lower()))


def _stays_latin(word: str) -> bool:
    return bool(NOT_UZBEK.match(word)) or word in LEFT_IN_LATIN or word.lower() in LEFT_IN_LATIN


def _cyrillic_by_stem(word: str) -> str:
    prefix = LATIN_PREFIX.match(word)
    for start in (0, prefix.end()) if prefix else (0,):
        for end in range(min(len(word), start + LONGEST_STEM), start + 1, -1):
            stem = CYRILLIC_STEMS.get(word[start:end])
            if stem and SUFFIXES.fullmatch(word, end):
                # Before a suffix the last ь is not written: апрель, апрелда.
                stem = stem.removesuffix("ь") if end < len(word) else stem
                return _cyrillic_letters(word, 0, start) + stem + _cyrillic_letters(word, end)
    return _cyrillic_letters(word)


# Cyrillic to Latin

CYRILLIC_WORD = r"[а-яёўқғҳА-ЯЁЎҚҒҲ]++"
CYRILLIC_TOKENS = re.compile(rf"((?:https?://|www\.){ADDRESS}|[@#](?<!\w.)\w+|{CYRILLIC_WORD})")
CYRILLIC_HTML_TOKENS = re.compile(
    rf"({TAG}|&#?\w+;|(?:https?://|www\.){ADDRESS}|[@#](?<!\w.)\w+|{CYRILLIC_WORD})"
)
CYRILLIC_LETTERS = re.compile(
    r"""
    сҳ | ўъ
    | (?P<silent> (?<=[бвгджзклмнпрстфхцчшқғҳ])ъ(?=[еёюя]) | ь(?=[еёюя]) )
    | (?P<y> ь(?=[ои]) )
    | (?P<ye> (?<![бвгджзйклмнпрстфхцчшщқғҳ])е )
    | (?P<ts> (?<=[аеёиоуўэюя])цц? (?=\w) )
    | (?P<u> (?<=л)ю(?=ци) )
    | .
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _latin_letter(match: re.Match) -> str:
    letters, after = match[0], match.string[match.end() : match.end() + 1]
    latin = LATIN_OF_GROUP[match.lastgroup] if match.lastgroup else LATIN_OF[letters.lower()]
    if not letters[0].isupper():
        return latin
    return latin.upper() if after.isupper() else latin.capitalize()


def _latin_letters(word: str, start: int = 0) -> str:
    return "".join(map(_latin_letter, CYRILLIC_LETTERS.finditer(word, start)))


@lru_cache(CACHED_WORDS)
def _latin_token(token: str) -> str:
    if not re.fullmatch(CYRILLIC_WORD, token):
        return token
    if not (token.islower() or token.isupper() or token[1:].islower()):
        return _latin_letters(token)
    word = token.lower()
    for end in range(min(len(word), LONGEST_STEM), 3, -1):
        if stem := LATIN_STEMS.get(word[:end]):
            return _in_case_of(token, stem + _latin_letters(word, end))
    return _in_case_of(token, _latin_letters(word))


# Into Latin a suffix needs no check: no other word begins like these stems.
LATIN_STEMS = {cyrillic.removesuffix("ь"): latin for latin, cyrillic in OTHER_STEMS.items()}
CYRILLIC_STEMS = {_latin_letters(stem.lower()): stem.lower() for stem in REGULAR_STEMS}
CYRILLIC_STEMS |= OTHER_STEMS | LATIN_VARIANTS
LONGEST_STEM = max(map(len, CYRILLIC_STEMS))
LATIN_PREFIX = re.compile("|".join(sorted(map(_latin_letters, COMPOUND_PREFIXES), key=len, reverse=True)))
