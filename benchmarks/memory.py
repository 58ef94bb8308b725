"""Whether a server process keeps its size over many requests; ARTICLES says of what corpus.

python -m benchmarks.memory 1000000
"""

import sys
from itertools import cycle, islice
from random import Random
from statistics import linear_regression

from benchmarks import load, postgres, processes
from benchmarks.load import Request
from benchmarks.mix import Archive
from benchmarks.samples import MIDDLING, PUBLIC, Samples
from benchmarks.scenarios import COUNTED, SCENARIOS
from benchmarks.subjects import corpus
from benchmarks.words import words
from newsapi import env

AT_ONCE = 5  # seconds of requests between two looks at the memory
DRAWN = 5_000  # requests, of which so many are asked as the seconds allow
ADDRESSES = 1_000  # of each kind
OF_EACH_KIND = (
    50  # one of so many requests is of any kind there is, the others are what readers of a site ask
)
MB = 2**20


def of_each_kind(samples: Samples) -> list[Request]:
    """Of every kind that is answered with 200, in no order."""
    kinds = (each for each in SCENARIOS if each.status == 200 and not each.not_modified)
    asked = [
        Request(path) for kind in kinds if kind not in COUNTED for path in kind.paths(samples)[:ADDRESSES]
    ]
    Random(7).shuffle(asked)  # noqa: S311, no secret
    return asked


def of_readers(samples: Samples) -> Archive:
    slugs = samples.rows(
        f"SELECT slug FROM articles_article WHERE language = 'uz' AND {PUBLIC} ORDER BY md5(slug)"  # noqa: S608
    )
    ranks = words("uz").by_rank
    return Archive("uz", [slug for (slug,) in slugs], samples.sections, [ranks[rank] for rank in MIDDLING])


def measure(total: int) -> list[tuple[int, int]]:
    """(requests, bytes) of many moments."""
    size = env.integer("ARTICLES", 20_000)
    database = corpus(size)
    found, done = [], 0
    with postgres.connect(database) as connection, processes.served(processes.OURS, database) as server:
        samples = Samples(connection)
        archive, kinds = of_readers(samples), cycle(of_each_kind(samples))
        while done < total:
            readers = archive.requests(DRAWN)
            asked = [*map(Request, readers), *islice(kinds, len(readers) // OF_EACH_KIND)]
            archive.random.shuffle(asked)
            done += load.closed_loop(server.port, cycle(asked), AT_ONCE).count
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
