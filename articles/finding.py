"""Answers questions: the best articles, or all that match in the order of time, by a bounded amount of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import matching, ranking
from articles.eras import keys
from articles.matching import Read
from articles.questions import Question
from articles.ranking import Ranked
from articles.search import Matching

RANKED = 500  # matches, the newest of all, are compared with each other
ENOUGH = 100  # matches; with fewer a longer time is looked at


@dataclass(frozen=True)
class Found:
    """The best answers, the best first."""

    articles: list[Ranked]
    reads: list[Read]
    is_complete: bool  # False: more articles match, which are older


def best(articles, question: Question, languages: Sequence[str], at: datetime, until: datetime) -> Found:
    """The best of these articles, of which none was published after `until`.

    Three queries, or a few more where filters leave out many.
    """
    reads = matching.read(question, languages, until)
    ids, is_complete = newest(articles, question, reads)
    return Found(ranking.ranked(ids, reads, at) if ids else [], reads, is_complete)


def newest(articles, question: Question, reads: Sequence[Read]) -> tuple[list[int], bool]:
    """The newest that match, and whether those are all."""
    ids: list[int] = []
    reached, wanted = None, RANKED
    while reads:
        reach = [each.reach(wanted, matching.ENTRIES) for each in reads]
        if reach == reached:
            break
        ends = [each.end(many) for each, many in zip(reads, reach, strict=True)]
        searches = [
            Matching(question, each.language, keys(each.language, since=end))
            for each, end in zip(reads, ends, strict=True)
        ]
        found = articles.found_by(searches).newest_first().values_list("pk", flat=True)
        ids = list(found[:RANKED])
        if len(ids) >= ENOUGH or ends == [None] * len(ends):
            return ids, ends == [None] * len(ends) and len(ids) < RANKED
        reached, wanted = reach, wanted * matching.WIDER
    return ids, not reads
