"""Whether a server process keeps its size over many requests of all kinds; ARTICLES says of what corpus.

python -m benchmarks.memory 1000000
"""

import sys
from random import Random
from statistics import linear_regression

from benchmarks import load, postgres, processes
from benchmarks.load import Request
from benchmarks.samples import Samples
from benchmarks.scenarios import COUNTED, SCENARIOS
from benchmarks.subjects import corpus
from newsapi import env

SAMPLES = 50  # of the memory, over all requests
AT_ONCE = 5  # seconds of requests between two looks
ADDRESSES = 1_000  # of each kind
MB = 2**20


def requests(samples: Samples) -> list[Request]:
    """Of every kind that is answered with 200, in no order."""
    kinds = (each for each in SCENARIOS if each.status == 200 and not each.not_modified)
    asked = [
        Request(path) for kind in kinds if kind not in COUNTED for path in kind.paths(samples)[:ADDRESSES]
    ]
    Random(7).shuffle(asked)  # noqa: S311, no secret
    return asked


def measure(total: int) -> list[tuple[int, int]]:
    """(requests, bytes) of many moments."""
    size = env.integer("ARTICLES", 20_000)
    database = corpus(size)
    with postgres.connect(database) as connection:
        asked = requests(Samples(connection))
    found, done, next_look = [], 0, 0
    with processes.served(processes.OURS, database) as server:
        while done < total:
            start = done % len(asked)
            done += load.closed_loop(server.port, asked[start:] + asked[:start], AT_ONCE).count
            if done >= next_look:
                next_look = done + total // SAMPLES
                found.append((done, processes.memory(server.process_id)))
                sys.stderr.write(f"  {done:,} requests: {found[-1][1] / MB:.1f} MB\n")
    return found


def table(found: list[tuple[int, int]]) -> str:
    """The memory at the beginning, after each quarter, and how it grows in the second half."""
    quarters = [found[round(part * (len(found) - 1) / 4)] for part in range(5)]
    lines = [f"| {done:,} | {used / MB:.1f} |" for done, used in quarters]
    slope = linear_regression(*zip(*found[len(found) // 2 :], strict=True)).slope
    return "\n".join(
        [
            "| requests | MB of the server's processes |",
            "|---|---|",
            *lines,
            "",
            f"In the second half {slope * 1_000 / 1_024:+.1f} KB in a thousand requests.",
        ]
    )


if __name__ == "__main__":
    with postgres.connect():
        print(table(measure(int(sys.argv[1]))))
