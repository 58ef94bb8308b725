"""How the cost of a request grows with the archive: two of our servers, one for each size, asked in turn.

Each asks for the same few hundred addresses again and again, so that work is measured and not the disk;
some questions for new ones each time as well, as what was found is remembered.
"""

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks import postgres, processes
from benchmarks.samples import Samples
from benchmarks.scenarios import SCENARIOS, Scenario
from benchmarks.subjects import Cost, Subject, corpus, middle
from newsapi import env

ROUNDS = env.integer("ROUNDS", 5, minimum=1)
SECONDS = env.integer("SECONDS", 1, minimum=1)  # of each round
ADDRESSES = 200  # of each kind; of what is asked anew, all
AT_MOST = 1.2  # times the cost at the smaller size


@dataclass(frozen=True)
class Growth:
    small: Cost
    large: Cost
    ratio: float  # of CPU; the middle one of the rounds'


def measure(small: int, large: int, only: str = "") -> dict[str, Growth]:
    """By scenario; those alone that have the words in their names."""
    found = {}
    with ExitStack() as stack:
        admin = stack.enter_context(postgres.connect())
        subjects, samples = [], []
        for size in (small, large):
            database = corpus(size)
            samples.append(Samples(stack.enter_context(postgres.connect(database))))
            server = stack.enter_context(processes.served(processes.OURS, database))
            subjects.append(Subject(server, admin))
        for scenario in SCENARIOS:
            if only in scenario.name:
                addresses = None if scenario.is_asked_anew else ADDRESSES
                paths = [scenario.paths(each)[:addresses] for each in samples]
                found[scenario.name] = grown(scenario, subjects, paths)
                sys.stderr.write(f"  {scenario.name}: {found[scenario.name].ratio:.2f}\n")
    return found


def grown(scenario: Scenario, subjects: list[Subject], paths: list[list[str]]) -> Growth:
    for subject, own in zip(subjects, paths, strict=True):
        subject.prepare(scenario, own, at_least=1 if scenario.is_asked_anew else len(own))
    rounds = [[subject.round(SECONDS) for subject in subjects] for _ in range(ROUNDS)]
    small, large = map(middle, zip(*rounds, strict=True))
    return Growth(small, large, median(after.ms / before.ms for before, after in rounds))


def table(small: int, large: int, found: dict[str, Growth]) -> str:
    """Each scenario in a line, those that grow too much in bold."""
    lines = [
        f"### Growth from {small:,} to {large:,} articles",
        "",
        f"| server + database ms | {small:,} | {large:,} | bytes | CPU |",
        "|---|---|---|---|---|",
    ]
    for name, each in found.items():
        costs = [f"{cost.server_ms:.2f} + {cost.database_ms:.2f}" for cost in (each.small, each.large)]
        size = f"{each.small.bytes:,.0f} / {each.large.bytes:,.0f}"
        ratio = f"{each.ratio:.2f}"
        cells = [name, *costs, size, f"**{ratio}**" if each.ratio > AT_MOST else ratio]
        lines.append(f"| {' | '.join(cells)} |")
    most = sum(each.ratio > AT_MOST for each in found.values())
    return "\n".join([*lines, "", f"{len(found)} kinds of requests, {most} over {AT_MOST} (in bold)."])
