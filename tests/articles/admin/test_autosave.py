"""What a page keeps while somebody writes, and who else it tells of."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import content, editing, publishing, trash
from articles.models import Article, Draft, Presence, Revision
from tests.builders import a_section, a_tag, an_article, an_image
from tests.people import a_person, signed_in
from tests.writing import autosave, by_script, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def aziza(world):
    return a_person("aziza", "reporter", [world], first_name="Aziza", last_name="Karimova")


@pytest.fixture
def bobur(world):
    return a_person("bobur", "editor", [world])


@pytest.fixture
def client(aziza):
    return signed_in(aziza)


@pytest.fixture
def article(world):
    return an_article("Water", section=world, slug="water")


def begun(**typed):
    fields = {"language": "en", "story": "a-story", "title": "Water", "body_html": "<p>Yes.</p>", "seen": "0"}
    return {**fields, **typed}


class TestAutosave:
    def test_keeps_the_next_version_and_says_when(self, client, aziza, article):
        tag, image = a_tag(), an_image()

        answer = autosave(
            client,
            article,
            sent(
                article,
                title="Wine",
                tag_ids=[tag.pk],
                image_ids=[image.pk],
                is_breaking="on",
                save="firstsave",
            ),
        )

        here = timezone.localtime(Draft.objects.get().edited_at)
        assert answer.json() == {
            "mark": "1.firstsave",
            "slug": "water",
            "saved": f"Saved {here:%H:%M}",
            "errors": {},
        }
        said = Draft.objects.get().content
        assert (said["title"], said["tags"], said["image"], said["is_breaking"]) == (
            "Wine",
            [tag.pk],
            image.pk,
            True,
        )
        assert Article.objects.get().title == "Water"

    def test_keeps_a_clean_text(self, client, article):
        autosave(client, article, sent(article, body_html="<p onclick=a()>b</p><script>c</script>"))

        assert Draft.objects.get().content["body_html"] == "<p>b</p>"

    def test_keeps_what_is_right_and_tells_what_is_not(self, client, article):
        answer = autosave(
            client, article, sent(article, title="a" * 501, slug="Not a slug", summary="New", section="999")
        )

        said = Draft.objects.get().content
        assert (said["title"], said["slug"], said["summary"], said["section"]) == (
            "Water",
            "water",
            "New",
            article.section_id,
        )
        assert answer.json()["errors"] == {
            "title": "Title: Ensure this value has at most 500 characters (it has 501).",
            "slug": "Name in the URL: Enter a valid “slug” consisting of letters, numbers, underscores or "
            "hyphens.",
            "section": "Section: Choose one of the sections that you work in.",
        }

    def test_is_refused_when_somebody_else_has_saved(self, client, article, bobur):
        fields = sent(article, title="Wine")
        editing.keep(article, {**content.of(article), "title": "Beer"}, ["1"], bobur)

        answer = autosave(client, article, fields)

        here = timezone.localtime(Draft.objects.get().edited_at)
        assert (answer.status_code, answer.json()) == (
            409,
            {"error": f"bobur saved another text at {here:%H:%M}."},
        )
        assert Draft.objects.get().content["title"] == "Beer"

    @pytest.mark.parametrize(
        ("body", "status", "reason"),
        [
            ("{", 400, "The page sent what the newsroom cannot read."),
            ("[" * 100_000, 400, "The page sent what the newsroom cannot read."),
            ("[]", 400, "The page sent what the newsroom cannot read."),
            ("null", 400, "The page sent what the newsroom cannot read."),
            ('{"title": 1}', 400, "The page sent what the newsroom cannot read."),
            ('{"title": [1]}', 400, "The page sent what the newsroom cannot read."),
            ('{"title": "Wine"}', 400, "The page sent what the newsroom cannot read."),
            (b"\xff", 400, "The page sent what the newsroom cannot read."),
            ("9" * 5000, 400, "The page sent what the newsroom cannot read."),
            (json.dumps({"title": ["a" * 3_000_000]}), 413, "The text is too long to be sent."),
        ],
    )
    def test_bad_input_is_refused_in_words(self, client, article, body, status, reason):
        address = reverse("admin:articles_article_autosave", args=[article.pk])

        answer = client.post(address, body, content_type="application/json")

        assert (answer.status_code, answer.json()) == (status, {"error": reason})

    def test_characters_that_no_database_takes_are_left_out(self, client, article):
        autosave(client, article, sent(article, title="W\ud800i\0ne"))

        assert Draft.objects.get().content["title"] == "W?ine"

    def test_empty_lists_say_nothing(self, client, article):
        address = reverse("admin:articles_article_autosave", args=[article.pk])

        answer = client.post(address, {"title": [], "seen": ["1"]}, content_type="application/json")

        assert answer.json()["errors"]["title"] == "Title: This field is required."

    def test_others_may_not_write(self, article):
        stranger = signed_in(a_person("stranger", "reporter", [a_section("sport")]))

        answer = autosave(stranger, article, sent(article, title="Wine"))

        assert (answer.status_code, answer.json()) == (403, {"error": "You may not write this article."})
        assert not Draft.objects.exists()

    def test_nothing_is_kept_of_what_is_in_the_trash(self, client, article):
        fields = sent(article, title="Wine")
        trash.put_in(article)

        answer = autosave(client, article, fields)

        assert (answer.status_code, answer.json()) == (409, {"error": "The article is in the trash."})

    def test_an_article_that_is_gone_is_told(self, client, article):
        fields = sent(article)
        Article.objects.all().delete()

        answer = autosave(client, article, fields)

        assert (answer.status_code, answer.json()) == (404, {"error": "The article is no longer there."})

    def test_only_a_post_saves(self, client, article):
        assert client.get(reverse("admin:articles_article_autosave", args=[article.pk])).status_code == 405

    def test_whoever_is_signed_out_is_led_to_signing_in(self, client, article):
        client.logout()

        answer = autosave(client, article, sent(article))

        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]


class TestFirstAutosave:
    def test_makes_a_draft_and_tells_where_it_goes_on(self, client, world):
        answer = autosave(client, None, begun(section=world.pk))

        article = Article.objects.get()
        base = f"/admin/articles/article/{article.pk}"
        assert (article.title, article.slug, article.published_at) == ("Water", "water", None)
        assert answer.json()["mark"] == "1"
        assert answer.json()["id"] == article.pk
        assert answer.json()["addresses"] == {
            "slug": "/admin/articles/article/slug/",
            "pictures": "/admin/articles/article/pictures/",
            "change": f"{base}/change/",
            "autosave": f"{base}/autosave/",
            "presence": f"{base}/presence/",
        }

    def test_needs_no_title(self, client, world):
        autosave(client, None, begun(section=world.pk, title=""))

        assert Article.objects.get().title == "Untitled"

    def test_makes_a_draft_of_what_is_right(self, client, world):
        answer = autosave(client, None, begun(section=world.pk, slug="Not a slug", summary="a" * 1001))

        assert Article.objects.get().slug == "water"
        assert list(answer.json()["errors"]) == ["slug", "summary"]

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ({"title": "a" * 501}, "Title: This field is required."),
            ({"language": "fr"}, "Language: This field is required."),
            ({"section": "999"}, "Section: This field is required."),
        ],
    )
    def test_makes_nothing_without_what_every_article_has(self, client, world, typed, reason):
        answer = autosave(client, None, begun(**{"section": world.pk, **typed}))

        assert (answer.status_code, answer.json()) == (400, {"error": reason})
        assert not Article.objects.exists()

    def test_comes_again_after_a_lost_answer_without_making_a_second_article(self, client, world):
        autosave(client, None, begun(section=world.pk))

        answer = autosave(client, None, begun(section=world.pk, title="Wine", seen="0 1"))

        article = Article.objects.get()
        assert answer.json()["id"] == article.pk
        assert (article.title, article.draft.content["title"]) == ("Water", "Wine")

    def test_that_comes_late_does_not_undo_what_came_after_it(self, client, world):
        autosave(client, None, begun(section=world.pk, title="Water and wine"))

        answer = autosave(client, None, begun(section=world.pk))

        assert answer.status_code == 409
        assert not Draft.objects.exists()

    def test_makes_no_second_edition_beside_one_of_somebody_else(self, client, world):
        an_article(story="a-story", language="en", section=world)

        answer = autosave(client, None, begun(section=world.pk, seen="0 1"))

        assert answer.status_code == 400
        assert answer.json() == {"error": "This story has an edition in this language already."}

    def test_takes_no_edition_of_a_story_of_other_sections(self, client, world):
        an_article(story="a-story", language="ru", section=a_section("sport"))

        answer = autosave(client, None, begun(section=world.pk))

        reason = "You may not write this story: it is one of other sections than yours."
        assert (answer.status_code, answer.json()) == (400, {"error": reason})
        assert Article.objects.count() == 1

    def test_makes_an_edition_of_a_story_of_which_the_writer_may_write_one(self, client, world):
        an_article(story="a-story", language="ru", section=a_section("sport"))
        an_article(story="a-story", language="uz", section=world)

        answer = autosave(client, None, begun(section=world.pk))

        assert answer.status_code == 200
        assert Article.objects.get(language="en").story == "a-story"

    def test_is_kept_in_the_history(self, client, world, aziza):
        autosave(client, None, begun(section=world.pk))

        assert [(each.act, each.by) for each in Revision.objects.all()] == [("created", aziza)]

    def test_needs_somebody_who_may_write(self):
        forecaster = signed_in(a_person("forecaster", "weather_desk"))

        answer = autosave(forecaster, None, begun())

        assert (answer.status_code, answer.json()) == (403, {"error": "You may not write articles."})

    def test_refuses_an_article_that_was_moved_out_of_the_writers_sections(self, client, world):
        autosave(client, None, begun(section=world.pk))
        Article.objects.update(section=a_section("sport"))

        answer = autosave(client, None, begun(section=world.pk, title="Wine", seen="0 1"))

        assert answer.status_code == 403
        assert not Draft.objects.exists()


class TestPresence:
    def report(self, client, article, **fields):
        address = reverse("admin:articles_article_presence", args=[article.pk])
        return client.post(address, by_script(fields), content_type="application/json").json()

    def test_tells_who_else_writes(self, client, article, aziza, bobur):
        since = timezone.now() - timedelta(minutes=5)
        Presence.objects.create(article=article, user=bobur, since=since)

        told = self.report(client, article, seen="1")

        here = timezone.localtime(since)
        assert told["others"] == [f"bobur is editing this since {here:%H:%M}."]
        assert Presence.objects.filter(user=aziza).exists()

    def test_tells_the_full_name_of_a_colleague(self, client, article, bobur):
        self.report(client, article, seen="1")

        told = self.report(signed_in(bobur), article, seen="1")

        assert told["others"][0].startswith("Aziza Karimova is editing this since ")

    def test_tells_that_somebody_else_has_saved(self, client, article, bobur):
        editing.keep(article, {**content.of(article), "title": "Beer"}, ["1"], bobur)

        told = self.report(client, article, seen="1")

        assert told["overtaken"].startswith("bobur saved another text at ")

    def test_is_calm_while_only_the_state_changes(self, client, article):
        publishing.correct(article, "The lake is in the north.")

        assert self.report(client, article, seen="1") == {"others": [], "overtaken": None}

    def test_ends_when_the_page_is_closed(self, client, article, aziza):
        self.report(client, article, seen="1")

        self.report(client, article, leave="1")

        assert not Presence.objects.exists()

    def test_is_refused_to_others(self, article):
        stranger = signed_in(a_person("stranger", "reporter", [a_section("sport")]))

        assert self.report(stranger, article) == {"error": "You may not write this article."}
