"""The newsroom's data, a file a noun. What must always hold is a constraint; its name is the promise."""

from articles.models.article import Article, ArticleAuthor, ArticleTag, Correction, FormerSlug
from articles.models.image import Image
from articles.models.names import Author, Section, Tag
from articles.models.view_counts import HourlyViews, ViewTotal

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticleTag",
    "Author",
    "Correction",
    "FormerSlug",
    "HourlyViews",
    "Image",
    "Section",
    "Tag",
    "ViewTotal",
]
