from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.filed import AsListed
from articles.models.names import Section
from articles.querysets import RankedQuerySet

BEGINNING_OF_HOUR = models.Func(  # not Django's, which would bind the table to the zone of its migration
    "hour", template="date_trunc('hour', %(expressions)s, 'UTC')", output_field=models.DateTimeField()
)
MOST_READ = models.F("count").desc(), models.F("article").desc()


class ViewReport(models.Model):
    """A reading that was reported. The table is partitioned by day, and dropped day by day.

    It refers to no other table: a foreign key would have all readers of an article lock its one row.
    """

    pk = models.CompositePrimaryKey("visit", "at")
    visit = models.UUIDField(help_text="A keyed hash of reader and article; the key changes daily.")
    at = models.DateTimeField(help_text="When it was reported.")
    article_id = models.BigIntegerField(help_text="The number of the article.")
    folded = models.BooleanField(default=False, help_text="Whether the counts hold it.")

    class Meta:
        managed = False  # Django knows no partitions
        default_permissions = ()

    def __str__(self):
        return f"article {self.article_id} at {self.at}"


class ViewTotal(AsListed):
    """How often an article was read, ever. The database makes the row together with the article."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="view_total", verbose_name=_("article")
    )
    count = models.PositiveBigIntegerField(
        _("readings"), default=0, help_text=_("Readings of the article, ever.")
    )

    class Meta:
        verbose_name = _("readings of an article")
        verbose_name_plural = _("readings of articles")
        indexes = [
            models.Index(*MOST_READ, name="view_total_by_count"),
            models.Index(
                *(models.F("language"), *MOST_READ),
                name="view_total_by_edition",
                include=["section_id", "published_at", "withdrawn_at"],
            ),
            models.Index(
                *(models.F("section_id"), models.F("language"), *MOST_READ),
                name="view_total_by_section",
                include=["published_at", "withdrawn_at"],
            ),
        ]

    def __str__(self):
        return f"{self.count}"


class HourlyViews(models.Model):
    """How often an article was read within one hour."""

    article = models.ForeignKey(
        Article, models.CASCADE, db_index=False, related_name="hourly_views", verbose_name=_("article")
    )
    hour = models.DateTimeField(_("hour"), help_text=_("The beginning of the hour."))
    count = models.PositiveIntegerField(_("readings"), help_text=_("Readings within the hour."))

    class Meta:
        verbose_name = _("readings of an hour")
        verbose_name_plural = _("readings by hour")
        ordering = ["-hour", "-pk"]
        constraints = [
            models.UniqueConstraint("article", "hour", name="article_has_one_count_an_hour"),
            models.CheckConstraint(
                condition=Q(hour=BEGINNING_OF_HOUR), name="hourly_views_begin_with_the_hour"
            ),
        ]
        indexes = [models.Index("hour", name="hourly_views_by_hour", include=["article", "count"])]

    def __str__(self):
        return f"{timezone.localtime(self.hour):%Y-%m-%d %H:%M}: {self.count}"


class DailyViews(models.Model):
    """How often an article was read on one day of the site."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="daily_views")
    day = models.DateField(help_text="The day in the site's zone.")
    count = models.PositiveIntegerField(help_text="Readings on the day.")

    class Meta:
        verbose_name = _("readings of a day")
        verbose_name_plural = _("readings by day")
        ordering = ["-day", "-pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint("article", "day", name="article_has_one_count_a_day")]
        indexes = [models.Index("day", name="daily_views_by_day", include=["article", "count"])]

    def __str__(self):
        return f"{self.count} on {self.day}"


class CountingState(models.Model):
    """How far the readings that were reported are counted: one row, none before the first count."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    as_of = models.DateTimeField(help_text="The counts hold whatever was answered before.")
    changed_at = models.DateTimeField(help_text="When counts last changed.")
    reports_since = models.DateTimeField(help_text="Reports of readings since then are still there.")

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_counting_state")]

    def __str__(self):
        return f"as of {self.as_of}"


class Ranking(models.Model):
    """The articles that were read most within a window, or that trend, whether public or not."""

    class Kind(models.TextChoices):
        HOUR = "1h"
        DAY = "24h"
        WEEK = "7d"
        MONTH = "30d"
        TRENDING = "trending"

    kind = models.CharField(max_length=10, choices=Kind, help_text="The window, or trending.")
    language = models.CharField(max_length=2, help_text="The language of the articles.")
    section = models.ForeignKey(
        Section, models.CASCADE, db_index=False, null=True, help_text="Their section; none: of the edition."
    )
    article_ids = ArrayField(models.BigIntegerField(), help_text="The first of them.")
    weights = ArrayField(models.FloatField(), help_text="Readings of each; for trending, weighted by time.")
    total = models.FloatField(help_text="The weights of all, of those that are not among the first too.")
    as_of = models.DateTimeField(help_text="When it was made.")

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "section"],
                nulls_distinct=False,
                name="edition_and_section_have_one_ranking_of_a_kind",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.language} {self.section_id or ''}"


class Ranked(models.Model):
    """A view of the rankings, an article a row."""

    pk = models.CompositePrimaryKey("ranking", "article")
    ranking = models.ForeignKey(Ranking, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    section = models.ForeignKey(Section, models.DO_NOTHING, null=True, related_name="+")
    article = models.ForeignKey(Article, models.DO_NOTHING, related_name="+")
    weight = models.FloatField()
    as_of = models.DateTimeField()

    objects = RankedQuerySet.as_manager()

    class Meta:
        managed = False
        default_permissions = ()

    def __str__(self):
        return f"{self.article_id} of {self.ranking_id}"


class RankingTurn(models.Model):
    """When the rankings of a kind were last made, and what that took: dear ones are made less often."""

    kind = models.CharField(max_length=10, choices=Ranking.Kind, primary_key=True)
    as_of = models.DateTimeField(help_text="When they were made.")
    seconds = models.FloatField(help_text="How long it took.")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.kind} as of {self.as_of}"
