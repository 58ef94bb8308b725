"""Questions about news that somebody has read: three words of its text, as people remember and type them."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from articles.evaluation.forms import Forms
from articles.models import Article
from newsapi import transliteration

WORDS = 3  # of a question
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[ʻʼ‘’'`](?=[^\W\d_]))+")
SHORTEST = 4  # letters
ALPHABETS = {"en": "abcdefghijklmnopqrstuvwxyz", "ru": "абвгдежзийклмнопрстуфхцчшщыьэюя"}
ALPHABETS["uz"] = ALPHABETS["en"].replace("w", "")
KINDS = ("plain", "inflected", "one typo", "three typos", "other script")


class Question(NamedTuple):
    kind: str
    text: str
    article_id: int


class Questions:
    """Of all kinds about each of the articles, which are all of a language; always the same ones."""

    def __init__(self, articles: list[Article], commonest: int, seed: int):
        self.language = articles[0].language
        self.seed = seed
        said = {article.pk: Counter(WORD.findall(article.body_text.lower())) for article in articles}
        known = Counter()
        for words in said.values():
            known.update(words)
        too_common = {word for word, _ in known.most_common(commonest)}
        self.words = {
            pk: sorted(word for word in words if len(word) >= SHORTEST and word not in too_common)
            for pk, words in said.items()
        }
        self.known = known.keys()
        self.forms = Forms(sorted(self.known), self.language)

    def about(self, article: Article) -> Iterator[Question]:
        """None of a text with too few words; of the kinds that ask for something else than the plain one."""
        if len(self.words[article.pk]) < WORDS:
            return
        dice = random.Random(f"{self.seed} {article.external_id}")  # noqa: S311, always the same ones are wanted
        words = dice.sample(self.words[article.pk], WORDS)
        asked = {
            "plain": words,
            "inflected": [self.inflected(word, dice) for word in words],
            "one typo": [self.misspelt(words[0], dice), *words[1:]],
            "three typos": [self.misspelt(word, dice) for word in words],
        }
        if self.language == "uz":
            asked["other script"] = [transliteration.to_cyrillic(word) for word in words]
        for kind, said in asked.items():
            if kind == "plain" or said != words:
                yield Question(kind, " ".join(said), article.pk)

    def inflected(self, word: str, dice: random.Random) -> str:
        """Another form of it that some article has; the same word if none has one."""
        return dice.choice(self.forms.others(word) or [word])

    def misspelt(self, word: str, dice: random.Random) -> str:
        """One letter left out, wrong or too many, or two in each other's place, so that it is no word."""
        wrong = word
        while wrong in self.known:
            place = dice.randrange(1, len(word))
            before, letter, after = word[:place], word[place], word[place + 1 :]
            other = dice.choice(ALPHABETS[self.language])
            wrong = dice.choice(
                [
                    before + after,
                    before + other + after,
                    before + other + letter + after,
                    before[:-1] + letter + before[-1] + after,
                ]
            )
        return wrong
