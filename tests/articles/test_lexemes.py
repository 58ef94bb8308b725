"""What words are indexed as: what the database says of them, asked once."""

from itertools import product

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.lexemes import KNOWN, REMEMBERED, lexemes

pytestmark = pytest.mark.django_db

SETTINGS = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=300)
WORDS = st.text("aeklmnorst'ʻ’-_.@/:0Éйёў", min_size=1, max_size=12)


def indexed(language: str, word: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(to_tsvector(%s::regconfig, %s))",
            [search.CONFIGURATIONS[language], search.fold(word, language)],
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("language", search.CONFIGURATIONS)
@pytest.mark.parametrize(
    "word", ["The", "kitoblarimizdan", "Ёлки", "oʻquvchi", "covid-19", "http", "nan", "-"]
)
def test_are_those_of_the_database(language, word):
    asked, again = (lexemes([(language, word)]) for _ in range(2))

    assert asked == again == {(language, word): tuple(indexed(language, word))}


@SETTINGS
@given(LETTERS | WORDS)
def test_are_those_of_the_database_for_anything_in_uzbek(word):
    assert lexemes([("uz", word)])["uz", word] == tuple(indexed("uz", word))


def test_are_asked_for_once(django_assert_num_queries):
    lexemes([("en", "trains"), ("ru", "поезда")])

    with django_assert_num_queries(1):
        found = lexemes([("en", "trains"), ("ru", "поезда"), ("en", "stations")])

    assert found == {
        ("en", "trains"): ("train",),
        ("ru", "поезда"): ("поезд",),
        ("en", "stations"): ("station",),
    }


def test_are_forgotten_when_there_are_many():
    letters = "abcdefghijkl"

    lexemes(("en", "".join(each)) for each in product(letters, repeat=4))

    assert len(KNOWN.kept) == REMEMBERED


def test_are_not_remembered_of_what_is_too_long_for_a_word():
    lexemes([("en", "a" * 100), ("en", "a" * 101)])

    assert [*KNOWN.kept] == [("en", "a" * 100)]
