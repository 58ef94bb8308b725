"""What an article's text brings with it for readers and searches. It needs no database: workers derive it."""

from dataclasses import replace
from typing import NamedTuple
from unicodedata import normalize

from articles import search, written
from articles.body import Body, compose, excerpt


class Derived(NamedTuple):
    body: Body
    excerpt: str
    searchable: search.Searchable
    title_beginnings: list[int]  # what may be typed of its words


def derived(title: str, summary: str, body_html: str, language: str) -> Derived:
    """The body made safe, its beginning, and what is indexed of the article."""
    body = compose(body_html)
    body = replace(body, text=normalize("NFC", body.text))  # as questions are, and not by markup's letters
    beginning = excerpt(body.text)
    return Derived(
        body,
        beginning,
        search.searchable(title, summary or beginning, body.text, language),
        written.beginnings(title, language),
    )
