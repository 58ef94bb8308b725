"""The buttons above an article, and who may use them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from articles import content, drafts, publishing, trash
from articles.models import Article, Draft
from tests.articles.admin.acts.pages import a_next_version, bar, mark, offered, page
from tests.builders import a_section, ago, ahead, an_article
from tests.people import a_person, signed_in

pytestmark = pytest.mark.django_db

STATES = {
    "draft": {"published_at": None},
    "scheduled": {"published_at": ahead(days=1)},
    "live": {"published_at": ago(days=1)},
    "withdrawn": {
        "published_at": ago(days=2),
        "withdrawn_at": ago(days=1),
        "withdrawn_reason": "The source was wrong.",
    },
}
OF_STATE = {
    "draft": ["publish", "schedule"],
    "scheduled": ["publish", "schedule", "unschedule"],
    "live": ["correct", "withdraw"],
    "withdrawn": ["put_back"],
}
PUBLIC_ACTS = ["publish", "publish_changes", "schedule", "unschedule", "correct", "withdraw", "put_back"]


class TestStateBar:
    def test_says_of_a_draft_that_readers_do_not_see_it(self, editor, world):
        shown = bar(editor, an_article(section=world, published_at=None))

        assert (shown.label, shown.sentences) == ("draft", ["Readers do not see it."])

    def test_says_that_the_changes_of_a_scheduled_article_do_not_appear_with_it(self, editor, world):
        article = an_article(section=world, published_at=ahead(days=1))
        a_next_version(article)

        shown = bar(editor, article)

        assert (
            shown.sentences[-1] == "At its time readers see the text without them, unless they are published."
        )

    def test_says_when_a_scheduled_article_is_seen_by_the_clocks_of_the_newsroom(self, editor, world):
        at = datetime(2056, 3, 14, 7, 5, tzinfo=ZoneInfo("UTC"))

        shown = bar(editor, an_article(section=world, published_at=at))

        assert shown.label == "scheduled"
        assert shown.sentences == ["Readers see it from 14 March 2056, 12:05 (Asia/Tashkent)."]

    def test_says_since_when_an_article_is_live(self, editor, world):
        at = datetime(2025, 3, 14, 7, 5, tzinfo=ZoneInfo("UTC"))

        shown = bar(editor, an_article(section=world, published_at=at))

        assert shown.label == "live"
        assert shown.sentences == ["Readers have seen it since 14 March 2025, 12:05 (Asia/Tashkent)."]

    def test_says_that_an_article_was_corrected(self, editor, world):
        article = an_article(section=world)
        publishing.correct(article, "The date was wrong.")

        assert bar(editor, article).label == "live, corrected"

    def test_says_why_an_article_was_withdrawn(self, editor, world):
        at = datetime(2025, 3, 14, 7, 5, tzinfo=ZoneInfo("UTC"))
        article = an_article(
            section=world, published_at=at, withdrawn_at=at, withdrawn_reason="The source was wrong."
        )

        shown = bar(editor, article)

        assert shown.label == "withdrawn"
        assert shown.sentences == ["Withdrawn 14 March 2025, 12:05 (Asia/Tashkent): The source was wrong."]

    def test_tells_of_a_coming_withdrawal(self, editor, world):
        at = datetime(2056, 3, 14, 7, 5, tzinfo=ZoneInfo("UTC"))
        article = an_article(section=world, withdrawn_at=at, withdrawn_reason="The contract ends.")

        sentences = bar(editor, article).sentences

        assert sentences[1:] == ["It is withdrawn 14 March 2056, 12:05 (Asia/Tashkent): The contract ends."]

    def test_tells_of_changes_that_readers_do_not_see(self, editor, world):
        article = an_article(section=world)
        drafts.keep(article, content.of(article), seen=0, by=a_person("anna", first_name="Anna"))
        Draft.objects.update(edited_at=datetime(2025, 3, 14, 7, 5, tzinfo=ZoneInfo("UTC")))

        sentences = bar(editor, article).sentences

        assert sentences[1:] == ["Unpublished changes, kept 14 March 2025, 12:05 (Asia/Tashkent) (Anna)."]

    def test_leads_to_the_other_editions_and_to_the_trash(self, editor, world):
        article = an_article(section=world)
        other = an_article(story=article.story, language="ru", published_at=None)
        trash.put_in(an_article(story=article.story, language="uz"))

        editions = bar(editor, article).editions

        assert [(link.label, link.url) for link in editions] == [
            ("Русский: draft", f"/admin/articles/article/{other.pk}/change/"),
            ("Oʻzbekcha: in the trash", "/admin/articles/trashedarticle/"),
        ]

    def test_leads_to_a_live_article_as_readers_get_it(self, editor, world):
        article = an_article(section=world, slug="water")

        links = {str(link.label): link.url for link in bar(editor, article).links}

        assert links["On the website"] == "https://news.example/en/water"
        assert links["In the API"] == "http://testserver/api/v1/articles/water/"

    @pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
    def test_leads_nowhere_where_readers_get_nothing(self, editor, world, state):
        article = an_article(section=world, **STATES[state])

        assert [str(link.label) for link in bar(editor, article).links] == ["History", "Preview"]


class TestButtons:
    @pytest.mark.parametrize("state", STATES)
    def test_an_editor_is_offered_what_is_possible(self, editor, world, state):
        article = an_article(section=world, **STATES[state])

        assert offered(editor, article) == [
            *OF_STATE[state],
            "translate/uz",
            "translate/ru",
            "delete",
            "history",
            "preview",
        ]

    @pytest.mark.parametrize(
        ("state", "more"),
        [
            ("draft", ["discard_changes"]),
            ("scheduled", ["publish_changes", "discard_changes"]),
            ("live", ["publish_changes", "discard_changes"]),
            ("withdrawn", ["publish_changes", "discard_changes"]),
        ],
    )
    def test_changes_can_be_published_or_discarded(self, editor, world, state, more):
        article = an_article(section=world, **STATES[state])
        a_next_version(article)

        acts = [act for act in offered(editor, article) if act not in OF_STATE[state]]

        assert acts[:-5] == more

    @pytest.mark.parametrize("state", STATES)
    def test_a_reporter_is_offered_nothing_that_readers_notice(self, reporter, world, state):
        article = an_article(section=world, **STATES[state])
        a_next_version(article)

        assert offered(reporter, article) == [
            "discard_changes",
            "translate/uz",
            "translate/ru",
            "history",
            "preview",
        ]

    @pytest.mark.parametrize("role", ["reporter", "editor", "photo_desk"])
    def test_whoever_works_elsewhere_may_only_look(self, world, role):
        client = signed_in(a_person("stranger", role, [a_section("sport")]))
        article = an_article(section=world)
        a_next_version(article)

        assert offered(client, article) == ["history"]

    def test_a_chief_editor_is_offered_all_in_every_section(self, world):
        chief = signed_in(a_person("chief", "chief_editor"))

        assert offered(chief, an_article(section=world))[:2] == ["correct", "withdraw"]

    def test_a_page_costs_a_bounded_number_of_queries(self, editor, world, django_assert_max_num_queries):
        article = an_article(section=world)
        publishing.correct(article, "The date was wrong.")
        a_next_version(article)
        editor.get(page(article))

        with django_assert_max_num_queries(20):
            editor.get(page(article))


class TestWhoMay:
    @pytest.mark.parametrize("act", PUBLIC_ACTS)
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize(
        ("role", "section"),
        [("reporter", "world"), ("photo_desk", "world"), ("weather_desk", "world"), ("editor", "sport")],
    )
    def test_what_readers_notice_is_refused(self, world, role, section, method, act):
        sport = a_section("sport")
        client = signed_in(a_person("somebody", role, [{"world": world, "sport": sport}[section]]))
        article = an_article(section=world, published_at=None)

        answer = getattr(client, method)(page(article, act), {"seen": 0, "at": "2056-01-01T10:00"})

        assert answer.status_code == 403
        assert Article.objects.get(pk=article.pk).revision == 1

    @pytest.mark.parametrize(("role", "status"), [("reporter", 403), ("photo_desk", 403), ("editor", 302)])
    def test_only_editors_delete(self, world, role, status):
        client = signed_in(a_person("somebody", role, [world]))
        article = an_article(section=world)

        answer = client.post(page(article, "delete"), {"post": "yes"})

        assert answer.status_code == status

    @pytest.mark.parametrize(
        ("role", "sections", "status"),
        [
            ("reporter", ["world"], 302),
            ("editor", ["world"], 302),
            ("chief_editor", [], 302),
            ("reporter", ["sport"], 403),
            ("editor", ["sport"], 403),
            ("photo_desk", ["world"], 403),
            ("weather_desk", ["world"], 403),
        ],
    )
    @pytest.mark.parametrize("act", ["discard_changes", "translate/ru"])
    def test_those_who_write_in_a_section_translate_and_discard(self, world, role, sections, status, act):
        known = {"world": world, "sport": a_section("sport")}
        client = signed_in(a_person("somebody", role, [known[name] for name in sections]))
        article = an_article(section=world)
        a_next_version(article)
        address = (
            page(article, act) if act == "discard_changes" else f"/admin/articles/article/{article.pk}/{act}/"
        )

        answer = client.post(address, {"seen": mark(article)})

        assert answer.status_code == status

    @pytest.mark.parametrize("published", [{"published_at": None}, {}])
    def test_who_does_not_work_in_the_section_of_the_next_version_does_not_publish_it(
        self, editor, world, published
    ):
        article = an_article(section=world, **published)
        a_next_version(article, section=a_section("sport").pk)
        act = "publish_changes" if article.published_at else "publish"

        answer = editor.post(page(article, act), {"seen": mark(article), "reason": "It is urgent."})

        assert (answer.status_code, act in offered(editor, article)) == (403, False)
        assert Article.objects.get(pk=article.pk).section == world

    def test_whoever_is_not_signed_in_is_asked_to(self, client, world):
        article = an_article(section=world, published_at=None)

        answer = client.post(page(article, "publish"), {"seen": mark(article)})

        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
        assert Article.objects.get(pk=article.pk).published_at is None


@pytest.mark.parametrize("act", ["nonsense", "publish", "history", "delete", "change"])
def test_there_is_no_page_of_what_is_not_there_or_in_the_trash(editor, world, act):
    article = an_article(section=world)
    trash.put_in(article)

    answer = editor.get(page(article, act))

    assert answer.status_code == {"change": 302, "delete": 302}.get(act, 404)


def test_an_unknown_act_is_none(editor, world):
    article = an_article(section=world)

    assert editor.get(page(article, "nonsense")).status_code == 404
