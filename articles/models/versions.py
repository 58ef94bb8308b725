"""What the newsroom keeps of an article beside the text that readers see."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Act(models.TextChoices):
    """What somebody did with an article."""

    CREATED = "created", _("created")
    SAVED = "saved", _("saved")
    PUBLISHED = "published", _("published")
    SCHEDULED = "scheduled", _("scheduled")
    UNSCHEDULED = "unscheduled", _("taken off the schedule")
    CHANGED = "changed", _("changed in public")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PUT_BACK = "put_back", _("put back")
    RESTORED = "restored", _("restored from an earlier version")
    TRASHED = "trashed", _("put into the trash")
    UNTRASHED = "untrashed", _("taken out of the trash")


class Revision(models.Model):
    """An article as it was after one act; never changed, never deleted before the article is."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="revisions")
    number = models.PositiveIntegerField(help_text=_("The article's revision that this is."))
    act = models.CharField(max_length=20, choices=Act, help_text=_("What was done."))
    at = models.DateTimeField(default=timezone.now, help_text=_("When it was done."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who did it; nobody for an import."),
    )
    note = models.CharField(
        max_length=1000, blank=True, help_text=_("The public reason, or why warnings were overridden.")
    )
    content = models.JSONField(help_text=_("What the article said, in the shape of articles/content.py."))

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("article", "number", name="revision_is_kept_once")]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="revision_newest_first")]

    def __str__(self):
        return f"{self.number}: {self.get_act_display()}"


class Draft(models.Model):
    """The next version of an article while somebody writes it; readers see nothing of it."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="draft")
    content = models.JSONField(help_text=_("The text so far, in the shape of articles/content.py."))
    base_revision = models.PositiveIntegerField(help_text=_("The article's revision that it goes on from."))
    saves = models.PositiveIntegerField(default=1, help_text=_("How often it was saved."))
    saved_as = models.CharField(
        max_length=40,
        default="",
        db_default="",
        blank=True,
        help_text=_("What the last save is called: by its page, which may get no answer, else by chance."),
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("Who saved it last."),
    )
    edited_at = models.DateTimeField(default=timezone.now, help_text=_("When it was saved last."))

    class Meta:
        ordering = ["-edited_at", "-pk"]
        indexes = [models.Index(F("edited_at").desc(), F("article").desc(), name="draft_newest_first")]

    def __str__(self):
        return str(self.content.get("title", ""))


class Presence(models.Model):
    """Somebody who has the article open in the editor."""

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now, help_text=_("When the article was opened."))
    seen_at = models.DateTimeField(default=timezone.now, help_text=_("When the page last reported."))

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint("article", "user", name="presence_is_once_an_article")]

    def __str__(self):
        return f"{self.user} since {self.since}"


class TrashedArticle(models.Model):
    """An article in the trash. To readers it is a draft there; the state to return to is kept here."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="trashed", verbose_name=_("article")
    )
    at = models.DateTimeField(
        _("deleted"), default=timezone.now, db_index=True, help_text=_("When it was deleted.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Who deleted it."),
    )
    published_at = models.DateTimeField(_("published"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("article in the trash")
        verbose_name_plural = _("articles in the trash")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False),
                name="trash_keeps_a_whole_state",
            )
        ]

    def __str__(self):
        return str(self.article)
