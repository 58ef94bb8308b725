import pytest
from django.contrib.auth.models import User

from articles import publishing, trash
from articles.models import Article, Revision, Section, TrashedArticle
from tests.articles.importing import a_line, import_file, json_lines
from tests.builders import a_section, ago, ahead, an_article

pytestmark = pytest.mark.django_db


def states():
    return [
        {"published_at": None},
        {"published_at": ahead(days=1)},
        {"published_at": ago(days=2)},
        {"published_at": ago(days=2), "withdrawn_at": ago(days=1), "withdrawn_reason": "It was wrong."},
    ]


class TestPutIn:
    def test_takes_the_article_away_from_readers(self, api, problem):
        article = an_article(slug="news")

        trash.put_in(article)

        assert api.titles("/articles/?locale=en") == []
        assert problem("/articles/news/", 404)["code"] == "not_found"

    def test_says_who_did_it_and_keeps_the_version(self):
        chief = User.objects.create_user("chief")
        article = an_article("News")

        trash.put_in(article, chief)

        assert TrashedArticle.objects.get().by == chief
        newest = article.revisions.first()
        assert (newest.act, newest.by, newest.content["title"]) == ("trashed", chief, "News")

    def test_of_what_is_there_already_is_refused(self):
        article = an_article(published_at=ago(days=1))
        trash.put_in(article)

        with pytest.raises(publishing.InTrash):
            trash.put_in(article)

        assert TrashedArticle.objects.get().published_at is not None


class TestTakeOut:
    @pytest.mark.parametrize("state", states())
    def test_gives_the_article_its_state_again(self, state):
        article = an_article(**state)
        trash.put_in(article)

        trash.take_out(article)

        stored = Article.objects.get(pk=article.pk)
        assert {name: getattr(stored, name) for name in state} == state
        assert not TrashedArticle.objects.exists()

    def test_is_kept_in_the_history(self):
        article = an_article()
        trash.put_in(article)

        trash.take_out(article)

        assert [revision.act for revision in article.revisions.all()] == ["untrashed", "trashed", "saved"]

    def test_of_what_is_not_there_is_refused(self):
        article = an_article()

        with pytest.raises(trash.NotInTrash):
            trash.take_out(article)

        assert Article.objects.get(pk=article.pk).revision == 1


class TestEmpty:
    def test_deletes_for_ever_what_was_kept_long_enough(self):
        old, recent, live = an_article("Old"), an_article("Recent"), an_article("Live")
        trash.put_in(old)
        trash.put_in(recent)
        TrashedArticle.objects.filter(article=old).update(at=ago(days=30, seconds=1))
        TrashedArticle.objects.filter(article=recent).update(at=ago(days=29, hours=23))

        deleted = trash.empty()

        assert deleted == 1
        assert [*Article.objects.values_list("title", flat=True)] == [live.title, recent.title]

    def test_takes_along_what_belongs_to_the_article_and_leaves_what_it_shares(self):
        article = an_article(section=a_section(), views=7)
        publishing.correct(article, "The date was wrong.")
        trash.put_in(article)
        TrashedArticle.objects.update(at=ago(days=31))

        trash.empty()

        assert not Revision.objects.exists()
        assert Section.objects.count() == 1


class TestImport:
    @pytest.fixture
    def import_line(self, tmp_path):
        def import_line(**fields):
            path = tmp_path / "news.jsonl"
            path.write_bytes(json_lines(a_line(**fields)))
            return import_file(path)

        return import_line

    def test_leaves_what_is_in_the_trash_there_and_says_so(self, import_line):
        import_line(title="Rain")
        trash.put_in(Article.objects.get())

        imported = import_line(title="Rain again")

        assert imported.status == 1
        assert "the article is in the trash: put it back there, and import it again" in imported.printed
        stored = Article.objects.get()
        assert (stored.title, stored.published_at) == ("Rain", None)

    def test_goes_on_once_the_article_was_put_back(self, import_line):
        import_line(title="Rain")
        trash.put_in(Article.objects.get())
        trash.take_out(Article.objects.get())

        imported = import_line(title="Rain again")

        assert imported.status == 0
        assert Article.objects.get().title == "Rain again"
