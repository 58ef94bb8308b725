"""Holds the server to what budgets.py states, in a minute or two; exits 1 when a request costs too much.

A small corpus and short rounds, without latencies or a look at the answers, which `make bench` has. What
seems too dear is measured again for longer.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from urllib.parse import quote

from benchmarks import postgres, processes
from benchmarks.budgets import NOT_MODIFIED, RATIOS, TOLERANCE
from benchmarks.floor_statements import FLOOR_TABLE
from benchmarks.samples import Samples
from benchmarks.scenarios import SCENARIOS
from benchmarks.subjects import Subject, corpus
from benchmarks.words import words

ARTICLES = 2_000
ROUNDS = 5
SECONDS, SECONDS_AGAIN = 0.5, 2  # of each round
WARM_UP = 1  # seconds
KNOWN = 300  # addresses whose answers the client has
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
FULL, UNCHANGED = BY_NAME["detail"], BY_NAME["detail, not modified"]
# What asks as much of so few articles as the scenario does of 20,000: a page near the end of the edition,
# and words of one article in ten, which as many have.
LIST = "/api/v1/articles/?locale=uz"
PATHS = {
    "page 500": [f"{LIST}&page=40"],
    "search": [f"{LIST}&search={quote(word)}" for word in words("uz").by_rank[300:500]],
}


@dataclass(frozen=True)
class Verdict:
    name: str
    stated: float
    measured: float

    @property
    def at_most(self) -> float:
        return TOLERANCE * self.stated

    @property
    def is_kept(self) -> bool:
        return self.measured <= self.at_most


def verdicts() -> list[Verdict]:
    database, found = corpus(ARTICLES), []
    with (
        postgres.connect(database) as connection,
        processes.served(processes.OURS, database) as ours_at,
        processes.served(processes.FLOOR, database) as floor_at,
    ):
        samples = Samples(connection)
        connection.execute(FLOOR_TABLE)
        connection.execute("TRUNCATE floor_report, articles_viewreport")
        ours, full, floor = (Subject(at, connection) for at in (ours_at, ours_at, floor_at))
        for name, stated in RATIOS.items():
            scenario = BY_NAME[name]
            paths = PATHS.get(name) or scenario.paths(samples)
            ours.prepare(scenario, paths, is_ours=True, warm_up=WARM_UP)
            floor.prepare(scenario, paths, is_ours=False, warm_up=WARM_UP)
            found.append(verdict(name, stated, partial(ratio, ours, floor)))
        paths = FULL.paths(samples)[:KNOWN]
        ours.prepare(UNCHANGED, paths, is_ours=True, warm_up=WARM_UP)
        full.prepare(FULL, paths, is_ours=True, warm_up=WARM_UP)
        found.append(verdict("a 304, of the full answer", NOT_MODIFIED, partial(ratio, ours, full)))
    return found


def verdict(name: str, stated: float, measure: Callable[[float], float]) -> Verdict:
    """`measure` takes the seconds of a round."""
    found = Verdict(name, stated, measure(SECONDS))
    if not found.is_kept:
        sys.stderr.write(f"  {name}: {found.measured:.2f}, once more\n")
        found = Verdict(name, stated, measure(SECONDS_AGAIN))
    sys.stderr.write(f"  {name}: {found.measured:.2f}\n")
    return found


def ratio(ours: Subject, other: Subject, seconds: float) -> float:
    """CPU of a request to ours as a multiple of the other's: the middle one of alternating rounds."""
    return median(ours.round(seconds).ms / other.round(seconds).ms for _ in range(ROUNDS))


def report(found: list[Verdict]) -> str:
    lines = ["| CPU, as a multiple of the floor's | stated | at most | measured | |", "|---|---|---|---|---|"]
    for each in found:
        figures = (f"{figure:.2f}" for figure in (each.stated, each.at_most, each.measured))
        said = "kept" if each.is_kept else "**too much**"
        lines.append(f"| {' | '.join((each.name, *figures, said))} |")
    kept = sum(each.is_kept for each in found)
    return "\n".join([*lines, "", f"{kept} of {len(found)} kept."])


def main() -> int:
    found = verdicts()
    print(f"\n### {ARTICLES:,} articles\n\n{report(found)}")
    return 0 if all(each.is_kept for each in found) else 1


if __name__ == "__main__":
    with postgres.connect():  # the server stays up until this process ends
        sys.exit(main())
