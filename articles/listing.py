"""What a list of public articles is read from: the articles, or rows of their tags, authors or views.

Such rows say what lists ask of their article, in indexes that have them in the order of the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db.models import DateTimeField, Expression, F, Field, TextField, Value

from articles import appearing
from articles.filters import ArticleFilter
from articles.listed import TABLES, ListedQuerySet, named
from articles.models import Article, ArticleAuthor, ArticleTag, ViewTotal
from newsapi.lasting import LastingMemory
from newsapi.listings import OF_ROWS, Compiled, Uncompiled
from newsapi.narrowing import NAMES, Form, narrowed
from newsapi.statements import Place, Values

ROWS = {"author": ArticleAuthor, "tag": ArticleTag}  # of filters; those of the rarer names first

COUNTS = LastingMemory(2_000, made_of=TABLES)


@dataclass(frozen=True)
class Use:
    """What is done with a list, beside filters."""

    in_time: bool = True  # it is in the order of publication, or in none
    by_views: bool = False  # views order it
    by_nothing_else: bool = True  # nothing else does, and no words are searched in it


ANY = Use()
NONE = Uncompiled(Article.objects.none())  # where no article can be within all bounds


@dataclass(frozen=True)
class Public(Compiled):
    """A list of public articles, counted once until one is written, appears or goes."""

    def count(self) -> int:
        at, (language_count, filters, _) = self.values["at"], self.form

        def counted() -> tuple[int, datetime | None]:
            return self.unordered.count(), appearing.next_change(at)

        return COUNTS.of((language_count, filters, orjson.dumps({**self.values, "at": None})), at, counted)

    @property
    def unordered(self) -> Compiled:
        language_count, filters, _ = self.form
        return Compiled(articles, (language_count, filters, ANY), self.values)


def public(
    languages: Sequence[str], at: datetime, form: Form = (), values: Values | None = None, use: Use = ANY
) -> Public:
    """The public articles in the first of the languages that has the story, as filters leave them."""
    own = {language_of(number): language for number, language in enumerate(languages)}
    return Public(articles, (len(languages), form, use), {"at": at, **own, **(values or {})})


def in_language(language: str, form: Form, place: Place) -> ListedQuerySet:
    """The public articles in a single language, as filters leave them, or rows that stand for them."""

    def placed(name: str, field: Field) -> Expression:
        return Value(language, field) if name == language_of(0) else place(name, field)

    return articles((1, form, ANY), placed)


def language_of(number: int) -> str:
    return f"language_{number}"


def articles(form: tuple[int, Form, Use], place: Place) -> ListedQuerySet:
    """The articles of a list of this form, or rows that stand for them."""
    language_count, filters, use = form
    at = place("at", DateTimeField())
    languages = [place(language_of(number), TextField()) for number in range(language_count)]
    of_rows = tuple(each for each in filters if each[0] in ROWS)
    others = tuple(each for each in filters if each[0] not in ROWS)
    is_ordered = language_count == 1  # each language has an order of its own
    if is_ordered and use.by_nothing_else and are_said_by_rows(others):
        rows = rows_of(of_rows, use, place)
        if rows is not None:
            rows = rows.published(at).in_language(languages[0])
            return narrowed(rows, ArticleFilter.base_filters, others, place)
    found = narrowed(Article.objects.all(), ArticleFilter.base_filters, of_rows, place)
    if use.by_views:
        found = found.with_views().read_from("view_total")
    elif use.in_time and is_ordered and (relation := relation_of(dict(of_rows))):
        found = found.read_from(relation)
    found = found.published(at).in_edition(languages, at)
    return narrowed(found, ArticleFilter.base_filters, others, place)


def are_said_by_rows(filters: Form) -> bool:
    return all(ArticleFilter.base_filters[name].by in vars(ListedQuerySet) for name, _ in filters)


def rows_of(filters: Form, use: Use, place: Place) -> ListedQuerySet | None:
    """The rows that order a list which these filters narrow, if they do not need their articles for it."""
    match filters:
        case () if use.by_views:
            return ViewTotal.objects.alias(**{f"{OF_ROWS}view_total__count": F("count")})
        case ((name, ((_, _, True),) as single),) if use.in_time:
            [names] = NAMES.together(name, single, place)
            rows = ROWS[name].objects.filter(named(f"{name}_id", f"articles_{name}", names))
            return rows.alias(**{f"{OF_ROWS}pk": F("article_id")})
    return None


def relation_of(filters: dict) -> str | None:
    """The relation in which a single tag or author is asked for."""
    single = (name for name in ROWS if any(are_one for *_, are_one in filters.get(name, ())))
    return next((ROWS[name].article.field.remote_field.related_name for name in single), None)
