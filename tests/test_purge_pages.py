"""The pages of purges: why an old title may still be up, and a button to tell caches once more."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from newsapi import purging
from newsapi.models import Purge
from tests.builders import a_section, ago, an_article
from tests.caches import a_cache
from tests.people import a_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/newsapi/purge/"


@pytest.fixture
def cache(settings):
    with a_cache() as cache:
        settings.PURGE_URLS = [cache.url]
        yield cache


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def editor(world):
    return signed_in(a_person("editor", "editor", [world], first_name="Nodira", last_name="Aliyeva"))


@pytest.fixture
def article(world, settings):
    """One of which no cache has been told yet."""
    urls, settings.PURGE_URLS = settings.PURGE_URLS, []
    article = an_article("The lake", section=world, published_at=ago(days=2))
    settings.PURGE_URLS = urls
    return article


def text(client, path) -> str:
    return client.get(path).content.decode()


def page_of(article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def test_the_list_says_what_happened_to_what_and_who_did_it(cache, editor, article):
    publishing.correct(article, "It is in the north.", by=editor_of(editor))

    page = text(editor, LIST)

    assert "corrected" in page
    assert f'href="{page_of(article)}">The lake</a>' in page
    assert "Nodira Aliyeva" in page
    assert "confirmed" in page


def editor_of(client):
    return client.get("/admin/").context["user"]


def test_the_list_narrows_to_one_article(cache, editor, article):
    purging.purge("changed", {"list:en"}, article)
    other = purging.purge("changed", {"list:ru"}, an_article("Other"))

    shown = editor.get(f"{LIST}?model=articles.article&object_id={other.object_id}").context_data["cl"]

    assert {purge.title for purge in shown.result_list} == {"Other"}


def test_the_list_narrows_to_what_is_not_confirmed(cache, editor):
    purging.purge("changed", {"list:en"})
    cache.status = 503
    open_purge = purging.purge("changed", {"list:ru"})

    shown = editor.get(f"{LIST}?state=open").context_data["cl"].result_list
    failed = editor.get(f"{LIST}?state=failed").context_data["cl"].result_list

    assert ([*shown], [*failed]) == ([open_purge], [])


def test_the_list_takes_the_same_queries_however_long_it_is(cache, editor, django_assert_max_num_queries):
    for number in range(60):
        purging.purge("changed", {f"article:{number}"})

    with django_assert_max_num_queries(12):
        editor.get(LIST)


def test_a_purge_says_its_keys_and_how_each_cache_took_it(cache, editor):
    purge = purging.purge("changed", {"article:7", "list:en"})

    page = text(editor, f"{LIST}{purge.pk}/change/")

    assert "article:7 article:all list:en" in page
    assert f"The cache {cache.name} was told at" in page
    assert "Browsers keep what they have for up to 30 seconds." in page


def test_the_page_of_an_article_says_that_caches_have_confirmed(cache, editor, article):
    publishing.correct(article, "It is in the north.")

    page = text(editor, page_of(article))

    told = timezone.localtime(Purge.objects.get().at)
    assert f"The cache {cache.name} was told at {told:%H:%M:%S}, and confirmed it after 0.0 s." in page
    assert "Browsers keep what they have for up to 30 seconds." in page
    assert f"{LIST}?model=articles.article&amp;object_id={article.pk}" in page


def test_the_page_of_an_article_says_that_a_cache_is_silent(cache, editor, article):
    cache.status = 503
    publishing.correct(article, "It is in the north.")

    page = text(editor, page_of(article))

    assert f"The cache {cache.name} is silent since" in page
    assert "It answers 503." in page


def test_the_page_of_an_article_says_that_a_cache_was_never_reached(cache, editor, article):
    cache.status = 503
    publishing.correct(article, "It is in the north.")
    Purge.objects.get().deliveries.update(due_at=None)

    page = text(editor, page_of(article))

    assert f"The cache {cache.name} was never reached; what it keeps lives 60 s. It answers 503." in page


def test_the_page_of_an_article_speaks_the_editors_language(cache, editor, article):
    publishing.correct(article, "It is in the north.")

    answer = editor.get(page_of(article), headers={"Accept-Language": "ru"})

    assert f"Кэшу {cache.name} сообщено в" in answer.content.decode()


def test_without_a_cache_the_page_of_an_article_says_nothing_of_caches(editor, article, settings):
    settings.PURGE_URLS = []

    assert "Browsers keep" not in text(editor, page_of(article))


def test_an_editor_has_the_caches_told_once_more(cache, editor, article):
    purge = purging.purge("changed", {"list:en"}, article)

    answer = editor.post(f"{LIST}{purge.pk}/again/")

    again = Purge.objects.first()
    assert answer["Location"] == f"{LIST}{again.pk}/change/"
    assert (again.what, again.keys, again.title) == ("purged again", ["list:en"], "The lake")
    assert again.by.username == "editor"
    assert [told.keys for told in cache.told] == [{"list:en"}, {"list:en"}]


def test_a_reporter_looks_at_purges_and_tells_no_cache(cache, world):
    reporter = signed_in(a_person("reporter", "reporter", [world]))
    purge = purging.purge("changed", {"list:en"})

    page = text(reporter, f"{LIST}{purge.pk}/change/")
    refused = reporter.post(f"{LIST}{purge.pk}/again/")

    assert "Purge again" not in page
    assert refused.status_code == 403
    assert len(cache.told) == 1


def test_no_page_shows_the_secret_of_a_cdn(cache, editor, settings):
    settings.PURGE_CDN_URL, settings.PURGE_CDN_HEADER = (
        f"{cache.url}hidden-path",
        ("Fastly-Key", "hidden-key"),
    )
    cache.status = 403
    purge = purging.purge("changed", {"list:en"})

    pages = text(editor, LIST) + text(editor, f"{LIST}{purge.pk}/change/")

    assert "It answers 403." in pages
    assert "unspoken" not in pages
