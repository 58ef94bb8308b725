"""Has what is indexed of stored articles follow new rules, when a migration says that there are some."""

from django.db import transaction

from articles import search, vocabulary, words, written
from articles.models import Article

AT_ONCE = 200  # articles in one transaction


@transaction.atomic
def index_next(after: int) -> int | None:
    """Indexes the articles that follow an id anew; the last one's id, None after the end."""
    articles = Article.objects.filter(pk__gt=after).order_by("pk").select_for_update(no_key=True)
    needed = articles.only("title", "summary", "excerpt", "body_text", "language")
    stored = list(needed[:AT_ONCE])
    if not stored:
        return None
    for article in stored:
        index(article)
    words.make([article.pk for article in stored])
    vocabulary.keep((article.language, vocabulary.of(article)) for article in stored)
    return stored[-1].pk


def index(article: Article) -> None:
    parts = search.searchable(
        article.title, article.summary or article.excerpt, article.body_text, article.language
    )
    Article.objects.filter(pk=article.pk).update(
        search_document=search.document(parts),
        title_beginnings=written.beginnings(article.title, article.language),
    )
