import pytest

from articles.models import FormerSlug
from articles.slugs import slug_for
from tests.builders import an_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("Water returns to the canal", "en", "water-returns-to-the-canal"),
        ("Вода вернулась в канал", "ru", "voda-vernulas-v-kanal"),
        ("Хива шаҳрида қурилиш", "uz", "xiva-shahrida-qurilish"),
        ("Oʻzbekiston gʻalabasi", "uz", "ozbekiston-galabasi"),
        ("2026", "en", "article-2026"),
        ("今日", "en", "article"),
        ("", "en", "article"),
    ],
)
def test_a_slug_is_made_of_the_title(title, language, slug):
    assert slug_for(title, language) == slug


def test_a_slug_is_made_that_no_other_article_has_or_had():
    article = an_article(slug="the-lake")
    FormerSlug.objects.create(slug="the-lake-2", article=article)

    slug = slug_for("The lake", "en")

    assert slug == "the-lake-3"


def test_an_article_may_keep_the_slug_of_its_title():
    article = an_article(slug="the-lake")

    slug = slug_for("The lake", "en", article.pk)

    assert slug == "the-lake"


def test_a_slug_fits_into_its_column():
    slug = slug_for("a" * 500, "en")

    assert len(slug) == 120
