"""The buttons above an article, the pages behind them, and who may use them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import content, drafts, publishing, trash
from articles.models import Article, Correction, Draft
from tests.builders import a_section, a_tag, ago, ahead, an_article
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


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def editor(world):
    return signed_in(a_person("editor", "editor", [world]))


@pytest.fixture
def reporter(world):
    return signed_in(a_person("reporter", "reporter", [world]))


def a_story(title="Water in the canal", **fields):
    """An article of which nothing is to be said before it is published."""
    article = an_article(
        title,
        **{"summary": "It flows.", "body_html": f"<p>{title} and so on.</p>", "slug": "water", **fields},
    )
    for language in ("uz", "ru"):
        an_article(f"In {language}", story=article.story, language=language)
    return article


def a_next_version(article, **changes):
    drafts.keep(article, {**content.of(article), "title": "The next title", **changes}, seen=0)


def page(article, act="change"):
    if act in ("change", "delete", "history"):
        return reverse(f"admin:articles_article_{act}", args=[article.pk])
    return reverse("admin:articles_article_deed", args=[article.pk, act])


def offered(client, article):
    """The acts that have a button, then the pages that have a link."""
    shown = bar(client, article)
    own = f"/admin/articles/article/{article.pk}/"
    urls = [each.url for each in [*shown.buttons, *shown.links]]
    return [url.removeprefix(own).removeprefix("do/").strip("/") for url in urls if url.startswith(own)]


def bar(client, article):
    return client.get(page(article)).context["state_bar"]


def errors(answer):
    return [error for messages in answer.context["form"].errors.values() for error in messages]


class TestStateBar:
    def test_says_of_a_draft_that_readers_do_not_see_it(self, editor, world):
        shown = bar(editor, an_article(section=world, published_at=None))

        assert (shown.label, shown.sentences) == ("draft", ["Readers do not see it."])

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

        assert offered(client, article) == ["history", "preview"]

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

        answer = client.post(address, {"seen": 1})

        assert answer.status_code == status

    def test_whoever_is_not_signed_in_is_asked_to(self, client, world):
        article = an_article(section=world, published_at=None)

        answer = client.post(page(article, "publish"), {"seen": 0})

        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
        assert Article.objects.get(pk=article.pk).published_at is None


class TestPublish:
    def test_shows_readers_the_article_at_once(self, editor, world, api):
        article = a_story(section=world, published_at=None)

        answer = editor.post(page(article, "publish"), {"seen": 0}, follow=True)

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

        editor.post(page(article, "publish"), {"seen": 1})

        assert api.get("/articles/water/?fields=title") == {"title": "The next title"}

    def test_does_not_publish_what_the_editor_has_not_seen(self, editor, world):
        article = a_story(section=world, published_at=None)
        a_next_version(article)

        answer = editor.post(page(article, "publish"), {"seen": 0})

        assert errors(answer) == ["Somebody else has saved this article since you opened it."]
        assert Article.objects.get(pk=article.pk).published_at is None

    def test_asks_for_a_reason_where_there_are_concerns(self, editor, world):
        article = a_story(section=world, published_at=None, summary="")

        answer = editor.post(page(article, "publish"), {"seen": 0, "reason": " "})

        assert [concern.code for concern in answer.context["concerns"]] == ["missing_summary"]
        assert errors(answer) == ["Say why, or go back and see to it."]
        assert Article.objects.get(pk=article.pk).published_at is None

    def test_keeps_the_reason(self, editor, world):
        article = a_story(section=world, published_at=None, summary="")

        editor.post(page(article, "publish"), {"seen": 0, "reason": "It is urgent."})

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

        answer = editor.post(page(article, "publish"), {"seen": 0})

        assert errors(answer) == ["Readers see this article already, or have seen it until it was withdrawn."]

    def test_an_old_page_leads_back_to_the_article(self, editor, world):
        article = a_story(section=world)

        answer = editor.get(page(article, "publish"), follow=True)

        assert answer.redirect_chain == [(page(article), 302)]
        assert "This cannot be done with the article as it is now." in answer.content.decode()

    def test_says_what_is_missing_in_an_unfinished_text(self, editor, world):
        article = a_story(section=world, published_at=None)
        a_next_version(article, title="")

        answer = editor.post(page(article, "publish"), {"seen": 1})

        assert errors(answer) == ["title: This field cannot be blank."]


class TestSchedule:
    def test_reads_the_time_by_the_clocks_of_the_newsroom(self, editor, world):
        article = a_story(section=world, published_at=None)

        editor.post(page(article, "schedule"), {"seen": 0, "at": "2056-03-14T12:05"})

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

        answer = editor.post(page(article, "schedule"), {"seen": 0, "at": at})

        assert errors(answer) == [error]
        assert Article.objects.get(pk=article.pk).published_at is None

    def test_shows_the_present_time_of_what_is_scheduled(self, editor, world):
        at = datetime(2056, 3, 14, 12, 5, tzinfo=ZoneInfo("Asia/Tashkent"))
        article = a_story(section=world, published_at=at)

        answer = editor.get(page(article, "schedule"))

        assert 'value="2056-03-14T12:05"' in answer.content.decode()

    def test_can_be_taken_back(self, editor, world):
        article = a_story(section=world, published_at=ahead(days=1))

        editor.post(page(article, "unschedule"), {"seen": 0})

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

        editor.post(page(article, "publish_changes"), {"seen": 1})

        assert api.get("/articles/water/?fields=title") == {"title": "The next title"}
        assert article.revisions.first().act == "changed"

    def test_with_concerns_need_a_reason_that_is_kept(self, editor, world):
        article = a_story(section=world)
        a_next_version(article, summary="")

        refused = editor.post(page(article, "publish_changes"), {"seen": 1})
        editor.post(page(article, "publish_changes"), {"seen": 1, "reason": "It is urgent."})

        assert errors(refused) == ["Say why, or go back and see to it."]
        assert article.revisions.first().note == "It is urgent."

    @pytest.mark.parametrize("act", ["publish_changes", "discard_changes"])
    def test_that_the_editor_has_not_seen_stay(self, editor, world, act):
        article = a_story(section=world)
        a_next_version(article)
        drafts.keep(article, {**content.of(article), "title": "Unread"}, seen=1)

        answer = editor.post(page(article, act), {"seen": 1})

        assert errors(answer) == ["Somebody else has saved this article since you opened it."]
        assert Draft.objects.get().content["title"] == "Unread"

    def test_are_discarded_by_a_reporter_too(self, reporter, world):
        article = a_story(section=world)
        a_next_version(article)

        reporter.post(page(article, "discard_changes"), {"seen": 1})

        assert not Draft.objects.exists()


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
            {"seen": 0, "public_reason": "The contract ends.", "at": f"{at:%Y-%m-%dT%H:%M}"},
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

        editor.post(page(article, "put_back"), {"seen": 0})

        assert api.get("/articles/water/?fields=id") == {"id": article.pk}


class TestCorrect:
    def test_tells_readers_what_was_wrong(self, editor, world, api):
        article = a_story(section=world)

        editor.post(page(article, "correct"), {"seen": 0, "text": "The lake is in the north."})

        [correction] = api.get("/articles/water/")["corrections"]
        assert correction["text"] == "The lake is in the north."

    def test_brings_the_changes_along(self, editor, world, api):
        article = a_story(section=world)
        a_next_version(article)

        editor.post(page(article, "correct"), {"seen": 1, "text": "It was Monday.", "with_changes": "on"})

        answer = api.get("/articles/water/?fields=title,corrections")
        assert (answer["title"], answer["corrections"][0]["text"]) == ("The next title", "It was Monday.")

    def test_leaves_the_changes_where_it_is_told_to(self, editor, world, api):
        article = a_story(section=world)
        a_next_version(article, summary="")

        editor.post(page(article, "correct"), {"seen": 1, "text": "It was Monday."})

        assert api.get("/articles/water/?fields=title") == {"title": "Water in the canal"}
        assert Correction.objects.count() == 1

    def test_of_changes_with_concerns_needs_a_reason(self, editor, world):
        article = a_story(section=world)
        a_next_version(article, summary="")

        answer = editor.post(
            page(article, "correct"), {"seen": 1, "text": "It was Monday.", "with_changes": "on"}
        )

        assert errors(answer) == ["Say why, or go back and see to it."]
        assert not Correction.objects.exists()

    def test_is_not_half_done(self, editor, world):
        article = a_story(section=world)
        a_next_version(article, title="")

        answer = editor.post(
            page(article, "correct"),
            {"seen": 1, "text": "It was Monday.", "with_changes": "on", "reason": "Urgent."},
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


@pytest.mark.parametrize("act", ["nonsense", "publish", "history", "delete", "change"])
def test_there_is_no_page_of_what_is_not_there_or_in_the_trash(editor, world, act):
    article = an_article(section=world)
    trash.put_in(article)

    answer = editor.get(page(article, act))

    assert answer.status_code == {"change": 302, "delete": 302}.get(act, 404)


def test_an_unknown_act_is_none(editor, world):
    article = an_article(section=world)

    assert editor.get(page(article, "nonsense")).status_code == 404
