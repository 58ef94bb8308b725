"""Keeps every version of an article: who made it, when, and what it said."""

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


def keep_present(article: Article) -> None:
    """Makes sure that the stored version, which an import may have written, is kept before it changes."""
    if not Revision.objects.filter(article=article, number=article.revision).exists():
        Revision.objects.create(
            article=article,
            number=article.revision,
            act=Act.SAVED,
            at=article.updated_at,
            content=content.of(article),
        )


def said(article: Article, number: int) -> Content | None:
    """What the article said in a revision; None when that was never kept."""
    return Revision.objects.filter(article=article, number=number).values_list("content", flat=True).first()
