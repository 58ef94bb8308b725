"""An article as any import format gives it: checked, sanitised, with all that is derived from its text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from articles.derived import Derived
from articles.pictures import references
from articles.search import Searchable
from articles.written import spellings


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Draft:
    external_id: str
    marks: str  # of all that was given: the same again means that nothing is to be done
    former_digest: str  # what was stored of it before each field had a mark of its own
    language: str
    story: str  # empty: the one that it has, else one of its own
    slug: str  # empty: the one that it has, else one made of `slug_words`
    slug_words: str  # a slug of the title
    slug_number: str  # makes a slug unique that is taken
    title: str
    summary: str
    body_html: str
    body_blocks: str  # as JSON
    body_text: str
    body_images: list[int]
    word_count: int
    excerpt: str
    searchable: Searchable
    title_beginnings: list[int]
    spellings: dict[str, str]
    section: str  # slug or name; empty: none
    tags: tuple[str, ...]  # slugs or names
    authors: tuple[str, ...]
    picture: Picture | None
    source_name: str
    source_url: str
    published_at: datetime | None
    is_breaking: bool
    is_featured: bool
    views: int


def from_texts(title: str, summary: str, text: Derived, language: str) -> dict[str, Any]:
    """The fields of a draft that follow from its texts."""
    return {
        "body_html": text.body.html,
        "body_blocks": orjson.dumps(text.body.blocks).decode(),
        "body_text": text.body.text,
        "body_images": references.ids(text.body.html),
        "word_count": text.body.word_count,
        "excerpt": text.excerpt,
        "searchable": text.searchable,
        "title_beginnings": text.title_beginnings,
        "spellings": spellings(language, title, summary, text.body.text),
    }
