from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncHour

from articles.models.article import Article


class ViewTotal(models.Model):
    """How often an article was read, ever. The database makes the row together with the article."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="view_total")
    count = models.PositiveBigIntegerField(default=0, help_text="Readings of the article, ever.")

    class Meta:
        indexes = [
            models.Index(models.F("count").desc(), models.F("article").desc(), name="view_total_by_count")
        ]

    def __str__(self):
        return f"{self.count}"


class HourlyViews(models.Model):
    """How often an article was read within one hour."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="hourly_views")
    hour = models.DateTimeField(help_text="The beginning of the hour.")
    count = models.PositiveIntegerField(help_text="Readings within the hour.")

    class Meta:
        verbose_name_plural = "hourly views"
        ordering = ["-hour", "-pk"]
        constraints = [
            models.UniqueConstraint("article", "hour", name="article_has_one_count_an_hour"),
            models.CheckConstraint(
                condition=Q(hour=TruncHour("hour")), name="hourly_views_begin_with_the_hour"
            ),
        ]
        indexes = [models.Index("hour", name="hourly_views_by_hour", include=["article", "count"])]

    def __str__(self):
        return f"{self.count} in the hour from {self.hour}"
