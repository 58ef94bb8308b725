"""Lists in which words are searched: all that matches, in the list's order.

In the order of time, a span of it is read that is likely to hold the page. In another order, one article is
read after the other where the words are common, and where they are rare all that have them.
"""

from collections.abc import Sequence

from django.db.models import QuerySet, Value

from articles import matching
from articles.matching import Span
from articles.questions import Question
from articles.search import Matching
from newsapi import pagination
from newsapi.errors import Problem
from newsapi.listings import Compiled, Uncompiled
from newsapi.narrowing import IDS
from newsapi.pagination import Ordering, Page
from newsapi.parameters import Asked

COMMON = 1 / 200  # of the articles or more have the words
NEWEST = 10_000  # articles of each language show whether that is so


def page(
    articles: Compiled,
    question: Question,
    languages: Sequence[str],
    span: Span,
    ordering: Ordering,
    asked: Asked,
) -> Page:
    """A page of the articles that match, all in one of the languages and published within the span.

    Two queries, or a few more where filters leave little; three with a count, which reads all that matches.
    """
    column, descends = ordering.keys(asked)[0]
    if "count" in asked:
        return pagination.page(Uncompiled(articles.queryset().matching(question)), ordering, asked)
    if column == "published_at":
        return page_in_time(articles, question, languages, span, descends, ordering, asked)
    found = searched(articles, question, languages, span)
    return pagination.page(Uncompiled(found), ordering, asked)


def searched(listed: Compiled, question: Question, languages: Sequence[str], span: Span) -> QuerySet:
    """The articles that match, to be read in an order that is not that of time."""
    articles, reads = listed.queryset(), matching.read(question, languages, span[1])
    if not reads:
        return articles.none()
    if all(each.ids is not None for each in reads):
        return matching.found(listed, question, reads, span[0]).queryset()
    if all(each.share < COMMON for each in reads):
        return articles.matching(question, are_few=True)
    newest = articles.found_by(
        Matching(question, each.language, Value(each.eras(each.end(NEWEST, span[0])), IDS)) for each in reads
    )
    # The vocabulary does not know which words go together, and to look for what is not there takes long.
    if newest.order_by()[: int(COMMON * NEWEST)].count() == int(COMMON * NEWEST):
        return articles.saying(question)
    return newest if all(each.is_negative for each in reads) else articles.matching(question)


def page_in_time(
    articles: Compiled,
    question: Question,
    languages: Sequence[str],
    span: Span,
    descends: bool,
    ordering,
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
        reached, wanted = end, wanted * matching.WIDER
    return pagination.page(Uncompiled(articles.queryset().none()), ordering, asked)
