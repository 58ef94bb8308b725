"""Cards and articles in the shape of the answer, made from rows of the database without a model instance.

What a card says is decided by its row, its shape and who reads, and remembered by these three. No card is
shown that the database has not just told word by word.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil
from typing import Any

import orjson
from django.conf import settings
from django.db.models import BigIntegerField, TextField

from articles import appearing, illustrations, keys
from articles.columns import select
from articles.models import Article
from articles.reading import Reading
from newsapi import caching, day_labels, links, transliteration
from newsapi.locales import Locale
from newsapi.memory import Memory
from newsapi.rows import Row, digest
from newsapi.shapes import Shape, prune
from newsapi.statements import AnyOf, Parameter, Statement

WORDS_PER_MINUTE = 200
REMEMBERED = 8_000
CARDS, KEYS = Memory(REMEMBERED), Memory(REMEMBERED)  # of each about 5 and 1 KB
LONG = {"body_html", "blocks_json", "body_text"}  # columns of which nothing is remembered
BODY_PICTURES = ("body_pictures", "pictures_change_at")
ALWAYS = frozenset({"id", "slug", "language", "changes_at"})  # what caches and links need of every row

# Values that are more than a column -------------------------------------------------------------------------


def section(row: Row, reading: Reading) -> dict | None:
    names = row["section_names"]
    if names["id"] is None:
        return None
    return {
        "slug": names["slug"],
        "url": reading.url("sections", names["slug"]),
        "name": reading.locale.name(names),
    }


def body_html(row: Row, reading: Reading) -> str:
    html = row["body_html"]
    if reading.shown_in(row["language"]) == "uz-Cyrl":
        html = transliteration.html_to_cyrillic(html)
    return illustrations.in_html(html, row, reading)


def body_blocks(row: Row, reading: Reading) -> Any:
    blocks = row["blocks_json"]
    if reading.shown_in(row["language"]) == "uz-Cyrl":
        blocks = orjson.dumps(cyrillic_blocks(orjson.loads(blocks))).decode()
    return illustrations.in_blocks(blocks, row, reading)


def cyrillic_blocks(value: Any, name: str = "") -> Any:
    """Blocks with their words in Cyrillic; addresses, types and hosts stay."""
    if isinstance(value, dict):
        return {name: cyrillic_blocks(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [cyrillic_blocks(each, name) for each in value]
    if not isinstance(value, str) or name in {"type", "url", "provider"}:
        return value
    return transliteration.html_to_cyrillic(value) if name == "html" else transliteration.to_cyrillic(value)


def source(row: Row, reading: Reading) -> dict | None:
    return {"name": row["source_name"], "url": row["source_url"] or None} if row["source_name"] else None


def corrections(row: Row, reading: Reading) -> list[dict]:
    return [
        {
            "at": datetime.fromisoformat(each["at"]),
            "text": reading.in_script(row["language"], each["text"]),
        }
        for each in row["correction_texts"]
    ]


def translations(row: Row, reading: Reading) -> list[dict]:
    """The other editions, each locale that can be read on its own, in the site's order."""
    slugs = {each["language"]: each["slug"] for each in [*row["editions"], row]}
    shown = reading.shown_in(row["language"])
    return [
        {
            "language": code,
            "slug": slug,
            "url": reading.url("articles", slug) + ("" if code == language else f"?locale={code}"),
            "web_url": links.web_url(code, slug),
        }
        for code in settings.LOCALES
        if code != shown and (slug := slugs.get(language := Locale(code).language))
    ]


@dataclass(frozen=True)
class Field:
    """What a field of the answer is made of."""

    columns: frozenset[str]
    value: Callable[[Row, Reading], Any]


def column(name: str) -> Field:
    return Field(frozenset({name}), lambda row, reading: row[name])


def text(name: str) -> Field:
    return Field(frozenset({name}), lambda row, reading: reading.text(row, name))


def made_of(*columns: str) -> Callable[[Callable[[Row, Reading], Any]], Field]:
    return lambda value: Field(frozenset(columns), value)


FIELDS: dict[str, Field] = {
    "id": column("id"),
    "url": made_of()(lambda row, reading: reading.article_url(row["language"], row["slug"])),
    "web_url": made_of()(lambda row, reading: links.web_url(reading.shown_in(row["language"]), row["slug"])),
    "slug": column("slug"),
    "language": made_of()(lambda row, reading: reading.shown_in(row["language"])),
    "title": text("title"),
    "summary": text("shown_summary"),
    "section": made_of("section_names")(section),
    "tags": made_of("tag_names")(lambda row, reading: [reading.link(each) for each in row["tag_names"]]),
    "authors": made_of("author_names")(
        lambda row, reading: [reading.link(each) for each in row["author_names"]]
    ),
    "image": made_of("picture", "pictures_change_at")(illustrations.image),
    "is_breaking": column("is_breaking"),
    "is_featured": column("is_featured"),
    "published_at": column("published_at"),
    "published_label": made_of("published_at")(
        lambda row, reading: day_labels.label(row["published_at"], reading.at, reading.locale)
    ),
    "updated_at": column("updated_at"),
    "views": column("views"),
    "reading_minutes": made_of("word_count")(
        lambda row, reading: max(1, ceil(row["word_count"] / WORDS_PER_MINUTE))
    ),
    "body_html": made_of("body_html", *BODY_PICTURES)(body_html),
    "body_blocks": made_of("blocks_json", *BODY_PICTURES)(body_blocks),
    "body_text": text("body_text"),
    "word_count": column("word_count"),
    "source": made_of("source_name", "source_url")(source),
    "corrections": made_of("correction_texts")(corrections),
    "translations": made_of("editions")(translations),
}


# Statements -------------------------------------------------------------------------------------------------


def columns_of(shape: Iterable[str]) -> frozenset[str]:
    return ALWAYS.union(*(FIELDS[name].columns for name in shape if name in FIELDS))


@lru_cache(maxsize=200)
def by_ids(columns: frozenset[str]) -> Statement:
    articles = Article.objects.filter(pk=AnyOf("ids", BigIntegerField()))
    return Statement(lambda: select(articles, columns))


@lru_cache(maxsize=200)
def by_slug(columns: frozenset[str]) -> Statement:
    return Statement(lambda: select(Article.objects.filter(slug=Parameter("slug", TextField())), columns))


STATE = frozenset({"published_at", "updated_at", "withdrawn_at", "withdrawn_reason"})


def named(name: str, shape: Iterable[str], at: datetime, more: frozenset[str] = frozenset()) -> Row | None:
    """The article of this slug or id, whether readers may see it or not, with more columns; one query."""
    columns = columns_of(shape) | STATE | more
    if not (name.isascii() and name.isdigit()):
        found = by_slug(columns).unread(slug=name, at=at)
    elif len(name) < 19:
        found = by_ids(columns).unread(ids=[int(name)], at=at)
    else:
        return None
    return found[0] if found else None


def rows(ids: Iterable[int], shape: Iterable[str], at: datetime) -> list[Row]:
    """The articles with these ids in this order; one query, none without ids."""
    ids = list(ids)
    if not ids:
        return []
    found = {row["id"]: row for row in by_ids(columns_of(shape)).unread(ids=ids, at=at)}
    return [found[each] for each in ids if each in found]


def said(row: Row) -> str:
    """A digest of all that the row says of its article."""
    if row.said is None:
        # Without what select() puts last, `changes_at`, which is about all of them.
        row.said = digest(row.raw[:-1])
    return row.said


# Answers ----------------------------------------------------------------------------------------------------


def shown(row: Row, shape: Shape, reading: Reading, **more: Any) -> orjson.Fragment:
    """The card as JSON, with more values behind its own."""

    def made() -> bytes:
        return orjson.dumps(card(row, shape, reading), option=caching.WRITTEN)

    json = made() if is_long(shape) else CARDS.of((said(row), row.columns, shape, reading.alike), made)
    if more:
        values = orjson.dumps(more, option=caching.WRITTEN)
        json = json[:-1] + b"," + values[1:] if len(json) > 2 else values
    return orjson.Fragment(json)


@lru_cache(maxsize=500)
def is_long(shape: Shape) -> bool:
    """Whether cards of this shape are too long to be remembered."""
    return bool(columns_of(shape) & LONG)


def keys_of(rows: Iterable[Row]) -> list[str]:
    """Of all that the rows show."""
    found: list[str] = []
    for row in rows:
        found += KEYS.of((said(row), row.columns), lambda row=row: tuple(keys.shown([row])))
    return found


def card(row: Row, shape: Shape, reading: Reading) -> dict:
    return {
        name: FIELDS[name].value(row, reading)
        if kept is None
        else prune(FIELDS[name].value(row, reading), kept)
        for name, kept in shape.items()
        if name in FIELDS
    }


def next_change(rows: list[Row], at: datetime) -> datetime | None:
    """When anything is next published or withdrawn by the clock, or a picture shown gives way to a stand-in.

    No more queries where a row has said it.
    """
    if not rows:
        return appearing.next_change(at)
    # Rows with other columns tell of other changes.
    one_of_each = {id(getattr(row, "columns", None)): row for row in rows}.values()
    moments = (row.get(name) for row in one_of_each for name in ("changes_at", "pictures_change_at"))
    return min((each for each in moments if each), default=None)
