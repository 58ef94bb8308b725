"""The newsroom's data, a file a noun. What must always hold is a constraint; its name is the promise."""

from articles.models.article import Article, Correction, FormerSlug
from articles.models.filed import ArticleAuthor, ArticleTag
from articles.models.image import Image
from articles.models.names import Author, Section, Tag
from articles.models.staff import Membership
from articles.models.versions import Act, Draft, Presence, Revision, TrashedArticle
from articles.models.view_counts import (
    CountingState,
    DailyViews,
    HourlyViews,
    Ranked,
    Ranking,
    RankingTurn,
    ViewReport,
    ViewTotal,
)
from articles.models.words import ArticleWord, Spelling, Vocabulary, Word

__all__ = [
    "Act",
    "Article",
    "ArticleAuthor",
    "ArticleTag",
    "ArticleWord",
    "Author",
    "Correction",
    "CountingState",
    "DailyViews",
    "Draft",
    "FormerSlug",
    "HourlyViews",
    "Image",
    "Membership",
    "Presence",
    "Ranked",
    "Ranking",
    "RankingTurn",
    "Revision",
    "Section",
    "Spelling",
    "Tag",
    "TrashedArticle",
    "ViewReport",
    "ViewTotal",
    "Vocabulary",
    "Word",
]
