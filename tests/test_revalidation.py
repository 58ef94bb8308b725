"""A client that has an answer is told so cheaply, and never when the answer would be another one."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, view_counts
from articles.models import Article, Image, Section, Tag, ViewTotal
from newsapi import changes
from tests.builders import a_section, a_tag, ahead, an_article, an_image
from tests.weather.builders import a_place
from weather.models import Place

UNREAD = {  # tables that no answer to readers is made of
    *("articles_draft", "articles_membership", "articles_presence", "articles_revision"),
    *("articles_hourlyviews", "articles_rankingturn", "articles_trashedarticle"),
    "articles_countingstate",  # of which an answer says only "as of", and lives for ten seconds
}
NOTED = """
    SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_is_noted'
    GROUP BY 1 HAVING count(*) = 4
"""


class Client:
    """Asks again and again with the tag of the last answer."""

    def __init__(self, api, path):
        self.api, self.path = api, path
        self.tag = api.answer(path)["ETag"]

    def asks(self):
        answer = self.api.client.get(self.path, headers={"If-None-Match": self.tag})
        self.tag = answer["ETag"]
        return answer


@pytest.fixture
def client(transactional_db, api):
    def asking(path):
        found = Client(api, f"/api/v1{path}")
        assert found.asks().status_code == 304  # and from now on it is remembered
        return found

    return asking


def test_costs_one_statement_once_it_was_asked_for(client, django_assert_num_queries):
    article = an_article("News")
    reader = client(f"/articles/{article.slug}/")

    with django_assert_num_queries(1):  # whether anything was written since
        answer = reader.asks()

    assert answer.status_code == 304
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert answer["Content-Language"] == "en"
    assert "Content-Type" not in answer


@pytest.mark.parametrize(
    "write",
    [
        lambda article: Article.objects.filter(pk=article.pk).update(title="Newer"),
        lambda article: publishing.correct(article, "The date was wrong."),
        lambda article: Section.objects.update(name_en="Globe"),
        lambda article: Tag.objects.update(name_en="Trains"),
        lambda article: Image.objects.update(alt_en="A train"),
        lambda article: ViewTotal.objects.filter(article=article).update(count=7),
    ],
    ids=["title", "correction", "section", "tag", "picture", "views"],
)
def test_whoever_writes_what_an_answer_shows_has_it_made_anew(client, write):
    article = an_article("News", section=a_section(), tags=[a_tag("rail")], image=an_image())
    reader = client(f"/articles/{article.slug}/")

    write(article)

    assert reader.asks().status_code == 200
    assert reader.asks().status_code == 304


def test_an_answer_that_was_not_changed_is_still_known_after_other_writing(client):
    reader = client(f"/articles/{an_article('News').slug}/")

    an_article("Other news")

    assert reader.asks().status_code == 304


def test_what_the_clock_changes_is_made_anew_at_its_time(client):
    an_article("News")
    soon = ahead(minutes=5)
    an_article("Scheduled", published_at=soon)
    reader = client("/articles/?locale=en")

    with time_machine.travel(soon - timedelta(seconds=1), tick=False):
        assert reader.asks().status_code == 304
    with time_machine.travel(soon, tick=False):
        assert reader.asks().status_code == 200


@pytest.mark.parametrize(
    "path", ["/articles/{}/?fields=title&expand=similar", "/pages/article/{}/?fields=similar"]
)
def test_a_picture_among_similar_articles_gives_way_when_its_rights_end(client, path):
    article, soon = an_article("News"), ahead(seconds=30)
    an_article("Other news", image=an_image(rights_end_at=soon))
    reader = client(path.format(article.slug))

    with time_machine.travel(soon - timedelta(seconds=2), tick=False):
        before = reader.asks()
    with time_machine.travel(soon, tick=False):
        after = reader.asks()

    assert (before.status_code, after.status_code) == (304, 200)
    assert before["Cache-Control"].startswith("public, max-age=2, s-maxage=2, stale-while-revalidate=0,")


def test_the_readings_of_an_article_are_told_until_the_clock_withdraws_it(client):
    article, soon = an_article("News"), ahead(seconds=4)
    publishing.withdraw(article, "It was wrong.", soon)
    reader = client(f"/articles/{article.slug}/views/")

    with time_machine.travel(soon - timedelta(seconds=1), tick=False):
        assert reader.asks().status_code == 304
    with time_machine.travel(soon, tick=False):
        assert reader.api.client.get(reader.path, headers={"If-None-Match": reader.tag}).status_code == 410


def test_counting_without_readers_leaves_answers_as_they_are(client):
    reader = client(f"/articles/{an_article('News').slug}/")

    view_counts.fold(timezone.now())

    with CaptureQueriesContext(connection) as asked:
        assert reader.asks().status_code == 304
    assert len(asked) == 1


def test_what_a_long_transaction_wrote_is_not_forgotten_before_it_was_seen(client):
    article = an_article("News")
    reader = client(f"/articles/{article.slug}/")
    Article.objects.filter(pk=article.pk).update(title="Newer")

    changes.forget_old(timezone.now() + timedelta(hours=2))

    assert reader.asks().status_code == 200


def test_each_language_is_remembered_by_itself(transactional_db, api):
    an_article("News", section=a_section(name_ru="Мир"))
    [english, russian] = [
        api.answer("/sections/", headers={"Accept-Language": language})["ETag"] for language in ("en", "ru")
    ]

    for _ in range(2):
        api.answer("/sections/", 304, headers={"Accept-Language": "en", "If-None-Match": english})
        api.answer("/sections/", 200, headers={"Accept-Language": "ru", "If-None-Match": english})
        api.answer("/sections/", 304, headers={"Accept-Language": "ru", "If-None-Match": russian})


def test_the_weather_counts_too(client):
    a_place("tashkent")
    reader = client("/weather/places/tashkent/")

    Place.objects.update(name_en="Toshkent", name_uz="T")

    assert reader.asks().status_code == 200


def test_every_table_that_answers_are_made_of_notes_its_changes(db):
    tables = {
        model._meta.db_table
        for app in ("articles", "weather")
        for model in apps.get_app_config(app).get_models()
        if model._meta.managed and not model._meta.proxy
    }

    with connection.cursor() as cursor:
        cursor.execute(NOTED)
        noted = {name for (name,) in cursor.fetchall()}

    assert noted == tables - UNREAD
