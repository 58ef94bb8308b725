"""Who does the work: processes that read lines and threads that write rows; for a small file nobody else."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from signal import SIG_IGN, SIGINT, signal

from django.db import connections

READERS = min(os.cpu_count() or 1, 4)
WRITERS = 3  # connections; while one waits for the disk, the others keep two cores busy


class AtOnce(Executor):
    """Has done what it is given before it answers."""

    def submit(self, call, /, *arguments):
        future = Future()
        try:
            future.set_result(call(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def reading_processes() -> Iterator[Executor]:
    processes = ProcessPoolExecutor(READERS, get_context("spawn"), end_with_the_parent)
    try:
        yield processes
    finally:
        processes.shutdown(cancel_futures=True)


@contextmanager
def writing_threads() -> Iterator[Executor]:
    opened = []

    def open_connection() -> None:
        connections["default"].inc_thread_sharing()  # so that it can be closed from here
        opened.append(connections["default"])

    threads = ThreadPoolExecutor(WRITERS, initializer=open_connection)
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)
        for connection in opened:
            connection.close()


def end_with_the_parent() -> None:
    """A reading process neither outlives a killed import nor answers to the Ctrl-C that is meant for it."""
    signal(SIGINT, SIG_IGN)

    def wait() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
