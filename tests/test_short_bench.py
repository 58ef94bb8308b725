"""What `make bench-short` holds the server to: half as much again as is stated, and no more."""

from benchmarks.budgets import RATIOS
from benchmarks.scenarios import SCENARIOS
from benchmarks.short import Verdict, report, verdict


def measuring(*ratios):
    """What finds one of these ratios after the other, and how long it was asked to measure."""
    left, rounds = list(ratios), []

    def measure(seconds):
        rounds.append(seconds)
        return left.pop(0)

    return measure, rounds


def test_each_stated_ratio_is_of_a_scenario():
    assert RATIOS.keys() <= {scenario.name for scenario in SCENARIOS}


def test_half_as_much_again_is_kept_and_measured_once():
    measure, rounds = measuring(1.5)

    assert verdict("search", 1.0, measure).is_kept
    assert rounds == [0.5]


def test_more_is_measured_again_for_longer_and_then_that_counts():
    measure, rounds = measuring(1.51, 1.2)

    found = verdict("search", 1.0, measure)

    assert found == Verdict("search", 1.0, 1.2)
    assert found.is_kept
    assert rounds == [0.5, 2]


def test_what_is_too_much_twice_is_not_kept():
    measure, _ = measuring(1.51, 1.6)

    assert not verdict("search", 1.0, measure).is_kept


def test_the_report_says_what_was_stated_and_measured_and_what_came_of_it():
    assert report([Verdict("detail", 0.8, 0.7), Verdict("search", 1.0, 1.514)]).splitlines() == [
        "| CPU, as a multiple of the floor's | stated | at most | measured | |",
        "|---|---|---|---|---|",
        "| detail | 0.80 | 1.20 | 0.70 | kept |",
        "| search | 1.00 | 1.50 | 1.51 | **too much** |",
        "",
        "1 of 2 kept.",
    ]
