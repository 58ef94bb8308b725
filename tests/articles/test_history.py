import pytest
from django.contrib.auth.models import User

from articles import content, history, publishing
from articles.models import Article, Revision
from tests.builders import a_section, a_tag, an_article, an_author, an_image

pytestmark = pytest.mark.django_db


def test_every_act_is_kept_with_who_did_it_and_why():
    editor = User.objects.create_user("editor")
    article = an_article(published_at=None)

    publishing.publish_now(article, editor, note="The translation follows.")
    publishing.withdraw(article, "The source was wrong.", by=editor)
    publishing.put_back(article, editor)

    kept = article.revisions.filter(by=editor).values_list("number", "act", "note")
    assert [*kept] == [
        (4, "put_back", ""),
        (3, "withdrawn", "The source was wrong."),
        (2, "published", "The translation follows."),
    ]


def test_an_act_that_is_refused_leaves_no_trace():
    article = an_article()

    with pytest.raises(publishing.AlreadyPublished):
        publishing.publish_now(article)

    assert not Revision.objects.exists()


def test_what_an_import_wrote_is_kept_before_it_is_changed():
    article = an_article("Imported")

    article.title = "Changed"
    publishing.save(article)

    kept = article.revisions.values_list("number", "content__title", "by")
    assert [*kept] == [(2, "Changed", None), (1, "Imported", None)]


def test_a_revision_holds_all_that_the_article_said():
    section, image, author = a_section(), an_image(), an_author()
    first, second = a_tag("first"), a_tag("second")
    article = an_article(
        "News", slug="news", section=section, image=image, tags=[second, first], authors=[author]
    )

    history.keep_present(article)

    assert Revision.objects.get().content == {
        "title": "News",
        "slug": "news",
        "summary": "",
        "body_html": "<p>One sentence of news.</p>",
        "source_name": "",
        "source_url": "",
        "is_breaking": False,
        "is_featured": False,
        "section": section.pk,
        "image": image.pk,
        "tags": [second.pk, first.pk],
        "authors": [author.pk],
    }


def test_a_version_is_kept_once():
    article = an_article()
    history.keep_present(article)

    history.keep_present(article)

    assert Revision.objects.count() == 1


def test_what_was_never_kept_is_unknown():
    article = an_article()

    assert history.said(article, 1) is None


def test_an_article_says_what_its_content_is_made_of():
    tags = [a_tag("first"), a_tag("second")]
    article = an_article("Old", tags=tags)
    text = {**content.of(article), "title": "New", "tags": [tags[1].pk, tags[0].pk]}

    content.say(article, text)
    publishing.save(article, links=text)

    assert content.of(Article.objects.get(pk=article.pk)) == text


def test_a_long_note_is_cut_to_what_is_kept():
    article = an_article(published_at=None)

    publishing.publish_now(article, note="a" * 1_001)

    assert article.revisions.first().note == "a" * 1_000
