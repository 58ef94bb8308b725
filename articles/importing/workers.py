"""Reads lines in a process for each processor, and gives the readings in the order of the file."""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from signal import SIG_IGN, SIGINT, signal

from articles.importing import jsonl
from articles.importing.jsonl import Reading, Rules

CHUNK_LINES, CHUNK_BYTES = 250, 2**20  # one long line may still exceed the bytes
WORTH_WORKERS = 4  # chunks; fewer are read before a process has started
MOST_WORKERS = 4  # the database does not keep up with more

NumberedLine = tuple[int, bytes | None]
Chunk = list[NumberedLine]


def readings(lines: Iterable[NumberedLine], rules: Rules) -> Iterator[tuple[Chunk, list[Reading]]]:
    """Chunk by chunk; as many are held as keep the workers busy. A small file is read in this process."""
    waiting = chunks(lines)
    first = list(islice(waiting, WORTH_WORKERS))
    if len(first) < WORTH_WORKERS:
        yield from ((chunk, read_chunk(chunk, rules)) for chunk in first)
        return
    count = min(os.cpu_count() or 1, MOST_WORKERS)
    ahead: deque[tuple[Chunk, Future]] = deque()
    workers = ProcessPoolExecutor(count, get_context("spawn"), end_with_the_parent)
    try:
        for chunk in chain(first, waiting):
            ahead.append((chunk, workers.submit(read_chunk, chunk, rules)))
            if len(ahead) > 2 * count:
                yield finished(ahead)
        while ahead:
            yield finished(ahead)
    finally:
        workers.shutdown(cancel_futures=True)


def finished(ahead: deque[tuple[Chunk, Future]]) -> tuple[Chunk, list[Reading]]:
    chunk, future = ahead.popleft()
    return chunk, future.result()


def chunks(lines: Iterable[NumberedLine]) -> Iterator[Chunk]:
    chunk, size = [], 0
    for number, line in lines:
        if line is not None and not line.strip():
            continue
        chunk.append((number, line))
        size += len(line or b"")
        if len(chunk) == CHUNK_LINES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def read_chunk(chunk: Chunk, rules: Rules) -> list[Reading]:
    return [jsonl.read(number, line, rules) for number, line in chunk]


def end_with_the_parent() -> None:
    """A worker neither outlives a killed import nor answers to the Ctrl-C that is meant for it."""
    signal(SIGINT, SIG_IGN)

    def wait() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
