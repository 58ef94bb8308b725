"""Lists in which words are searched: all that matches, in the list's order.

In the order of time, a span of it is read that is likely to hold the page. In another order, and for counts,
the way is taken that is likely to read least: what filters leave, all that matches, or one article after the
other until the page is full.
"""

from collections.abc import Iterable, Sequence
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

MANY = 20_000  # matches
FIRST = 2_000  # articles of each language show how many match of what filters leave


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

    Two queries, or a few more in another order than that of time, or where filters narrow the list; another
    one for a count.
    """
    key = ordering.keys(asked)[0]
    if key[0] == "published_at" and "count" not in asked:
        return page_in_time(articles, question, languages, span, is_narrowed, key[1], ordering, asked)
    found = searched(articles, question, languages, span, is_narrowed, key, asked)
    return pagination.page(Uncompiled(found), ordering, asked)


def searched(
    listed: Compiled,
    question: Question,
    languages: Sequence[str],
    span: Span,
    is_narrowed: bool,
    key: tuple[str, bool],
    asked: Asked,
) -> QuerySet:
    """The articles that match, to be counted or to be read in an order that is not that of time."""
    articles, reads = listed.queryset(), matching.read(question, languages, span[1])
    if not reads:
        return articles.none()
    if all(each.ids is not None for each in reads):
        return matching.found(listed, question, reads, span[0]).queryset()
    many = expected(reads, span)
    most = max(matching.FEW, int(many / 4)) if "count" in asked else matching.FEW
    if is_narrowed and matching.are_few(listed, most):
        return few(listed, question, languages)
    if "count" not in asked and is_soon_full(articles, question, languages, reads, span, key, asked):
        sought = [each.language for each in reads if each.ids is None]
        return articles.saying(question, sought, [pk for each in reads for pk in each.ids or ()])
    return articles.matching(question, languages, span, are_many=many > MANY)


def few(listed: Compiled, question: Question, languages: Sequence[str]) -> QuerySet:
    """Those that match of a list that filters leave few of."""
    articles = listed.unordered.queryset().order_by()
    return matching.looked_through(question, ((each, articles.in_language(each)) for each in languages))


def is_soon_full(
    articles: QuerySet,
    question: Question,
    languages: Sequence[str],
    reads: Sequence[Read],
    span: Span,
    key: tuple[str, bool],
    asked: Asked,
) -> bool:
    """Whether the page is full, one article after the other, before as many are read as match in all.

    The newest tell, or the oldest where these come first: the vocabulary knows neither filters nor which
    words go together. One query, or two.
    """
    column, descends = key
    wanted = asked.get("page_size", pagination.PAGE_SIZE) * asked.get("page", 1) + 1
    enough = ceil(wanted * FIRST / max(expected(reads, span), 1))
    # By title, one alphabet comes after another, so the newest of several languages do not tell.
    if enough > FIRST or (column == "title" and len(languages) > 1):
        return False
    newest_first = descends or column != "updated_at"
    # What was published since was as a rule changed since.
    newest = min(span[1], asked.get("updated_before", span[1]))
    begin, last = (newest, span[0]) if newest_first else (span[0], newest)
    if (begin, newest_first) != (span[1], True):
        reads = matching.read(question, languages, begin, newest_first)
    first = articles.found_by(
        Matching(question, each.language, Value(each.eras(each.end(FIRST, last)), IDS)) for each in reads
    )
    return first.order_by()[:enough].count() == enough


def expected(reads: Iterable[Read], span: Span) -> float:
    """How many articles may match within the span."""
    return sum(each.matches(span[0]) for each in reads)


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
    nearest = max if newest_first else min
    begin, last = position[0] if position else span[newest_first], span[not newest_first]
    reads = matching.read(question, languages, begin, newest_first)
    if not reads:
        return pagination.page(Uncompiled(articles.queryset().none()), ordering, asked)
    reached, wanted = None, 2 * asked.get("page_size", pagination.PAGE_SIZE) * asked.get("page", 1)
    while True:
        # Of unwanted words alone, articles are looked at up to a place, and beyond it all are found at once.
        end = matching.end(reads, wanted, last, newest_first)
        end = nearest(each.looked_at(end) for each in reads)
        found = matching.found(articles, question, reads, end, newest_first)
        if end == reached != last:
            older = sorted((begin, last))
            found = Uncompiled(articles.queryset().matching(question, languages, older, are_many=True))
        is_last = end in (reached, last)
        try:
            page = pagination.page(found, ordering, asked)
        except Problem:  # no such page, so far
            if is_last:
                raise
        else:
            if is_last or (page.previous if backward else page.next):
                return page
        reached, before, wanted = end, wanted, wanted * matching.WIDER
        # Once, before a span of more matches is read than texts would be.
        is_dear = before <= matching.FEW < wanted
        if is_narrowed and is_dear and matching.are_few(articles, matching.FEW):
            return pagination.page(Uncompiled(few(articles, question, languages)), ordering, asked)
