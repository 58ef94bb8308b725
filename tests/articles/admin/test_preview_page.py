"""The page on which the newsroom makes preview links."""

import re
import time

import pytest
from django.urls import reverse

from articles import trash
from tests.builders import a_section, an_article
from tests.people import a_person, signed_in


def links(page):
    return re.findall(r'href="([^"]*\?preview=[^"]*)"', page.content.decode())


def test_makes_links_that_show_a_draft(api, admin_client):
    article = an_article("Tomorrow's news", slug="tomorrow", published_at=None)

    on_site, in_api = links(admin_client.get(reverse("admin:articles_article_preview", args=[article.pk])))

    assert on_site.startswith("https://news.example/en/tomorrow?preview=")
    assert api.get(in_api.replace("http://testserver", ""))["title"] == "Tomorrow's news"


def test_a_longer_life_can_be_chosen(admin_client):
    article = an_article(published_at=None)
    page = reverse("admin:articles_article_preview", args=[article.pk])

    on_site, _ = links(admin_client.get(f"{page}?life=7d"))

    left = int(on_site.split(":")[2]) - time.time()
    assert 7 * 86_400 - 60 < left <= 7 * 86_400


def test_a_life_that_is_not_offered_is_not_given(admin_client):
    article = an_article(published_at=None)
    page = reverse("admin:articles_article_preview", args=[article.pk])

    on_site, _ = links(admin_client.get(f"{page}?life=30d"))

    left = int(on_site.split(":")[2]) - time.time()
    assert 86_400 - 60 < left <= 86_400


@pytest.mark.parametrize(
    ("role", "section", "status"),
    [
        ("reporter", "world", 200),
        ("editor", "world", 200),
        ("chief_editor", "sport", 200),
        ("reporter", "sport", 403),
        ("editor", "sport", 403),
        ("photo_desk", "world", 403),
        ("weather_desk", "world", 403),
    ],
)
def test_those_who_may_write_the_article_make_links(db, role, section, status):
    world, sport = a_section("world"), a_section("sport")
    client = signed_in(a_person("somebody", role, [{"world": world, "sport": sport}[section]]))
    article = an_article(section=world, published_at=None)

    answer = client.get(reverse("admin:articles_article_preview", args=[article.pk]))

    assert answer.status_code == status


def test_a_link_ends_with_the_account_of_whoever_made_it(api, problem):
    world = a_section("world")
    reporter = a_person("somebody", "reporter", [world])
    article = an_article("Tomorrow's news", section=world, published_at=None)
    page = signed_in(reporter).get(reverse("admin:articles_article_preview", args=[article.pk]))
    path = links(page)[1].replace("http://testserver/api/v1", "")
    assert api.get(path)["title"] == "Tomorrow's news"

    reporter.is_active = False
    reporter.save()

    assert problem(path, 403)["code"] == "preview_refused"


def test_is_for_people_of_the_newsroom_alone(db, client):
    article = an_article(published_at=None)

    answer = client.get(reverse("admin:articles_article_preview", args=[article.pk]))

    assert answer.status_code == 302


def test_of_what_is_in_the_trash_there_is_neither_a_link_nor_an_answer(problem, admin_client):
    article = an_article("Tomorrow's news", slug="tomorrow", published_at=None)
    page = reverse("admin:articles_article_preview", args=[article.pk])
    _, in_api = links(admin_client.get(page))
    trash.put_in(article)

    assert admin_client.get(page).status_code == 404
    assert problem(in_api.replace("http://testserver/api/v1", ""), 403)["code"] == "preview_refused"
