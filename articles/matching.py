"""Which articles match a question, found in the index alone, in spans of time that hold about enough.

How common the words are is known from the vocabulary; so is, roughly, how many articles have to be asked for
so many matches. When these turn out too few, a longer span is asked.
"""
# ruff: noqa: S608, no value in these statements comes from outside

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, reduce
from math import inf
from operator import mul

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateTimeField, Func, QuerySet, TextField, When

from articles import search
from articles.eras import keys
from articles.models import Article, Vocabulary
from articles.questions import Question
from articles.weights import STEM
from newsapi.listings import FORMS, Compiled, keys_of
from newsapi.narrowing import IDS
from newsapi.statements import Parameter, Place, Statement, Values, prepared_cursor

RARE = 1 / 400  # the share of articles that is taken to have a word which the vocabulary does not know
SOME = 0.05  # the least share of articles that is taken to be without words
NEAR = 2_000  # articles whose span of time tells how dense the news is
AN_HOUR = timedelta(hours=1)
RARELY = search.FEW / 2  # articles are expected to have a word, give or take as many
WIDER = 8  # times the span before
Span = tuple[datetime, datetime]
LEFT_OVER = 10_000  # articles are looked at where only unwanted words are named
FEW = 5_000  # articles that filters leave are looked through; of a search, so many of each language


def reading(side: str, order: str) -> str:
    at = f"""
        SELECT published_at FROM articles_article a
        WHERE a.language = l.language AND a.published_at {side} $2::timestamptz
        ORDER BY a.published_at {order}, a.id {order} LIMIT 1
    """
    oldest = """
        SELECT published_at FROM articles_article a WHERE a.language = l.language
        ORDER BY a.published_at, a.id LIMIT 1
    """
    return f"""
        SELECT l.language,
            (SELECT nullif(reltuples, -1) FROM pg_class WHERE oid = 'articles_article'::regclass),
            (SELECT articles FROM articles_vocabulary v WHERE v.language = l.language),
            ({at}), ({at} OFFSET {NEAR}), ({oldest}), (
                SELECT json_agg(json_build_array(a.place, lexeme, (
                    SELECT articles FROM articles_word w WHERE w.number = hashtext(a.language || {STEM})
                ), (
                    SELECT max(w.articles::float8 / v.articles) FROM articles_vocabulary v
                    JOIN articles_word w ON w.number = hashtext(v.language || {STEM})
                )))
                FROM unnest($3::text[], $4::text[], $5::int[], $6::text[])
                    a(language, configuration, place, text)
                CROSS JOIN unnest(tsvector_to_array(to_tsvector(a.configuration::regconfig, a.text))) lexeme
                WHERE a.language = l.language
            )
        FROM unnest($1::text[]) l(language)
    """


NEWEST_FIRST, OLDEST_FIRST = reading("<=", "DESC"), reading(">=", "ASC")


@dataclass(frozen=True)
class Read:
    """A question as the articles of one language are asked."""

    language: str
    words: dict[str, float]  # all that is wanted, as it is indexed, with the share of articles that have it
    share: float  # of articles that are expected to match
    rarest: float  # the share of the rarest word that is needed, in the language where it is commonest
    is_rare: bool  # whether few articles are expected to match
    has_all: bool  # each article that matches has all of the words
    near: datetime | None  # published first from where the search begins; None: there is no article
    far: datetime | None  # published after NEAR others; None: there are not so many
    oldest: datetime | None  # published before all others
    ids: Sequence[int] | None = None  # of all that match, where these are few

    @property
    def is_negative(self) -> bool:
        return not self.words

    def reach(self, matches: float) -> float:
        """How many articles have to be asked for so many matches; of unwanted words alone, not too many."""
        many = matches / self.share
        return min(many, LEFT_OVER) if self.is_negative else many

    def is_all_since(self, begin: datetime) -> bool:
        """Whether no older article matches."""
        return self.ids is not None or self.oldest is None or self.looked_at(begin) <= self.oldest

    def end(self, articles: float, last: datetime) -> datetime:
        """Up to where there are so many articles, on the way to the last moment."""
        if self.near is None or self.far is None:
            return last
        try:
            if last < self.near:
                return max(self.near - self.apart * articles, last)
            return min(self.near + self.apart * articles, last)
        except OverflowError:
            return last

    @property
    def apart(self) -> timedelta:
        """How long it usually is from one article to the next."""
        return max(abs(self.far - self.near), AN_HOUR) / NEAR

    def matches(self, begin: datetime) -> float:
        """So many may be expected from that moment on, if news has always come as densely."""
        if self.near is None:
            return 0
        if self.far is None:
            return self.share * NEAR
        return self.share * max(self.near - max(begin, self.oldest), self.apart) / self.apart

    def eras(self, end: datetime) -> list[int]:
        end = self.looked_at(end)
        return keys(self.language, *sorted((self.near or end, end)))

    def looked_at(self, end: datetime) -> datetime:
        """Up to where articles are looked at on the way there: of unwanted words alone, not too many."""
        return self.end(LEFT_OVER, end) if self.is_negative else end


def end(reads: Iterable[Read], matches: float, last: datetime, newest_first: bool, most=inf) -> datetime:
    """Up to where there may be so many matches, on the way to the last moment.

    One language is enough that has them by then. At `most` so many entries of the index are read.
    """
    sought = [each for each in reads if each.ids is None]
    sought = [each for each in sought if not each.is_negative] or sought
    ends = (each.end(min(each.reach(matches), most / each.rarest), last) for each in sought)
    return (max if newest_first else min)(ends, default=last)


def found(
    articles: Compiled, question: Question, reads: Iterable[Read], end: datetime, newest_first: bool = True
) -> Compiled:
    """Those of the articles that match, up to that moment."""
    values, ways = {"end": end}, []
    for read in reads:
        ways.append((read.language, read.ids is None))
        if read.ids is None:
            values |= {f"{read.language}_eras": read.eras(end)} | texts(question, read.language)
        else:
            values[f"{read.language}_ids"] = read.ids
    form = articles.made, articles.form, question.numbered(), tuple(ways), newest_first
    return Compiled(found_by, form, articles.values | values)


def are_few(articles: Compiled, most: int) -> bool:
    """Whether filters leave so many at most."""
    return not articles.unordered.has_more_than(most)


def looked_through(
    question: Question, left: Iterable[tuple[str, QuerySet]], text: search.Text = search.folded
) -> QuerySet:
    """Those that match of the articles of each language."""
    return Article.objects.found_by(
        search.Among(question, language, ArraySubquery(keys_of(articles)), text)
        for language, articles in left
    )


def found_by(form, place: Place):
    made, own, numbered, ways, newest_first = form
    found = made(own, place).found_by(
        search.Matching(numbered, language, place(f"{language}_eras", IDS), text_in(place))
        if are_sought
        else Func(place(f"{language}_ids", IDS), function="unnest")
        for language, are_sought in ways
    )
    end = place("end", DateTimeField())  # some eras go on for a while after it
    return found.published_since(end) if newest_first else found.published_by(end)


def text_in(place: Place) -> search.Text:
    return lambda term, language: place(f"{language}_{term.text}", TextField())


def texts(question: Question, language: str) -> Values:
    return {
        f"{language}_{number}": search.fold(term.text, language) for number, term in enumerate(question.terms)
    }


def read(
    question: Question, languages: Iterable[str], begin: datetime, newest_first: bool = True
) -> list[Read]:
    """The question in each of the languages in which it has a meaning; one query, two for rare words."""
    terms = question.terms
    asked = [
        (language, search.CONFIGURATIONS[language], place, search.fold(term.text, language))
        for language in languages
        for place, term in enumerate(terms)
    ]
    with prepared_cursor() as cursor:
        columns = zip(*asked, strict=True) if asked else ([], [], [], [])
        cursor.execute(
            NEWEST_FIRST if newest_first else OLDEST_FIRST, [list(languages), begin, *map(list, columns)]
        )
        found = cursor.fetchall()
    reads = [
        understood(question, language, archive, articles, words, times)
        for language, archive, articles, *times, words in found
        if words
    ]
    rare = tuple(each.language for each in reads if each.is_rare)
    if not rare:
        return reads
    values = {name: text for language in rare for name, text in texts(question, language).items()}
    ids = dict(having(question.numbered(), rare).tuples(**values))
    return [replace(each, ids=ids.get(each.language)) for each in reads]


@lru_cache(maxsize=FORMS)
def having(numbered: Question, languages: tuple[str, ...]) -> Statement:
    """Each language that has a vocabulary, with the ids of all articles in it that match, if few."""
    ids = Case(
        *(
            When(language=language, then=search.Having(numbered, language, text_in(Parameter)))
            for language in languages
        )
    )
    known = Vocabulary.objects.filter(language__in=languages).order_by()
    return Statement(lambda: known.values_list("language", ids))


def understood(question: Question, language: str, archive: float | None, articles, found, times) -> Read:
    shares: list[dict[str, float]] = [{} for _ in question.terms]
    anywhere: list[dict[str, float]] = [{} for _ in question.terms]  # the share in the language with most
    for place, word, having, most in found:
        shares[place][word] = having / articles if having and articles else RARE
        # The vocabularies know each word that two of their articles have.
        anywhere[place][word] = most or (1 / articles if articles else RARE)
    place, groups, words, rarest = 0, [], {}, 1.0
    for group in question.groups:
        places = [each for each in range(place, place + len(group)) if shares[each]]
        place += len(group)
        if places:
            groups.append(min(1, sum(together(shares[each].values()) for each in places)))
            rarest = min(rarest, sum(min(anywhere[each].values()) for each in places))
        for each in places:
            words |= shares[each]
    unwanted = [together(each.values()) for each in shares[place:] if each]
    share = together(groups) if groups else max(SOME, 1 - sum(unwanted))
    is_known = bool(groups and articles and archive)
    is_rare = is_known and archive * rarest <= RARELY and not question.has_phrases
    has_all = all(len(group) == 1 for group in question.groups)
    return Read(language, words, share, rarest, is_rare, has_all, *times)


def together(shares: Iterable[float]) -> float:
    """The share of articles that have all the words: those of a question go together more than by chance."""
    ordered = sorted(shares)
    return reduce(mul, (share ** (0.5**place) for place, share in enumerate(ordered)), 1.0)
