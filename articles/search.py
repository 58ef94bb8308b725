"""What is indexed of an article, and how a question is read: both are folded alike."""

from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models.expressions import RawSQL

from articles.questions import Question, Term
from newsapi import transliteration

# PostgreSQL has no stemmer for Uzbek: its words are indexed as the stems that fold() makes.
CONFIGURATIONS = {"uz": "simple", "ru": "russian", "en": "english"}
INDEXED = 250_000  # characters of a text; beyond a megabyte of different words PostgreSQL refuses the row
APOSTROPHES = str.maketrans("", "", "ʻʼ‘’'`´")


class Searchable(NamedTuple):
    """What is indexed of an article, folded."""

    configuration: str
    title: str
    summary: str
    text: str


def fold(text: str, language: str) -> str:
    """Uzbek in one script and without apostrophes, which everybody types differently; others as they are."""
    if language != "uz":
        return text
    return transliteration.to_latin(text).translate(APOSTROPHES)


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


def query(question: Question, language: str) -> SearchQuery:
    """The question as articles in the language are asked; without a word it matches nothing."""

    def term(each: Term) -> SearchQuery:
        kind = "phrase" if each.is_phrase else "plain"
        return SearchQuery(fold(each.text, language), config=CONFIGURATIONS[language], search_type=kind)

    groups = [reduce(or_, map(term, group)) for group in question.groups]
    return reduce(and_, [*groups, *(~term(each) for each in question.unwanted)], SearchQuery("", config="simple"))
