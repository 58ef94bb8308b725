"""How well similar articles are found, measured on news that somebody has filed under labels.

A label is the section of an article. Articles are stored without it, and without tags, so that nothing can be
found by labels; then those that are found for each article are compared with it by label. Two baselines are
asked about the same texts: whatever is newest, and the cosine of TF-IDF.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from articles import cards, similar
from articles.evaluation.archive import read_drafts, store
from articles.importing.draft import Draft
from articles.importing.jsonl import NumberedLine
from articles.models import Article
from newsapi.locales import LANGUAGES

TOP = 5


class TooFew(Exception):
    """No language has enough articles with a label and a date."""


@dataclass(frozen=True)
class Quality:
    """The share of what is found that has the label of the article for which it is found."""

    edition: str
    articles: int
    similar: float
    tfidf: float
    newest: float


def labelled(lines: Iterable[NumberedLine]) -> list[Draft]:
    """The articles with a label and a date, of the languages that have enough of them."""
    useful = read_drafts(lines, lambda draft: draft.section and draft.published_at)
    counts = Counter(each.language for each in useful)
    if max(counts.values(), default=0) <= TOP:
        raise TooFew
    return [each for each in useful if counts[each.language] > TOP]


def evaluate(drafts: list[Draft]) -> list[Quality]:
    """Of each language, then over all. Stores the articles, in a database that should have no others."""
    store(drafts)
    labels = {each.external_id: each.section for each in drafts}
    editions = [Article.objects.filter(language=each).newest_first() for each in LANGUAGES]
    qualities = [quality(list(each), labels) for each in editions if each]
    return [*qualities, overall(qualities)]


def quality(articles: list[Article], labels: dict[str, str]) -> Quality:
    """`articles` are all of a language, the newest first."""
    label = {each.pk: labels[each.external_id] for each in articles}
    texts = {each.pk: f"{each.title}\n{each.body_text}" for each in articles}
    at = articles[0].published_at + timedelta(seconds=1)

    def share(found: dict[int, list[int]]) -> float:
        return sum(label[each] == label[one] for one in found for each in found[one]) / (TOP * len(found))

    return Quality(
        articles[0].language,
        len(articles),
        share({each: most_similar(each, at) for each in label}),
        share(nearest_by_tfidf(texts)),
        share({each: [other for other in label if other != each][:TOP] for each in label}),
    )


def most_similar(article_id: int, at: datetime) -> list[int]:
    """As the API finds them."""
    article = cards.named(str(article_id), (), at, similar.COLUMNS)
    return [each for each, _ in similar.similar(article, at, TOP)]


def nearest_by_tfidf(texts: dict[int, str]) -> dict[int, list[int]]:
    """As scikit-learn finds them with its own defaults; it is installed where tests are."""
    vectorizer = import_module("sklearn.feature_extraction.text").TfidfVectorizer()
    vectors = vectorizer.fit_transform(texts.values())
    ids = list(texts)
    found = {}
    for place, each in enumerate(ids):
        cosines = (vectors @ vectors[place].T).toarray().ravel()
        cosines[place] = -1  # not itself
        found[each] = [ids[other] for other in (-cosines).argsort(kind="stable")[:TOP]]
    return found


def overall(qualities: list[Quality]) -> Quality:
    articles = sum(each.articles for each in qualities)

    def mean(name: str) -> float:
        return sum(getattr(each, name) * each.articles for each in qualities) / articles

    return Quality("all", articles, mean("similar"), mean("tfidf"), mean("newest"))
