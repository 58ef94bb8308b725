"""Real articles import as they are, and no hostile input brings an import down."""

import gzip
import json
import shutil
import tarfile
from pathlib import Path

import orjson
import pytest

from articles.importing import jsonl, run
from articles.importing.hostile import hostile_markup
from articles.models import Article
from tests.articles.importing import import_file, json_lines

DATA = Path(__file__).parents[2] / "../shared/data"
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the folder of real data is not beside the checkout"
)

FILES = "govuk_en ntrex_en_ru_uz sib200_en_ru_uz ud_uz udhr_en_ru_uz wikinews_en".split()


def lines_of(path):
    return [orjson.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def titles_too_long(lines):
    longest = Article._meta.get_field("title").max_length
    return sum(len(line["title"]) > longest for line in lines)


@pytest.mark.parametrize("name", FILES)
def test_all_articles_land_in_the_languages_they_are_in(name, tmp_path, transactional_db):
    path = shutil.copy(DATA / f"articles/{name}.jsonl.gz", tmp_path)
    lines = lines_of(DATA / f"articles/{name}.jsonl.gz")
    clashes = sum(line["language"] == "uz-Cyrl" for line in lines)  # their stories have a Latin edition
    refused = clashes + titles_too_long(lines)

    imported = import_file(path)
    again = import_file(path)

    assert f"{len(lines) - refused:,} new, 0 updated, 0 unchanged, {refused:,} refused;" in imported.printed
    assert f"0 new, 0 updated, {len(lines) - refused:,} unchanged, {refused:,} refused;" in again.printed
    assert Article.objects.count() == len(lines) - refused


@pytest.mark.django_db
def test_the_uzbek_edition_exists_once_whatever_its_letters(tmp_path):
    path = shutil.copy(DATA / "articles/udhr_en_ru_uz.jsonl.gz", tmp_path)

    imported = import_file(path)

    assert "story udhr already has an edition in uz\n" in imported.printed
    assert sorted(Article.objects.values_list("language", flat=True)) == ["en", "ru", "uz"]


def test_no_json_that_parsers_disagree_on_brings_the_reading_down():
    with tarfile.open(DATA / "hostile/JSONTestSuite.tar.xz") as suite:
        files = {each.name: suite.extractfile(each).read() for each in suite.getmembers() if each.isfile()}
    rules = run.rules(strip_hostile=False)

    drafts = [name for name, line in files.items() if jsonl.read(1, line, rules).draft]

    assert len(files) > 300
    assert drafts == []


@pytest.mark.parametrize("strip_hostile", [False, True])
def test_no_hostile_markup_gets_into_a_draft(strip_hostile):
    rules = run.rules(strip_hostile)
    lines = [
        orjson.dumps({"title": "A", "body_html": f"<p>A</p>{each['payload']}"})
        for each in lines_of(DATA / "hostile/dompurify_expect.jsonl.gz")
    ]

    drafts = [reading.draft for line in lines if (reading := jsonl.read(1, line, rules)).draft]

    assert drafts
    assert [draft.body_html for draft in drafts if hostile_markup(draft.body_html)] == []


@pytest.mark.django_db
def test_naughty_strings_are_stored_or_refused_and_break_nothing(tmp_path):
    strings = [text for text in json.loads((DATA / "hostile/blns.json").read_text()) if text.strip()]
    path = tmp_path / "naughty.jsonl"
    fields = ("title", "body_html", "summary", "section")
    lines = [{**dict.fromkeys(fields, text), "tags": [text], "authors": [text]} for text in strings]
    path.write_bytes(json_lines(*lines))

    imported = import_file(path)

    assert "the database refuses it" not in imported.printed
    assert imported.printed.count("\nline ") < len(strings) / 2
