"""What the admin asks before something is deleted: said in numbers, as there may be a million."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from articles.models import Article, Author, Section, Tag
from tests.builders import a_section, a_tag, an_article, an_author
from tests.people import a_person, a_superuser, signed_in
from tests.weather.builders import a_forecast, a_place, a_snapshot, ago
from weather.models import Place, Snapshot

IN_SECTION = {"make": a_section, "article": lambda section: {"section": section}}
BY_AUTHOR = {"make": an_author, "article": lambda author: {"authors": [author]}}


@pytest.fixture
def client(db):
    return signed_in(a_superuser())


def address(entry, page="delete") -> str:
    place = [] if page == "changelist" else [entry.pk]
    return reverse(f"admin:{entry._meta.label_lower.replace('.', '_')}_{page}", args=place)


def asked(client, entry, many: bool):
    """The page that asks, for one entry or for those chosen in the list."""
    if not many:
        return client.get(address(entry))
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [entry.pk]}
    return client.post(address(entry, "changelist"), chosen)


@pytest.mark.parametrize("many", [False, True], ids=["one", "chosen"])
@pytest.mark.parametrize("kind", [IN_SECTION, BY_AUTHOR], ids=["section", "author"])
def test_names_some_of_the_articles_that_stand_against_it(client, kind, many, django_assert_max_num_queries):
    name = kind["make"]()
    articles = [an_article(f"News {number}", **kind["article"](name)) for number in range(22)]

    with django_assert_max_num_queries(8):
        page = asked(client, name, many)

    links = {f'<a href="{address(each, "change")}">{each.title}</a>' for each in articles}
    named = page.context["protected"]
    assert "It cannot be deleted, as these articles need it. Change them first:" in page.text
    assert len(links.intersection(named)) == len(named) == 20  # whichever the database finds first
    assert all(link in page.text for link in named)


@pytest.mark.parametrize("kind", [IN_SECTION, BY_AUTHOR], ids=["section", "author"])
def test_nothing_that_has_articles_is_deleted(client, kind):
    name = kind["make"]()
    an_article("News", **kind["article"](name))

    page = client.post(address(name), {"post": "yes"})

    assert "News" in page.text
    assert type(name).objects.filter(pk=name.pk).exists()


@pytest.mark.parametrize("many", [False, True], ids=["one", "chosen"])
def test_counts_the_articles_that_lose_a_tag(client, many):
    tag = a_tag("tourism")
    for number in range(3):
        an_article(f"News {number}", tags=[tag])

    page = asked(client, tag, many)

    assert [*page.context["model_count"]] == [("tags", 1), ("articles with the tag", "3")]
    assert "News 1" not in page.text


def test_counts_no_further_than_an_editor_turns_pages(client, monkeypatch):
    monkeypatch.setattr("newsapi.admin_pages.FARTHEST", 2)
    tag = a_tag("tourism")
    for number in range(4):
        an_article(f"News {number}", tags=[tag])

    page = client.get(address(tag))

    assert [*page.context["model_count"]] == [("tags", 1), ("articles with the tag", "more than 2")]


def test_counts_the_weather_that_goes_with_a_place(client):
    place = a_place()
    for minutes in (10, 20):
        a_snapshot(place, observed_at=ago(minutes=minutes))
    a_forecast(place, ago(hours=-1))

    page = client.get(address(place))

    assert [*page.context["model_count"]] == [("places", 1), ("snapshots", "2"), ("forecasts", "1")]


def test_counts_the_people_who_lose_a_section(client):
    section = a_section()
    a_person("reporter", "reporter", [section])

    page = client.get(address(section))

    assert [*page.context["model_count"]] == [("sections", 1), ("people who work in it", "1")]


def test_what_is_confirmed_is_deleted(client):
    entries = [a_section(), a_tag(), an_author(), a_place()]
    a_snapshot(entries[-1])
    an_article("News", tags=[entries[1]])

    answers = [client.post(address(entry), {"post": "yes"}).status_code for entry in entries]

    assert answers == [302] * 4
    assert [each.objects.count() for each in (Tag, Author, Place, Snapshot)] == [0] * 4
    assert not Section.objects.filter(pk=entries[0].pk).exists()
    assert Article.objects.count() == 1


def test_nothing_is_done_with_more_than_an_editor_sees(client, monkeypatch):
    monkeypatch.setattr("newsapi.admin_pages.FARTHEST", 2)
    tags = [a_tag(f"tag-{number}") for number in range(3)]
    all_of_them = {"action": "delete_selected", "select_across": "1", ACTION_CHECKBOX_NAME: [tags[0].pk]}

    page = client.post(address(tags[0], "changelist"), {**all_of_them, "post": "yes"}, follow=True)

    assert "There are more than 2. Narrow the list, then choose all of it." in page.text
    assert Tag.objects.count() == 3
