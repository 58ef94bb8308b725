"""What articles are about: found by the database in the transaction that stores them."""

import threading

import pytest
from django.db import connection, transaction

from articles import jobs, publishing, words
from articles.models import Article, ArticleWord, Vocabulary, Word
from newsapi.models import Job
from tests.builders import a_tag, an_archive, an_article
from tests.waiting import WAIT_UNTIL_SOMEBODY_WAITS

pytestmark = pytest.mark.django_db


def told(article: Article) -> list[int]:
    """The numbers of its words, the heaviest first."""
    return list(article.words.values_list("word", flat=True))


def number(text: str, language: str = "en") -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hashtext(%s)", [language + text])
        return cursor.fetchone()[0]


def test_words_of_the_title_and_repeated_ones_weigh_more_than_others():
    an_archive()

    article = an_article("Flood", body_html="<p>A river and a bridge. The river!</p>")

    assert told(article) == [number("river"), number("flood"), number("bridg")]


def test_words_of_tags_count_as_those_of_the_title():
    an_archive()
    tag = a_tag("inflation")
    article = an_article("Prices", body_html="<p>Bread and milk.</p>", tags=[tag])

    publishing.save(article)

    assert set(told(article)[:2]) == {number("inflat"), number("price")}


def test_rare_words_weigh_more_than_common_ones_and_what_all_articles_have_weighs_nothing():
    an_archive("<p>Everywhere water.</p>", 20)
    an_archive("<p>Everywhere bread.</p>", 5)
    an_archive("<p>Everywhere lightning.</p>", 2)

    article = an_article("News", body_html="<p>Everywhere bread, water, lightning.</p>")

    weights = dict(article.words.values_list("word", "weight"))
    assert number("everywher") not in weights
    assert weights[number("lightn")] > weights[number("bread")] > weights[number("water")]


def test_a_word_that_is_not_known_weighs_half_as_much_as_one_of_a_single_article_would():
    an_archive("<p>Water.</p>", 20)
    an_archive("<p>Bread.</p>", 5)

    article = an_article("News", body_html="<p>Bread, lightning.</p>")

    weights = dict(article.words.values_list("word", "weight"))
    assert weights[number("lightn")] == weights[number("bread")]  # ln(25) / 2 = ln(25 / 5)


def test_uzbek_words_are_known_by_their_stems_however_they_are_written():
    an_archive(language="uz")

    latin = an_article("Oʻquvchilarimizga", body_html="", language="uz")
    typed = an_article("O'quvchi", body_html="", language="uz")

    assert told(latin) == told(typed) == [number("oquvch", "uz")]


def test_a_long_article_keeps_twenty_four_words():
    an_archive()

    article = an_article(body_html=f"<p>{' '.join(f'word{number}' for number in range(90))}</p>")

    assert len(told(article)) == 24


def test_words_late_in_a_long_text_count_if_they_come_twice():
    an_archive("<p>Filler.</p>")
    late = f"<p>{'filler ' * 120}once twice and twice again</p>"

    article = an_article("Late", body_html=late)

    assert told(article) == [number("late"), number("twice")]


def test_two_articles_of_the_same_words_have_the_same_weights():
    an_archive()

    first = an_article("Flood", body_html="<p>A river, a bridge.</p>")
    second = an_article("Flood", body_html="<p>A bridge, a river.</p>")

    weights = list(first.words.values_list("word", "weight"))
    assert list(second.words.values_list("word", "weight")) == weights
    assert sum(weight**2 for _, weight in weights) == pytest.approx(10_000**2, rel=0.001)


def test_without_a_vocabulary_articles_have_no_words():
    assert told(an_article()) == []


def test_a_changed_article_has_the_words_of_its_new_text():
    an_archive()
    article = an_article("Flood", body_html="")
    article.title = "Drought"

    publishing.save(article)

    assert told(article) == [number("drought")]


def test_a_deleted_article_leaves_no_words():
    an_archive()
    article = an_article("Flood")

    article.delete()

    assert not ArticleWord.objects.filter(word=number("flood")).exists()


# Vocabularies -----------------------------------------------------------------------------------------------


def test_a_vocabulary_counts_the_articles_that_have_a_word_in_any_form():
    an_archive("<p>The river. Rivers of the valley.</p>", 3)
    an_archive("<p>One river.</p>", 2)

    words.learn()

    assert Word.objects.get(text="river").articles == 5
    assert Word.objects.get(text="valley").articles == 3
    assert Vocabulary.objects.get(language="en").articles == 5


def test_a_vocabulary_holds_no_word_of_a_single_article():
    an_archive("<p>River.</p>", 2)
    an_article("Lightning")

    words.learn()

    assert not Word.objects.filter(text="lightn").exists()


def test_a_vocabulary_forgets_words_that_are_no_longer_used():
    an_archive("<p>River.</p>", 2)
    words.learn()
    Article.objects.all().delete()
    an_archive("<p>Bridge.</p>", 2)

    words.learn()

    assert set(Word.objects.values_list("text", flat=True)) == {"bridg", "old", "stori"}


def test_the_vocabulary_of_a_language_without_articles_is_none():
    an_archive()
    Article.objects.all().delete()

    words.learn()

    assert not Vocabulary.objects.exists()


def test_when_much_is_new_the_words_of_all_articles_are_found_anew_in_the_background():
    an_article("Flood", body_html="")
    last = an_article("Drought", body_html="")

    jobs.learn_words(0)
    [job] = Job.objects.filter(task_name=jobs.make_words.name)
    jobs.make_words(**job.args)

    assert told(last) == [number("drought")]
    queued = Job.objects.filter(task_name=jobs.make_words.name).order_by("pk")
    assert [each.args for each in queued] == [{"after": 0}, {"after": last.pk}]


def test_that_work_ends_after_the_last_article():
    article = an_article()

    jobs.make_words(article.pk)

    assert not Job.objects.exists()


def test_when_little_is_new_the_words_that_are_known_stay():
    an_archive("<p>River.</p>", 10)
    words.refresh()
    an_article()

    jobs.learn_words(0)

    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_article_that_somebody_is_saving_follows_when_it_is_saved():
    an_archive()
    held, free = an_article("Flood", body_html=""), an_article("Drought", body_html="")
    ArticleWord.objects.all().delete()
    is_held = threading.Event()
    elsewhere = threading.Thread(target=retitle, args=[held, "Storm", is_held])
    elsewhere.start()
    is_held.wait()

    words.make_next(0)

    elsewhere.join()
    assert told(held) == [number("storm")]
    assert told(free) == [number("drought")]


def retitle(article: Article, title: str, is_held: threading.Event):
    with transaction.atomic(), connection.cursor() as cursor:
        article.title = title
        publishing.prepare(article).save()
        is_held.set()
        cursor.execute(WAIT_UNTIL_SOMEBODY_WAITS)
    connection.close()
