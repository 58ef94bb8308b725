"""Text that looks like a language: its letters are from our own stories, its frequencies from Zipf."""

import json
import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random

STORIES = Path(__file__).parent.parent / "articles" / "demonstration" / "stories"
LANGUAGES = ("uz", "ru", "en")
VOCABULARY = 40_000
WORD = re.compile(r"[^\W\d_]+(?:[ʻʼ'-][^\W\d_]+)*")
TAG = re.compile(r"<[^>]*>")


class Words:
    """The vocabulary of one language, the most frequent word first."""

    def __init__(self, language: str):
        told = " ".join(
            TAG.sub(" ", json.loads(path.read_text())["editions"][language]["body_html"])
            for path in sorted(STORIES.glob("*.json"))
        )
        counts = Counter(WORD.findall(told.lower()))
        self.by_rank = more_words([word for word, _ in counts.most_common()])
        self.weights = list(accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(1, VOCABULARY + 1)))

    def some(self, random: Random, number: int) -> list[str]:
        return random.choices(self.by_rank, cum_weights=self.weights, k=number)

    def sentence(self, random: Random, shortest: int = 8, longest: int = 18) -> str:
        """Words with a capital letter in front, without a full stop."""
        text = " ".join(self.some(random, random.randint(shortest, longest)))
        return text[0].upper() + text[1:]


@lru_cache
def words(language: str) -> Words:
    return Words(language)


def more_words(known: list[str]) -> list[str]:
    """The words, and made ones after them in which every three letters are three letters of a known word."""
    random = Random(7)  # noqa: S311, the same words on every run
    following = defaultdict(list)
    for word in known:
        for first, second, third in zip(f"  {word}", f" {word} ", f"{word}  ", strict=False):
            following[first + second].append(third)
    found = dict.fromkeys(known)
    while len(found) < VOCABULARY:
        made = "  "
        while (letter := random.choice(following[made[-2:]])) != " ":
            made += letter
        if 3 < len(made) < 20 and WORD.fullmatch(made[2:]):
            found.setdefault(made[2:])
    return list(found)
