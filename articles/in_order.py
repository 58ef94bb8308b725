"""Lists in which words are searched: all that matches, in the list's order.

In the order of time, a span of it is read that is likely to hold the page. In another order, and for counts,
the way is taken that is likely to read least: what filters leave, all that matches, or one article after the
other until the page is full.
"""

from collections.abc import Sequence
from math import ceil

from django.db.models import QuerySet, Value

from articles import matching
from articles.matching import Read, Span
from articles.questions import Question
from articles.search import Matching
from newsapi import pagination
from newsapi.errors import Problem
from newsapi.listings import Compiled, Uncompiled
from newsapi.narrowing import IDS
from newsapi.pagination import Ordering, Page
from newsapi.parameters import Asked

FEW = 5_000  # articles that filters leave are looked through, one after the other
NEWEST = 2_000  # articles of each language show how many match of what filters leave


def page(
    articles: Compiled,
    question: Question,
    languages: Sequence[str],
    span: Span,
    is_narrowed: bool,
    ordering: Ordering,
    asked: Asked,
) -> Page:
    """A page of the articles that match, all in one of the languages and published within the span.

    Two queries, or a few more where filters narrow the list; another one for a count, which reads all that
    matches.
    """
    column, descends = ordering.keys(asked)[0]
    if column == "published_at" and "count" not in asked:
        return page_in_time(articles, question, languages, span, is_narrowed, descends, ordering, asked)
    found = searched(articles, question, languages, span, is_narrowed, column, asked)
    return pagination.page(Uncompiled(found), ordering, asked)


def searched(
    listed: Compiled,
    question: Question,
    languages: Sequence[str],
    span: Span,
    is_narrowed: bool,
    column: str,
    asked: Asked,
) -> QuerySet:
    """The articles that match, to be counted or to be read in an order that is not that of time."""
    # What was published since was as a rule changed since.
    newest = min(span[1], asked.get("updated_before", span[1]))
    articles, reads = listed.queryset(), matching.read(question, languages, newest)
    if not reads:
        return articles.none()
    if all(each.ids is not None for each in reads):
        return matching.found(listed, question, reads, span[0]).queryset()
    many = sum(each.matches(span[0]) for each in reads)
    most = max(FEW, int(many / 4)) if "count" in asked else FEW
    if is_narrowed and matching.are_few(listed, most):
        return matching.looked_through(listed, question, languages, most)
    if "count" in asked:
        return articles.matching(question, span)
    sought = [each.language for each in reads if each.ids is None]
    # By title, one alphabet comes after another: of several languages, the newest do not tell.
    is_mixed = column != "title" or len(sought) == 1
    if is_mixed and is_soon_full(articles, question, reads, span, asked, many):
        return articles.saying(question, sought, [pk for each in reads for pk in each.ids or ()])
    if all(each.is_negative for each in reads):
        return articles.found_by(
            Matching(question, each.language, Value(each.eras(span[0]), IDS)) for each in reads
        )
    return articles.matching(question, span)


def is_soon_full(
    articles: QuerySet, question: Question, reads: Sequence[Read], span: Span, asked: Asked, many: float
) -> bool:
    """Whether the page is full, one article after the other, before as many are read as match in all.

    The newest tell: the vocabulary knows neither filters nor which words go together.
    """
    wanted = asked.get("page_size", pagination.PAGE_SIZE) * asked.get("page", 1) + 1
    enough = ceil(wanted * NEWEST / max(many, 1))
    newest = articles.found_by(
        Matching(question, each.language, Value(each.eras(each.end(NEWEST, span[0])), IDS)) for each in reads
    )
    return enough <= NEWEST and newest.order_by()[:enough].count() == enough


def page_in_time(
    articles: Compiled,
    question: Question,
    languages: Sequence[str],
    span: Span,
    is_narrowed: bool,
    descends: bool,
    ordering: Ordering,
    asked: Asked,
) -> Page:
    backward, position = False, []
    if "cursor" in asked:
        backward, position = pagination.read_cursor(asked.get("cursor"), ordering.keys(asked))
    newest_first = descends != backward
    begin, last = position[0] if position else span[newest_first], span[not newest_first]
    reads = matching.read(question, languages, begin, newest_first)
    reached, wanted = None, 2 * asked.get("page_size", pagination.PAGE_SIZE) * asked.get("page", 1)
    while reads:
        end = matching.end(reads, wanted, last, newest_first)
        is_last = end in (reached, last)
        found = matching.found(articles, question, reads, end, newest_first)
        try:
            page = pagination.page(found, ordering, asked)
        except Problem:  # no such page, so far
            if is_last:
                raise
        else:
            if is_last or (page.previous if backward else page.next):
                return page
        if is_narrowed and reached is None and matching.are_few(articles, FEW):
            few = matching.looked_through(articles, question, languages, FEW)
            return pagination.page(Uncompiled(few), ordering, asked)
        reached, wanted = end, wanted * matching.WIDER
    return pagination.page(Uncompiled(articles.queryset().none()), ordering, asked)
