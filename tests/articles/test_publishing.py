import pytest

from articles import publishing
from articles.models import Article, Correction, FormerSlug
from tests.builders import a_section, ago, ahead, an_article

pytestmark = pytest.mark.django_db


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
