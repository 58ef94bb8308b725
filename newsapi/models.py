from django.db import models
from django.db.models import OuterRef, Subquery
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
