"""The best answers to a question, by a bounded amount of work.

Of all that matches, the newest articles are compared with each other. They are sought in spans of time that
are likely to hold enough, longer ones when they hold too few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import matching, ranking
from articles.eras import keys
from articles.matching import Read
from articles.questions import Question
from articles.ranking import Ranked
from articles.search import Matching

RANKED = 500  # matches are compared: the newest
ENOUGH = 100  # matches; with fewer, a longer time is looked at
LOOKED_AT = 5_000  # articles that filters leave, one after the other: the newest


@dataclass(frozen=True)
class Found:
    """The best answers, the best first."""

    articles: Sequence[Ranked] = ()
    reads: Sequence[Read] = ()
    is_complete: bool = True  # False: more articles match, all of them older


def best(articles, question: Question, languages: Sequence[str], at: datetime, until: datetime) -> Found:
    """Of these articles, in one of the languages, of which none is published after `until`.

    Where no article has all of the words, those that have some. Three queries, a few more where filters leave
    little, or nothing is found.
    """
    found = having_all(articles, question, languages, at, until)
    loosened = question.loosened()
    if found.articles or loosened == question:
        return found
    return having_all(articles, loosened, languages, at, until)


def having_all(articles, question: Question, languages, at: datetime, until: datetime) -> Found:
    reads = matching.read(question, languages, until)
    ids, is_complete = newest(articles, question, reads)
    return Found(ranking.ranked(ids, reads, at) if ids else [], reads, is_complete)


def newest(articles, question: Question, reads: Sequence[Read]) -> tuple[list[int], bool]:
    """The newest that match, and whether those are all."""
    ids: list[int] = []
    reached, wanted = None, RANKED
    while reads:
        reach = [each.reach(wanted) for each in reads]
        if reach == reached:
            break
        ends = [each.end(many) for each, many in zip(reads, reach, strict=True)]
        searches = [
            Matching(question, each.language, keys(each.language, since=end))
            for each, end in zip(reads, ends, strict=True)
        ]
        found = articles.found_by(searches).newest_first().values_list("pk", flat=True)
        ids = list(found[: RANKED + 1])
        is_whole = not any(ends)
        if len(ids) >= ENOUGH or is_whole:
            return ids[:RANKED], is_whole and len(ids) <= RANKED
        reached, wanted = reach, wanted * matching.WIDER
    return ids, not reads
