"""What a list of public articles is read from: the articles, or rows of their tags, authors or views.

Such rows say what lists ask of their article, in indexes that have them in the order of the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db.models import DateTimeField, TextField

from articles.filters import ArticleFilter
from articles.models import Article
from articles.querysets import ArticleQuerySet
from newsapi.lasting import LastingMemory
from newsapi.listings import Compiled
from newsapi.narrowing import Form, narrowed
from newsapi.statements import Place, Values

ROWS = {"author": "article_authors", "tag": "article_tags"}  # of filters; those of the rarer names first

# How many articles there are does not hang on who has read them.
COUNTS = LastingMemory(2_000, apart_from=("articles_viewtotal", "articles_dailyviews", "articles_ranking"))


@dataclass(frozen=True)
class Public(Compiled):
    """A list of public articles, counted once until one is written, appears or goes."""

    def count(self) -> int:
        at = self.values["at"]
        asked = orjson.dumps({**self.values, "at": None})
        return COUNTS.of(
            (self.form, asked), at, lambda: (super(Public, self).count(), Article.objects.next_change(at))
        )


def public(languages: Sequence[str], at: datetime, form: Form, values: Values, by_views: bool) -> Public:
    """The public articles in the first of the languages that has the story, as filters leave them."""
    own = {language_of(number): language for number, language in enumerate(languages)}
    return Public(articles, (len(languages), form, by_views), {"at": at, **own, **values})


def language_of(number: int) -> str:
    return f"language_{number}"


def articles(form: tuple[int, Form, bool], place: Place) -> ArticleQuerySet:
    """The articles of a list of this form."""
    language_count, filters, by_views = form
    at = place("at", DateTimeField())
    languages = [place(language_of(number), TextField()) for number in range(language_count)]
    of_rows = tuple(each for each in filters if each[0] in ROWS)
    others = tuple(each for each in filters if each[0] not in ROWS)
    found = narrowed(Article.objects.all(), ArticleFilter.base_filters, of_rows, place)
    if by_views:
        found = found.with_views().read_from("view_total")
    elif language_count == 1 and (rows := rows_of(dict(of_rows))):  # each language has an order of its own
        found = found.read_from(rows)
    found = found.published(at).in_edition(languages, at)
    return narrowed(found, ArticleFilter.base_filters, others, place)


def rows_of(filters: dict) -> str | None:
    """The relation in which a single tag or author is asked for."""
    single = (name for name in ROWS if any(are_one for *_, are_one in filters.get(name, ())))
    return next((ROWS[name] for name in single), None)
