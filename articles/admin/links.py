from django.urls import reverse
from django.utils.html import format_html

from articles.querysets import ArticleQuerySet

NAMED = 20


def links_to(articles: ArticleQuerySet) -> list[str]:
    """Links to the pages of articles, as many as somebody reads."""
    return [
        format_html('<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[each.pk]), each)
        for each in articles.without_texts().order_by()[:NAMED]
    ]
