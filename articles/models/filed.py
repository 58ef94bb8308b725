from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from articles.listed import ListedQuerySet
from articles.models.article import Article
from articles.models.names import Author, Tag


class AsListed(models.Model):
    """Rows that lists are read from: the database has them say what lists ask of their article."""

    language = models.CharField(
        max_length=2, default="", db_default="", editable=False, help_text="The article's language."
    )
    section_id = models.BigIntegerField(null=True, editable=False, help_text="The number of its section.")
    published_at = models.DateTimeField(null=True, editable=False, help_text="When it is public.")
    withdrawn_at = models.DateTimeField(null=True, editable=False, help_text="When it no longer is.")

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True


def as_listed(name: str, column: str) -> models.Index:
    """The newest articles with each value of the column, without a look at the articles."""
    newest = F("published_at").desc(), F("article").desc()
    return models.Index(F(column), F("language"), *newest, name=name, include=["section_id", "withdrawn_at"])


class ArticleTag(AsListed):
    """A tag of an article; the order carries the newsroom's weight."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="article_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, db_index=False, related_name="article_tags")
    position = models.PositiveSmallIntegerField(default=0, help_text="Tags are shown from the lowest up.")

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("article", "tag", name="article_has_a_tag_once")]
        indexes = [
            models.Index(F("tag"), F("article").desc(), name="article_tag_newest_first"),
            as_listed("article_tag_as_listed", "tag"),
        ]

    def __str__(self):
        return str(self.tag)


class ArticleAuthor(AsListed):
    """An author of an article, in the order of the byline."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="article_authors")
    author = models.ForeignKey(Author, models.PROTECT, db_index=False, related_name="article_authors")
    position = models.PositiveSmallIntegerField(default=0, help_text="Authors are named from the lowest up.")

    class Meta:
        verbose_name = _("author of an article")
        verbose_name_plural = _("authors of articles")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("article", "author", name="article_has_an_author_once")]
        indexes = [
            models.Index(F("author"), F("article").desc(), name="article_author_newest_first"),
            as_listed("article_author_as_listed", "author"),
        ]

    def __str__(self):
        return str(self.author)
