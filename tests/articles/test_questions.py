"""How what somebody types is read, and how spans of time become keys of the index."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles import eras
from articles.questions import LONGEST_WORD, MOST_WORDS, Question, Term, parse


def one(text: str) -> tuple[Term, ...]:
    return (Term(text),)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("a b", Question((one("a"), one("b")))),
        ('"a  b" c', Question(((Term("a b", is_phrase=True),), one("c")))),
        ('"a"', Question((one("a"),))),
        ("“a b” «c d»", Question(((Term("a b", is_phrase=True),), (Term("c d", is_phrase=True),)))),
        ('a"b c', Question((one("a"), (Term("b c", is_phrase=True),)))),
        ("a OR b c", Question(((Term("a"), Term("b")), one("c")))),
        ("a or b", Question((one("a"), one("or"), one("b")))),
        ("OR a OR", Question((one("a"),))),
        ("a OR OR b", Question(((Term("a"), Term("b")),))),
        ("a -b", Question((one("a"),), one("b"))),
        ('-"a b"', Question((), (Term("a b", is_phrase=True),))),
        ("a OR -b c", Question((one("a"), one("c")), one("b"))),
        ("-", Question()),
        ('& | "" -"" 🚂 __', Question()),
        ("a-b", Question((one("a-b"),))),
        ("a-1 -b/c", Question(((Term("a 1", is_phrase=True),),), (Term("b c", is_phrase=True),))),
    ],
)
def test_reads_words_phrases_alternatives_and_what_must_be_absent(text, question):
    assert parse(text) == question


@given(st.text())
def test_reads_anything_and_no_more_than_so_many_words(text):
    question = parse(text * 20)

    words = [word for term in question.terms for word in term.text.split()]
    assert len(words) <= MOST_WORDS
    assert max(map(len, words), default=0) <= LONGEST_WORD


BEGIN = datetime(1600, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 60_000_000).map(lambda hours: BEGIN + timedelta(hours=hours, minutes=7))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9_000)))
def test_keys_of_a_span_cover_it_without_gap_and_little_more(since, length):
    until = since + length

    spans = sorted(span(key) for key in eras.keys("uz", since, until))

    assert [end for _, end in spans[:-1]] == [begin for begin, _ in spans[1:]]
    assert spans[0][0] <= eras.hour(since)
    assert spans[-1][1] > eras.hour(until)
    assert spans[-1][1] - spans[0][0] <= 1.3 * (eras.hour(until) - eras.hour(since) + 2) + 2
    assert len(spans) <= 40


def span(key: int) -> tuple[int, int]:
    """The first hour of a key, and that after its last."""
    number, level = key // 128 // 8, key // 128 % 8
    return number * eras.AT_ONCE**level, (number + 1) * eras.AT_ONCE**level


@pytest.mark.parametrize("moment", [BEGIN, datetime(2025, 3, 14, 7, 59, tzinfo=UTC)])
def test_the_database_makes_the_same_keys(db, moment):
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_eras('ru', %s)", [moment])
        (made,) = cursor.fetchone()

    assert set(eras.keys("ru", moment, moment)) <= set(made)
    assert [span(key)[0] <= eras.hour(moment) < span(key)[1] for key in made] == [True] * eras.LEVELS
