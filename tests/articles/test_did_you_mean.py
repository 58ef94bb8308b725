import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing, vocabulary
from articles.models import Article, Spelling
from articles.spelling import correct
from tests.articles.importing import a_line, import_file, json_lines
from tests.builders import ago, ahead, an_article

pytestmark = pytest.mark.django_db


def answered(api, question: str, **more) -> tuple[str | None, list[str]]:
    """What the search says it has taken the question for, and the titles that it finds."""
    page = api.answer("/search/", query_params={"q": question, **more}).json()
    return page["did_you_mean"], [card["title"] for card in page["results"]]


@pytest.mark.parametrize(
    "typed",
    ["parliment", "parlament", "parliamentt", "praliament", "parliametn", "arliament", "perliamant"],
)
def test_a_word_that_occurs_nowhere_is_taken_for_the_nearest_that_does(api, typed):
    an_article("Parliament votes")

    assert answered(api, typed) == ("parliament", ["Parliament votes"])


def test_a_question_that_finds_something_is_taken_as_it_is(api):
    an_article("The parliment of owls")
    an_article("Parliament votes")

    assert answered(api, "parliment") == (None, ["The parliment of owls"])


def test_words_that_occur_are_kept_and_so_is_all_that_is_no_word(api):
    an_article("The city council votes on the bridge")
    an_article("The bridge is closed")

    meant, titles = answered(api, '"city concil" bridge -closed')

    assert (meant, titles) == ('"city council" bridge -closed', ["The city council votes on the bridge"])


def test_where_the_words_that_are_meant_are_in_no_article_together_some_of_them_do(api):
    an_article("Council votes")
    an_article("Bridge closed")

    meant, titles = answered(api, "concil bridge")

    assert (meant, sorted(titles)) == ("council bridge", ["Bridge closed", "Council votes"])


def test_nothing_is_said_where_nothing_near_occurs(api):
    an_article("Council votes")

    assert answered(api, "xylophone") == (None, [])


def test_a_form_of_a_word_that_occurs_is_no_mistake(api):
    an_article("Bridges", body_html="<p>Some midges.</p>")
    an_article("Votes")

    assert answered(api, "bridge votes") == (None, ["Bridges", "Votes"])


@pytest.mark.parametrize(
    ("language", "title", "typed", "meant"),
    [
        ("uz", "Oʻzbekiston gʻalabasi", "o'zbekistn", "oʻzbekiston"),
        ("uz", "Oʻzbekiston gʻalabasi", "ozbekistn", "oʻzbekiston"),
        ("uz", "Oʻzbekiston gʻalabasi", "ўзбекистн", "ўзбекистон"),
        ("uz", "Ўзбекистон ғалабаси", "Oʻzbeksiton", "Oʻzbekiston"),
        ("ru", "Полёт над городом", "палет", "полёт"),
        ("ru", "ПРЕЗИДЕНТ", "ПРЕЗЕДЕНТ", "ПРЕЗИДЕНТ"),
        ("en", "O'Brien wins", "Obrein", "O'brien"),
    ],
)
def test_the_word_is_said_in_the_letters_and_capitals_of_the_question(api, language, title, typed, meant):
    an_article(title, language=language)

    assert answered(api, typed) == (meant, [title])


@pytest.mark.parametrize(
    ("language", "title", "typed", "meant"),
    [
        ("ru", "Полиция сообщает", "gjkbwbz", "полиция"),
        ("en", "Police report", "зщдшсу", "police"),
        ("ru", "Москва", "moskva", "москва"),
        ("en", "Budapest", "будапешт", None),
        ("en", "Samarkand", "самарканд", "samarkand"),
    ],
)
def test_a_word_of_another_keyboard_or_alphabet_is_understood(api, language, title, typed, meant):
    an_article(title, language=language)

    assert answered(api, typed) == (meant, [title] if meant else [])


def test_words_are_taken_from_one_language_where_that_has_them(api):
    an_article("President Trump speaks")
    an_article("Prezident Tramp gapirdi", language="uz")
    an_article("Tramp keldi", language="uz")

    assert answered(api, "presidnet trmp")[0] == "president trump"


def test_with_a_locale_only_words_of_its_language_are_meant(api):
    an_article("Council votes")
    an_article("Konsul keldi", language="uz")

    assert answered(api, "konsil", locale="uz")[0] == "konsul"
    assert answered(api, "concil", locale="uz") == (None, [])


def test_of_words_as_near_the_one_that_more_articles_have_is_meant(api):
    an_article("The house")
    an_article("The horse")
    an_article("Another horse")

    assert answered(api, "hoese")[0] == "horse"


def test_of_words_as_near_the_one_in_use_is_meant_whatever_old_articles_have(api):
    an_article("The house")
    an_article("The horse")
    vocabulary.learn()
    Spelling.objects.filter(word="house").update(articles=400)

    assert answered(api, "hoese")[0] == "house"


@pytest.mark.parametrize(
    "hidden",
    [
        {"published_at": None},
        {"published_at": ahead(hours=1)},
        {"withdrawn_at": ago(minutes=1), "withdrawn_reason": "It was wrong."},
    ],
)
def test_words_of_what_is_not_public_are_never_told(api, hidden):
    an_article("Secret merger", **hidden)

    assert answered(api, "mergr") == (None, [])


def test_a_word_of_a_withdrawn_article_gives_way_to_the_next_nearest(api):
    publishing.withdraw(an_article("Merger"), "It was wrong.")
    an_article("Merge")

    assert answered(api, "mergre")[0] == "merge"


def test_a_word_that_an_article_has_no_more_is_not_meant(api):
    article = an_article("Parliament votes")
    article.title = "Senate votes"
    publishing.save(article)

    assert answered(api, "parliment") == (None, [])


def test_words_of_an_import_are_known_at_once(api, tmp_path):
    lines = json_lines(
        a_line(external_id="1", title="Parliament votes"),
        a_line(external_id="2", title="Oʻzbekiston gʻalabasi", language="uz"),
    )
    (tmp_path / "lines.jsonl").write_bytes(lines)

    import_file(tmp_path / "lines.jsonl")

    assert answered(api, "parliment")[0] == "parliament"
    assert answered(api, "ozbekistn")[0] == "oʻzbekiston"


def test_counts_follow_the_newest_public_articles(db):
    an_article("Horse and horse")
    an_article("Horse")
    an_article("House", published_at=None)
    kept = an_article("Hose")
    Article.objects.filter(pk=kept.pk).delete()

    vocabulary.learn()

    counts = dict(Spelling.objects.filter(word__startswith="ho").values_list("word", "articles"))
    assert counts == {"horse": 2, "house": 0, "hose": 0}


@pytest.mark.parametrize(
    "typed", ["", "a", "xyz", "2025", "covid19", "—", "'", "x" * 5_000, "\ue000", "ﷺ" * 90]
)
def test_anything_is_looked_up(db, typed):
    assert correct([typed], "uz", "ru", "en") is None


def test_the_words_of_a_question_cost_few_queries_however_many_they_are(api):
    an_article("Council votes")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        correct(["concil", "votse", "wrnog", *(f"word{letter}" for letter in "abcdefgh")], "uz", "ru", "en")

    assert (
        len(queries) <= 7
    )  # which occur; for three of them: the words near it, and which of these are public
