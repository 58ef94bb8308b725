"""Has what is indexed of stored articles follow new rules, when a migration says that there are some."""

from django.db import transaction

from articles import search, words
from articles.models import Article

AT_ONCE = 200  # articles in one transaction


@transaction.atomic
def index_next(after: int) -> int | None:
    """Indexes the articles that follow an id anew; the last one's id, None after the end."""
    articles = Article.objects.filter(pk__gt=after).order_by("pk").select_for_update(no_key=True)
    needed = articles.only("title", "summary", "excerpt", "body_text", "language")
    ids = [index(article) for article in needed[:AT_ONCE]]
    if not ids:
        return None
    words.make([], ids)
    return ids[-1]


def index(article: Article) -> int:
    parts = search.searchable(
        article.title, article.summary or article.excerpt, article.body_text, article.language
    )
    Article.objects.filter(pk=article.pk).update(search_document=search.document(parts))
    return article.pk
