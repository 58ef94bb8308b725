"""How well searches find what somebody has read: measured by a command in a database of its own."""

import gzip
import os
import subprocess
import sys
from itertools import product

import pytest

from articles.evaluation.forms import Forms
from articles.evaluation.known_items import Questions
from articles.evaluation.searches import NothingToAsk, Quality, evaluate
from tests.articles.importing import a_line, json_lines
from tests.builders import an_article
from tests.serving import CHECKOUT

UZBEK = ["Bogʻbonlar olmalarni terdi", "Bogʻbonning olmasi terilgan", "Bogʻbonga olmalardan berdi"]
MANY_WORDS = " ".join("".join(each) for each in product(["ka", "to", "mi", "re", "su", "no"], repeat=3))


def news(texts: list[str], language: str = "en") -> list[dict]:
    return [
        a_line(
            external_id=f"{language}-{number}", language=language, title="News", body_html=f"<p>{text}.</p>"
        )
        for number, text in enumerate(texts)
    ]


def measured(*lines: dict) -> list[Quality]:
    return evaluate(enumerate(json_lines(*lines).splitlines(keepends=True), start=1), commonest=0)


@pytest.mark.django_db
def test_compares_the_search_with_others_on_the_same_questions():
    qualities = measured(*news(UZBEK, "uz"))

    assert qualities == [
        Quality("uz", "plain", 3, search=1.0, bm25=1.0, simple=1.0),
        Quality("uz", "inflected", 3, search=1.0, bm25=(1 / 3 + 1 / 2 + 1 / 2) / 3, simple=0.0),
        Quality("uz", "one typo", 3, search=1.0, bm25=1.0, simple=0.0),
        Quality("uz", "three typos", 3, search=1.0, bm25=0.0, simple=0.0),
        Quality("uz", "other script", 3, search=1.0, bm25=0.0, simple=0.0),
    ]


@pytest.mark.django_db
def test_asks_nothing_about_texts_of_fewer_words_than_a_question_has():
    with pytest.raises(NothingToAsk):
        measured(*news(["Rain again"]))


@pytest.mark.django_db
def test_asks_the_same_questions_each_time():
    article = an_article(body_html="<p>Farmers harvested early apples.</p>", external_id="1")

    first, second = (list(Questions([article], 0, seed=5).about(article)) for _ in range(2))

    assert [each.kind for each in first] == ["plain", "one typo", "three typos"]
    assert first == second


@pytest.mark.django_db
def test_asks_for_no_word_that_is_among_the_commonest():
    article = an_article(body_html="<p>Apples, apples, apples: farmers harvested early.</p>", external_id="1")

    plain, *_ = Questions([article], 1, seed=5).about(article)

    assert sorted(plain.text.split()) == ["early", "farmers", "harvested"]


def test_another_form_of_a_word_is_one_that_occurs():
    uzbek = Forms(["kitob", "kitoblar", "kitobning", "kitobxon", "yurak", "yuragi"], "uz")
    russian = Forms(["планета", "планетой", "планеты", "планка"], "ru")
    english = Forms(["carry", "carries", "writing", "write", "wrist"], "en")

    assert uzbek.others("kitob") == ["kitoblar", "kitobning"]
    assert uzbek.others("yurak") == ["yuragi"]
    assert russian.others("планета") == ["планетой", "планеты"]
    assert english.others("carries") == ["carry"]
    assert english.others("writing") == ["write"]


def run_command(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate_search", *arguments],
        cwd=CHECKOUT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_command_prints_each_kind_of_question(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_bytes(json_lines(*news([MANY_WORDS])))

    run = run_command(str(file))

    assert (run.returncode, run.stderr) == (0, "")
    first, heading, *kinds = run.stdout.splitlines()
    assert first == "Mean reciprocal rank of the article that is meant:"
    assert heading.split() == ["questions", "search", "BM25", "ts_rank"]
    assert kinds[0].split() == ["en", "plain", "1", "1.000", "1.000", "1.000"]


def test_the_command_measures_nothing_of_a_file_that_is_cut_short(tmp_path):
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(json_lines(*news([MANY_WORDS] * 4)))[:-8])

    run = run_command(str(file))

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        f"CommandError: {file}: it cannot be read beyond line 4: "
        "Compressed file ended before the end-of-stream marker was reached.\n"
    )


def test_the_command_needs_something_to_ask_for(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_bytes(json_lines(a_line()))

    run = run_command(str(file))

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "CommandError: Articles are needed that have a date and say more than the commonest words.\n"
    )


def test_the_command_needs_a_file(tmp_path):
    run = run_command(str(tmp_path / "missing"))

    assert run.returncode == 1
    assert run.stderr == f"CommandError: {tmp_path / 'missing'} cannot be read: No such file or directory.\n"
