"""What PostgreSQL indexes of a word: always the same of the same word, so it is asked but once."""

import re
from collections.abc import Iterable

from articles import search
from newsapi.memory import Memory
from newsapi.statements import prepared_cursor

REMEMBERED = 16_384  # words, of some 300 bytes each
LONGEST = 100  # letters of one that is remembered; what is longer is no word that is met again
KNOWN = Memory(REMEMBERED)
# The configuration of Uzbek leaves such a word as it is; what is much longer would not be indexed.
PLAIN = re.compile("[a-z]{1,255}")
LEXEMES = """
    SELECT language, word, tsvector_to_array(to_tsvector(configuration::regconfig, folded))
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) t(language, word, configuration, folded)
"""
Word = tuple[str, str]  # a language, and a word as it is written


def lexemes(words: Iterable[Word]) -> dict[Word, tuple[str, ...]]:
    """Those of each word; one query where some are met for the first time, none for Uzbek words in Latin."""
    found = {word: KNOWN.get(word) for word in words}
    unknown = {}
    for word in (each for each, known in found.items() if known is None):
        language, written = word
        folded = search.fold(written, language)
        if language == "uz" and PLAIN.fullmatch(folded):
            found[word] = (folded,)
        else:
            unknown[word] = search.CONFIGURATIONS[language], folded
    if unknown:
        columns = zip(*(word + read for word, read in unknown.items()), strict=True)
        with prepared_cursor() as cursor:
            cursor.execute(LEXEMES, [list(column) for column in columns])
            for language, written, indexed in cursor.fetchall():
                found[language, written] = tuple(indexed)
                if len(written) <= LONGEST:
                    KNOWN.keep((language, written), found[language, written])
    return found
