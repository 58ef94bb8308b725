"""Publishing now, later, and anew."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from articles import content, drafts, editing
from articles.models import Article, Draft
from tests.articles.admin.acts.pages import a_next_version, a_story, errors, mark, page
from tests.builders import a_tag, ahead, an_article

pytestmark = pytest.mark.django_db


class TestPublish:
    def test_shows_readers_the_article_at_once(self, editor, world, api):
        article = a_story(section=world, published_at=None)

        answer = editor.post(page(article, "publish"), {"seen": mark(article)}, follow=True)

        assert answer.redirect_chain == [(page(article), 302)]
        assert "Readers see the article from now on." in answer.content.decode()
        assert api.get("/articles/water/?fields=title") == {"title": "Water in the canal"}

    def test_a_look_at_the_page_changes_nothing(self, editor, world):
        article = a_story(section=world, published_at=None)

        answer = editor.get(page(article, "publish"))

        assert answer.context["concerns"] == []
        assert Article.objects.get(pk=article.pk).published_at is None

    def test_takes_along_what_was_kept_automatically(self, editor, world, api):
        article = a_story(section=world, published_at=None)
        a_next_version(article)

        editor.post(page(article, "publish"), {"seen": mark(article)})

        assert api.get("/articles/water/?fields=title") == {"title": "The next title"}

    def test_does_not_publish_what_the_editor_has_not_seen(self, editor, world):
        article = a_story(section=world, published_at=None)
        seen = mark(article)
        a_next_version(article)

        answer = editor.post(page(article, "publish"), {"seen": seen})

        assert errors(answer) == ["Somebody else has saved this article since you opened it."]
        assert Article.objects.get(pk=article.pk).published_at is None

    @pytest.mark.parametrize("act", ["publish", "schedule"])
    def test_does_not_publish_what_was_stored_after_the_editor_looked(self, editor, world, act):
        article = a_story(section=world, published_at=None)
        seen = mark(article)
        editing.say(article, {**content.of(article), "title": "Unread"}, [seen])

        answer = editor.post(page(article, act), {"seen": seen, "at": "2056-03-14T12:05"})

        assert errors(answer) == ["Somebody else has saved this article since you opened it."]
        assert Article.objects.get(pk=article.pk).published_at is None

    def test_asks_for_a_reason_where_there_are_concerns(self, editor, world):
        article = a_story(section=world, published_at=None, summary="")

        answer = editor.post(page(article, "publish"), {"seen": mark(article), "reason": " "})

        assert [concern.code for concern in answer.context["concerns"]] == ["missing_summary"]
        assert errors(answer) == ["Say why, or go back and see to it."]
        assert Article.objects.get(pk=article.pk).published_at is None

    def test_keeps_the_reason(self, editor, world):
        article = a_story(section=world, published_at=None, summary="")

        editor.post(page(article, "publish"), {"seen": mark(article), "reason": "It is urgent."})

        newest = article.revisions.first()
        assert (newest.act, newest.note, newest.by.username) == ("published", "It is urgent.", "editor")

    def test_looks_at_the_changes_and_not_at_the_text_before_them(self, editor, world):
        article = a_story(section=world, published_at=None)
        a_next_version(article, summary="")

        answer = editor.get(page(article, "publish"))

        assert [concern.code for concern in answer.context["concerns"]] == ["missing_summary"]

    def test_leads_to_the_article_that_says_nearly_the_same(self, editor, world):
        other = an_article("Somewhere else", body_html="<p>Water in the canal and so on.</p>")
        article = a_story(section=world, published_at=None)

        answer = editor.get(page(article, "publish"))

        assert f'href="/admin/articles/article/{other.pk}/change/"' in answer.content.decode()

    def test_says_when_somebody_else_was_faster(self, editor, world):
        article = a_story(section=world)

        answer = editor.post(page(article, "publish"), {"seen": mark(article)})

        assert errors(answer) == ["Readers see this article already, or have seen it until it was withdrawn."]

    def test_an_old_page_leads_back_to_the_article(self, editor, world):
        article = a_story(section=world)

        answer = editor.get(page(article, "publish"), follow=True)

        assert answer.redirect_chain == [(page(article), 302)]
        assert "This cannot be done with the article as it is now." in answer.content.decode()

    def test_says_what_is_missing_in_an_unfinished_text(self, editor, world):
        article = a_story(section=world, published_at=None)
        a_next_version(article, title="")

        answer = editor.post(page(article, "publish"), {"seen": mark(article)})

        assert errors(answer) == ["title: This field cannot be blank."]


class TestSchedule:
    def test_reads_the_time_by_the_clocks_of_the_newsroom(self, editor, world):
        article = a_story(section=world, published_at=None)

        editor.post(page(article, "schedule"), {"seen": mark(article), "at": "2056-03-14T12:05"})

        at = Article.objects.get(pk=article.pk).published_at
        assert at == datetime(2056, 3, 14, 12, 5, tzinfo=ZoneInfo("Asia/Tashkent"))

    @pytest.mark.parametrize(
        ("at", "error"),
        [
            ("", "This field is required."),
            ("2001-01-01T10:00", "This moment has gone by."),
            ("tomorrow", "Enter a valid date/time."),
        ],
    )
    def test_says_what_is_wrong_with_the_time(self, editor, world, at, error):
        article = a_story(section=world, published_at=None)

        answer = editor.post(page(article, "schedule"), {"seen": mark(article), "at": at})

        assert errors(answer) == [error]
        assert Article.objects.get(pk=article.pk).published_at is None

    def test_shows_the_present_time_of_what_is_scheduled(self, editor, world):
        at = datetime(2056, 3, 14, 12, 5, tzinfo=ZoneInfo("Asia/Tashkent"))
        article = a_story(section=world, published_at=at)

        answer = editor.get(page(article, "schedule"))

        assert 'value="2056-03-14T12:05"' in answer.content.decode()

    def test_can_be_taken_back(self, editor, world):
        article = a_story(section=world, published_at=ahead(days=1))

        editor.post(page(article, "unschedule"), {"seen": mark(article)})

        assert Article.objects.get(pk=article.pk).published_at is None


class TestChanges:
    def test_are_shown_before_they_are_published(self, editor, world):
        article = a_story(section=world)
        a_next_version(article, tags=[a_tag("river").pk])

        answer = editor.get(page(article, "publish_changes"))

        shown = [(str(label), difference.field) for label, difference in answer.context["differences"]]
        assert shown == [("Title", "title"), ("Tags", "tags")]

    def test_go_live_at_once(self, editor, world, api):
        article = a_story(section=world)
        a_next_version(article)

        editor.post(page(article, "publish_changes"), {"seen": mark(article)})

        assert api.get("/articles/water/?fields=title") == {"title": "The next title"}
        assert article.revisions.first().act == "changed"

    def test_with_concerns_need_a_reason_that_is_kept(self, editor, world):
        article = a_story(section=world)
        a_next_version(article, summary="")

        refused = editor.post(page(article, "publish_changes"), {"seen": mark(article)})
        editor.post(page(article, "publish_changes"), {"seen": mark(article), "reason": "It is urgent."})

        assert errors(refused) == ["Say why, or go back and see to it."]
        assert article.revisions.first().note == "It is urgent."

    @pytest.mark.parametrize("act", ["publish_changes", "discard_changes"])
    def test_that_the_editor_has_not_seen_stay(self, editor, world, act):
        article = a_story(section=world)
        a_next_version(article)
        seen = mark(article)
        drafts.keep(article, {**content.of(article), "title": "Unread"}, seen=1)

        answer = editor.post(page(article, act), {"seen": seen})

        assert errors(answer) == ["Somebody else has saved this article since you opened it."]
        assert Draft.objects.get().content["title"] == "Unread"

    def test_are_discarded_by_a_reporter_too(self, reporter, world):
        article = a_story(section=world)
        a_next_version(article)

        reporter.post(page(article, "discard_changes"), {"seen": mark(article)})

        assert not Draft.objects.exists()
