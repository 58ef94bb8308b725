"""A preview link shows what readers do not see yet: to whoever has it, until its time is over."""

import pytest
from django.contrib.auth.models import User
from django.core.signing import Signer

from articles import content, drafts, previews, publishing
from articles.models import Article
from tests.builders import a_section, a_tag, ago, ahead, an_article, an_author
from tests.people import a_person


def token(article, until=None):
    maker = User.objects.filter(username="maker").first() or a_person("maker")
    return previews.token(article.pk, until or ahead(hours=1), maker.pk)


def link(article, until=None, name=None):
    return f"/articles/{name or article.slug}/?preview={token(article, until)}"


def a_next_version(article, **changes):
    drafts.keep(article, {**content.of(article), **changes}, seen=0)
    return article


def test_shows_a_draft(api):
    article = an_article("Tomorrow's news", published_at=None)

    shown = api.get(link(article))

    assert shown["title"] == "Tomorrow's news"
    assert shown["body_text"] == "One sentence of news."


def test_shows_the_next_version_of_what_readers_see(api):
    section, tag, author = a_section("sport"), a_tag("football"), an_author("anvar")
    article = a_next_version(
        an_article("Old", slug="news"),
        title="New",
        body_html="<p>Two words.</p><script>alert(1)</script>",
        section=section.pk,
        tags=[tag.pk],
        authors=[author.pk],
    )

    shown = api.get(link(article))

    assert (shown["title"], shown["body_html"], shown["word_count"]) == ("New", "<p>Two words.</p>", 2)
    assert shown["section"]["slug"] == "sport"
    assert [tag["slug"] for tag in shown["tags"]] == ["football"]
    assert [author["slug"] for author in shown["authors"]] == ["anvar"]


def test_changes_nothing(api):
    article = a_next_version(an_article("Old", slug="news"), title="New")
    before = Article.objects.values().get(pk=article.pk)

    api.get(link(article))

    assert Article.objects.values().get(pk=article.pk) == before
    assert api.get("/articles/news/")["title"] == "Old"


def test_shows_a_scheduled_article_with_its_time(api):
    article = an_article(published_at=ahead(days=1))

    shown = api.get(f"{link(article)}&fields=published_at")

    article.refresh_from_db()
    assert shown["published_at"] == f"{article.published_at.astimezone():%Y-%m-%dT%H:%M:%S+05:00}"


def test_shows_what_was_withdrawn(api):
    article = an_article("Wrong", slug="wrong")
    publishing.withdraw(article, "It was not true.")

    assert api.get(link(article))["title"] == "Wrong"


@pytest.mark.parametrize("address", ["/articles/{name}/", "/pages/article/{name}/"])
def test_is_kept_nowhere(api, address):
    article = an_article(published_at=None, slug="draft")

    answer = api.answer(f"{address.format(name='draft')}?preview={token(article)}")

    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.has_header("Surrogate-Key")


def test_a_page_shows_the_next_version_and_all_else_as_it_is(api):
    article = a_next_version(an_article("Old", slug="news"), title="New")

    page = api.get(f"/pages/article/news/?preview={token(article)}")

    assert page["article"]["title"] == "New"
    assert [each["title"] for each in page["ticker"]["results"]] == ["Old"]


@pytest.mark.parametrize("name", ["news", "next-news", "id"])
def test_goes_by_the_slug_the_next_slug_and_the_id(api, name):
    article = a_next_version(an_article("Old", slug="news"), title="New", slug="next-news")

    shown = api.get(link(article, name=str(article.pk) if name == "id" else name))

    assert (shown["title"], shown["slug"]) == ("New", "news")


def test_is_over_at_its_time(problem):
    article = an_article(published_at=None)

    refused = problem(link(article, until=ago(seconds=1)), 403)

    assert refused["code"] == "preview_expired"


@pytest.mark.parametrize("made_up", ["nonsense", "1:2:3", "1:2:3:4", "::", ":::", "x" * 200])
def test_refuses_a_token_that_was_not_made_here(problem, made_up):
    article = an_article(published_at=None)

    refused = problem(f"/articles/{article.slug}/?preview={made_up}", 403)

    assert refused["code"] == "preview_refused"


def test_refuses_the_token_of_another_article(problem):
    article, other = an_article(published_at=None), an_article(published_at=None)

    refused = problem(link(article, name=other.slug), 403)

    assert refused["code"] == "preview_refused"


def test_refuses_a_token_whose_time_was_changed(problem):
    article = an_article(published_at=None)
    number, until, maker, signature = token(article, ago(hours=1)).split(":")

    refused = problem(
        f"/articles/{article.slug}/?preview={number}:{int(until) + 9000}:{maker}:{signature}", 403
    )

    assert refused["code"] == "preview_refused"


@pytest.mark.parametrize("left", [{"is_active": False}, {"is_staff": False}])
def test_ends_with_the_account_of_whoever_made_it(api, problem, left):
    path = link(an_article("Tomorrow's news", published_at=None))
    assert api.get(path)["title"] == "Tomorrow's news"

    User.objects.filter(username="maker").update(**left)

    refused = problem(path, 403)
    assert refused["code"] == "preview_refused"
    assert refused["detail"] == (
        "The preview link is not one for this article, or whoever made it has left the newsroom."
    )


def test_ends_when_whoever_made_it_is_deleted(problem):
    path = link(an_article(published_at=None))

    User.objects.all().delete()

    assert problem(path, 403)["code"] == "preview_refused"


def test_refuses_another_maker_than_the_one_that_was_signed(problem):
    article, other = an_article(published_at=None), a_person("other")
    number, until, _maker, signature = token(article).split(":")
    User.objects.filter(username="maker").update(is_active=False)

    refused = problem(f"/articles/{article.slug}/?preview={number}:{until}:{other.pk}:{signature}", 403)

    assert refused["code"] == "preview_refused"


def test_refuses_a_link_of_the_time_when_links_did_not_say_who_made_them(problem):
    article = an_article(published_at=None)
    older = Signer(salt="articles.previews").sign(f"{article.pk}:{int(ahead(days=1).timestamp())}")

    assert problem(f"/articles/{article.slug}/?preview={older}", 403)["code"] == "preview_refused"


def test_says_that_a_version_without_a_title_cannot_be_shown(problem):
    article = a_next_version(an_article(slug="news"), title="")

    refused = problem(link(article), 403)

    assert refused["code"] == "preview_refused"
    assert "cannot be shown yet" in refused["detail"]


def test_shows_an_uzbek_draft_in_cyrillic(api):
    article = an_article("Toshkent", language="uz", published_at=None)

    assert api.get(f"{link(article)}&locale=uz-Cyrl")["title"] == "Тошкент"


def test_has_no_meaning_in_a_list(problem):
    assert problem("/articles/?preview=x", 400)["errors"][0]["parameter"] == "preview"
