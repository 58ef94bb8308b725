"""The best answers to a question, by a bounded amount of work.

Of all that matches, the newest articles are compared with each other. They are sought in spans of time that
are likely to hold enough, longer ones when they hold too few.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

import orjson
from django.db.models import DateTimeField, QuerySet

from articles import appearing, matching, ranking, spelling, wording
from articles.listed import TABLES
from articles.matching import Read, Span
from articles.models import Article
from articles.models.article import EARLIEST
from articles.questions import Question, parse
from articles.ranking import NONE, RANKED, Answers
from newsapi.days import next_hour
from newsapi.lasting import LastingMemory
from newsapi.listings import Compiled
from newsapi.narrowing import IDS
from newsapi.statements import Place

ENOUGH = 100  # matches; with fewer, a longer time is looked at
LIKELY = 1.5  # times the articles that have so many on average are likely to have them
AT_FIRST = 1_000  # of the newest articles of a language that filters leave are looked through, or more
NEWEST_FIRST = (("published_at", True), ("pk", True))
ENTRIES = 60_000  # of the rarest word that is needed are read at most

OF_WORDS = ("articles_vocabulary", "articles_word", "articles_spelling")
FOUND = LastingMemory(500, made_of=(*TABLES, *OF_WORDS))


@dataclass(frozen=True)
class Searched(Compiled):
    """The articles among which is searched."""

    in_language: Callable[[str, Hashable, Place], QuerySet]  # those of this form in a single one
    are_narrowed: bool  # by filters


@dataclass(frozen=True)
class Found:
    """The best answers, the best first."""

    articles: Answers = NONE
    reads: Sequence[Read] = ()
    is_complete: bool = True  # False: more articles may match, all of them older
    meant: str | None = None  # what was asked instead of what was typed


def best(
    articles: Searched,
    typed: str,
    needed: Question,
    languages: Sequence[str],
    span: Span,
    at: datetime,
) -> Found:
    """Of these articles, in one of the languages and published within the span.

    They are sought once until an article is written, appears or goes, words are learnt, or the hour ends.
    """
    now = articles.values["at"]
    values = {**articles.values, "at": None, "asked_at": None if at == now else at}

    def found() -> tuple[Found, datetime]:
        changes_at = next_hour(now), appearing.next_change(now)
        return sought(articles, typed, needed, languages, span, at), min(filter(None, changes_at))

    return FOUND.of((articles.form, orjson.dumps(values), typed, needed), now, found)


def sought(
    articles: Searched,
    typed: str,
    needed: Question,
    languages: Sequence[str],
    span: Span,
    at: datetime,
) -> Found:
    """The same, each time.

    Where no article has all of the words, words that occur nowhere are taken for others; where that does not
    help, articles that have some of the words. Two queries, a few more where filters leave little, or
    nothing is found.
    """
    question = parse(typed) & needed
    found = having_all(articles, question, languages, span, at)
    if found.articles:
        return found
    meant = spelling.reworded(typed, languages, at)
    if meant:
        question = parse(meant) & needed
        found = having_all(articles, question, languages, span, at)
    loosened = question.loosened()
    if not found.articles and loosened != question:
        found = having_all(articles, loosened, languages, span, at)
    return replace(found, meant=meant) if found.articles else found


def having_all(
    articles: Searched, question: Question, languages: Sequence[str], span: Span, at: datetime
) -> Found:
    reads = matching.read(question, languages, span[1])
    if not reads:
        return Found()
    found, is_complete = newest(articles, question, reads, span, at)
    return Found(wording.sharpened(found, question), reads, is_complete)


def newest(
    articles: Searched,
    question: Question,
    reads: Sequence[Read],
    span: Span,
    at: datetime,
) -> tuple[Answers, bool]:
    """The newest that match, the best first, and whether those are all."""
    wanted, left = RANKED, None
    while True:
        end, further = (
            matching.end(reads, many, span[0], newest_first=True, most=ENTRIES)
            for many in (wanted, wanted * matching.WIDER)
        )
        if all(each.is_all_since(end) for each in reads):
            end = span[0]
        is_last = end in (further, span[0])
        matches = matching.found(articles, question, reads, end)
        found, many = ranking.ranked(
            matches, reads, at, at_least=0 if is_last else ENOUGH, is_prepared=not articles.are_narrowed
        )
        if is_last or many >= ENOUGH:
            break
        wanted *= matching.WIDER
        # Once, before a longer span that is likely to hold too few, or more matches than are looked through.
        is_far = many * matching.WIDER < ENOUGH or wanted > matching.FEW
        if articles.are_narrowed and is_far and not left:
            left = of_the_newest(articles, question, reads, at)
            if left.are_all or left.many >= ENOUGH:
                return left.found, left.is_complete
    is_whole = all(each.looked_at(end) == span[0] or each.is_all_since(end) for each in reads)
    is_complete = is_whole and many <= RANKED
    if articles.are_narrowed and not is_complete and len(found) < ENOUGH:
        left = left or of_the_newest(articles, question, reads, at)
        found, is_complete = of_these({*found.ids, *left.found.ids}, reads, at), left.is_complete
    return found, is_complete


@dataclass(frozen=True)
class OfTheNewest:
    """What matches of the newest articles that filters leave."""

    found: Answers
    many: int
    are_all: bool  # filters leave no other articles

    @property
    def is_complete(self) -> bool:
        return self.are_all and self.many <= RANKED


def of_the_newest(articles: Searched, question: Question, reads: Sequence[Read], at: datetime) -> OfTheNewest:
    """Of as many of each language as are likely to have enough; if they have not, of all that ever are."""
    languages = [each.language for each in reads]
    likely = ceil(LIKELY * min(each.reach(ENOUGH) for each in reads))
    for most in sorted({min(max(likely, AT_FIRST), matching.FEW), matching.FEW}):
        begin = beginning(articles, languages, most)
        matches = looked_through_since(begin or EARLIEST, articles, question, languages)
        is_last = not begin or most == matching.FEW
        found, many = ranking.ranked(matches, reads, at, 0 if is_last else ENOUGH, is_prepared=False)
        if is_last or many >= ENOUGH:
            break
    return OfTheNewest(found, many, not begin)


def beginning(articles: Searched, languages: Sequence[str], most: int) -> datetime | None:
    """Since when there are more than so many articles of one of the languages, if there are.

    One query for each language.
    """
    found = []
    for language in languages:
        form = articles.in_language, articles.form, language
        own = Compiled(of_one_language, form, articles.values)
        found += own.rows(NEWEST_FIRST, (), limit=1, offset=most)
    return max((published_at for _, published_at in found), default=None)


def of_one_language(form, place: Place) -> QuerySet:
    in_language, own, language = form
    return in_language(language, own, place)


def looked_through_since(
    begin: datetime, articles: Searched, question: Question, languages: Sequence[str]
) -> Compiled:
    values = articles.values | {"begin": begin}
    for language in languages:
        values |= matching.texts(question, language)
    form = articles.in_language, articles.form, question.numbered(), tuple(languages)
    return Compiled(looked_through, form, values)


def looked_through(form, place: Place) -> QuerySet:
    in_language, own, numbered, languages = form
    begin = place("begin", DateTimeField())
    left = ((each, in_language(each, own, place).published_since(begin).order_by()) for each in languages)
    return matching.looked_through(numbered, left, matching.text_in(place))


def of_these(ids: Iterable[str], reads: Sequence[Read], at: datetime) -> Answers:
    found, _ = ranking.ranked(Compiled(with_ids, None, {"ids": [*map(int, ids)]}), reads, at)
    return found


def with_ids(form, place: Place):
    return Article.objects.with_ids([place("ids", IDS)])
