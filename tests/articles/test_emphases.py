"""What the database notes of the words that an article stresses: answers are ranked by it."""

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

from articles import publishing, ranking
from articles.models import Article
from tests.builders import ago, an_article

SAID = f"SELECT ts_rank({ranking.WEIGHTS}, search_document, %s::tsquery) FROM articles_article"
WORDS = RawSQL("tsvector_to_array(search_document)", [])
TEXT = "<p>The bridge of O'Reilly, a bridge over 802.11 and it's C:\\news\\bridge.</p>"


@pytest.fixture
def scores(api):
    """Of what a search finds, by title, the best first."""

    def scores(words):
        results = api.get("/search/", query_params={"q": words})["results"]
        return {each["title"]: each["score"] for each in results}

    return scores


@pytest.fixture
def bridges(db):
    moment = ago(days=400)
    for title, summary, text in (
        ("Text", "Words.", "<p>A bridge of water.</p>"),
        ("Texts", "Words.", "<p>A bridge.</p><p>The bridge and the water.</p>"),
        ("Summary", "A bridge.", "<p>Words of water.</p>"),
        ("Bridge", "Words.", "<p>Water, water.</p>"),
    ):
        an_article(title, summary=summary, body_html=text, published_at=moment)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", TEXT),
        ("ru", "<p>Мост через реку, мост «Дружба» и ещё один мост.</p>"),
        ("uz", "<p>Koʻprik va koʻprigimiz: O‘zbekiston, o'zbek, ko`prik.</p>"),
    ],
)
def test_tell_as_much_of_each_word_as_its_document_says(db, language, text):
    an_article("Bridge мост Ko'prik", summary="Bridge \\ 'news'.", body_html=text, language=language)

    told, said = told_and_said()

    assert len(said) > 5
    assert told == said


def told_and_said() -> tuple[dict[str, int], dict[str, int]]:
    """How much the only article says of each word, in 127ths: by its emphases, and by its document."""
    emphases, words = Article.objects.values_list("emphases", WORDS).get()
    told, said = {}, {}
    with connection.cursor() as cursor:
        for word in words:
            _, _, behind = emphases.partition(ranking.letter(word))
            told[word] = ord(behind[0]) if behind else ranking.ONCE
            cursor.execute(SAID, [ranking.quoted(word)])
            said[word] = round(ranking.SHARES * cursor.fetchone()[0])
    return told, said


def test_rank_as_documents_do_which_are_read_until_there_are_some(bridges, scores):
    by_emphases = scores("bridge water")
    Article.objects.filter(title__startswith="Text").update(emphases=None)

    by_some_documents = scores("bridge water")

    assert [*by_some_documents] == [*by_emphases]
    assert by_some_documents == pytest.approx(by_emphases, rel=0.02)
    assert by_some_documents["Text"] != by_emphases["Text"]  # another reading of the same


def test_rank_each_language_by_its_own_words(db, scores):
    # In English, the first word of the question means nothing.
    an_article(
        "Oʻqish", language="uz", body_html="<p>The test, test va novosti.</p>", published_at=ago(days=400)
    )
    an_article("Новости", language="ru", body_html="<p>The test novosti.</p>", published_at=ago(days=400))
    an_article("Testing", body_html="<p>Test novosti and tests.</p>", published_at=ago(days=400))
    by_emphases = scores("the test novosti")
    Article.objects.update(emphases=None)

    by_documents = scores("the test novosti")

    assert len(by_documents) == 3
    assert by_documents == pytest.approx(by_emphases, rel=0.02)


def test_follow_a_text_that_is_changed(bridges, scores):
    article = Article.objects.get(title="Text")
    article.summary = "A bridge."

    publishing.save(article)

    assert scores("bridge")["Text"] > scores("bridge")["Texts"]


@pytest.mark.parametrize("words", ["bridge OR tunnel", "bridge tunnel -nothing station"])
def test_count_no_word_of_several_that_an_article_lacks(db, scores, words):
    an_article("Both", body_html="<p>The bridge, the tunnel.</p>", published_at=ago(days=400))
    an_article("One", body_html="<p>The bridge, the valley.</p>", published_at=ago(days=399))

    found = scores(words)

    assert found["Both"] > 1.9 * found["One"]


def test_are_there_for_words_that_weigh_nothing(db):
    article = an_article("Bridge")

    Article.objects.update(search_document=RawSQL("to_tsvector('simple', 'bridge tunnel bridge')", []))

    article.refresh_from_db()
    assert article.emphases == f"{ranking.letter('bridge')}\x01"
