"""How many there are, as lists say it."""

import re

import pytest

from newsapi import admin_pages
from tests.builders import a_tag
from tests.people import a_superuser, signed_in

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
PAGES = re.compile(r'<div class="py-4">(.*?)</div>', re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")


@pytest.fixture
def client():
    return signed_in(a_superuser())


def said(client, language, pattern):
    page = client.get("/admin/articles/tag/", headers={"accept-language": language}).content.decode()
    [part] = pattern.findall(page)
    return " ".join(MARKUP.sub(" ", part).split())


@pytest.mark.parametrize(("language", "told"), [("en", "2 tags"), ("ru", "темы: 2"), ("uz", "mavzular: 2")])
def test_few_are_counted(client, language, told):
    for number in range(2):
        a_tag(f"tag-{number}")

    assert said(client, language, PAGES) == told


@pytest.mark.parametrize(
    ("language", "above", "below"),
    [
        ("en", "more than 1,000 results", "more than 1,000 tags"),
        ("ru", "больше 1 000 результатов", "темы: больше 1 000"),
        ("uz", "1 000 tadan koʻp natija", "mavzular: 1 000 tadan koʻp"),
    ],
)
def test_of_more_than_an_editor_can_reach_it_is_said_that_there_are_more(
    client, language, above, below, monkeypatch
):
    monkeypatch.setattr(admin_pages, "FARTHEST", 1_000)
    for number in range(1_001):
        a_tag(f"tag-{number}")

    assert above in said(client, language, TITLE)
    assert said(client, language, PAGES).endswith(f"- {below}")


def test_as_many_as_an_editor_can_reach_are_counted(client, monkeypatch):
    monkeypatch.setattr(admin_pages, "FARTHEST", 2)
    for number in range(2):
        a_tag(f"tag-{number}")

    assert said(client, "en", PAGES) == "2 tags"
