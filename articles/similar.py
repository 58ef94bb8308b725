"""Which articles go with this one, and why: shared tags first, then the section, then whatever is new."""

from collections import Counter
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles.models import Article, ArticleTag

NEWEST_OF_A_TAG = 200  # bounds the work for tags of any size; what is older is hardly news


def similar(article: dict, at: datetime, limit: int) -> list[tuple[int, str]]:
    """(id, reason) of each, the best first: never the story itself, only public articles of its language.

    `article` has id, story, language and section_id. At most four queries.
    """
    others = Article.objects.published(at).in_language(article["language"]).exclude(story=article["story"])
    found = dict.fromkeys(sharing_tags(others, article["id"], limit), "tag")
    if len(found) < limit and article["section_id"]:
        add(found, "section", others.filter(section=article["section_id"]), limit)
    if len(found) < limit:
        add(found, "latest", others, limit)
    return list(found.items())


def sharing_tags(others, article_id: int, limit: int) -> list[int]:
    """Those that share the most tags first; of equals, the newer."""
    same_tag = ArticleTag.objects.filter(tag=OuterRef("tag")).order_by("-article")
    own_tags = ArticleTag.objects.filter(article=article_id).annotate(
        newest=ArraySubquery(same_tag.values("article")[:NEWEST_OF_A_TAG])
    )
    shared = Counter(each for newest in own_tags.values_list("newest", flat=True) for each in newest)
    public = others.filter(pk__in=shared).newest_first().values_list("pk", flat=True)
    return sorted(public, key=lambda each: -shared[each])[:limit]


def add(found: dict[int, str], reason: str, articles, limit: int) -> None:
    for each in articles.newest_first().values_list("pk", flat=True)[: limit + len(found)]:
        if len(found) < limit:
            found.setdefault(each, reason)
