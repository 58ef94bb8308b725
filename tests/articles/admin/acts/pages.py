"""The pages of an article in the admin: what is offered above it, and where its acts are."""

from django.urls import reverse

from articles import content, drafts, editing
from articles.models import Article
from tests.builders import an_article


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


def mark(article):
    """What a page says that shows the article's text."""
    return editing.present(Article.objects.get(pk=article.pk)).mark


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
