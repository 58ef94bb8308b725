"""Measures our server against the floor, and prints tables.

ARTICLES=20000,100000 says how large the corpus is, ROUNDS and SECONDS how long each server is asked,
SCENARIO=search which scenarios; SCENARIO=questions is what kinds of questions cost.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks import load, postgres, processes
from benchmarks.floor_statements import FLOOR_TABLE
from benchmarks.load import Request
from benchmarks.loading import database_of
from benchmarks.scenarios import QUESTIONS, SCENARIOS, Samples, Scenario
from newsapi import env
from newsapi.database import CHECKOUT

RESULTS = CHECKOUT / "var" / "bench"
ROUNDS = env.integer("ROUNDS", 3, minimum=1)
SECONDS = env.integer("SECONDS", 3, minimum=1)  # of each round
WARM_UP = 2  # seconds
ARRIVALS_FOR = 5  # seconds
COMPARED = 20  # answers of each kind
UTILISATION = 0.3  # of the throughput at which latencies are taken
NOT_MODIFIED = "detail, not modified"
ONLY = os.environ.get("SCENARIO", "")


@dataclass(frozen=True)
class Cost:
    requests_a_second: float
    server_ms: float
    database_ms: float
    bytes: int

    @property
    def ms(self) -> float:
        return self.server_ms + self.database_ms


@dataclass(frozen=True)
class Measured:
    cost: Cost
    rate: float
    p50_ms: float
    p99_ms: float
    dropped: int


class Subject:
    """One of the two servers, asked the requests of one scenario."""

    def __init__(self, port: int, process_id: int):
        self.port, self.process_id = port, process_id
        self.database_id = postgres.process_id()

    def prepare(self, scenario: Scenario, paths: list[str], is_ours: bool, warm_up: float = WARM_UP) -> None:
        self.requests = [Request(path, method=scenario.method) for path in paths]
        self.status = scenario.status
        if scenario.not_modified and is_ours:
            self.requests, self.status = [Request(path, self.etag(path)) for path in paths[:300]], 304
        load.closed_loop(self.port, self.requests, warm_up, self.status)

    def etag(self, path: str) -> str:
        head, _ = load.fetch(self.port, Request(path))
        lines = (line.partition(b": ") for line in head.split(b"\r\n"))
        return next(value.decode() for name, _, value in lines if name.lower() == b"etag")

    def round(self, seconds: float = SECONDS) -> Cost:
        server, database = self.cpu()
        answered = load.closed_loop(self.port, self.requests, seconds, self.status)
        server_after, database_after = self.cpu()
        return Cost(
            answered.count / answered.seconds,
            (server_after - server) * 1000 / answered.count,
            (database_after - database) * 1000 / answered.count,
            answered.bytes // answered.count,
        )

    def cpu(self) -> tuple[float, float]:
        return processes.cpu_seconds(self.process_id), processes.cpu_seconds(self.database_id)

    def measured(self, costs: list[Cost]) -> Measured:
        middle = Cost(
            *(median(values) for values in zip(*(asdict(each).values() for each in costs), strict=True))
        )
        rate = UTILISATION * middle.requests_a_second
        return Measured(middle, rate, **load.at_constant_rate(self.port, self.requests, rate, ARRIVALS_FOR))


def measure(size: int) -> tuple[dict[str, tuple[Measured, Measured]], dict[str, Measured]]:
    """Ours and the floor by scenario, in alternating rounds; ours alone by question."""
    subprocess.run([sys.executable, "-m", "benchmarks.loading", str(size)], check=True, cwd=CHECKOUT)
    database = database_of(size)
    with postgres.connect(database) as connection:
        samples = Samples(connection)
        connection.execute(FLOOR_TABLE)
        connection.execute("TRUNCATE floor_report, articles_viewreport")
    found = {}
    with (
        processes.served(processes.OURS, database) as ours_at,
        processes.served(processes.FLOOR, database) as floor_at,
    ):
        ours, floor = Subject(*ours_at), Subject(*floor_at)
        for scenario in SCENARIOS:
            if ONLY not in scenario.name:
                continue
            paths = scenario.paths(samples)
            if scenario.method == "GET":
                compare(ours.port, floor.port, paths[:COMPARED])
            ours.prepare(scenario, paths, is_ours=True)
            floor.prepare(scenario, paths, is_ours=False)
            rounds = [(ours.round(), floor.round()) for _ in range(ROUNDS)]
            ours_costs, floor_costs = map(list, zip(*rounds, strict=True))
            found[scenario.name] = ours.measured(ours_costs), floor.measured(floor_costs)
            sys.stderr.write(f"  {size:,}: {scenario.name}\n")
        return found, asked(ours, samples) if ONLY in "questions" else {}


def asked(ours: Subject, samples: Samples) -> dict[str, Measured]:
    """What each kind of question costs, each asked a part of every round."""
    paths = {scenario.name: scenario.paths(samples) for scenario in QUESTIONS}
    costs = defaultdict(list)
    for _ in range(ROUNDS):
        for name, own in paths.items():
            ours.requests, ours.status = [Request(path) for path in own], 200
            load.closed_loop(ours.port, ours.requests, WARM_UP, ours.status)
            costs[name].append(ours.round())
    found = {}
    for name, own in paths.items():
        ours.requests = [Request(path) for path in own]
        found[name] = ours.measured(costs[name])
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


def growth(results: dict[int, dict]) -> str:
    """How the CPU of a request grows from the smallest corpus to each larger one."""
    sizes = sorted(results)
    lines = [
        f"### Growth of CPU from {sizes[0]:,} articles (ours / floor)",
        "",
        f"| | {' | '.join(f'{size:,}' for size in sizes[1:])} |",
        f"|---|{'---|' * (len(sizes) - 1)}",
    ]
    for name, (small_ours, small_floor) in results[sizes[0]].items():
        ratios = [
            pair(ours.cost.ms / small_ours.cost.ms, floor.cost.ms / small_floor.cost.ms, ".2f")
            for ours, floor in (results[size][name] for size in sizes[1:])
        ]
        lines.append(f"| {name} | {' | '.join(ratios)} |")
    return "\n".join(lines)


def main() -> None:
    sizes = sorted({int(size) for size in env.words("ARTICLES", "20000")})
    measured = {size: measure(size) for size in sizes}
    results = {size: found for size, (found, _) in measured.items()}
    for size, (found, questions) in measured.items():
        if found:
            print(f"\n{table(size, found)}")
        if questions:
            print(f"\n{questions_table(questions)}")
    if len(sizes) > 1:
        print(f"\n{growth(results)}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    for size, found in results.items():
        document = {name: [asdict(each) for each in pair] for name, pair in found.items()}
        document |= {name: asdict(each) for name, each in measured[size][1].items()}
        (RESULTS / f"{size}.json").write_text(json.dumps(document, indent=1))


if __name__ == "__main__":
    with postgres.connect():  # the server stays up until this process ends
        main()
