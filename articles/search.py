"""What is indexed of an article, and how a question is read: both are folded alike."""

import re
from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import BigIntegerField, Expression, Func, Value
from django.db.models.expressions import RawSQL

from articles import joins, uzbek
from articles.questions import Question, Term
from newsapi import transliteration

# PostgreSQL has no stemmer for Uzbek: its words are indexed as the stems that fold() makes.
CONFIGURATIONS = {"uz": "simple", "ru": "russian", "en": "english"}
INDEXED = 250_000  # characters of a text; beyond a megabyte of different words PostgreSQL refuses the row
YO = str.maketrans("ёЁ", "еЕ")
APOSTROPHES = "ʻʼ‘’'`´"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")  # a third of what str.translate takes

FEW = 2_000  # articles: to read all of them takes less than to seek some
Text = Callable[[Term, str], Expression]  # what stands for a term in questions of a language
NOTHING = SearchQuery("", config="simple", search_type="plain")


class Searchable(NamedTuple):
    """What is indexed of an article, folded."""

    configuration: str
    title: str
    summary: str
    text: str


def fold(text: str, language: str) -> str:
    """As PostgreSQL is given it to index or to find; what it does with that is up to the configuration.

    Words apart from each other. Uzbek in one script, without apostrophes, which everybody types differently,
    and each word as its stem.
    """
    if language == "uz":
        latin = APOSTROPHE.sub("", transliteration.to_latin(text)).lower()
        return uzbek.stemmed(joins.taken_apart(latin))
    apart = joins.taken_apart(text)
    return apart.translate(YO) if language == "ru" else apart


def searchable(title: str, summary: str, text: str, language: str) -> Searchable:
    parts = (title, summary, text[:INDEXED])
    return Searchable(CONFIGURATIONS[language], *(fold(part, language) for part in parts))


def vector(configuration: str, title: str, summary: str, text: str) -> str:
    """SQL of what the index holds, made of the SQL of its parts: words of the title weigh most."""
    return (
        f"setweight(to_tsvector({configuration}, {title}), 'A')"
        f" || setweight(to_tsvector({configuration}, {summary}), 'B')"
        f" || setweight(to_tsvector({configuration}, {text}), 'C')"
    )


def document(parts: Searchable) -> RawSQL:
    """The searchable form of an article, which the database makes when the row is written."""
    configuration, *texts = parts
    placeholders = vector("%s::regconfig", "%s", "%s", "%s")
    return RawSQL(placeholders, [value for text in texts for value in (configuration, text)])  # noqa: S611


def folded(term: Term, language: str) -> Expression:
    return Value(fold(term.text, language))


def whole(question: Question, language: str) -> SearchQuery:
    unwanted = (~query(each, language) for each in question.unwanted)
    return reduce(and_, unwanted, wanted(question, language))


def wanted(question: Question, language: str, text: Text = folded) -> SearchQuery:
    return reduce(and_, (any_of(group, language, text) for group in question.groups), NOTHING)


def any_of(terms: Iterable[Term], language: str, text: Text = folded) -> SearchQuery:
    return reduce(or_, (query(each, language, text) for each in terms), NOTHING)


def query(term: Term, language: str, text: Text = folded) -> SearchQuery:
    kind = "phrase" if term.is_phrase else "plain"
    return SearchQuery(text(term, language), config=CONFIGURATIONS[language], search_type=kind)


class Matching(Func):
    """The ids of articles within eras that match, by a function that reads the index alone."""

    function = "articles_matching"
    output_field = BigIntegerField()

    def __init__(self, question: Question, language: str, eras: Expression, text: Text = folded):
        super().__init__(wanted(question, language, text), any_of(question.unwanted, language, text), eras)


class Among(Func):
    """Those of some articles, all of one language, that match."""

    function = "articles_matching_among"
    output_field = BigIntegerField()

    def __init__(self, question: Question, language: str, ids: Expression, text: Text = folded):
        super().__init__(wanted(question, language, text), any_of(question.unwanted, language, text), ids)


class Having(Func):
    """The ids of all articles that match, of whatever time; null where more than FEW of any language do."""

    function = "articles_having"
    output_field = ArrayField(BigIntegerField())

    def __init__(self, question: Question, language: str, text: Text):
        unwanted = any_of(question.unwanted, language, text)
        super().__init__(wanted(question, language, text), unwanted, Value(language), Value(FEW))
