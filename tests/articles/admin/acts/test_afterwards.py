"""What is done with an article that readers have seen, and its translation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing, trash
from articles.models import Article, Correction
from tests.articles.admin.acts.pages import a_next_version, a_story, errors, mark, page
from tests.builders import an_article

pytestmark = pytest.mark.django_db


class TestWithdraw:
    def test_tells_readers_why(self, editor, world, problem):
        article = a_story(section=world)

        editor.post(page(article, "withdraw"), {"seen": 0, "public_reason": "The source was wrong."})

        assert problem("/articles/water/", 410)["detail"] == "The source was wrong."

    def test_needs_a_reason(self, editor, world):
        article = a_story(section=world)

        answer = editor.post(page(article, "withdraw"), {"seen": 0, "public_reason": " "})

        assert errors(answer) == ["This field is required."]
        assert Article.objects.get(pk=article.pk).withdrawn_at is None

    def test_may_wait(self, editor, world, api):
        article = a_story(section=world)
        at = timezone.localtime() + timedelta(days=1)

        editor.post(
            page(article, "withdraw"),
            {"seen": mark(article), "public_reason": "The contract ends.", "at": f"{at:%Y-%m-%dT%H:%M}"},
        )

        stored = Article.objects.get(pk=article.pk)
        assert stored.withdrawn_at == at.replace(second=0, microsecond=0)
        assert api.get("/articles/water/?fields=id") == {"id": article.pk}

    def test_of_a_time_gone_by_is_refused(self, editor, world):
        article = a_story(section=world)

        answer = editor.post(
            page(article, "withdraw"), {"seen": 0, "public_reason": "Over.", "at": "2025-01-01T10:00"}
        )

        assert errors(answer) == ["This moment has gone by."]

    def test_can_be_taken_back(self, editor, world, api):
        article = a_story(section=world)
        publishing.withdraw(article, "The source was wrong.")

        editor.post(page(article, "put_back"), {"seen": mark(article)})

        assert api.get("/articles/water/?fields=id") == {"id": article.pk}


class TestCorrect:
    def test_tells_readers_what_was_wrong(self, editor, world, api):
        article = a_story(section=world)

        editor.post(page(article, "correct"), {"seen": mark(article), "text": "The lake is in the north."})

        [correction] = api.get("/articles/water/")["corrections"]
        assert correction["text"] == "The lake is in the north."

    def test_brings_the_changes_along(self, editor, world, api):
        article = a_story(section=world)
        a_next_version(article)

        seen = mark(article)
        editor.post(page(article, "correct"), {"seen": seen, "text": "It was Monday.", "with_changes": "on"})

        answer = api.get("/articles/water/?fields=title,corrections")
        assert (answer["title"], answer["corrections"][0]["text"]) == ("The next title", "It was Monday.")

    def test_leaves_the_changes_where_it_is_told_to(self, editor, world, api):
        article = a_story(section=world)
        a_next_version(article, summary="")

        editor.post(page(article, "correct"), {"seen": mark(article), "text": "It was Monday."})

        assert api.get("/articles/water/?fields=title") == {"title": "Water in the canal"}
        assert Correction.objects.count() == 1

    def test_of_changes_with_concerns_needs_a_reason(self, editor, world):
        article = a_story(section=world)
        a_next_version(article, summary="")

        answer = editor.post(
            page(article, "correct"), {"seen": mark(article), "text": "It was Monday.", "with_changes": "on"}
        )

        assert errors(answer) == ["Say why, or go back and see to it."]
        assert not Correction.objects.exists()

    def test_is_not_half_done(self, editor, world):
        article = a_story(section=world)
        a_next_version(article, title="")

        answer = editor.post(
            page(article, "correct"),
            {"seen": mark(article), "text": "It was Monday.", "with_changes": "on", "reason": "Urgent."},
        )

        assert errors(answer) == ["title: This field cannot be blank."]
        assert not Correction.objects.exists()


class TestTranslate:
    def test_opens_the_new_draft_in_the_editor(self, reporter, world):
        article = an_article("Water", section=world, slug="water")

        answer = reporter.post(f"/admin/articles/article/{article.pk}/translate/ru/")

        edition = Article.objects.get(language="ru")
        assert answer["Location"] == page(edition)
        assert (edition.title, edition.slug, str(edition.story)) == ("Water", "water-ru", str(article.story))

    def test_says_that_there_is_one_already(self, reporter, world):
        article = an_article(section=world)
        trash.put_in(an_article(story=article.story, language="ru"))

        answer = reporter.post(f"/admin/articles/article/{article.pk}/translate/ru/")

        assert "The story has an edition in this language, perhaps in the trash." in answer.content.decode()
        assert Article.objects.count() == 2

    def test_asks_before(self, reporter, world):
        article = an_article(section=world)

        answer = reporter.get(f"/admin/articles/article/{article.pk}/translate/ru/")

        assert answer.status_code == 200
        assert Article.objects.count() == 1

    @pytest.mark.parametrize("language", ["de", "uz-Cyrl"])
    def test_is_for_the_editions_of_the_site_alone(self, reporter, world, language):
        article = an_article(section=world)

        answer = reporter.post(f"/admin/articles/article/{article.pk}/translate/{language}/")

        assert answer.status_code == 404
