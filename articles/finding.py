"""The best answers to a question, by a bounded amount of work.

Of all that matches, the newest articles are compared with each other. They are sought in spans of time that
are likely to hold enough, longer ones when they hold too few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from articles import matching, ranking, spelling, wording
from articles.eras import keys
from articles.matching import Read
from articles.questions import Question, parse
from articles.ranking import Ranked
from newsapi.listings import Compiled

Span = tuple[datetime, datetime]
NEWEST_FIRST = (("published_at", True), ("pk", True))
RANKED = 500  # matches are compared: the newest
ENOUGH = 100  # matches; with fewer, a longer time is looked at
ENTRIES = 60_000  # of the rarest word that is needed are read at most
LOOKED_AT = 5_000  # articles that filters leave, one after the other: the newest


@dataclass(frozen=True)
class Found:
    """The best answers, the best first."""

    articles: Sequence[Ranked] = ()
    reads: Sequence[Read] = ()
    is_complete: bool = True  # False: more articles match, all of them older
    meant: str | None = None  # what was asked instead of what was typed


def best(
    articles: Compiled,
    typed: str,
    needed: Question,
    languages: Sequence[str],
    span: Span,
    at: datetime,
    is_narrowed: bool,
) -> Found:
    """Of these articles, in one of the languages and published within the span, narrowed by filters or not.

    Where no article has all of the words, words that occur nowhere are taken for others; where that does not
    help, articles that have some of the words. Four queries, a few more where filters leave little, or
    nothing is found.
    """
    question = parse(typed) & needed
    found = having_all(articles, question, languages, span, at, is_narrowed)
    if found.articles:
        return found
    meant = spelling.reworded(typed, languages, at)
    if meant:
        question = parse(meant) & needed
        found = having_all(articles, question, languages, span, at, is_narrowed)
    loosened = question.loosened()
    if not found.articles and loosened != question:
        found = having_all(articles, loosened, languages, span, at, is_narrowed)
    return replace(found, meant=meant) if found.articles else found


def having_all(
    articles: Compiled, question: Question, languages, span: Span, at: datetime, is_narrowed: bool
) -> Found:
    reads = matching.read(question, languages, span[1])
    ids, is_complete = newest(articles, question, reads, span) if reads else ([], True)
    if is_narrowed and not is_complete and len(ids) < ENOUGH:
        whole = articles.queryset()
        left = whole.newest_first().values("pk")[:LOOKED_AT]
        more = whole.filter(pk__in=left).saying(question).newest_first().values_list("pk", flat=True)
        ids = [*{*ids, *more[:RANKED]}]
    answers = wording.sharpened(ranking.ranked(ids, reads, at), question) if ids else ()
    return Found(answers, reads, is_complete)


def newest(
    articles: Compiled, question: Question, reads: Sequence[Read], span: Span
) -> tuple[list[int], bool]:
    """The newest that match, and whether those are all."""
    reached, wanted = None, RANKED
    while (reach := [min(each.reach(wanted), ENTRIES / each.rarest) for each in reads]) != reached:
        spans = [each.span(many, span[0]) for each, many in zip(reads, reach, strict=True)]
        eras = {each.language: keys(each.language, *own) for each, own in zip(reads, spans, strict=True)}
        ids = matching.found(articles, question, eras).ids(NEWEST_FIRST, limit=RANKED + 1)
        is_whole = all(begin == span[0] for begin, _ in spans)
        if is_whole or len(ids) >= ENOUGH:
            return ids[:RANKED], is_whole and len(ids) <= RANKED
        reached, wanted = reach, wanted * matching.WIDER
    return ids, False
