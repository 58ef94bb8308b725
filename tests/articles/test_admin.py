import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import FormerSlug
from tests.builders import a_section, a_tag, an_article, an_author, an_image, read

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


def test_counts_of_views_cannot_be_edited(editor):
    article = an_article(views=7)

    answer = editor.post(reverse("admin:articles_viewtotal_change", args=[article.pk]), {"count": "1000"})

    assert answer.status_code == 403
