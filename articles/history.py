"""Keeps every version of an article: who made it, when, and what it said."""

from datetime import datetime

from django.utils import timezone

from articles import content
from articles.content import Content
from articles.models import Act, Article, Revision


def record(article: Article, act: Act, by=None, note: str = "") -> Revision:
    """The stored article as its newest revision."""
    return Revision.objects.create(
        article=article,
        number=article.revision,
        act=act,
        by=by,
        note=note[:1000],
        content=content.of(article),
    )


def keep_present(*articles: Article) -> None:
    """Makes sure that the stored versions, which an import may have written, are kept before they change."""
    numbers = Revision.objects.filter(article__in=articles).values_list("article_id", "number")
    kept = set(numbers.filter(number__in={article.revision for article in articles}))
    untold = [present(article) for article in articles if (article.pk, article.revision) not in kept]
    said = content.of_many([revision.article for revision in untold]) if untold else {}
    for revision in untold:
        revision.content = said[revision.article_id]
    Revision.objects.bulk_create(untold)


def present(article: Article) -> Revision:
    """The stored version, not kept yet; an import may have written it."""
    return Revision(article=article, number=article.revision, act=Act.SAVED, at=written_at(article))


def written_at(article: Article) -> datetime:
    """When the stored version was: what is scheduled is said to change when readers see it."""
    return min(article.updated_at, timezone.now())


def said(article: Article, number: int) -> Content | None:
    """What the article said in a revision; None when that was never kept."""
    return Revision.objects.filter(article=article, number=number).values_list("content", flat=True).first()
