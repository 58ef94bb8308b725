"""Other forms of a word that a text may have: words of a corpus that differ by two endings of one paradigm.

These tables are there to ask searches hard questions, so nothing of the search is in them.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

SHORTEST = 4  # letters that two forms must share


def stacked(*parts: str) -> str:
    """All endings that can be put together of one of each part; - stands for none."""
    return " ".join("".join(each).replace("-", "") or "-" for each in product(*map(str.split, parts)))


UZBEK_CASES = "- ni ning ga da dan"
# Each line: what may follow the same beginning; - is nothing at all.
PARADIGMS = {
    "en": """
        - s
        - s ed ing
        e es ed ing
        y ies ied ying
    """,
    "ru": """
        - а у ом е ы и ов ам ами ах
        - а у ем е и ей ам ами ах
        а ы и е у ой - ам ами ах
        о а у ом е - ам ами ах
        ь и ью ей ям ями ях
        ь я ю ем е и ей ям ями ях
        я и ю ей - ь ям ями ях
        ия ии ию ией ий иям иями иях
        ие ия ию ием ии ий иям иями иях
        ый ая ое ые ого ому ым ом ой ую ых ыми
        ий ая ое ие ого ому им ом ой ую их ими
        ть л ла ло ли
        ется ются лся лась лось лись ться
    """,
    "uz": "\n".join(
        [
            stacked("- lar i lari imiz", UZBEK_CASES),
            stacked("- lar si lari miz", UZBEK_CASES),
            "k klar kni kning kda kdan kka gi gini gining giga gida gidan",
            "q qlar qni qning qda qdan qqa gʻi gʻini gʻining gʻiga gʻida gʻidan",
            "di gan adi ib ish ishi ishga ishni ishda moqda ayotgan gani ganini",
            "ladi lagan laydi lab lash lashi lashga lashni lamoqda layotgan lagani laganini",
        ]
    ),
}


class Forms:
    """The other forms of each word of a corpus that occur in it."""

    def __init__(self, words: Iterable[str], language: str):
        self.paradigms = [
            [ending.replace("-", "") for ending in line.split()]
            for line in PARADIGMS[language].split("\n")
            if line.strip()
        ]
        self.together: dict[tuple[int, str], set[str]] = defaultdict(set)
        for word in words:
            for key in self.keys(word):
                self.together[key].add(word)

    def others(self, word: str) -> list[str]:
        found = set().union(*(self.together[key] for key in self.keys(word)))
        return sorted(found - {word})

    def keys(self, word: str) -> list[tuple[int, str]]:
        """A paradigm and what is left of the word before an ending of it, for each that fits."""
        return [
            (number, word.removesuffix(ending))
            for number, paradigm in enumerate(self.paradigms)
            for ending in paradigm
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST
        ]
