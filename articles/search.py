"""What is indexed of an article, and how the words of a question are read: text and question are folded alike."""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value

from newsapi import transliteration

# PostgreSQL has no stemmer for Uzbek; its words are folded to one spelling and matched whole.
CONFIGURATIONS = {"uz": "simple", "ru": "russian", "en": "english"}
APOSTROPHES = str.maketrans("", "", "ʻʼ‘’'`´")


def fold(text: str, language: str) -> str:
    """Uzbek in one script and without apostrophes, which everybody types differently; other languages as they are."""
    if language != "uz":
        return text
    return transliteration.to_latin(text).translate(APOSTROPHES)


def document(title: str, summary: str, text: str, language: str):
    """The searchable form of an article, as an expression that the database evaluates when the row is written."""
    parts = ((title, "A"), (summary, "B"), (text, "C"))
    vectors = [
        SearchVector(Value(fold(part, language)), config=CONFIGURATIONS[language], weight=weight)
        for part, weight in parts
    ]
    return vectors[0] + vectors[1] + vectors[2]


def query(text: str, language: str) -> SearchQuery:
    """Words, "phrases", -without and OR, as web search engines read them; any text is a question."""
    return SearchQuery(fold(text, language), config=CONFIGURATIONS[language], search_type="websearch")
