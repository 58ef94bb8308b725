"""Where the time of an answer goes, by function.

python -m benchmarks.profile section list (or another scenario); ARTICLES says how large the corpus is.
"""

import cProfile
import pstats
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice

from benchmarks import inside, postgres
from benchmarks.loading import database_of
from benchmarks.samples import Samples
from benchmarks.scenarios import SCENARIOS, Scenario
from newsapi import env
from newsapi.database import CHECKOUT

REQUESTS = 400
LINES = 30
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def main(name: str) -> None:
    if name not in BY_NAME:
        raise SystemExit(f"There is no scenario {name!r}, but: {'; '.join(BY_NAME)}.")
    size = env.integer("ARTICLES", 20_000)
    subprocess.run([sys.executable, "-m", "benchmarks.loading", str(size)], check=True, cwd=CHECKOUT)
    with postgres.connect(database_of(size)) as connection:
        samples = Samples(connection)
    asked = cycle(requests(BY_NAME[name], samples, inside.application(size)))
    for ask in islice(asked, REQUESTS):  # warm up
        ask()
    started, cpu = time.perf_counter(), time.process_time()
    for ask in islice(asked, REQUESTS):
        ask()
    passed, cpu = time.perf_counter() - started, time.process_time() - cpu
    profiler = cProfile.Profile(time.process_time)  # waiting for the database is not ours
    for ask in islice(asked, REQUESTS):
        profiler.runcall(ask)
    answer_ms, ours_ms = (seconds / REQUESTS * 1000 for seconds in (passed, cpu))
    print(f"{name}: {answer_ms:.2f} ms an answer, {ours_ms:.2f} of them CPU of this process.")
    for order in ("tottime", "cumulative"):
        pstats.Stats(profiler).strip_dirs().sort_stats(order).print_stats(LINES)


def requests(scenario: Scenario, samples: Samples, answer: Callable) -> list[Callable]:
    paths = scenario.paths(samples)
    if scenario.not_modified:
        return [partial(answer, path, etag=answer(path)["ETag"]) for path in paths[:REQUESTS]]
    return [partial(answer, path, method=scenario.method) for path in paths]


if __name__ == "__main__":
    with postgres.connect():  # the server stays up until this process ends
        main(" ".join(sys.argv[1:]) or "detail")
