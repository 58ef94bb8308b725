"""Where the time of an answer goes, by function.

python -m benchmarks.profile detail (or another scenario); ARTICLES says how large the corpus is.
"""

import cProfile
import pstats
import sys
import time
from functools import partial
from itertools import cycle, islice

from benchmarks import inside, postgres
from benchmarks.loading import database_of
from benchmarks.samples import Samples
from benchmarks.scenarios import SCENARIOS
from newsapi import env

REQUESTS = 400
LINES = 30


def main(name: str) -> None:
    size = env.integer("ARTICLES", 20_000)
    with postgres.connect(database_of(size)) as connection:
        samples = Samples(connection)
    [scenario] = [each for each in SCENARIOS if each.name == name]
    paths = cycle(scenario.paths(samples))
    answer = partial(inside.application(size), method=scenario.method)
    for path in islice(paths, REQUESTS):  # warm up
        answer(path)
    started, cpu = time.perf_counter(), time.process_time()
    for path in islice(paths, REQUESTS):
        answer(path)
    passed, cpu = time.perf_counter() - started, time.process_time() - cpu
    profiler = cProfile.Profile(time.process_time)  # waiting for the database is not ours
    for path in islice(paths, REQUESTS):
        profiler.runcall(answer, path)
    answer_ms, ours_ms = (seconds / REQUESTS * 1000 for seconds in (passed, cpu))
    print(f"{name}: {answer_ms:.2f} ms an answer, {ours_ms:.2f} of them CPU of this process.")
    for order in ("tottime", "cumulative"):
        pstats.Stats(profiler).strip_dirs().sort_stats(order).print_stats(LINES)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "detail")
