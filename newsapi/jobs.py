"""Background work: what runs later, in the worker, and is tried again when it fails.

A job is queued in the transaction that needs it, so it runs if and only if that transaction is kept. It runs
a second time when its worker was killed at the very end, and must not mind.
"""

import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.retry import BaseRetryStrategy

from newsapi import purging
from newsapi.models import Job, JobError, JobQuerySet

TRIES = 5
RETRY = RetryStrategy(max_attempts=TRIES - 1, exponential_wait=4)  # after 4, 16, 64 and 256 s
HOURLY = "7 * * * *"  # a machine that is off at night does its tidying too
EVERY_FIVE_SECONDS = "* * * * * */5"
TICKS = "ticks"  # the queue of what runs so often that nobody wants to see it done
UNTIL_IT_WORKS = RetryStrategy(wait=5)
FINISHED_KEPT = timedelta(days=1)
FAILED_KEPT = timedelta(days=90)
LONGEST_ERROR = 10_000  # characters; the end of a trace says most
GONE_AFTER = timedelta(seconds=30)  # of silence a worker is; jobs of a killed one thus wait for 40 s at most


def job(title: str = "", retry: BaseRetryStrategy = RETRY, **options: Any) -> Callable:
    """Makes a function a job, which `function.defer(…)` queues; its arguments are JSON values."""

    def made(function: Callable):
        task = app.task(retry=retry, task_middleware=[keep_errors], **options)(function)
        Job.titles[task.name] = title or capfirst(function.__name__.replace("_", " "))
        return task

    return made


def every(cron: str) -> Callable:
    """Runs the job by the clock, in UTC; stands above `@job`, and the job is given a time stamp."""
    return app.periodic(cron=cron)


def keep_errors(call_next, context, worker) -> Any:
    """Keeps why a job failed, for the newsroom's page of jobs, until it succeeds."""
    try:
        result = call_next()
    except Exception:
        close_old_connections()  # the job may have failed for a lost one
        keep_error(context.job.id, traceback.format_exc())
        raise
    JobError.objects.filter(job_id=context.job.id).delete()
    return result


def keep_error(job_id: int, error: str) -> None:
    JobError.objects.update_or_create(
        job_id=job_id, defaults={"error": error[-LONGEST_ERROR:], "at": timezone.now()}
    )


def try_again(jobs: JobQuerySet) -> int:
    """Queues those of the jobs that have failed once more; says how many."""
    with transaction.atomic():
        return sum(queue_again(each) for each in jobs.failed().order_by("pk").select_for_update())


def give_back(jobs: JobQuerySet) -> None:
    """Queues jobs again whose worker is gone; one that was tried often enough has failed."""
    with transaction.atomic():
        for each in jobs.running().select_for_update(of=["self"], skip_locked=True):
            if each.attempts >= TRIES - 1:
                keep_error(each.pk, "The worker ended while it ran this job, again and again.")
                async_to_sync(app.job_manager.finish_job_by_id_async)(
                    each.pk, Status.FAILED, delete_job=False
                )
            elif not queue_again(each):
                async_to_sync(app.job_manager.finish_job_by_id_async)(
                    each.pk, Status.ABORTED, delete_job=False
                )


def is_worked_on() -> bool:
    """Whether a worker lives."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - GONE_AFTER).exists()


def queue_again(each: Job) -> bool:
    """False where the same work, by its queueing lock, waits already."""
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(each.pk, timezone.now())
    except UniqueViolation:
        return False
    return True


# The project's own jobs -------------------------------------------------------------------------------------


@every(HOURLY)
@job(_("Forget old jobs"))
def forget_old_jobs(timestamp: int) -> None:
    """Jobs that went well are forgotten after a day, failed ones after three months."""
    delete = async_to_sync(app.job_manager.delete_old_jobs)
    delete(nb_hours=hours(FINISHED_KEPT), include_cancelled=True, include_aborted=True)
    delete(nb_hours=hours(FAILED_KEPT), include_failed=True)
    JobError.objects.exclude(job_id__in=Job.objects.values("pk")).delete()


def forget_finished_ticks() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE queue_name = %s AND status = 'succeeded'", [TICKS]
        )


def hours(time: timedelta) -> int:
    return time // timedelta(hours=1)


@every(HOURLY)
@job(_("Forget expired sessions"))
def forget_expired_sessions(timestamp: int) -> None:
    call_command("clearsessions")


@every(HOURLY)
@job(_("Forget old purges of caches"))
def forget_old_purges(timestamp: int) -> None:
    purging.forget_old(timezone.now())
