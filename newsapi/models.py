from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobError(models.Model):
    """Why a background job failed the last time; gone once the job has succeeded."""

    job_id = models.BigIntegerField(primary_key=True, help_text=_("The job of the queue."))
    at = models.DateTimeField(default=timezone.now, help_text=_("When it failed."))
    error = models.TextField(help_text=_("What was raised, with its place in the code."))

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.error.strip().splitlines()[-1] if self.error.strip() else ""
