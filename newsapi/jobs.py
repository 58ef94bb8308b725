"""Background work: what runs later, in the worker, and is tried again when it fails.

A job is queued in the transaction that needs it, so it runs if and only if that transaction is kept.
"""

import traceback
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsapi.models import JobError

RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)  # after 4, 16, 64 and 256 s


def keep_errors(call_next, context, worker) -> Any:
    """Keeps why a job failed, for the newsroom's page of jobs, until it succeeds."""
    try:
        result = call_next()
    except Exception:
        JobError.objects.update_or_create(
            job_id=context.job.id, defaults={"error": traceback.format_exc()[-10_000:]}
        )
        raise
    JobError.objects.filter(job_id=context.job.id).delete()
    return result


def job(**options):
    """Makes a function a job; its arguments are JSON values."""
    return app.task(retry=RETRY, task_middleware=[keep_errors], **options)


def every(cron: str):
    """Runs the job by the clock, in UTC; stands above `@job`, and the job is given a time stamp."""
    return app.periodic(cron=cron)
