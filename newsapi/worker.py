"""The process that runs background jobs, several at a time, each in a thread with a connection of its own."""

import asyncio
import os
import signal
from contextlib import suppress

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app, connector_params
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker

from newsapi import purging
from newsapi.jobs import GONE_AFTER, give_back
from newsapi.models import Job

LOOKS_EVERY = 1  # second, for jobs whose time has come; new ones are announced
REPORTS_EVERY = 10  # seconds
PURGES_EVERY = 0.5  # seconds; no job, as long ones would hold it up
FINISHES_WITHIN = (
    5  # seconds for running jobs when the worker is told to stop, before the supervisor kills it
)
NICENESS = 5  # readers come first


async def work(concurrency: int) -> bool:
    """Runs jobs until SIGTERM or SIGINT comes, and then returns True; False: the worker ended by itself."""
    told_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    connector = PsycopgConnector(kwargs=await sync_to_async(connector_params)(), min_size=1, max_size=2)
    os.nice(NICENESS)
    # Only the worker itself has this connector. Tasks stay with the app that has Django's connection: a job
    # that queues another one does so in its own transaction.
    async with app.with_connector(connector).open_async() as worker_app:
        worker = Worker(
            worker_app,
            concurrency=concurrency,
            fetch_job_polling_interval=LOOKS_EVERY,
            update_heartbeat_interval=REPORTS_EVERY,
            stalled_worker_timeout=GONE_AFTER.total_seconds(),
            install_signal_handlers=False,
            task_middleware=worker_app.worker_defaults["task_middleware"],
        )
        running, *others = tasks = [
            asyncio.create_task(each)
            for each in (worker.run(), take_over(), tell_caches(), told_to_stop.wait())
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        worker.stop()
        await asyncio.wait([running], timeout=FINISHES_WITHIN)
        if not running.done():
            with suppress(DatabaseError):
                await sync_to_async(give_back)(Job.objects.filter(worker=worker.worker_id))
            os._exit(0)  # a thread cannot be ended otherwise
        for task in others:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
    return told_to_stop.is_set()


async def take_over() -> None:
    """Again and again gives back the jobs of workers that are gone."""
    while True:
        await sync_to_async(close_old_connections)()
        await sync_to_async(give_back_of_the_gone)()
        await asyncio.sleep(REPORTS_EVERY)


async def tell_caches() -> None:
    """Again and again tells caches what is due."""
    while True:
        if purging.is_wanted():
            await sync_to_async(close_old_connections)()
            await sync_to_async(purging.tell_due)()
        await asyncio.sleep(PURGES_EVERY)


def give_back_of_the_gone() -> None:
    silent_since = timezone.now() - GONE_AFTER
    give_back(Job.objects.filter(Q(worker=None) | Q(worker__last_heartbeat__lt=silent_since)))
