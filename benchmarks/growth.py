"""How the cost of a request grows with the archive: two of our servers, one for each size, asked in turn.

Each asks for the same few hundred addresses again and again, so that work is measured and not the disk;
some questions for new ones each time as well, as what was found is remembered.
"""

import re
import sys
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks import postgres, processes
from benchmarks.samples import Samples
from benchmarks.scenarios import SCENARIOS, Scenario
from benchmarks.subjects import Cost, Subject, corpus, middle
from newsapi import env

ROUNDS = env.integer("ROUNDS", 5, minimum=1)
SECONDS = env.integer("SECONDS", 1, minimum=1)  # of each round
ADDRESSES = 200  # of each kind; of what is asked anew, all
AT_MOST = 1.2  # times the cost at the smaller size

ONE_OF_MANY = re.compile("(articles?|sections|tags|authors|places|snapshots)/[^/?]+/")


@dataclass(frozen=True)
class Growth:
    endpoint: str
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
    ratio = median(after.ms / before.ms for before, after in rounds)
    return Growth(endpoint_of(scenario, paths[0][0]), small, large, ratio)


def endpoint_of(scenario: Scenario, path: str) -> str:
    method = f"{scenario.method} " if scenario.method != "GET" else ""
    named = ONE_OF_MANY.sub(r"\1/{…}/", path.partition("?")[0]).removeprefix("/api/v1")
    return f"{method}{named}{', anew' if scenario.is_asked_anew else ''}"


def endpoints_table(small: int, large: int, found: dict[str, Growth]) -> str:
    """Each endpoint in a line: what a request costs on average of all its kinds."""
    kinds = defaultdict(list)
    for each in found.values():
        kinds[each.endpoint].append(each)
    lines = [
        f"| endpoint | kinds | {small:,}: ms | {large:,}: ms | CPU |",
        "|---|---|---|---|---|",
    ]
    for endpoint, own in kinds.items():
        before, after = fmean(each.small.ms for each in own), fmean(each.large.ms for each in own)
        lines.append(f"| `{endpoint}` | {len(own)} | {before:.2f} | {after:.2f} | {marked(after / before)} |")
    return "\n".join(lines)


def marked(ratio: float) -> str:
    return f"**{ratio:.2f}**" if ratio > AT_MOST else f"{ratio:.2f}"


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
        cells = [name, *costs, size, marked(each.ratio)]
        lines.append(f"| {' | '.join(cells)} |")
    most = sum(each.ratio > AT_MOST for each in found.values())
    told = f"{len(found)} kinds of requests, {most} over {AT_MOST} (in bold)."
    return "\n".join([*lines, "", told, "", endpoints_table(small, large, found)])
