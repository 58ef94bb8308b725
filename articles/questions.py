"""What somebody who types words into a search box asks for; anything that is typed is a question."""

import re
from dataclasses import dataclass
from itertools import count

from articles.joins import taken_apart

MOST_WORDS = 32  # of a question; what follows is not read
LONGEST_WORD = 100  # characters
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))  # phones make these of the plain ones
PART = re.compile(r'(?P<not>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
MEANINGFUL = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Term:
    """A word, or words that stand one after the other."""

    text: str
    is_phrase: bool = False


@dataclass(frozen=True)
class Question:
    """What is wanted of an article: one term of each group, and none of the unwanted."""

    groups: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups or self.unwanted)

    def __and__(self, other: "Question") -> "Question":
        return Question(self.groups + other.groups, self.unwanted + other.unwanted)

    @property
    def terms(self) -> list[Term]:
        """All of them, those of the groups first."""
        return [*(term for group in self.groups for term in group), *self.unwanted]

    @property
    def has_phrases(self) -> bool:
        return any(term.is_phrase for term in self.terms)

    def numbered(self) -> "Question":
        """The same with numbers in the place of words: questions of one form are equal then."""
        numbers = count()

        def anonymous(terms: tuple[Term, ...]) -> tuple[Term, ...]:
            return tuple(Term(str(next(numbers)), term.is_phrase) for term in terms)

        return Question(tuple(map(anonymous, self.groups)), anonymous(self.unwanted))

    def loosened(self) -> "Question":
        """The same where any of several words will do; phrases are still wanted."""
        strict = [group for group in self.groups if any(term.is_phrase for term in group)]
        words = dict.fromkeys(term for group in self.groups if group not in strict for term in group)
        return Question((*strict, tuple(words)), self.unwanted) if len(words) > 1 else self


def parse(text: str) -> Question:
    """Words, "phrases", -without, and OR between two of them; COVID-19 is a phrase as well."""
    groups: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    left, is_alternative = MOST_WORDS, False
    for part in PART.finditer(text.translate(QUOTES)):
        if part["word"] == "OR" and not part["not"]:
            is_alternative = bool(groups)
            continue
        typed = [word[:LONGEST_WORD] for word in (part["phrase"] or part["word"] or "").split()]
        words = [word for word in taken_apart(" ".join(typed)).split() if MEANINGFUL.search(word)][:left]
        if not words:
            continue
        left -= len(words)
        term = Term(" ".join(words), is_phrase=len(words) > 1)
        if part["not"]:
            unwanted.append(term)
        elif is_alternative:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        is_alternative = False
    return Question(tuple(groups), tuple(unwanted))
