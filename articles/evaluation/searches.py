"""How well searches find what somebody has read, by the mean reciprocal rank of the article that is meant.

The reciprocal rank is 1 where the article comes first, 1/2 where it comes second, and 0 where it is not among
the first. Each question is asked of the API, of PostgreSQL's own ranking of unstemmed words, and of BM25.
"""

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from ipaddress import ip_network

from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from articles.evaluation.archive import stored
from articles.evaluation.known_items import KINDS, Question, Questions
from articles.importing.jsonl import NumberedLine
from articles.models import Article
from newsapi.locales import LANGUAGES

SEARCH = "/api/v1/search/"
TOP = 50
MOST_ASKED_FOR = 300  # articles of each language, drawn from all
COMMONEST = 200
SEED = 5
SIMPLE_INDEX = """
    CREATE TEMPORARY TABLE simple ON COMMIT PRESERVE ROWS AS
    SELECT id, to_tsvector('simple', concat_ws(' ', title, summary, body_text)) AS document
    FROM articles_article WHERE language = %s
"""
SIMPLE = """
    SELECT id FROM simple, websearch_to_tsquery('simple', %s) question
    WHERE document @@ question ORDER BY ts_rank(document, question) DESC, id LIMIT %s
"""

Engine = Callable[[str], list[int]]


class NothingToAsk(Exception):
    """No article says enough to be asked for."""


@dataclass(frozen=True)
class Quality:
    """The mean reciprocal ranks of one kind of question in one language."""

    language: str
    kind: str
    questions: int
    search: float
    bm25: float
    simple: float


def evaluate(lines: Iterable[NumberedLine], commonest: int = COMMONEST) -> list[Quality]:
    """Of each language and kind. Stores the articles, in a database that should have no others."""
    stored(lines, lambda draft: draft.published_at)
    articles = Article.objects.published(timezone.now()).order_by("external_id")
    editions = [list(articles.filter(language=each)) for each in LANGUAGES]
    qualities = [each for edition in editions if edition for each in measured(edition, commonest)]
    if not qualities:
        raise NothingToAsk
    return qualities


def measured(articles: list[Article], commonest: int) -> Iterator[Quality]:
    """`articles` are all of a language, in which nobody would ask for so many of the commonest words."""
    language = articles[0].language
    questions = Questions(articles, commonest, SEED)
    dice = random.Random(SEED)  # noqa: S311, always the same ones are wanted
    asked_for = dice.sample(articles, min(MOST_ASKED_FOR, len(articles)))
    asked = [question for article in asked_for for question in questions.about(article)]
    engines = [api(language), bm25(articles), simple(language)]
    for kind in KINDS:
        of_kind = [question for question in asked if question.kind == kind]
        if of_kind:
            ranks = [mean_reciprocal_rank(engine, of_kind) for engine in engines]
            yield Quality(language, kind, len(of_kind), *ranks)


def mean_reciprocal_rank(engine: Engine, questions: list[Question]) -> float:
    return sum(reciprocal_rank(engine(each.text), each.article_id) for each in questions) / len(questions)


def reciprocal_rank(found: list[int], wanted: int) -> float:
    return 1 / (found.index(wanted) + 1) if wanted in found else 0.0


def api(language: str) -> Engine:
    """As clients find them, each of which asks once."""
    client = Client(headers={"host": "localhost"})
    addresses = (str(each) for each in ip_network("10.0.0.0/8"))

    @override_settings(ALLOWED_HOSTS=["localhost"], SECURE_SSL_REDIRECT=False, CLIENT_ADDRESS_HEADER="")
    def found(text: str) -> list[int]:
        asked = {"q": text, "locale": language, "page_size": TOP, "fields": "id"}
        answer = client.get(SEARCH, asked, REMOTE_ADDR=next(addresses))
        return [each["id"] for each in answer.json()["results"]]

    return found


def bm25(articles: list[Article]) -> Engine:
    """As the package finds them with its own defaults; it is installed where tests are."""
    package = import_module("bm25s")
    logging.getLogger("bm25s").setLevel(logging.WARNING)

    def tokens(texts: list[str]) -> list[list[str]]:
        return package.tokenize(texts, stopwords=None, return_ids=False, show_progress=False)

    index = package.BM25()
    texts = [f"{each.title} {each.summary} {each.body_text}" for each in articles]
    index.index(tokens(texts), show_progress=False)

    def found(text: str) -> list[int]:
        scores = index.get_scores(tokens([text])[0])
        best = (-scores).argsort(kind="stable")[:TOP]
        return [articles[place].pk for place in best if scores[place] > 0]

    return found


def simple(language: str) -> Engine:
    """As PostgreSQL finds them where nothing is set up."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS simple")
        cursor.execute(SIMPLE_INDEX, [language])

    def found(text: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(SIMPLE, [text, TOP])
            return [pk for (pk,) in cursor]

    return found
