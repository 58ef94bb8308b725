"""How good similar articles are: measured by a command in a database of its own."""

import gzip
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from articles.evaluation import similar
from articles.evaluation.similar import Quality, evaluate
from articles.models import Article
from tests.articles.importing import a_line, json_lines
from tests.serving import CHECKOUT

RIVERS = [
    "The river rises",
    "A river of mud",
    "Rivers carry ice",
    "By the river",
    "River boats",
    "The dry river",
]
TRAINS = ["Trains are late", "A night train", "The train halts", "By train", "Fast trains", "Freight trains"]


def labelled(texts: list[str], section: str, **fields) -> list[dict]:
    """Lines of one label, a day each."""
    return [
        a_line(
            external_id=f"{section}-{day}",
            title=text,
            body_html=f"<p>{text}.</p>",
            section=section,
            published_at=f"2025-03-{day:02}",
            **fields,
        )
        for day, text in enumerate(texts, start=1)
    ]


def measured(*lines: dict) -> list[Quality]:
    return evaluate(similar.labelled(enumerate(json_lines(*lines).splitlines(keepends=True), start=1)))


@pytest.mark.django_db
def test_compares_by_label_what_is_found_without_it():
    lines = [*labelled(RIVERS, "water"), *labelled(TRAINS, "transport")]

    in_english, overall = measured(*lines)

    # Of the five newest others, two or three have the label, whichever it is.
    assert in_english == Quality("en", 12, similar=1.0, tfidf=0.65, newest=0.45)
    assert overall.similar == 1.0


@pytest.mark.django_db
def test_stores_no_labels():
    measured(*labelled(RIVERS, "water", tags=["water"]))

    assert Article.objects.count() == 6
    assert not Article.objects.exclude(section=None).exists()
    assert not Article.objects.exclude(tags=None).exists()


@pytest.mark.django_db
def test_leaves_out_languages_with_too_few_articles_to_compare():
    lines = [*labelled(RIVERS, "water"), *labelled(TRAINS[:5], "transport", language="ru")]

    qualities = measured(*lines)

    assert [each.edition for each in qualities] == ["en", "all"]


def run_command(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate_similar", *arguments],
        cwd=CHECKOUT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_command_prints_each_language_and_all(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_bytes(json_lines(*labelled(RIVERS, "water"), *labelled(TRAINS, "transport")))

    run = run_command(str(file))

    assert (run.returncode, run.stderr) == (0, "")
    first, heading, english, overall = run.stdout.splitlines()
    assert first == "Of the first 5, the share with the same label:"
    assert heading.split() == "articles similar TF-IDF newest similar / TF-IDF".split()
    assert english.split() == ["en", "12", "1.000", "0.650", "0.450", "1.54"]
    assert overall.split() == ["all", *english.split()[1:]]


def test_two_at_once_do_not_meet(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_bytes(json_lines(*labelled(RIVERS, "water"), *labelled(TRAINS, "transport")))

    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(run_command, str(file)) for _ in range(2)]

    assert [(run.result().returncode, run.result().stderr) for run in runs] == [(0, "")] * 2


@pytest.mark.parametrize("kept", [4, 6])
def test_the_command_measures_nothing_of_a_file_that_is_cut_short(tmp_path, kept):
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(json_lines(*labelled(RIVERS[:kept], "water")))[:-8])

    run = run_command(str(file))

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        f"CommandError: {file}: it cannot be read beyond line {kept}: "
        "Compressed file ended before the end-of-stream marker was reached.\n"
    )


def test_the_command_needs_labels(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_bytes(json_lines(a_line()))

    run = run_command(str(file))

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "CommandError: More than 5 articles of one language with a section and a date are needed.\n"
    )


def test_the_command_needs_a_file(tmp_path):
    run = run_command(str(tmp_path / "missing"))

    assert run.returncode == 1
    assert run.stderr == f"CommandError: {tmp_path / 'missing'} cannot be read: No such file or directory.\n"
