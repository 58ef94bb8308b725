"""Names articles in URLs, after their titles."""

import re

from articles.models import Article, FormerSlug
from newsapi.transliteration import slug, to_latin

TRIED = 50  # numbers behind the words of a title that other articles have too


def slug_for(title: str, language: str, article_id: int | None = None) -> str:
    """A slug of the title's words that no other article has or had; the article may keep its own."""
    words = slug(to_latin(title) if language == "uz" else title)
    words = words if re.search("[a-z]", words) else f"article-{words}".rstrip("-")
    candidates = [words, *(f"{words}-{number}" for number in range(2, TRIED))]
    taken = {
        *Article.objects.filter(slug__in=candidates).exclude(pk=article_id).values_list("slug", flat=True),
        *FormerSlug.objects.filter(slug__in=candidates)
        .exclude(article=article_id)
        .values_list("slug", flat=True),
    }
    return next((each for each in candidates if each not in taken), f"{words}-{newest() + 1}")


def newest() -> int:
    return Article.objects.values_list("pk", flat=True).first() or 0
