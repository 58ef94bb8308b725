from datetime import UTC, datetime

import pytest

from articles import content, drafts, editing, publishing, trash
from articles.models import Article, Correction, Draft, FormerSlug
from tests.builders import a_section, a_tag, ago, ahead, an_article, an_author

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


class TestSave:
    def test_derives_from_the_text_all_that_readers_and_searches_need(self):
        article = an_article("News", body_html="<p>One <b>two</b>.</p><script>x</script>")

        article.refresh_from_db()
        assert article.body_html == "<p>One <strong>two</strong>.</p>"
        assert article.body_text == "One two."
        assert article.excerpt == "One two."
        assert article.word_count == 2
        assert [block["type"] for block in article.body_blocks] == ["paragraph"]
        assert "'two'" in article.search_document

    def test_of_a_change_derives_everything_anew(self, api):
        article = an_article("News", slug="news", body_html="<p>Railway.</p>")

        article.title, article.body_html = "Later news", "<p>Water.</p>"
        publishing.save(article)

        assert api.get("/articles/news/?fields=summary") == {"summary": "Water."}
        assert api.titles("/articles/?locale=en&search=railway") == []
        assert api.titles("/articles/?locale=en&search=water") == ["Later news"]

    def test_of_a_change_counts_the_revision_and_says_when(self):
        article = an_article()
        first = article.updated_at

        publishing.save(article)

        article.refresh_from_db()
        assert article.revision == 2
        assert article.updated_at > first

    def test_refuses_an_article_that_another_has_saved_meanwhile(self):
        article = an_article("First")
        stale = Article.objects.get(pk=article.pk)
        article.title = "Second"
        publishing.save(article)

        stale.title = "Third"
        with pytest.raises(publishing.EditedMeanwhile):
            publishing.save(stale)

        assert Article.objects.get(pk=article.pk).title == "Second"

    def test_keeps_a_withdrawal_of_which_the_writer_did_not_know(self):
        article = an_article("First")
        stale = Article.objects.get(pk=article.pk)
        publishing.withdraw(article, "It was not true.")

        stale.title = "Second"
        publishing.save(stale)

        stored = Article.objects.get(pk=article.pk)
        assert (stored.title, stored.withdrawn_reason) == ("Second", "It was not true.")

    def test_keeps_a_slug_that_is_given_up(self):
        article = an_article(slug="first")

        article.slug = "second"
        publishing.save(article)

        assert list(FormerSlug.objects.values_list("slug", "article")) == [("first", article.pk)]

    def test_forgets_a_former_slug_that_is_the_present_one_again(self):
        article = an_article(slug="first")
        article.slug = "second"
        publishing.save(article)

        article.slug = "first"
        publishing.save(article)

        assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["second"]

    def test_takes_a_summary_of_white_space_for_none(self):
        article = an_article(summary=" \n ")

        article.refresh_from_db()
        assert article.summary == ""


class TestPublishNow:
    @pytest.mark.parametrize("published_at", [None, ahead(days=1)])
    def test_publishes_a_draft_or_a_scheduled_article(self, api, published_at):
        article = an_article("News", published_at=published_at)

        publishing.publish_now(article)

        assert api.titles("/articles/?locale=en") == ["News"]

    def test_refuses_what_readers_see(self):
        article = an_article(published_at=ago(days=1))

        with pytest.raises(publishing.AlreadyPublished):
            publishing.publish_now(article)

        article.refresh_from_db()
        assert article.revision == 1

    def test_refuses_what_readers_have_lost(self, api):
        article = an_article(published_at=ago(days=1), withdrawn_at=ago(hours=1), withdrawn_reason="Wrong.")

        with pytest.raises(publishing.AlreadyPublished):
            publishing.publish_now(article)

        assert api.titles("/articles/?locale=en") == []

    def test_publishes_what_is_to_be_withdrawn_later(self, api):
        article = an_article(
            "Short-lived", published_at=ahead(days=1), withdrawn_at=ahead(days=2), withdrawn_reason="Over."
        )

        publishing.publish_now(article)

        assert api.titles("/articles/?locale=en") == ["Short-lived"]

    def test_counts_the_revision(self):
        article = an_article(published_at=None)

        publishing.publish_now(article)

        article.refresh_from_db()
        assert article.revision == 2
        assert article.updated_at == article.published_at


class TestWithdraw:
    def test_takes_the_article_away_at_once(self, api):
        article = an_article(section=a_section())

        publishing.withdraw(article, "The source was wrong.")

        article.refresh_from_db()
        assert api.titles("/articles/?locale=en") == []
        assert article.withdrawn_reason == "The source was wrong."
        assert article.revision == 2
        assert article.updated_at == article.withdrawn_at

    def test_takes_it_away_later(self, api):
        article = an_article("News")

        publishing.withdraw(article, "A contract ends.", at=ahead(days=1))

        assert api.titles("/articles/?locale=en") == ["News"]

    def test_does_at_once_what_was_to_be_done_later(self, api):
        article = an_article("News")
        publishing.withdraw(article, "A contract ends.", at=ahead(days=1))

        publishing.withdraw(article, "The source was wrong.")

        article.refresh_from_db()
        assert api.titles("/articles/?locale=en") == []
        assert article.withdrawn_reason == "The source was wrong."

    def test_is_done_once(self):
        article = an_article()
        publishing.withdraw(article, "The source was wrong.")

        with pytest.raises(publishing.AlreadyWithdrawn):
            publishing.withdraw(article, "Another reason.")

        article.refresh_from_db()
        assert article.withdrawn_reason == "The source was wrong."

    @pytest.mark.parametrize("published_at", [None, ahead(days=1)])
    def test_is_only_for_what_readers_have_seen(self, published_at):
        article = an_article(published_at=published_at)

        with pytest.raises(publishing.NotPublished):
            publishing.withdraw(article, "The source was wrong.")

        article.refresh_from_db()
        assert article.withdrawn_at is None


class TestCorrect:
    def test_says_in_public_what_was_wrong(self, api):
        article = an_article(slug="news")

        publishing.correct(article, "The date was wrong.")

        [correction] = api.get("/articles/news/")["corrections"]
        article.refresh_from_db()
        assert correction["text"] == "The date was wrong."
        assert article.revision == 2

    def test_is_a_change_of_the_article(self):
        article = an_article()
        before = article.updated_at

        correction = publishing.correct(article, "The date was wrong.")

        article.refresh_from_db()
        assert article.updated_at == correction.at
        assert article.updated_at > before

    @pytest.mark.parametrize("published_at", [None, ahead(days=1)])
    def test_is_only_for_what_readers_have_seen(self, published_at):
        article = an_article(published_at=published_at)

        with pytest.raises(publishing.NotPublished):
            publishing.correct(article, "The date was wrong.")

        assert not Correction.objects.exists()


class TestSchedule:
    @pytest.mark.parametrize("published_at", [None, ahead(days=2)])
    def test_sets_the_moment_from_which_readers_see_it(self, published_at):
        article = an_article(published_at=published_at)
        at = ahead(days=1)

        publishing.schedule(article, at)

        article.refresh_from_db()
        assert article.published_at == at
        assert article.revision == 2

    def test_refuses_a_moment_that_has_gone_by(self):
        article = an_article(published_at=None)

        with pytest.raises(publishing.NotInTheFuture):
            publishing.schedule(article, ago(seconds=1))

        article.refresh_from_db()
        assert article.published_at is None

    def test_refuses_what_readers_see(self):
        article = an_article(published_at=ago(hours=1))

        with pytest.raises(publishing.AlreadyPublished):
            publishing.schedule(article, ahead(days=1))

        article.refresh_from_db()
        assert article.revision == 1


class TestUnschedule:
    def test_makes_a_draft_of_a_scheduled_article(self):
        article = an_article(
            published_at=ahead(days=1), withdrawn_at=ahead(days=2), withdrawn_reason="It is over."
        )

        publishing.unschedule(article)

        article.refresh_from_db()
        assert (article.published_at, article.withdrawn_at, article.withdrawn_reason) == (None, None, "")
        assert article.revision == 2

    @pytest.mark.parametrize("published_at", [None, ago(hours=1)])
    def test_refuses_what_is_not_scheduled(self, published_at):
        article = an_article(published_at=published_at)

        with pytest.raises(publishing.NotScheduled):
            publishing.unschedule(article)

        article.refresh_from_db()
        assert article.published_at == published_at


class TestPutBack:
    def test_shows_a_withdrawn_article_again(self, api):
        article = an_article("News")
        publishing.withdraw(article, "The source was wrong.")

        publishing.put_back(article)

        article.refresh_from_db()
        assert api.titles("/articles/?locale=en") == ["News"]
        assert article.withdrawn_reason == ""

    def test_calls_a_coming_withdrawal_off(self):
        article = an_article()
        publishing.withdraw(article, "A contract ends.", at=ahead(days=1))

        publishing.put_back(article)

        article.refresh_from_db()
        assert (article.withdrawn_at, article.withdrawn_reason) == (None, "")

    def test_refuses_what_has_not_been_withdrawn(self):
        article = an_article()

        with pytest.raises(publishing.NotWithdrawn):
            publishing.put_back(article)

        article.refresh_from_db()
        assert article.revision == 1


class TestPublishDraft:
    def test_puts_the_next_version_live_at_once_and_whole(self, api):
        section, tag, author = a_section("sport"), a_tag("chess"), an_author()
        article = an_article("Old", slug="news")
        links = {"section": section.pk, "tags": [tag.pk], "authors": [author.pk]}
        drafts.keep(article, {**content.of(article), "title": "New", **links}, seen=0)

        publishing.publish_draft(article)

        answer = api.get("/articles/news/?fields=title,section.slug,tags.slug,authors.slug")
        assert answer == {
            "title": "New",
            "section": {"slug": "sport"},
            "tags": [{"slug": "chess"}],
            "authors": [{"slug": "dilnoza-karimova"}],
        }
        assert not Draft.objects.exists()

    @pytest.mark.parametrize(
        ("published_at", "act"), [(None, "saved"), (ahead(days=1), "saved"), (ago(hours=1), "changed")]
    )
    def test_is_a_change_in_public_once_readers_have_seen_the_article(self, published_at, act):
        article = an_article(published_at=published_at)
        drafts.keep(article, {**content.of(article), "title": "New"}, seen=0)

        publishing.publish_draft(article, note="The minister called.")

        newest = article.revisions.first()
        assert (newest.number, newest.act, newest.note) == (2, act, "The minister called.")
        assert newest.content["title"] == "New"

    def test_refuses_a_version_that_was_saved_after_the_editor_looked(self):
        article = an_article("Old")
        text = content.of(article)
        drafts.keep(article, {**text, "title": "New"}, seen=0)
        seen = editing.present(article).mark
        drafts.keep(article, {**text, "title": "Unread"}, seen=1)

        with pytest.raises(publishing.EditedMeanwhile):
            editing.publish_changes(article, [seen])

        assert Article.objects.get(pk=article.pk).title == "Old"
        assert Draft.objects.get().content["title"] == "Unread"

    def test_refuses_when_the_text_has_changed_since_it_was_begun(self):
        article = an_article("Old")
        drafts.keep(article, {**content.of(article), "title": "Late"}, seen=0)
        article.title = "Meanwhile"
        publishing.save(article)

        with pytest.raises(publishing.EditedMeanwhile):
            publishing.publish_draft(article)

        assert Article.objects.get(pk=article.pk).title == "Meanwhile"

    def test_is_not_hindered_by_acts_that_left_the_text_alone(self):
        article = an_article("Old")
        drafts.keep(article, {**content.of(article), "title": "New"}, seen=0)
        publishing.correct(article, "The date was wrong.")

        publishing.publish_draft(article)

        assert Article.objects.get(pk=article.pk).title == "New"

    def test_refuses_when_there_is_no_next_version(self):
        article = an_article()

        with pytest.raises(publishing.EditedMeanwhile):
            publishing.publish_draft(article)

        assert Article.objects.get(pk=article.pk).revision == 1

    @pytest.mark.parametrize(
        ("unfit", "reason"),
        [
            ({"title": ""}, "This field cannot be blank."),
            ({"title": "\u2003"}, "An article needs a title."),
            ({"slug": "taken"}, "Another article has this slug."),
            ({"slug": "Not a slug"}, "A slug has small Latin letters, digits and single hyphens."),
            (
                {"body_html": "a" * 1_000_001},
                "A body has at most 1,000,000 characters of HTML, this one 1,000,001.",
            ),
        ],
    )
    def test_refuses_in_words_what_no_article_may_be(self, unfit, reason):
        an_article(slug="taken")
        article = an_article("Old", slug="news")
        drafts.keep(article, {**content.of(article), **unfit}, seen=0)

        with pytest.raises(publishing.Unfit) as refusal:
            publishing.publish_draft(article)

        assert reason in str(refusal.value)
        assert Article.objects.get(pk=article.pk).title == "Old"


class TestRestore:
    def test_says_again_what_a_revision_said(self):
        first, second = a_tag("first"), a_tag("second")
        article = an_article("First", tags=[first])
        text = {**content.of(article), "title": "Second", "tags": [second.pk]}
        drafts.keep(article, text, seen=0)
        publishing.publish_draft(article)

        publishing.restore(article, 1)

        stored = Article.objects.get(pk=article.pk)
        assert (stored.title, stored.revision) == ("First", 3)
        assert [each.tag for each in stored.article_tags.all()] == [first]
        assert [revision.act for revision in article.revisions.all()] == ["restored", "changed", "saved"]

    def test_leaves_the_state_alone(self):
        article = an_article("First")
        publishing.save(article)
        publishing.withdraw(article, "The source was wrong.")

        publishing.restore(article, 1)

        assert Article.objects.get(pk=article.pk).withdrawn_reason == "The source was wrong."

    def test_leaves_out_what_has_been_deleted_since(self):
        section, tag = a_section(), a_tag()
        article = an_article(section=section, tags=[tag])
        drafts.keep(article, {**content.of(article), "section": None, "tags": []}, seen=0)
        publishing.publish_draft(article)
        section.delete()
        tag.delete()

        publishing.restore(article, 1)

        stored = Article.objects.get(pk=article.pk)
        assert (stored.section, stored.article_tags.count(), stored.revision) == (None, 0, 3)

    def test_refuses_a_slug_that_another_article_has_now(self):
        article = an_article("First", slug="first", published_at=None)
        article.slug = "second"
        publishing.save(article)
        an_article(slug="first")

        with pytest.raises(publishing.Unfit, match="Another article has this slug"):
            publishing.restore(article, 1)

        assert Article.objects.get(pk=article.pk).slug == "second"


@pytest.mark.parametrize(
    "act",
    [
        lambda article: publishing.save(article),
        lambda article: publishing.publish_now(article),
        lambda article: publishing.schedule(article, ahead(days=1)),
        lambda article: publishing.unschedule(article),
        lambda article: publishing.withdraw(article, "Wrong."),
        lambda article: publishing.put_back(article),
        lambda article: publishing.correct(article, "Wrong."),
        lambda article: publishing.publish_draft(article),
        lambda article: publishing.restore(article, 1),
        lambda article: drafts.keep(article, content.of(article), seen=0),
        lambda article: editing.take_over(article, ["1"]),
        lambda article: drafts.discard(article, seen=1),
        lambda article: trash.put_in(article),
    ],
)
def test_nothing_is_done_with_what_is_in_the_trash(act):
    article = an_article()
    trash.put_in(article)

    with pytest.raises(publishing.InTrash):
        act(article)

    assert Article.objects.get(pk=article.pk).revision == 2
