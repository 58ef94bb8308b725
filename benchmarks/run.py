"""Measures our server against the floor, and prints tables.

ARTICLES=20000,1000000 says how large the corpora are, ROUNDS and SECONDS how long each server is asked,
SCENARIO=search which scenarios; SCENARIO=questions is what kinds of questions cost. Of two sizes the growth
is measured as well, with GROWTH=true nothing else.
"""

import json
import os
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import growth, load, postgres, processes
from benchmarks.floor_statements import FLOOR_TABLE
from benchmarks.samples import Samples
from benchmarks.scenarios import COMPLETIONS, FLOORED, QUESTIONS
from benchmarks.subjects import Cost, Subject, corpus, middle
from newsapi import env
from newsapi.database import CHECKOUT

RESULTS = CHECKOUT / "var" / "bench"
ROUNDS = env.integer("ROUNDS", 3, minimum=1)
SECONDS = env.integer("SECONDS", 3, minimum=1)  # of each round
ARRIVALS_FOR = 5  # seconds
COMPARED = 20  # answers of each kind
UTILISATION = 0.3  # of the throughput at which latencies are taken
NOT_MODIFIED = "detail, not modified"
ONLY = os.environ.get("SCENARIO", "")


@dataclass(frozen=True)
class Measured:
    cost: Cost
    rate: float
    p50_ms: float
    p99_ms: float
    dropped: int


def measured(subject: Subject, costs: list[Cost]) -> Measured:
    cost = middle(costs)
    rate = UTILISATION * cost.requests_a_second
    return Measured(cost, rate, **load.at_constant_rate(subject.port, subject.requests, rate, ARRIVALS_FOR))


def measure(size: int) -> tuple[dict[str, tuple[Measured, Measured]], dict[str, Measured]]:
    """Ours and the floor by scenario, in alternating rounds; ours alone by question."""
    database = corpus(size)
    with postgres.connect(database) as connection:
        samples = Samples(connection)
        connection.execute(FLOOR_TABLE)
        connection.execute("TRUNCATE floor_report, articles_viewreport")
    found = {}
    with (
        postgres.connect() as admin,
        processes.served(processes.OURS, database) as ours_at,
        processes.served(processes.FLOOR, database) as floor_at,
    ):
        ours, floor = Subject(ours_at, admin), Subject(floor_at, admin)
        for scenario in FLOORED:
            if ONLY not in scenario.name:
                continue
            paths = scenario.paths(samples)
            if scenario.method == "GET":
                compare(ours.port, floor.port, paths[:COMPARED])
            ours.prepare(scenario, paths)
            floor.prepare(scenario, paths, is_ours=False)
            rounds = [(ours.round(SECONDS), floor.round(SECONDS)) for _ in range(ROUNDS)]
            ours_costs, floor_costs = map(list, zip(*rounds, strict=True))
            found[scenario.name] = measured(ours, ours_costs), measured(floor, floor_costs)
            sys.stderr.write(f"  {size:,}: {scenario.name}\n")
        return found, asked(ours, samples) if ONLY in "questions" else {}


def asked(ours: Subject, samples: Samples) -> dict[str, Measured]:
    """What each kind of question costs, each asked a part of every round."""
    kinds = *(each.asked_anew() for each in QUESTIONS), *COMPLETIONS
    paths = {scenario: scenario.paths(samples) for scenario in kinds}
    costs = defaultdict(list)
    for _ in range(ROUNDS):
        for scenario, own in paths.items():
            ours.prepare(scenario, own)
            costs[scenario].append(ours.round(SECONDS))
    found = {}
    for scenario, own in paths.items():
        ours.prepare(scenario, own)
        found[scenario.name] = measured(ours, costs[scenario])
    return found


def compare(ours: int, floor: int, paths: list[str]) -> None:
    """Stops unless both answer with the same articles in the same order."""
    for path in paths:
        shown = [ids(load.fetched_json(port, path)) for port in (ours, floor)]
        if shown[0] != shown[1]:
            raise SystemExit(f"The floor answers {path} with other articles: {shown[1]}, not {shown[0]}")


def ids(answer: Any) -> list[int]:
    """Of all articles in the answer, whatever the order of its keys."""
    if isinstance(answer, list):
        return [each for item in answer for each in ids(item)]
    if not isinstance(answer, dict):
        return []
    own = [answer["id"]] if "slug" in answer and "id" in answer else []
    return own + [each for key in sorted(answer) for each in ids(answer[key])]


def table(size: int, found: dict[str, tuple[Measured, Measured]]) -> str:
    """Each scenario in a line: ours, then the floor's, then how many times the floor's."""
    lines = [
        f"### {size:,} articles",
        "",
        "| ours / floor | requests/s | p50 ms | p99 ms | server + database ms | bytes | CPU | requests/s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, (ours, floor) in found.items():
        cells = [
            name,
            pair(ours.cost.requests_a_second, floor.cost.requests_a_second, ".0f"),
            pair(ours.p50_ms, floor.p50_ms, ".1f"),
            pair(ours.p99_ms, floor.p99_ms, ".1f"),
            " / ".join(f"{each.server_ms:.2f} + {each.database_ms:.2f}" for each in (ours.cost, floor.cost)),
            pair(ours.cost.bytes, floor.cost.bytes, ",.0f"),
            f"**{ours.cost.ms / floor.cost.ms:.2f}**",
            f"{ours.cost.requests_a_second / floor.cost.requests_a_second:.2f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    if {"detail", NOT_MODIFIED} <= found.keys():
        share = found[NOT_MODIFIED][0].cost.ms / found["detail"][0].cost.ms
        lines += ["", f"A 304 costs {share:.2f} of the full answer."]
    return "\n".join(lines)


def questions_table(found: dict[str, Measured]) -> str:
    """Each kind of question in a line; the last two columns are multiples of the first one's p50 and CPU."""
    first = next(iter(found.values()))
    lines = [
        "| question of | requests/s | p50 ms | p99 ms | server + database ms | p99 / p50 | CPU |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, each in found.items():
        cells = [
            name,
            f"{each.cost.requests_a_second:.0f}",
            f"{each.p50_ms:.1f}",
            f"{each.p99_ms:.1f}",
            f"{each.cost.server_ms:.2f} + {each.cost.database_ms:.2f}",
            f"**{each.p99_ms / first.p50_ms:.2f}**",
            f"{each.cost.ms / first.cost.ms:.2f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def pair(ours: float, floor: float, form: str) -> str:
    return f"{ours:{form}} / {floor:{form}}"


def main() -> None:
    sizes = sorted({int(size) for size in env.words("ARTICLES", "20000")})
    if not env.flag("GROWTH", default=False):
        compare_with_floor(sizes)
    if len(sizes) > 1:
        small, large = sizes[0], sizes[-1]
        print(f"\n{growth.table(small, large, growth.measure(small, large, ONLY))}")


def compare_with_floor(sizes: list[int]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        found, questions = measure(size)
        if found:
            print(f"\n{table(size, found)}")
        if questions:
            print(f"\n{questions_table(questions)}")
        document = {name: [asdict(each) for each in pair] for name, pair in found.items()}
        document |= {name: asdict(each) for name, each in questions.items()}
        (RESULTS / f"{size}.json").write_text(json.dumps(document, indent=1))


if __name__ == "__main__":
    with postgres.connect():  # the server stays up until this process ends
        main()
