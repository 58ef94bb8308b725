"""The trash as the newsroom sees it."""

import re

import pytest
from django.urls import reverse

from articles import trash
from articles.models import Article, TrashedArticle
from tests.builders import a_section, ago, an_article
from tests.people import a_person, signed_in

pytestmark = pytest.mark.django_db

TRASH = "/admin/articles/trashedarticle/"


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def editor(world):
    return signed_in(a_person("editor", "editor", [world]))


def delete_page(article):
    return reverse("admin:articles_article_delete", args=[article.pk])


def put_back(client, article):
    return client.post(reverse("admin:articles_trashedarticle_put_back", args=[article.pk]), follow=True)


class TestDeleting:
    def test_asks_first(self, editor, world):
        article = an_article("Water", section=world)

        page = editor.get(delete_page(article))

        assert "It can be put back for 30 days." in page.content.decode()
        assert not TrashedArticle.objects.exists()

    def test_puts_into_the_trash(self, editor, world, problem):
        article = an_article("Water", section=world, slug="water", views=7)

        answer = editor.post(delete_page(article), {"post": "yes"}, follow=True)

        assert "The article is in the trash. It can be put back for 30 days." in answer.content.decode()
        assert TrashedArticle.objects.get().by.username == "editor"
        assert Article.objects.get().view_total.count == 7
        assert problem("/articles/water/", 404)["code"] == "not_found"

    def test_is_refused_in_other_sections(self, editor):
        article = an_article(section=a_section("sport"))

        assert editor.post(delete_page(article), {"post": "yes"}).status_code == 403
        assert not TrashedArticle.objects.exists()

    def test_of_several_asks_first_and_names_them(self, editor, world):
        articles = [an_article(f"Water {number}", section=world) for number in range(2)]
        sent = {"action": "put_into_trash", "_selected_action": [each.pk for each in articles]}

        page = editor.post("/admin/articles/article/", sent).content.decode()

        assert re.findall(r"<li>(Water \d)</li>", page) == ["Water 1", "Water 0"]
        assert not TrashedArticle.objects.exists()

    def test_of_several_leaves_those_of_other_sections(self, editor, world):
        own, other = an_article("Own", section=world), an_article("Other", section=a_section("sport"))
        sent = {"action": "put_into_trash", "_selected_action": [own.pk, other.pk]}

        page = editor.post("/admin/articles/article/", sent).content.decode()
        editor.post("/admin/articles/article/", {**sent, "post": "yes"})

        assert re.findall(r"<li>(\w+)</li>", page) == ["Own", "Other"]
        assert [each.article for each in TrashedArticle.objects.all()] == [own]

    def test_of_several_is_not_offered_to_reporters(self, world):
        reporter = signed_in(a_person("reporter", "reporter", [world]))
        article = an_article(section=world)
        sent = {"action": "put_into_trash", "_selected_action": [article.pk], "post": "yes"}

        page = reporter.get("/admin/articles/article/").content.decode()
        reporter.post("/admin/articles/article/", sent)

        assert "put_into_trash" not in page
        assert not TrashedArticle.objects.exists()

    @pytest.mark.parametrize("action", ["delete_selected"])
    def test_for_good_is_not_to_be_had(self, editor, world, action):
        article = an_article(section=world)

        editor.post(
            "/admin/articles/article/", {"action": action, "_selected_action": [article.pk], "post": "yes"}
        )

        assert Article.objects.count() == 1


class TestTrash:
    def test_tells_how_many_days_are_left(self, editor, world):
        for days in (0, 10, 29, 31):
            article = an_article(f"After {days}", section=world)
            trash.put_in(article)
            TrashedArticle.objects.filter(article=article).update(at=ago(days=days, hours=1))

        page = editor.get(TRASH)

        shown = page.context["cl"].result_list
        assert [page.context["cl"].model_admin.days_left(each) for each in shown] == [30, 20, 1, 0]

    def test_costs_the_same_however_much_there_is(self, editor, world, django_assert_max_num_queries):
        for number in range(9):
            trash.put_in(an_article(f"Water {number}", section=world), a_person(f"person-{number}"))

        with django_assert_max_num_queries(8):  # session, user, permissions, role, sections, count, rows
            page = editor.get(TRASH)

        assert page.status_code == 200

    def test_offers_to_put_back_what_is_of_the_editors_sections(self, editor, world):
        own, other = an_article(section=world), an_article(section=a_section("sport"))
        trash.put_in(own)
        trash.put_in(other)

        page = editor.get(TRASH).content.decode()

        assert re.findall(r'formaction="([^"]*)"', page) == [f"{TRASH}{own.pk}/put-back/"]

    def test_gives_an_article_back_as_it_was(self, editor, world, api):
        article = an_article("Water", section=world, slug="water")
        trash.put_in(article)

        answer = put_back(editor, article)

        assert f'href="/admin/articles/article/{article.pk}/change/">Water</a>' in answer.content.decode()
        assert api.get("/articles/water/?fields=title") == {"title": "Water"}

    def test_gives_several_back_and_leaves_those_of_other_sections(self, editor, world):
        own, other = an_article("Own", section=world), an_article("Other", section=a_section("sport"))
        trash.put_in(own)
        trash.put_in(other)
        sent = {"action": "put_back_selected", "_selected_action": [own.pk, other.pk]}

        page = editor.post(TRASH, sent, follow=True)

        assert [each.article for each in TrashedArticle.objects.all()] == [other]
        assert "Other: It is not in your sections." in page.content.decode()

    def test_says_that_somebody_was_faster(self, editor, world):
        article = an_article(section=world)

        answer = put_back(editor, article)

        assert "The article is not in the trash." in answer.content.decode()

    @pytest.mark.parametrize(
        ("role", "section"), [("reporter", "world"), ("photo_desk", "world"), ("editor", "sport")]
    )
    def test_gives_nothing_back_to_others(self, world, role, section):
        sections = {"world": world, "sport": a_section("sport")}
        client = signed_in(a_person("somebody", role, [sections[section]]))
        article = an_article(section=world)
        trash.put_in(article)

        assert put_back(client, article).status_code == 403
        assert TrashedArticle.objects.exists()

    def test_is_not_opened_to_reporters(self, world):
        reporter = signed_in(a_person("reporter", "reporter", [world]))

        assert reporter.get(TRASH).status_code == 403

    def test_changes_nothing_when_it_is_only_looked_at(self, editor, world):
        article = an_article(section=world)
        trash.put_in(article)

        answer = editor.get(reverse("admin:articles_trashedarticle_put_back", args=[article.pk]))

        assert answer.status_code == 405

    def test_is_not_emptied_by_hand(self, editor, world):
        article = an_article(section=world)
        trash.put_in(article)

        answer = editor.post(f"{TRASH}{article.pk}/delete/", {"post": "yes"})

        assert answer.status_code == 403
        assert TrashedArticle.objects.exists()


class TestWhatIsInTheTrash:
    def test_is_not_in_the_list(self, editor, world):
        an_article("Live", section=world)
        trash.put_in(an_article("Gone", section=world))

        page = editor.get("/admin/articles/article/")

        assert [article.title for article in page.context["cl"].result_list] == ["Live"]

    def test_cannot_be_opened(self, editor, world):
        article = an_article("Gone", section=world)
        trash.put_in(article)

        answer = editor.get(reverse("admin:articles_article_change", args=[article.pk]))

        assert answer.status_code == 302

    def test_is_not_offered_for_links(self, world):
        chief = signed_in(a_person("chief", "chief_editor"))
        an_article("Water live")
        trash.put_in(an_article("Water gone"))

        answer = chief.get(
            "/admin/autocomplete/",
            {"term": "water", "app_label": "articles", "model_name": "formerslug", "field_name": "article"},
        )

        assert [result["text"] for result in answer.json()["results"]] == ["Water live"]
