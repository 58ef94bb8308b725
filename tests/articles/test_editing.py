"""Who writes an article does not overwrite another unknowingly."""

import pytest

from articles import drafts, editing, publishing
from articles.models import Article, Draft
from articles.publishing import EditedMeanwhile
from tests.builders import ago, an_article
from tests.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return an_article("Water", published_at=None)


@pytest.fixture
def aziza():
    return a_person("aziza")


@pytest.fixture
def bobur():
    return a_person("bobur")


def said(article, **changes):
    return {**editing.present(article).content, **changes}


def store(article, title):
    stored = Article.objects.get(pk=article.pk)
    stored.title = title
    publishing.save(stored)


class TestKeep:
    def test_keeps_the_next_version_and_tells_who_wrote_it(self, article, aziza):
        kept = editing.keep(article, said(article, title="Wine"), ["1"], aziza)

        assert (kept.content["title"], kept.by, kept.saves) == ("Wine", aziza, 1)
        assert Article.objects.get().title == "Water"

    def test_goes_on_from_the_mark_of_the_save_before(self, article, aziza):
        first = editing.keep(article, said(article, title="Wine"), ["1"], aziza)

        second = editing.keep(article, said(article, title="Beer"), [first.mark], aziza)

        assert second.saves == 2
        assert len({"1", first.mark, second.mark}) == 3

    def test_keeps_nothing_when_nothing_was_changed(self, article, aziza):
        editing.keep(article, said(article), ["an older mark"], aziza)

        assert not Draft.objects.exists()

    def test_refuses_when_another_has_kept_a_text_meanwhile(self, article, aziza, bobur):
        editing.keep(article, said(article, title="Wine"), ["1"], aziza)

        with pytest.raises(EditedMeanwhile):
            editing.keep(article, said(article, title="Beer"), ["1"], bobur)

        assert editing.present(article).content["title"] == "Wine"

    def test_refuses_when_another_has_stored_a_text_meanwhile(self, article, aziza, bobur):
        editing.say(article, said(article, title="Wine"), ["1"], aziza)

        with pytest.raises(EditedMeanwhile):
            editing.keep(article, said(article, title="Beer"), ["1"], bobur)

    def test_refuses_when_another_has_thrown_the_text_away_and_begun_anew(self, article, aziza, bobur):
        mine = editing.keep(article, said(article, title="Wine"), ["1"], aziza)
        drafts.discard(article, 1)
        editing.keep(article, said(article, title="Beer"), ["1"], bobur)

        with pytest.raises(EditedMeanwhile):
            editing.keep(article, said(article, title="Wine!"), [mine.mark], aziza)

    def test_does_not_mind_that_the_article_went_live_meanwhile(self, article, aziza):
        publishing.publish_now(article)

        kept = editing.keep(article, said(article, title="Wine"), ["1"], aziza)

        assert kept.content["title"] == "Wine"

    def test_takes_any_of_the_marks_that_may_be_the_present_one(self, article, aziza):
        editing.keep(article, said(article, title="Wine"), ["1"], aziza, save="unanswered")

        kept = editing.keep(article, said(article, title="Beer"), ["1", "1.unanswered"], aziza)

        assert kept.saves == 2

    @pytest.mark.parametrize("mark", ["", "0", "2", "1.1.1", "x", "9" * 5000, "१"])
    def test_takes_no_other_mark(self, article, aziza, mark):
        with pytest.raises(EditedMeanwhile):
            editing.keep(article, said(article, title="Wine"), [mark], aziza)


class TestSay:
    def test_stores_the_text_and_leaves_no_next_version(self, article, aziza):
        editing.say(article, said(article, title="Wine"), ["1"], aziza)

        assert Article.objects.get().title == "Wine"
        assert not Draft.objects.exists()

    def test_stores_what_was_kept_before(self, article, aziza):
        kept = editing.keep(article, said(article, title="Wine"), ["1"], aziza)

        editing.say(article, kept.content, [kept.mark], aziza)

        assert Article.objects.get().title == "Wine"

    def test_refuses_a_next_version_under_which_the_stored_text_has_changed(self, article, aziza):
        kept = editing.keep(article, said(article, title="Wine"), ["1"], aziza)
        store(article, "Sand")

        with pytest.raises(EditedMeanwhile):
            editing.say(article, said(article, title="Beer"), [kept.mark], aziza)

    def test_goes_on_from_the_stored_text_of_today_once_the_editor_has_seen_it(self, article, aziza):
        kept = editing.keep(article, said(article, title="Wine"), ["1"], aziza)
        store(article, "Sand")

        editing.say(article, said(article, title="Beer"), [kept.mark, "2"], aziza)

        assert Article.objects.get().title == "Beer"


class TestPresent:
    def test_tells_who_stored_the_text_and_when(self, article, aziza):
        editing.say(article, said(article, title="Wine"), ["1"], aziza)
        publishing.publish_now(article)

        text = editing.present(Article.objects.get())

        assert (text.by, text.mark, text.saves) == (aziza, "3", 0)

    def test_knows_nobody_of_an_import(self, article):
        Article.objects.update(updated_at=ago(days=1))

        text = editing.present(Article.objects.get())

        assert (text.by, text.at) == (None, Article.objects.get().updated_at)
