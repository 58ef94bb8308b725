"""Articles that have the words of a question as they are typed come before those that have other forms."""

import pytest

from tests.builders import ago, an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(api):
    def found(words, locale="en"):
        return api.titles("/search/", query_params={"q": words, "locale": locale})

    return found


def test_words_as_they_are_typed_go_before_other_forms_in_newer_articles(found):
    an_article("First", body_html="<p>Farmers harvest apples.</p>", published_at=ago(days=2))
    an_article("Second", body_html="<p>A farmer harvested an apple.</p>", published_at=ago(days=1))

    assert found("farmers apples") == ["First", "Second"]
    assert found("farmer apple") == ["Second", "First"]


def test_all_forms_of_one_word_are_alike(found):
    an_article("First", body_html="<p>Farmers harvest apples.</p>", published_at=ago(days=2))
    an_article("Second", body_html="<p>A farmer harvested apples.</p>", published_at=ago(days=1))

    assert found("farmers") == ["Second", "First"]


@pytest.mark.parametrize(
    "words", ["oʻrmonda togʻlar", "OʻRMONDA TOGʻLAR", "o'rmonda tog'lar", "ormonda toglar", "ўрмонда тоғлар"]
)
def test_neither_script_nor_apostrophes_make_another_form(found, words):
    an_article("Birinchi", body_html="<p>Oʻrmonda yoki togʻlar.</p>", published_at=ago(days=3), language="uz")
    an_article("Иккинчи", body_html="<p>Ўрмонда ёки тоғлар.</p>", published_at=ago(days=2), language="uz")
    an_article("Uchinchi", body_html="<p>Oʻrmonga yoki togʻga.</p>", published_at=ago(days=1), language="uz")

    assert found(words, "uz")[2] == "Uchinchi"


def test_a_form_inside_another_word_is_not_it(found):
    an_article("First", body_html="<p>The apple and the farm.</p>", published_at=ago(days=2))
    an_article("Second", body_html="<p>The apples of farms.</p>", published_at=ago(days=1))

    assert found("apple farm") == ["First", "Second"]


def test_words_of_the_title_count_in_any_form(found):
    an_article("Apple farm", body_html="<p>Rain.</p>", published_at=ago(days=2))
    an_article("Rain", body_html="<p>The apples of farms.</p>", published_at=ago(days=1))

    assert found("apples farms") == ["Apple farm", "Rain"]
