import pytest
from django.contrib.auth.models import User

from articles import content, drafts, editing, publishing
from articles.models import Article, Draft
from tests.builders import an_article

pytestmark = pytest.mark.django_db


class TestKeep:
    def test_hides_the_text_from_readers(self, api):
        article = an_article("Old", slug="news")

        drafts.keep(article, {**content.of(article), "title": "Half a"}, seen=0)

        assert api.get("/articles/news/?fields=title") == {"title": "Old"}

    def test_counts_the_saves_and_knows_who_made_the_last(self):
        article, text = an_article(), {}
        first, second = User.objects.create_user("first"), User.objects.create_user("second")
        drafts.keep(article, text, seen=0, by=first)

        draft = drafts.keep(article, {"title": "Later"}, seen=1, by=second)

        draft.refresh_from_db()
        assert (draft.saves, draft.edited_by, draft.content) == (2, second, {"title": "Later"})

    @pytest.mark.parametrize("seen", [0, 2])
    def test_does_not_overwrite_a_save_that_the_editor_has_not_seen(self, seen):
        article = an_article()
        drafts.keep(article, {"title": "Kept"}, seen=0)

        with pytest.raises(publishing.EditedMeanwhile):
            drafts.keep(article, {"title": "Lost"}, seen=seen)

        assert Draft.objects.get().content == {"title": "Kept"}

    def test_refuses_to_go_on_from_a_version_that_was_discarded(self):
        article = an_article()
        drafts.keep(article, {"title": "Discarded"}, seen=0)
        drafts.discard(article, seen=1)

        with pytest.raises(publishing.EditedMeanwhile):
            drafts.keep(article, {"title": "Late"}, seen=1)

        assert not Draft.objects.exists()

    def test_remembers_the_revision_that_it_was_begun_from(self):
        article = an_article()
        publishing.save(article)

        drafts.keep(article, {"title": "Begun"}, seen=0)
        publishing.correct(article, "The date was wrong.")
        drafts.keep(article, {"title": "Gone on"}, seen=1)

        assert Draft.objects.get().base_revision == 2


class TestDiscard:
    def test_leaves_the_stored_text(self):
        article = an_article("Old")
        drafts.keep(article, {**content.of(article), "title": "New"}, seen=0)

        drafts.discard(article, seen=1)

        assert drafts.text_of(article)["title"] == "Old"

    def test_spares_a_save_that_the_editor_has_not_seen(self):
        article = an_article()
        drafts.keep(article, {"title": "One"}, seen=0)
        drafts.keep(article, {"title": "Two"}, seen=1)

        with pytest.raises(publishing.EditedMeanwhile):
            drafts.discard(article, seen=1)

        assert Draft.objects.get().content == {"title": "Two"}


class TestTakeOver:
    """What an editor has in front, by its mark."""

    def test_stores_the_version_that_the_editor_saw(self):
        article = an_article("Old", published_at=None)
        drafts.keep(article, {**content.of(article), "title": "New"}, seen=0)

        editing.take_over(article, [editing.present(article).mark])

        assert Article.objects.get(pk=article.pk).title == "New"
        assert not Draft.objects.exists()

    def test_does_nothing_where_there_was_nothing_to_see(self):
        article = an_article()

        editing.take_over(article, ["1"])

        assert Article.objects.get(pk=article.pk).revision == 1

    @pytest.mark.parametrize("seen", ["1", "1.2", "0", ""])
    def test_refuses_what_the_editor_has_not_seen(self, seen):
        article = an_article("Old")
        drafts.keep(article, {**content.of(article), "title": "New"}, seen=0)

        with pytest.raises(publishing.EditedMeanwhile):
            editing.take_over(article, [seen])

        assert Article.objects.get(pk=article.pk).title == "Old"


def test_an_editor_goes_on_from_the_next_version_where_there_is_one():
    article = an_article("Old")
    drafts.keep(article, {**content.of(article), "title": "New"}, seen=0)

    text = drafts.text_of(article)

    assert text["title"] == "New"
