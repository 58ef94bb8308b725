import pytest
from django.contrib.auth.models import User

from articles import content, drafts, translating, trash
from articles.models import Article, FormerSlug
from articles.publishing import InTrash, Unfit
from tests.builders import a_section, a_tag, an_article, an_author, an_image

pytestmark = pytest.mark.django_db


def test_a_translation_begins_with_what_the_original_says():
    article = an_article(
        "Water",
        slug="water",
        summary="It flows.",
        body_html="<p>Again.</p>",
        section=a_section(),
        image=an_image(),
        source_name="Agency",
        source_url="https://agency.example/",
        is_breaking=True,
        tags=[a_tag("river"), a_tag("canal")],
        authors=[an_author()],
    )
    editor = User.objects.create_user("editor")

    edition = translating.duplicate(article, "ru", editor)

    stored = Article.objects.get(pk=edition.pk)
    assert (stored.language, stored.story, stored.published_at) == ("ru", str(article.story), None)
    assert content.of(stored) == {**content.of(article), "slug": "water-ru", "is_breaking": False}
    assert [(revision.act, revision.by) for revision in stored.revisions.all()] == [("created", editor)]


def test_a_translation_begins_with_the_next_version_where_there_is_one():
    article = an_article("Old")
    drafts.keep(article, {**content.of(article), "title": "New"}, seen=0)

    assert translating.duplicate(article, "uz").title == "New"


def test_a_slug_that_somebody_has_or_had_is_passed_by():
    article = an_article(slug="water")
    an_article(slug="water-ru")
    FormerSlug.objects.create(slug="water-ru-2", article=an_article())

    assert translating.duplicate(article, "ru").slug == "water-ru-3"


def test_a_slug_keeps_to_its_length():
    article = an_article(slug=f"{'a' * 189}-{'b' * 10}")

    assert translating.duplicate(article, "ru").slug == f"{'a' * 189}-ru"


def test_an_edition_that_is_there_is_not_made_again():
    article = an_article()
    translating.duplicate(article, "ru")

    with pytest.raises(translating.EditionExists):
        translating.duplicate(article, "ru")

    assert Article.objects.count() == 2


def test_an_edition_in_the_trash_keeps_its_place():
    article = an_article()
    trash.put_in(translating.duplicate(article, "ru"))

    with pytest.raises(translating.EditionExists):
        translating.duplicate(article, "ru")

    assert Article.objects.count() == 2


def test_what_is_in_the_trash_is_not_translated():
    article = an_article()
    trash.put_in(article)

    with pytest.raises(InTrash):
        translating.duplicate(article, "ru")

    assert Article.objects.count() == 1


def test_an_unfinished_text_is_refused_in_words():
    article = an_article()
    drafts.keep(article, {**content.of(article), "title": ""}, seen=0)

    with pytest.raises(Unfit, match="cannot be blank"):
        translating.duplicate(article, "ru")

    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("present", "missing"), [([], ["uz", "ru", "en"]), (["ru"], ["uz", "en"]), (["en", "uz", "ru"], [])]
)
def test_missing_languages_are_named_in_the_sites_order(present, missing):
    assert translating.missing(present) == missing
