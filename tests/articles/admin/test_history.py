"""What the newsroom sees of an article's versions, and the way back to one."""

import pytest
from django.urls import reverse

from articles import content, drafts, publishing
from articles.models import Article, Draft
from tests.articles.admin.acts.pages import mark
from tests.builders import a_section, a_tag, an_article
from tests.people import a_person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def reporter(world):
    return signed_in(a_person("reporter", "reporter", [world]))


def address(name, *args):
    return reverse(f"admin:articles_article_{name}", args=args)


def changed(article, by=None, **changes):
    """The article says something else."""
    drafts.keep(article, {**content.of(article), **changes}, seen=0, by=by)
    publishing.publish_draft(article, by)
    return Article.objects.get(pk=article.pk)


def compare(client, article, before, after):
    answer = client.get(address("compare", article.pk), {"before": before, "after": after})
    return {
        str(label): [[(run.kind.value, run.text) for run in line] for line in difference.lines]
        for label, difference in answer.context["differences"]
    }


class TestList:
    def test_tells_who_did_what_and_why(self, reporter, world):
        article = an_article("First", section=world)
        changed(article, a_person("anna", "editor", [world]), title="Second")
        publishing.withdraw(article, "The source was wrong.")

        page = reporter.get(address("history", article.pk))

        revisions = page.context["revisions"]
        assert [(each.number, each.act, by, each.note) for each, by in revisions] == [
            (3, "withdrawn", None, "The source was wrong."),
            (2, "changed", "anna", ""),
            (1, "saved", None, ""),
        ]

    def test_offers_the_last_change_for_comparing(self, reporter, world):
        article = changed(an_article(section=world), title="Second")

        page = reporter.get(address("history", article.pk)).content.decode()

        assert 'name="before" value="1" checked' in page
        assert 'name="after" value="2" checked' in page

    def test_offers_the_next_version_for_comparing(self, reporter, world):
        article = changed(an_article(section=world), title="Second")
        drafts.keep(article, {**content.of(article), "title": "Third"}, seen=0)

        page = reporter.get(address("history", article.pk)).content.decode()

        assert 'name="before" value="2" checked' in page
        assert 'name="after" value="next" checked' in page

    def test_of_what_was_never_changed_is_empty(self, reporter, world):
        article = an_article(section=world)

        page = reporter.get(address("history", article.pk))

        assert "Nothing has been changed since the article was imported." in page.content.decode()

    def test_costs_the_same_however_often_the_article_was_changed(
        self, reporter, world, django_assert_max_num_queries
    ):
        article = an_article(section=world)
        for number in range(9):
            article = changed(article, title=f"Title {number}")

        # session, user, permissions twice, role, article, versions, next version, sections, trash
        with django_assert_max_num_queries(10):
            reporter.get(address("history", article.pk))

    def test_offers_no_way_back_to_whoever_may_only_look(self, world):
        photographer = signed_in(a_person("photographer", "photo_desk"))
        article = changed(an_article(section=world), title="Second")

        page = photographer.get(address("history", article.pk)).content.decode()

        assert address("restore", article.pk, 1) not in page


class TestCompare:
    def test_marks_words(self, reporter, world):
        article = changed(an_article("Water in May", section=world), title="Water in June")

        assert compare(reporter, article, 1, 2) == {
            "Title": [[("same", "Water in"), ("deleted", "May"), ("inserted", "June")]]
        }

    def test_goes_either_way(self, reporter, world):
        article = changed(an_article("May", section=world), title="June")

        assert compare(reporter, article, 2, 1) == {"Title": [[("deleted", "June")], [("inserted", "May")]]}

    def test_names_sections_and_tags(self, reporter, world):
        river, canal = a_tag("river"), a_tag("canal")
        article = an_article(section=world, tags=[river])
        article = changed(article, section=a_section("sport").pk, tags=[river.pk, canal.pk])

        assert compare(reporter, article, 1, 2) == {
            "Section": [[("deleted", "World")], [("inserted", "Sport")]],
            "Tags": [[("same", "River")], [("inserted", "Canal")]],
        }

    def test_passes_over_what_has_been_deleted_since(self, reporter, world):
        tag = a_tag("river")
        article = changed(an_article(section=world, tags=[tag]), tags=[])
        tag.delete()

        assert compare(reporter, article, 1, 2) == {}

    def test_shows_the_text_and_not_its_markup(self, reporter, world):
        article = an_article(section=world, body_html="<p>It <strong>rains</strong> &lt;b&gt; today.</p>")
        article = changed(article, body_html="<p>It rains &lt;b&gt; tomorrow.</p>")

        page = reporter.get(address("compare", article.pk), {"before": 1, "after": 2}).content.decode()

        assert "It rains &lt;b&gt; <del>" in page

    def test_shows_the_next_version(self, reporter, world):
        article = an_article("May", section=world)
        drafts.keep(article, {**content.of(article), "title": "June"}, seen=0)

        assert compare(reporter, article, 1, "next") == {
            "Title": [[("deleted", "May")], [("inserted", "June")]]
        }

    @pytest.mark.parametrize(
        "query", ["", "before=1", "before=1&after=7", "before=x&after=1", "before=1&after=99999999999"]
    )
    def test_of_versions_that_are_not_there_is_not_found(self, reporter, world, query):
        article = changed(an_article(section=world), title="Second")

        assert reporter.get(f"{address('compare', article.pk)}?{query}").status_code == 404


class TestRestore:
    def test_of_a_draft_is_a_new_version(self, reporter, world):
        article = changed(an_article("First", section=world, published_at=None), title="Second")

        answer = reporter.post(address("restore", article.pk, 1), {"seen": mark(article)})

        assert answer["Location"] == address("change", article.pk)
        stored = Article.objects.get(pk=article.pk)
        assert (stored.title, stored.revision) == ("First", 3)
        newest = article.revisions.first()
        assert (newest.act, newest.by.username) == ("restored", "reporter")

    def test_of_a_live_article_is_the_next_version_and_no_reader_sees_it(self, reporter, world, api):
        article = changed(an_article("First", section=world, slug="water"), title="Second")

        reporter.post(address("restore", article.pk, 1), {"seen": mark(article)})

        assert Draft.objects.get().content["title"] == "First"
        assert api.get("/articles/water/?fields=title") == {"title": "Second"}

    @pytest.mark.parametrize("published", [{"published_at": None}, {}])
    def test_replaces_changes_that_the_editor_has_seen(self, reporter, world, published):
        article = changed(an_article("First", section=world, **published), title="Second")
        drafts.keep(article, {**content.of(article), "title": "Third"}, seen=0)

        reporter.post(address("restore", article.pk, 1), {"seen": mark(article)})

        assert drafts.text_of(Article.objects.get(pk=article.pk))["title"] == "First"

    @pytest.mark.parametrize("published", [{"published_at": None}, {}])
    def test_spares_changes_that_the_editor_has_not_seen(self, reporter, world, published):
        article = changed(an_article("First", section=world, **published), title="Second")
        seen = mark(article)
        drafts.keep(article, {**content.of(article), "title": "Third"}, seen=0)

        answer = reporter.post(address("restore", article.pk, 1), {"seen": seen})

        assert "Somebody else has saved this article since you opened it." in answer.content.decode()
        assert Draft.objects.get().content["title"] == "Third"

    @pytest.mark.parametrize("published", [{"published_at": None}, {}])
    def test_does_not_move_it_into_a_section_that_the_editor_does_not_work_in(
        self, reporter, world, published
    ):
        article = an_article("First", section=a_section("sport"), **published)
        changed(article, title="Second", section=world.pk)

        answer = reporter.post(address("restore", article.pk, 1), {"seen": mark(article)})

        assert "it stands in a section that you do not work in." in answer.content.decode()
        assert drafts.text_of(Article.objects.get(pk=article.pk))["section"] == world.pk

    def test_says_why_it_cannot_be_done(self, reporter, world):
        article = an_article("First", section=world, slug="first", published_at=None)
        changed(article, slug="second")
        an_article(slug="first")

        answer = reporter.post(address("restore", article.pk, 1), {"seen": mark(article)})

        assert "Another article has this slug." in answer.content.decode()

    def test_asks_before_and_shows_what_is_changed_by_it(self, reporter, world):
        article = changed(an_article("May", section=world), title="June")

        page = reporter.get(address("restore", article.pk, 1))

        [(label, _)] = page.context["differences"]
        assert str(label) == "Title"
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("role", ["reporter", "editor", "photo_desk"])
    def test_is_for_those_who_may_write_it(self, world, role):
        stranger = signed_in(a_person("stranger", role, [a_section("sport")]))
        article = changed(an_article(section=world), title="Second")

        assert stranger.post(address("restore", article.pk, 1), {"seen": mark(article)}).status_code == 403
        assert not Draft.objects.exists()

    def test_of_a_version_that_is_not_there_is_not_found(self, reporter, world):
        article = an_article(section=world)

        assert reporter.post(address("restore", article.pk, 1), {"seen": mark(article)}).status_code == 404


@pytest.mark.parametrize("page", ["history", "compare", "restore"])
def test_whoever_has_no_place_among_articles_sees_no_version(world, page):
    forecaster = signed_in(a_person("forecaster", "weather_desk"))
    article = changed(an_article(section=world), title="Second")

    args = [article.pk, 1] if page == "restore" else [article.pk]

    assert forecaster.get(address(page, *args), {"before": 1, "after": 2}).status_code == 403
