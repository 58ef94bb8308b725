"""A save that comes after somebody else's."""

import pytest
from lxml import html

from articles import content, drafts, editing, publishing
from articles.models import Article, Draft
from tests.builders import a_section, a_tag, ago, an_article
from tests.people import a_person, signed_in
from tests.writing import change_page, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def bobur(world):
    return a_person("bobur", "editor", [world])


@pytest.fixture
def client(world):
    return signed_in(a_person("aziza", "editor", [world]))


@pytest.fixture(params=[None, ago(days=1)], ids=["draft", "live"])
def article(request, world):
    return an_article("Water", section=world, published_at=request.param, summary="It flows.")


def overtaken(article, by, **said):
    """What the page sends of an editor whose colleague saved while it was open."""
    fields = sent(article, title="Wine", body_html="<p>One sentence of wine.</p>")
    editing.keep(article, {**content.of(article), "title": "Beer", **said}, ["1"], by)
    return fields


def present(article):
    return editing.present(Article.objects.get(pk=article.pk)).content


def form_of(page):
    """What the buttons of the conflict's page send, without the button."""
    form = html.fromstring(page.content).get_element_by_id("conflict")
    return {field.name: field.value for field in form.iter("input") if field.name != "csrfmiddlewaretoken"}


def test_nothing_is_overwritten(client, article, bobur):
    answer = client.post(change_page(article), overtaken(article, bobur))

    assert answer.status_code == 409
    assert present(article)["title"] == "Beer"
    assert Article.objects.get().title == "Water"


def test_both_texts_are_shown_with_what_differs(client, article, bobur):
    page = client.post(change_page(article), overtaken(article, bobur)).content.decode()

    assert "bobur saved another text at" in page
    assert "<del>Beer</del>" in page
    assert "<ins>Wine</ins>" in page
    assert "One sentence of <ins>wine.</ins>" in page
    assert "It flows." not in html.fromstring(page).xpath("string(//section)")


def test_names_of_things_are_shown(client, article, bobur):
    tags = [a_tag("lakes"), a_tag("rivers")]

    page = client.post(change_page(article), overtaken(article, bobur, tags=[tag.pk for tag in tags]))

    assert "<del>Lakes</del>" in page.content.decode()


def test_an_editor_may_keep_the_own_text_in_place_of_the_other(client, article, bobur):
    page = client.post(change_page(article), overtaken(article, bobur))

    answer = client.post(change_page(article), {**form_of(page)})

    assert answer.status_code == 302
    assert present(article)["title"] == "Wine"
    assert (Article.objects.get().title, Draft.objects.exists()) == (
        ("Water", True) if article.published_at else ("Wine", False)
    )


def test_an_editor_may_drop_the_own_text_which_the_browser_then_forgets(client, article, bobur):
    page = client.post(change_page(article), {**overtaken(article, bobur), "sent_as": "0123456789ab"})
    [drop] = html.fromstring(page.content).xpath("//form[@id='conflict']//a/@href")

    again = client.get(drop)

    assert drop == f"{change_page(article)}?drop=0123456789ab"
    assert (again.status_code, again.context["form"]["title"].value()) == (200, "Beer")


def test_the_browser_is_told_which_text_was_taken(client, article):
    taken = client.post(change_page(article), {**sent(article, title="Wine"), "sent_as": "0123456789ab"})
    refused = client.post(change_page(article), {**sent(article, title=""), "sent_as": "ba9876543210"})

    assert (taken.status_code, taken.cookies["taken_text"].value) == (302, "0123456789ab")
    assert "taken_text" not in refused.cookies


@pytest.mark.parametrize(("secure", "shown"), [(True, True), (False, "")])
def test_the_name_of_the_text_travels_as_sessions_do(client, article, settings, secure, shown):
    settings.SESSION_COOKIE_SECURE = secure

    taken = client.post(change_page(article), {**sent(article, title="Wine"), "sent_as": "0123456789ab"})

    cookie = taken.cookies["taken_text"]
    assert (cookie["secure"], cookie["samesite"], cookie["httponly"]) == (shown, "Lax", "")


def test_a_name_that_no_page_gives_to_a_text_is_not_told_back(client, article):
    taken = client.post(change_page(article), {**sent(article, title="Wine"), "sent_as": "x; Path=/\r\na"})

    assert (taken.status_code, "taken_text" in taken.cookies) == (302, False)


def test_an_editor_may_go_on_with_the_own_text(client, article, bobur):
    page = client.post(change_page(article), overtaken(article, bobur))

    again = client.post(change_page(article), {**form_of(page), "_go_on": "1"})

    form = again.context["form"]
    assert again.status_code == 200
    assert "Nothing is saved yet." in again.content.decode()
    assert (form["title"].value(), form["body_html"].value()) == ("Wine", "<p>One sentence of wine.</p>")
    assert present(article)["title"] == "Beer"


def test_what_is_saved_after_going_on_takes_the_place_of_the_other_text(client, article, bobur):
    page = client.post(change_page(article), overtaken(article, bobur))
    again = client.post(change_page(article), {**form_of(page), "_go_on": "1"})

    client.post(
        change_page(article), {**sent(article, title="Wine!"), "seen": again.context["form"]["seen"].value()}
    )

    assert present(article)["title"] == "Wine!"


def test_a_third_save_meanwhile_is_not_overwritten_either(client, article, bobur):
    page = client.post(change_page(article), overtaken(article, bobur))
    editing.keep(article, {**content.of(article), "title": "Juice"}, [editing.present(article).mark], bobur)

    again = client.post(change_page(article), {**form_of(page)})

    assert again.status_code == 409
    assert "<del>Juice</del>" in again.content.decode()
    assert present(article)["title"] == "Juice"


def test_publishing_a_stale_text_shows_both_as_well(client, article, bobur):
    page = client.post(change_page(article), {**overtaken(article, bobur), "_publish_changes": "1"})

    assert page.status_code == 409
    assert form_of(page)["_publish_changes"] == "1"


def test_a_text_stored_under_the_next_version_is_shown_too(client, world, bobur):
    article = an_article("Water", section=world, published_at=None)
    drafts.keep(article, {**content.of(article), "title": "Wine"}, 0)
    stored = Article.objects.get()
    stored.title = "Beer"
    publishing.save(stored, bobur, content.of(stored))

    page = client.post(change_page(article), sent(article))

    assert page.status_code == 409
    assert "<del>Beer</del>" in page.content.decode()
    assert "<ins>Wine</ins>" in page.content.decode()


class TestBeneath:
    """The stored text of a live article has changed under its next version, as by an import."""

    @pytest.fixture
    def article(self, world):
        article = an_article("Water", section=world, slug="water", summary="It flows.")
        drafts.keep(article, {**content.of(article), "title": "Wine"}, 0)
        imported = Article.objects.get()
        imported.title = "Beer"
        publishing.save(imported)
        return article

    @pytest.fixture(params=[{}, {"title": "Red wine"}], ids=["as it was", "changed"])
    def conflict(self, request, client, article):
        return client.post(change_page(article), sent(article, **request.param))

    def test_who_saves_is_shown_both(self, conflict):
        page = conflict.content.decode()

        assert conflict.status_code == 409
        assert ("<del>Beer</del>" in page, "ine</ins>" in page) == (True, True)

    def test_who_publishes_is_told_how_to_go_on(self, client, article):
        mark = editing.present(article).mark

        page = client.post(
            f"{change_page(article)[:-7]}do/publish_changes/", {"seen": mark, "reason": "It is urgent."}
        )

        assert "Open the article and save it: you are shown both." in page.content.decode()

    def test_the_page_tells_at_once(self, client, article):
        mark = editing.present(article).mark

        answer = client.post(
            f"{change_page(article)[:-7]}presence/", {"seen": [mark]}, content_type="application/json"
        )

        assert "saved another text at" in answer.json()["overtaken"]

    def test_the_own_text_can_take_its_place_and_be_published(self, client, article, conflict, api):
        client.post(change_page(article), form_of(conflict))
        mark = editing.present(article).mark
        client.post(
            f"{change_page(article)[:-7]}do/publish_changes/", {"seen": mark, "reason": "It is urgent."}
        )

        assert "ine" in api.get("/articles/water/?fields=title")["title"]

    def test_a_text_that_is_stored_while_both_are_looked_at_is_shown_too(self, client, article, conflict):
        imported = Article.objects.get()
        imported.title = "Juice"
        publishing.save(imported)

        again = client.post(change_page(article), form_of(conflict))

        assert (again.status_code, "<del>Juice</del>" in again.content.decode()) == (409, True)
