"""What may have been meant by a typed word: the words one slip away, and those of another keyboard."""

from rapidfuzz.distance import OSA

from articles.written import plain
from newsapi import transliteration

LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"
VOWELS = "aeiouyаеиоуыэюяй"  # as the index of words without them has it
NO_VOWELS = str.maketrans("", "", VOWELS)
SHORTEST = 4  # letters of a word that may be a slip; of shorter ones every other is
TWO_SLIPS = 8  # letters of a word that may have two
KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"
OTHER_KEYBOARD = str.maketrans("".join(KEYS), "".join(reversed(KEYS)))


def slips(word: str) -> list[str]:
    """The words that one letter more, less or other, or two in each other's place, make of a plain word."""
    letters = CYRILLIC if is_cyrillic(word) else LATIN
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = [f"{before}{letter}{after}" for before, after in parts for letter in letters]
    found += [f"{before}{letter}{after[1:]}" for before, after in parts[:-1] for letter in letters]
    found += [before + after[1:] for before, after in parts[:-1]]
    found += [before + after[1] + after[0] + after[2:] for before, after in parts[:-2]]
    return found


def allowed(word: str) -> int:
    """How many slips are taken for some, and not for another word."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < TWO_SLIPS else 2


def distance(typed: str, meant: str) -> int:
    """How many slips lie between two plain words; 3 stands for all that are more."""
    return OSA.distance(typed, meant, score_cutoff=2)


def other_forms(typed: str) -> set[str]:
    """The plain word had the keyboard been switched, or in the other alphabet."""
    typed = typed.lower()
    forms = (
        typed.translate(OTHER_KEYBOARD),
        transliteration.to_cyrillic(typed),
        transliteration.to_ascii(typed),
    )
    return {plain(each) for each in forms if plain(each).isalpha()} - {plain(typed)}


def without_vowels(word: str) -> str:
    return word.translate(NO_VOWELS)


def is_cyrillic(word: str) -> bool:
    return any("Ѐ" <= letter <= "ӿ" for letter in word)
