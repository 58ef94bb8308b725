"""Where the words that were found stand: marked in the title and in a part of the text, all else escaped."""

from html import escape

import pytest

from articles.models import Article
from newsapi.transliteration import to_cyrillic
from tests.builders import an_article


@pytest.fixture
def highlight(api):
    """The highlight of the one article that a search finds."""

    def highlight(words, **parameters):
        [article] = api.get("/search/", query_params={"q": words, **parameters})["results"]
        return article["highlight"]

    return highlight


def test_words_are_marked_in_all_their_forms(highlight):
    an_article("Trains run", body_html="<p>A train’s driver, TRAINING of drivers, a trainee.</p>")

    assert highlight("trained driver") == {
        "title": "<mark>Trains</mark> run",
        "text": "A <mark>train’s</mark> <mark>driver</mark>, <mark>TRAINING</mark> of <mark>drivers</mark>, "
        "a trainee.",
    }


def test_words_that_only_begin_alike_are_not_marked(highlight):
    an_article("Rail", body_html="<p>A railway, a railing, rails; derailed.</p>")

    assert highlight("rail")["text"] == "A railway, a <mark>railing</mark>, <mark>rails</mark>; derailed."


def test_words_are_marked_in_capitals_too_but_not_within_others(highlight):
    an_article("ÉCOLE", body_html="<p>École, l’ÉCOLE; preécole, _école.</p>")

    assert highlight("école") == {
        "title": "<mark>ÉCOLE</mark>",
        "text": "<mark>École</mark>, l’<mark>ÉCOLE</mark>; preécole, _école.",
    }


@pytest.mark.parametrize("apostrophe", "ʻʼ‘’'`´")
def test_parts_of_uzbek_words_after_an_apostrophe_are_not_marked(highlight, apostrophe):
    an_article("Yangilik", language="uz", body_html=f"<p>Go{apostrophe}yoki u yoki ‘yoki’ bu.</p>")

    assert highlight("yoki")["text"] == (
        f"Go{escape(apostrophe)}yoki u <mark>yoki</mark> ‘<mark>yoki</mark>’ bu."
    )


def test_parts_of_english_words_after_an_apostrophe_are_marked(highlight):
    an_article("O'Neill", body_html="<p>O’Neill's</p>")

    assert highlight("neill") == {
        "title": "O&#x27;<mark>Neill</mark>",
        "text": "O’<mark>Neill&#x27;s</mark>",
    }


@pytest.mark.parametrize(
    "word",
    """
    valyuta byudjetdan budjet jyurisi juri lyuks frantsiyada tsirk yevropada evro djerard akkumulyatorlar
    badjahl oriyentir
    """.split(),
)
def test_loan_words_are_marked_however_they_are_spelled(highlight, word):
    an_article("Yangilik", language="uz", body_html=f"<p>Bu {word} haqida.</p>")

    assert highlight(to_cyrillic(word))["text"] == f"Bu <mark>{word}</mark> haqida."


def test_words_that_signs_join_are_marked(highlight):
    an_article("COVID-19", body_html="<p>Osh/Jalal-Abad resigned.Parliament: 802.11, 1,000.</p>")

    assert highlight("covid-19 jalal parliament 802.11") == {
        "title": "<mark>COVID</mark>-<mark>19</mark>",
        "text": "Osh/<mark>Jalal</mark>-Abad resigned.<mark>Parliament</mark>: "
        "<mark>802</mark>.<mark>11</mark>, 1,000.",
    }


def test_russian_words_are_marked_with_and_without_the_dots_of_yo(highlight):
    an_article("Ёлка", language="ru", body_html="<p>Ёлки и елка, ель.</p>")

    assert highlight("елкой") == {
        "title": "<mark>Ёлка</mark>",
        "text": "<mark>Ёлки</mark> и <mark>елка</mark>, ель.",
    }


@pytest.mark.parametrize("words", ["maktab o'quvchisi", "мактаб ўқувчиси", "maktablarda oquvchilar"])
@pytest.mark.parametrize(
    ("locale", "title", "text"),
    [
        (
            "uz",
            "<mark>Maktab</mark> haqida",
            "<mark>Oʻquvchilar</mark> <mark>maktabga</mark> qaytdi; <mark>o‘quvchi</mark> &amp; ustoz.",
        ),
        (
            "uz-Cyrl",
            "<mark>Мактаб</mark> ҳақида",
            "<mark>Ўқувчилар</mark> <mark>мактабга</mark> қайтди; <mark>ўқувчи</mark> &amp; устоз.",
        ),
    ],
)
def test_uzbek_words_are_marked_in_the_script_of_the_locale(highlight, words, locale, title, text):
    an_article(
        "Maktab haqida",
        language="uz",
        body_html="<p>Oʻquvchilar maktabga qaytdi; o‘quvchi &amp; ustoz.</p>",
    )

    assert highlight(words, locale=locale) == {"title": title, "text": text}


def test_uzbek_text_that_is_stored_in_cyrillic_is_marked_in_latin(highlight):
    an_article("Китоб", language="uz", body_html="<p>Китобларимиз бор.</p>")

    assert highlight("kitob", locale="uz") == {
        "title": "<mark>Kitob</mark>",
        "text": "<mark>Kitoblarimiz</mark> bor.",
    }


def test_everything_but_the_marks_is_escaped(highlight):
    an_article(
        '<script>alert("x")</script> & bridge',
        body_html="<p>&lt;mark&gt;A bridge&lt;/mark&gt; &amp;amp; 'b'</p>",
    )

    assert highlight("bridge") == {
        "title": "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; <mark>bridge</mark>",
        "text": "&lt;mark&gt;A <mark>bridge</mark>&lt;/mark&gt; &amp;amp; &#x27;b&#x27;",
    }


def test_what_stands_for_marks_inside_the_project_is_left_out_of_texts(highlight):
    an_article("A \ue000bridge\ue001", body_html="<p>\ue000b\ue001</p>")

    assert highlight("bridge") == {"title": "A <mark>bridge</mark>", "text": "b"}


def test_of_a_long_text_the_part_with_most_of_the_words_is_shown(highlight):
    before, after = "Some words before. " * 40, "Some words after. " * 40
    an_article(body_html=f"<p>A bridge. {before}</p><p>The tunnel and the bridge. {after}</p>")

    text = highlight("bridge tunnel")["text"]

    assert text.startswith("…words before. Some words before. ")
    assert " The <mark>tunnel</mark> and the <mark>bridge</mark>. Some words after. " in text
    assert text.endswith(" words…")
    assert len(text.replace("<mark>", "").replace("</mark>", "")) <= 242


def test_the_end_of_a_long_text_is_shown_to_its_end(highlight):
    an_article(body_html=f"<p>{'Some words before. ' * 40} The bridge.</p>")

    assert highlight("bridge")["text"].endswith("before. The <mark>bridge</mark>.")


def test_where_the_text_has_no_such_word_its_summary_is_shown(highlight):
    an_article("Bridge", summary="A line.", body_html="<p>Other words.</p>")

    assert highlight("bridge") == {"title": "<mark>Bridge</mark>", "text": "A line."}


def test_words_that_must_be_absent_are_not_marked(highlight):
    an_article("Bridge", body_html="<p>A line.</p>")

    assert highlight("-zeppelin") == {"title": "Bridge", "text": "A line."}


def test_a_search_that_is_asked_again_marks_the_other_words_and_scripts_and_the_new_text(highlight):
    article = an_article("Bino", language="uz", body_html="<p>Bino va maktab.</p>")
    assert highlight("bino", locale="uz")["text"] == "<mark>Bino</mark> va maktab."

    assert highlight("bino", locale="uz")["text"] == "<mark>Bino</mark> va maktab."
    assert highlight("maktab", locale="uz")["text"] == "Bino va <mark>maktab</mark>."
    assert highlight("bino", locale="uz-Cyrl")["text"] == "<mark>Бино</mark> ва мактаб."
    Article.objects.filter(pk=article.pk).update(body_text="Maktab va bino.")
    assert highlight("bino", locale="uz")["text"] == "Maktab va <mark>bino</mark>."
