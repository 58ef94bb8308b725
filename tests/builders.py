"""The cast of the tests: each builder has a default for all that a test does not care about."""

from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from articles import publishing, rankings, view_counts, words
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    Author,
    Image,
    Ranking,
    Section,
    Tag,
    ViewReport,
)
from newsapi.transliteration import slug as slug_of

numbers = count(1)


def ago(**how_long) -> datetime:
    return timezone.now() - timedelta(**how_long)


def ahead(**how_long) -> datetime:
    return timezone.now() + timedelta(**how_long)


def a_section(slug="world", **fields) -> Section:
    return Section.objects.create(**{"slug": slug, "name_en": slug.capitalize(), **fields})


def a_tag(slug="tourism", **fields) -> Tag:
    return Tag.objects.create(**{"slug": slug, "name_en": slug.capitalize(), **fields})


def an_author(slug="dilnoza-karimova", **fields) -> Author:
    return Author.objects.create(**{"slug": slug, "name_en": "Dilnoza Karimova", **fields})


def an_image(**fields) -> Image:
    return Image.objects.create(
        **{"source_url": f"https://pictures.example/{next(numbers)}.jpg", "alt_en": "A picture", **fields}
    )


def an_article(title="An article", *, tags=(), authors=(), views=0, **fields) -> Article:
    """A live article in English, published an hour ago, saved as the newsroom saves it."""
    fields = {
        "language": "en",
        "body_html": "<p>One sentence of news.</p>",
        "published_at": ago(hours=1),
        "slug": f"{slug_of(title)}-{next(numbers)}",
        **fields,
    }
    article = Article(title=title, **fields)
    publishing.save(article)
    for position, tag in enumerate(tags):
        ArticleTag.objects.create(article=article, tag=tag, position=position)
    for position, author in enumerate(authors):
        ArticleAuthor.objects.create(article=article, author=author, position=position)
    if views:
        view_counts.raise_totals({article.pk: views})
    return article


def an_archive(body_html="<p>One sentence of news.</p>", size=30, language="en") -> None:
    """So many drafts, which readers never see, and a vocabulary learnt from all that there is."""
    Article.objects.bulk_create(
        publishing.prepare(
            Article(title="Old story", slug=f"old-{next(numbers)}", body_html=body_html, language=language)
        )
        for _ in range(size)
    )
    words.refresh()


def read(article: Article, times: int, at: datetime | None = None) -> None:
    """The article was read so often at that moment, and the worker has counted it."""
    at = at or timezone.now()
    ViewReport.objects.bulk_create(
        ViewReport(visit=uuid4(), at=at, article_id=article.pk) for _ in range(times)
    )
    view_counts.fold(at)


def ranked(at: datetime | None = None) -> None:
    """The worker has ranked what was read."""
    for kind in Ranking.Kind:
        rankings.rank(kind, at or timezone.now())
