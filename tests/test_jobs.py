"""Background work, with a real worker: what is queued runs, what fails is tried again and then shown."""

import json
import signal
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.types.json import Jsonb

from articles.models import Section
from newsapi.jobs import GONE_AFTER, RETRY, TRIES, forget_old_jobs, try_again
from newsapi.models import Job, JobError
from newsapi.supervisor import STOP_WITHIN
from newsapi.worker import give_back_of_the_gone
from tests import working
from tests.serving import wait_for
from tests.working import Worker


@pytest.fixture
def worker(queue):
    started = []

    def start():
        started.append(Worker())
        return started[-1]

    yield start
    for each in started:
        each.close()


def status(job_id):
    return Job.objects.get(pk=job_id).status


def has_ended(job_id):
    return lambda: status(job_id) in {"succeeded", "failed"}


def test_what_is_queued_runs(worker):
    worker()

    job_id = working.found_section.defer(slug="sport")

    wait_for(has_ended(job_id))
    assert Section.objects.get().slug == "sport"


def test_what_a_lost_transaction_queued_never_runs(queue):
    with transaction.atomic():
        working.found_section.defer(slug="sport")
        transaction.set_rollback(True)

    assert not Job.objects.filter(task_name=working.found_section.name).exists()


def test_what_a_job_queues_belongs_to_its_own_transaction(worker):
    worker()

    job_id = working.queue_another_and_fail.defer(slug="sport")

    wait_for(lambda: Job.objects.get(pk=job_id).attempts == 1)
    assert not Job.objects.filter(task_name=working.found_section.name).exists()


def test_a_job_that_fails_is_tried_again_and_then_shown_with_its_error(worker):
    running = worker()

    job_id = working.fail.defer(why="The lake is dry.")

    wait_for(has_ended(job_id))
    failed = Job.objects.failed().with_last_event().get(pk=job_id)
    assert failed.attempts == 3
    assert failed.error.endswith("ValueError: The lake is dry.\n")
    assert "tests/working.py" in failed.error
    assert running.end() == 0
    assert [json.loads(line)["level"] for line in running.output.splitlines()] == ["ERROR"]


def test_the_error_of_a_job_is_forgotten_when_it_succeeds(worker, tmp_path):
    worker()

    job_id = working.succeed_at_the_second_try.defer(directory=str(tmp_path))

    wait_for(has_ended(job_id))
    assert status(job_id) == "succeeded"
    assert not JobError.objects.exists()


def test_several_jobs_run_at_the_same_time(worker, tmp_path):
    worker()
    long_job = working.last_until_told.defer(directory=str(tmp_path))
    wait_for((tmp_path / "begun").exists)

    short_job = working.found_section.defer(slug="sport")

    wait_for(has_ended(short_job))
    assert status(long_job) == "doing"
    (tmp_path / "end").touch()
    wait_for(has_ended(long_job))


def test_a_worker_that_is_told_to_end_finishes_what_it_runs(worker, tmp_path):
    running = worker()
    job_id = working.last_until_told.defer(directory=str(tmp_path))
    wait_for((tmp_path / "begun").exists)

    running.process.terminate()
    (tmp_path / "end").touch()

    assert running.process.wait(30) == 0
    assert status(job_id) == "succeeded"


def test_a_worker_that_is_told_to_end_gives_back_what_takes_too_long(worker, tmp_path):
    running = worker()
    job_id = working.last_until_told.defer(directory=str(tmp_path))
    wait_for((tmp_path / "begun").exists)

    began = time.monotonic()
    assert running.end(signal.SIGTERM) == 0

    assert time.monotonic() - began < STOP_WITHIN
    assert status(job_id) == "todo"
    (tmp_path / "end").touch()
    worker()
    wait_for(has_ended(job_id))
    assert status(job_id) == "succeeded"


def test_what_a_killed_worker_ran_is_run_by_the_next_one(worker, tmp_path):
    job_id = working.last_until_told.defer(directory=str(tmp_path))
    killed = worker()
    wait_for((tmp_path / "begun").exists)
    assert killed.end(signal.SIGKILL) == -signal.SIGKILL
    assert status(job_id) == "doing"
    the_time_passes_in_which_a_worker_counts_as_alive()
    (tmp_path / "end").touch()

    worker()

    wait_for(has_ended(job_id))
    assert status(job_id) == "succeeded"


def the_time_passes_in_which_a_worker_counts_as_alive():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s", [GONE_AFTER])


# Without a worker -------------------------------------------------------------------------------------------


def a_job(status="failed", attempts=0, hours_ago=0, **columns):
    """A job in the queue as a worker would have left it."""
    columns = {"task_name": "tests.working.fail", "args": Jsonb({"why": "It rains."}), **columns}
    columns |= {"queue_name": "default", "status": status, "attempts": attempts}
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO procrastinate_jobs ({names}) VALUES ({places}) RETURNING id", [*columns.values()]
        )
        (job_id,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'deferred', %s)",
            [job_id, timezone.now() - timedelta(hours=hours_ago)],
        )
    return job_id


@pytest.mark.django_db
def test_only_jobs_that_failed_are_tried_again():
    ids = [a_job("failed", attempts=5), a_job("doing"), a_job("succeeded"), a_job("todo")]

    again = try_again(Job.objects.all())

    assert again == 1
    assert [status(each) for each in ids] == ["todo", "doing", "succeeded", "todo"]


@pytest.mark.django_db
def test_a_job_whose_work_waits_already_is_not_queued_twice():
    failed = a_job("failed", queueing_lock="once")
    a_job("todo", queueing_lock="once")

    again = try_again(Job.objects.all())

    assert again == 0
    assert status(failed) == "failed"


@pytest.mark.django_db
def test_a_job_that_ends_its_worker_again_and_again_has_failed():
    job_id = a_job("doing", attempts=TRIES - 1)

    give_back_of_the_gone()

    assert status(job_id) == "failed"
    assert JobError.objects.get().error == "The worker ended while it ran this job, again and again."


@pytest.mark.django_db
def test_what_a_gone_worker_ran_is_dropped_where_the_same_work_waits():
    job_id = a_job("doing", queueing_lock="once")
    a_job("todo", queueing_lock="once")

    give_back_of_the_gone()

    assert status(job_id) == "aborted"


@pytest.mark.django_db
def test_old_jobs_are_forgotten_and_failures_stay_for_three_months():
    kept = [
        a_job("succeeded", hours_ago=23),
        a_job("failed", hours_ago=24 * 89),
        a_job("todo", hours_ago=24 * 99),
    ]
    gone = [
        a_job("succeeded", hours_ago=25),
        a_job("aborted", hours_ago=25),
        a_job("cancelled", hours_ago=25),
        a_job("failed", hours_ago=24 * 91),
    ]
    for job_id in (kept[1], gone[3]):
        JobError.objects.create(job_id=job_id, error="ValueError")

    forget_old_jobs(0)

    assert sorted(Job.objects.values_list("pk", flat=True)) == sorted(kept)
    assert [each.job_id for each in JobError.objects.all()] == [kept[1]]


@pytest.mark.parametrize(
    ("task", "cron"),
    [
        ("newsapi.jobs.forget_old_jobs", "7 * * * *"),
        ("newsapi.jobs.forget_expired_sessions", "7 * * * *"),
        ("articles.jobs.empty_trash", "7 * * * *"),
        ("articles.jobs.forget_presences", "7 * * * *"),
    ],
)
def test_what_runs_by_the_clock(task, cron):
    periodic = app.periodic_registry.periodic_tasks[task, ""]

    assert periodic.cron == cron


def test_every_job_has_a_name_that_people_understand():
    assert Job.titles["newsapi.jobs.forget_old_jobs"] == "Forget old jobs"
    assert Job.titles["tests.working.found_section"] == "Found section"


def test_a_failing_job_is_tried_five_times_with_growing_pauses():
    pauses = [
        RETRY.get_retry_decision(
            exception=ValueError(), job=ProcrastinateJob(attempts=tried).procrastinate_job
        )
        for tried in range(TRIES)
    ]

    assert [round((each.retry_at - timezone.now()).total_seconds()) for each in pauses[:-1]] == [
        4,
        16,
        64,
        256,
    ]
    assert pauses[-1] is None
