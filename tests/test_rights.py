import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from articles import publishing, rights, trash
from articles.admin.deeds import DEEDS
from articles.models import Article, FormerSlug, HourlyViews, Tag, ViewTotal
from newsapi.jobs import forget_expired_sessions
from newsapi.models import Job, Purge
from tests.builders import a_section, a_tag, ahead, an_article, an_author, an_image, read
from tests.people import a_person, a_superuser, signed_in
from tests.weather.builders import a_place, a_snapshot

ROLES = ["reporter", "editor", "chief_editor", "photo_desk", "weather_desk"]
# v: look at, a: add, c: change, d: delete
TABLE = """
    articles.article      vac  vacd  vacd  v     -
    articles.author       v    vac   vacd  v     -
    articles.formerslug   -    -     vacd  -     -
    articles.hourlyviews  -    v     v     -     -
    articles.image        va   vac   vacd  vacd  -
    articles.section      v    v     vacd  v     -
    articles.tag          v    vac   vacd  v     -
    articles.trashedarticle  -  v    v     -     -
    articles.viewtotal    -    v     v     -     -
    auth.user             -    -     vac   -     -
    newsapi.job           -    -     v     -     -
    newsapi.purge         v    v     v     -     -
    weather.place         -    -     vacd  -     vacd
    weather.snapshot      -    -     vacd  -     vacd
"""
RIGHTS = {
    (role, model): rights_of_role
    for model, *columns in (line.split() for line in TABLE.strip().splitlines())
    for role, rights_of_role in zip(ROLES, columns, strict=True)
}
MODELS = sorted({model for _role, model in RIGHTS})


@pytest.fixture
def world(db):
    return a_section("world")


def a_former_slug(world):
    return FormerSlug.objects.create(article=an_article(section=world), slug="a-former-slug")


def some_hourly_views(world):
    article = an_article(section=world)
    read(article, 3)
    return HourlyViews.objects.get(article=article)


def a_trashed_article(world):
    article = an_article(section=world)
    trash.put_in(article)
    return article.trashed


BUILDERS = {
    "articles.article": lambda world: an_article(section=world),
    "articles.author": lambda world: an_author(),
    "articles.formerslug": a_former_slug,
    "articles.hourlyviews": some_hourly_views,
    "articles.image": lambda world: an_image(),
    "articles.section": lambda world: a_section("sport"),
    "articles.tag": lambda world: a_tag(),
    "articles.trashedarticle": a_trashed_article,
    "articles.viewtotal": lambda world: ViewTotal.objects.get(article=an_article(section=world)),
    "auth.user": lambda world: a_person("colleague", "editor", [world]),
    "newsapi.job": lambda world: Job.objects.get(pk=forget_expired_sessions.defer(timestamp=0)),
    "newsapi.purge": lambda world: Purge.objects.create(what="changed in public", keys=["list:en"]),
    "weather.place": lambda world: a_place(),
    "weather.snapshot": lambda world: a_snapshot(a_place()),
}


def statuses(client, model, thing):
    """What becomes of each page of the model: v, a, c, d where it opens, else its status."""
    name = f"admin:{model.replace('.', '_')}"
    pages = {
        "v": client.get(reverse(f"{name}_changelist")),
        "a": client.get(reverse(f"{name}_add")),
        "c": client.get(reverse(f"{name}_change", args=[thing.pk])),
        "d": client.get(reverse(f"{name}_delete", args=[thing.pk])),
    }
    return {page: answer.status_code for page, answer in pages.items()}


def test_every_page_of_the_admin_is_in_the_table():
    assert sorted(model._meta.label_lower for model in admin.site._registry) == MODELS


@pytest.mark.parametrize(("role", "model"), RIGHTS)
def test_a_role_opens_its_own_pages_and_no_others(world, role, model):
    client, thing = signed_in(a_person("somebody", role, [world])), BUILDERS[model](world)
    may = RIGHTS[role, model]

    found = statuses(client, model, thing)

    assert found == {
        "v": 200 if "v" in may else 403,
        "a": 200 if "a" in may else 403,
        "c": 200 if "v" in may else 403,
        "d": 200 if "d" in may else 403,
    }


@pytest.mark.parametrize(("role", "model"), [key for key, may in RIGHTS.items() if "c" not in may])
def test_whoever_may_only_look_cannot_send_a_change(world, role, model):
    client, thing = signed_in(a_person("somebody", role, [world])), BUILDERS[model](world)

    answer = client.post(reverse(f"admin:{model.replace('.', '_')}_change", args=[thing.pk]), {})

    assert answer.status_code == 403


def test_a_refusal_is_a_page_in_words(world):
    page = signed_in(a_person("somebody", "weather_desk")).get("/admin/articles/tag/")

    assert page.status_code == 403
    assert "Your role or your sections do not include this." in page.content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_somebody_without_a_role_opens_nothing(world, model):
    somebody = a_person("somebody")
    somebody.membership.delete()

    assert set(statuses(signed_in(somebody), model, BUILDERS[model](world)).values()) == {403}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}])
def test_somebody_who_may_not_sign_in_is_sent_to_the_sign_in_page(world, model, fields):
    somebody = a_person("somebody", "chief_editor")
    client = signed_in(somebody)
    type(somebody).objects.filter(pk=somebody.pk).update(**fields)

    assert set(statuses(client, model, BUILDERS[model](world)).values()) == {302}


@pytest.mark.parametrize("model", MODELS)
def test_whoever_has_not_signed_in_is_sent_to_the_sign_in_page(world, model):
    assert set(statuses(Client(), model, BUILDERS[model](world)).values()) == {302}


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_links_only_to_what_opens(world, role):
    client = signed_in(a_person("somebody", role, [world]))

    links = re.findall(r'href="(/admin/\w+/\w+/)', client.get("/admin/").content.decode())

    assert {link.split("/")[3] for link in links} <= {
        model.split(".")[1] for (of, model), may in RIGHTS.items() if of == role and "v" in may
    }


@pytest.mark.parametrize(("role", "status", "position"), [("editor", 403, 1), ("chief_editor", 302, 7)])
def test_positions_of_sections_are_changed_in_the_list_by_the_chief_editor_alone(role, status, position, db):
    section = a_section("world", position=1)
    sent = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": section.pk,
        "form-0-position": "7",
        "_save": "",
    }

    answer = signed_in(a_person("somebody", role, [section])).post("/admin/articles/section/", sent)

    section.refresh_from_db()
    assert (answer.status_code, section.position) == (status, position)


@pytest.mark.parametrize(("role", "left"), [("editor", 1), ("chief_editor", 0)])
def test_tags_are_deleted_from_the_list_by_the_chief_editor_alone(role, left, world):
    sent = {"action": "delete_selected", "_selected_action": a_tag().pk, "post": "yes"}

    signed_in(a_person("somebody", role, [world])).post("/admin/articles/tag/", sent)

    assert Tag.objects.count() == left


DISCARDING = "do/discard_changes/"  # what was written is thrown away by whoever may write
PUBLISHING = ["delete/", *(f"do/{name}/" for name in DEEDS if f"do/{name}/" != DISCARDING)]
WRITING = ["change/", "autosave/", "presence/", "restore/1/", "translate/ru/", DISCARDING]


@pytest.mark.parametrize("page", [*PUBLISHING, *WRITING])
@pytest.mark.parametrize("role", ["reporter", "editor", "photo_desk"])
def test_an_article_of_another_section_is_out_of_reach(world, role, page):
    article = an_article(section=a_section("sport"))
    publishing.correct(article, "The lake is in the north.")
    client = signed_in(a_person("somebody", role, [world]))

    answer = client.post(f"/admin/articles/article/{article.pk}/{page}", {"post": "yes", "seen": "1"})

    assert answer.status_code == 403
    assert Article.objects.get(pk=article.pk).revision == 2


@pytest.mark.parametrize("page", PUBLISHING)
def test_a_reporter_publishes_nothing_of_their_own_section_either(world, page):
    article = an_article(section=world, published_at=None)
    client = signed_in(a_person("somebody", "reporter", [world]))

    answer = client.post(f"/admin/articles/article/{article.pk}/{page}", {"post": "yes"})

    assert answer.status_code == 403
    assert Article.objects.get(pk=article.pk).published_at is None


def test_everybody_who_sees_articles_reads_those_of_all_sections(world):
    article = an_article(section=a_section("sport"), published_at=None)
    client = signed_in(a_person("somebody", "reporter", [world]))

    pages = [client.get(f"/admin/articles/article/{article.pk}/{page}") for page in ("change/", "history/")]

    assert [page.status_code for page in pages] == [200, 200]


@pytest.mark.parametrize(
    ("role", "where", "may_write", "may_publish"),
    [
        ("reporter", "own", True, False),
        ("reporter", "other", False, False),
        ("reporter", "none", False, False),
        ("editor", "own", True, True),
        ("editor", "other", False, False),
        ("editor", "none", False, False),
        ("chief_editor", "own", True, True),
        ("chief_editor", "other", True, True),
        ("chief_editor", "none", True, True),
        ("photo_desk", "own", False, False),
        ("weather_desk", "own", False, False),
    ],
)
@pytest.mark.parametrize("published_at", [None, ahead(days=1)])
def test_articles_are_written_and_published_in_own_sections(
    world, role, where, may_write, may_publish, published_at
):
    sections = {"own": world, "other": a_section("sport"), "none": None}
    article = an_article(section=sections[where], published_at=published_at)
    somebody = a_person("somebody", role, [world])

    assert rights.may_write(somebody, article) is may_write
    assert rights.may_publish(somebody, article) is may_publish


def test_a_superuser_has_the_rights_of_a_chief_editor(world):
    root = a_superuser()

    assert rights.role_of(root) == "chief_editor"
    assert rights.sections_of(root) is None


def test_rights_end_with_the_role(world):
    somebody = a_person("somebody", "editor", [world], is_active=False)

    assert rights.role_of(somebody) is None
    assert rights.may_publish(somebody, an_article(section=world)) is False
