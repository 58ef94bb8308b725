from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob


class JobError(models.Model):
    """Why a background job failed the last time; gone once the job has succeeded."""

    job_id = models.BigIntegerField(primary_key=True, help_text=_("The job of the queue."))
    at = models.DateTimeField(default=timezone.now, help_text=_("When it failed."))
    error = models.TextField(help_text=_("What was raised, with its place in the code."))

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.error.strip().rpartition("\n")[2]


class JobQuerySet(models.QuerySet):
    """Jobs of the queue, which the worker alone writes."""

    def failed(self):
        return self.filter(status="failed")

    def waiting(self):
        return self.filter(status="todo")

    def running(self):
        return self.filter(status="doing")

    def finished(self):
        return self.filter(status__in=["succeeded", "cancelled", "aborted"])

    def with_last_event(self):
        """`at`: when the job was queued, begun or ended, whichever was last; `error`: why it failed."""
        events = ProcrastinateEvent.objects.filter(job=OuterRef("pk")).exclude(type="scheduled")
        errors = JobError.objects.filter(job_id=OuterRef("pk"))
        return self.annotate(
            at=Subquery(events.order_by("-pk").values("at")[:1]), error=Subquery(errors.values("error")[:1])
        )


class Job(ProcrastinateJob):
    """A background job: its name, what it works on, and how it fares."""

    titles: dict[str, str] = {}  # by the name of the task; each job says its own where it is defined

    objects = JobQuerySet.as_manager()

    class Meta:
        proxy = True
        ordering = ["-pk"]
        default_permissions = ()  # those of JobError decide
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")

    def __str__(self):
        return str(self.titles.get(self.task_name, self.task_name))

    @property
    def reason(self) -> str:
        """The last line of its error, with `with_last_event`."""
        return self.error.strip().rpartition("\n")[2] if self.error else ""


class PurgeQuerySet(models.QuerySet):
    """What caches were told."""

    def of(self, model: str, object_id: int):
        return self.filter(model=model, object_id=object_id)

    def unconfirmed(self):
        """Not by all caches."""
        return self.filter(Exists(PurgeDelivery.objects.filter(purge=OuterRef("pk"), confirmed_at=None)))

    def failed(self):
        """Given up for a cache."""
        failed = PurgeDelivery.objects.filter(purge=OuterRef("pk"), confirmed_at=None, due_at=None)
        return self.filter(Exists(failed))


class Purge(models.Model):
    """Something that happened in the newsroom, and what caches were told to forget for it."""

    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("When it happened."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Who did it; nobody for an import and for what the worker does."),
    )
    what = models.CharField(_("what"), max_length=100, help_text=_("What happened, in English."))
    model = models.CharField(
        max_length=100, blank=True, help_text=_("What it happened to, such as articles.article.")
    )
    object_id = models.BigIntegerField(null=True, blank=True, help_text=_("Its id."))
    title = models.CharField(_("to what"), max_length=200, blank=True, help_text=_("How it was called then."))
    keys = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("keys"),
        help_text=_("Answers with any of these were to be forgotten."),
    )

    objects = PurgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges of caches")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(F("at").desc(), F("id").desc(), name="purge_newest_first"),
            models.Index(
                *("model", "object_id", F("at").desc(), F("id").desc()), name="purge_newest_of_a_thing"
            ),
        ]

    def __str__(self):
        return self.title or self.what


class PurgeDeliveryQuerySet(models.QuerySet):
    """What each cache was told, or is still to be told."""

    def due(self, at):
        return self.filter(due_at__lte=at).order_by("due_at", "pk")


class PurgeDelivery(models.Model):
    """A purge on its way to one cache."""

    purge = models.ForeignKey(Purge, models.CASCADE, related_name="deliveries", help_text=_("What it tells."))
    cache = models.CharField(max_length=300, help_text=_("The host of the cache."))
    confirmed_at = models.DateTimeField(null=True, help_text=_("When the cache has said that it is done."))
    tries = models.PositiveIntegerField(default=0, help_text=_("How often it has failed."))
    error = models.CharField(
        max_length=300, blank=True, help_text=_("Why it has failed the last time; empty after a success.")
    )
    due_at = models.DateTimeField(
        null=True, help_text=_("When it is sent next, for the first time or again; empty: never.")
    )

    objects = PurgeDeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # those of Purge decide
        ordering = ["pk"]
        indexes = [
            models.Index("due_at", name="purge_delivery_due", condition=Q(due_at__isnull=False)),
            models.Index("purge", name="purge_delivery_unconfirmed", condition=Q(confirmed_at=None)),
        ]

    def __str__(self):
        return self.cache
