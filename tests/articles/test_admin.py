import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles import publishing
from articles.models import Article, FormerSlug
from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image, read

LISTS = [
    "articles_article",
    "articles_section",
    "articles_tag",
    "articles_author",
    "articles_image",
    "articles_formerslug",
    "articles_viewtotal",
    "articles_hourlyviews",
]


@pytest.fixture
def editor(client, db):
    client.force_login(User.objects.create_superuser("editor"))
    return client


def a_full_article(number):
    article = an_article(
        f"Article {number}",
        section=a_section(f"section-{number}"),
        tags=[a_tag(f"tag-{number}"), a_tag(f"other-{number}")],
        authors=[an_author(f"author-{number}")],
        image=an_image(),
    )
    FormerSlug.objects.create(article=article, slug=f"former-{number}")
    read(article, 3)
    return article


def form(article, **changes):
    """What the browser sends for the article when nothing but the changes was typed."""
    empty = {
        f"{inline}-{field}": "0"
        for inline in ("article_tags", "article_authors", "corrections")
        for field in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {
        **empty,
        "seen_revision": article.revision,
        "language": article.language,
        "story": article.story,
        "title": article.title,
        "slug": article.slug,
        "summary": article.summary,
        "body_html": article.body_html,
        **changes,
    }


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_many_rows_it_shows(editor, name, django_assert_max_num_queries):
    for number in range(12):
        a_full_article(number)

    with django_assert_max_num_queries(6):  # session, user, count, rows, and what its filters offer
        page = editor.get(reverse(f"admin:{name}_changelist"))

    assert page.status_code == 200


@pytest.mark.parametrize(
    "name", ["articles_article", "articles_section", "articles_tag", "articles_author", "articles_image"]
)
def test_a_list_can_be_searched(editor, name):
    a_full_article(1)

    page = editor.get(reverse(f"admin:{name}_changelist"), {"q": "nosuchthing"})

    assert page.context["cl"].result_count == 0


def test_the_form_of_an_article_costs_the_same_however_many_tags_it_has(
    editor, django_assert_max_num_queries
):
    article = an_article(tags=[a_tag(f"tag-{number}") for number in range(9)])

    # session, user, article, tags, authors, corrections, and its content type the first time
    with django_assert_max_num_queries(7):
        page = editor.get(reverse("admin:articles_article_change", args=[article.pk]))

    assert page.status_code == 200


def test_a_saved_article_is_sanitised_and_can_be_read_and_found(editor, api):
    article = an_article("Old title", slug="the-slug", published_at=ago(hours=1))
    body = '<p onclick="steal()">Water returns to the canal.</p><script>steal()</script>'

    answer = editor.post(
        reverse("admin:articles_article_change", args=[article.pk]),
        form(
            article, title="New title", body_html=body, published_at_0="2026-01-01", published_at_1="10:00:00"
        ),
    )

    assert answer.status_code == 302
    found = api.get("/articles/?locale=en&search=canal&expand=body_html")["results"]
    assert [(each["title"], each["body_html"]) for each in found] == [
        ("New title", "<p>Water returns to the canal.</p>")
    ]


def test_a_new_slug_keeps_the_old_url_working(editor, api):
    article = an_article("Title", slug="old-slug")

    editor.post(
        reverse("admin:articles_article_change", args=[article.pk]),
        form(article, slug="new-slug", published_at_0="2026-01-01", published_at_1="10:00:00"),
    )

    assert api.answer("/articles/old-slug/", 301)["Location"].endswith("/api/v1/articles/new-slug/")


def test_an_editor_cannot_save_over_what_another_has_saved_meanwhile(editor):
    article = an_article("First title")
    late = form(article, title="Late title")
    publishing.correct(article, "The lake is in the north.")

    page = editor.post(reverse("admin:articles_article_change", args=[article.pk]), late)

    assert page.status_code == 200
    assert "Somebody else has saved this article since you opened it." in page.content.decode()
    assert Article.objects.get(pk=article.pk).title == "First title"


def test_a_withdrawal_without_a_reason_is_refused_in_words(editor):
    article = an_article()

    page = editor.post(
        reverse("admin:articles_article_change", args=[article.pk]),
        form(
            article,
            published_at_0="2026-01-01",
            published_at_1="10:00:00",
            withdrawn_at_0="2026-01-02",
            withdrawn_at_1="10:00:00",
        ),
    )

    assert page.status_code == 200
    assert "A withdrawal has a time and a public reason, both or none." in page.content.decode()
    assert Article.objects.get(pk=article.pk).withdrawn_at is None


def test_a_body_that_is_too_long_is_refused_in_words(editor):
    article = an_article()

    page = editor.post(
        reverse("admin:articles_article_change", args=[article.pk]),
        form(article, body_html=f"<p>{'a' * 1_000_000}</p>"),
    )

    assert page.status_code == 200
    assert "A body has at most 1,000,000 characters of HTML, this one 1,000,007." in page.content.decode()
    assert Article.objects.get(pk=article.pk).body_html == "<p>One sentence of news.</p>"


def test_counts_of_views_cannot_be_edited(editor):
    article = an_article(views=7)

    answer = editor.post(reverse("admin:articles_viewtotal_change", args=[article.pk]), {"count": "1000"})

    assert answer.status_code == 403
