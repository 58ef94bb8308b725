"""What an article says, as one JSON value: drafts and revisions keep it, and articles are made of it.

`{title, slug, summary, body_html, source_name, source_url, is_breaking, is_featured, section, image, tags,
authors}`; the last four are ids, the last two in their order.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model

from articles.models import Article, ArticleAuthor, ArticleTag, Author, Image, Section, Tag

Content = dict[str, Any]

TEXTS = ("title", "slug", "summary", "body_html", "source_name", "source_url", "is_breaking", "is_featured")
ONE = {"section": Section, "image": Image}
MANY = {"tags": (Tag, ArticleTag, "tag"), "authors": (Author, ArticleAuthor, "author")}


def of(article: Article) -> Content:
    """What the stored article says; two queries."""
    return of_many([article])[article.pk]


def of_many(articles: Collection[Article]) -> dict[int, Content]:
    """What each of the stored articles says, by id; two queries."""
    found = {
        article.pk: {
            **{name: getattr(article, name) for name in TEXTS},
            **{name: getattr(article, f"{name}_id") for name in ONE},
            **{name: [] for name in MANY},
        }
        for article in articles
    }
    for name, (_, through, link) in MANY.items():
        rows = through.objects.filter(article__in=found).values_list("article_id", f"{link}_id")
        for article_id, linked_id in rows:
            found[article_id][name].append(linked_id)
    return found


def linked(article: Article, through: type[Model], link: str) -> list[int]:
    return list(through.objects.filter(article=article).values_list(f"{link}_id", flat=True))


def say(article: Article, content: Content) -> None:
    """Has the article say this, except for tags and authors; saves nothing.

    A section or picture that has been deleted since is left out.
    """
    for name in TEXTS:
        setattr(article, name, content[name])
    for name, model in ONE.items():
        setattr(article, f"{name}_id", next(iter(existing(model, [content[name]])), None))


def link(article: Article, content: Content) -> None:
    """Stores its tags and authors in their order, as far as they still exist."""
    for name, (model, through, column) in MANY.items():
        ids = existing(model, content[name])
        if ids == linked(article, through, column):
            continue
        through.objects.filter(article=article).delete()
        through.objects.bulk_create(
            through(article=article, **{f"{column}_id": each}, position=position)
            for position, each in enumerate(ids)
        )


def named(content: Content) -> Content:
    """The same for people: the names of section, picture, tags and authors, as far as they still exist."""
    models = {**ONE, **{name: model for name, (model, *_) in MANY.items()}}
    wanted = {name: content[name] if name in MANY else [content[name]] for name in models}
    found = {name: model.objects.in_bulk([pk for pk in wanted[name] if pk]) for name, model in models.items()}
    names = {name: [str(found[name][pk]) for pk in wanted[name] if pk in found[name]] for name in models}
    return {**content, **names, **{name: "".join(names[name]) for name in ONE}}


def existing(model: type[Model], ids: Iterable[int | None]) -> list[int]:
    wanted = [each for each in ids if each is not None]
    found = set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [each for each in dict.fromkeys(wanted) if each in found]
