"""import_articles takes any file, keeps bad lines aside, and can be killed at any moment."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from articles import publishing
from articles.importing.run import LOCK
from articles.models import Article
from tests.articles.importing import a_line, import_file, json_lines
from tests.builders import an_article
from tests.serving import CHECKOUT, database_url

TOO_MANY_WORDS = " ".join(f"word{number}" for number in range(99_000))  # for one tsvector


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.jsonl"


@pytest.fixture
def start_import(transactional_db):
    """Starts the command in a process of its own, in the database of the tests."""
    processes = []

    def start_import(*arguments):
        process = subprocess.Popen(
            [sys.executable, CHECKOUT / "manage.py", "import_articles", *arguments],
            env={**os.environ, "DATABASE_URL": database_url()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        processes.append(process)
        return process

    yield start_import
    for process in processes:
        process.kill()
        process.communicate()


def many_lines(count):
    return [a_line(external_id=str(number), title=f"News {number}") for number in range(count)]


@pytest.mark.django_db
def test_bad_lines_are_told_and_kept_aside_and_good_ones_land(path):
    bad = b'{"title": \n{"title": "A", "language": "de"}\r\n'
    path.write_bytes(json_lines(a_line()) + b"\n" + bad + json_lines(a_line(external_id="2")))

    imported = import_file(path)

    assert "line 3: broken JSON: " in imported.printed
    assert (
        "line 4: language must be one of uz, uz-Cyrl, ru, en, not 'de'; body_html is missing\n"
        in imported.printed
    )
    assert "4 lines: 2 new, 0 updated, 0 unchanged, 2 refused;" in imported.printed
    assert (imported.status, Article.objects.count()) == (1, 2)
    assert Path(f"{path}.rejected.jsonl").read_bytes() == bad.replace(b"\r\n", b"\n")


@pytest.mark.django_db
def test_an_import_without_bad_lines_leaves_no_older_ones(path):
    path.write_bytes(b"{\n")
    import_file(path)
    path.write_bytes(json_lines(a_line()))

    imported = import_file(path)

    assert imported.status == 0
    assert not Path(f"{path}.rejected.jsonl").exists()


@pytest.mark.django_db
def test_bad_lines_are_kept_here_where_the_folder_cannot_be_written(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    path.write_bytes(b"{\n")

    with path.open() as file:
        number = file.fileno()
        imported = import_file(f"/proc/self/fd/{number}")

    assert imported.printed.endswith(f"Bad lines: 1, kept in {number}.rejected.jsonl")
    assert Path(f"{number}.rejected.jsonl").read_bytes() == b"{\n"


@pytest.mark.django_db
def test_an_import_that_cannot_keep_bad_lines_stops_and_says_so(path):
    path.write_bytes(b"{\n" + json_lines(a_line()))
    rejected = Path(f"{path}.rejected.jsonl")
    rejected.symlink_to("/dev/full")

    imported = import_file(path)

    assert imported.status == 2
    assert imported.printed.endswith(
        f"Stopped: {rejected} cannot be written: No space left on device. "
        "What is stored stays; importing again does the rest."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "body_html", "tags", "image", "source", "nonsense"])
def test_a_line_with_lists_within_lists_stops_no_import(path, field):
    deep = "[" * 900 + "]" * 900
    line = json.dumps({**a_line(external_id="deep"), field: None}).replace(
        f'"{field}": null', f'"{field}": {deep}'
    )
    path.write_bytes(json_lines(a_line()) + line.encode() + b"\n" + json_lines(a_line(external_id="2")))

    imported = import_file(path)

    assert imported.status == (0 if field == "nonsense" else 1)
    assert set(Article.objects.values_list("external_id", flat=True)) - {"deep"} == {"1", "2"}


@pytest.mark.django_db
def test_a_file_in_another_encoding_is_told_so(path):
    path.write_bytes(json_lines(a_line()).decode().encode("utf-16"))

    imported = import_file(path)

    assert imported.status == 2
    assert "Stopped: the file is in UTF-16; only UTF-8 can be read." in imported.printed


@pytest.mark.django_db
def test_a_line_too_long_to_be_held_is_kept_aside_whole(path):
    long = b'"' + b"x" * (16 * 2**20) + b'"\n'
    path.write_bytes(
        long + json_lines(a_line()) + long.rstrip()
    )  # the last line of a file may lack its break

    imported = import_file(path)

    assert (
        "line 1: the line is longer than 16 MB\nline 3: the line is longer than 16 MB\n" in imported.printed
    )
    assert (imported.status, Article.objects.count()) == (1, 1)
    assert Path(f"{path}.rejected.jsonl").read_bytes() == long + long


@pytest.mark.django_db
def test_a_body_of_10_mb_is_refused(path):
    path.write_bytes(json_lines(a_line(body_html="<p>" + "x" * 10_000_000)))

    imported = import_file(path)

    assert "line 1: body_html has 10,000,003 characters; at most 1,000,000 are taken\n" in imported.printed
    assert (imported.status, Article.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_hostile_lines_land_sanitised_when_asked(path):
    path.write_bytes(json_lines(a_line(body_html="<p onclick=x()>A</p>")))

    imported = import_file(path, strip_hostile=True)

    assert (imported.status, Article.objects.get().body_html) == (0, "<p>A</p>")


@pytest.mark.django_db
def test_fields_that_are_not_in_the_format_are_counted(path):
    path.write_bytes(json_lines(a_line(titel=1), a_line(external_id="2", titel=1, **{"\x1b[2J": 2})))

    imported = import_file(path)

    assert "Ignored, as it is not in the format: titel (2), \\x1b[2J (1).\n" in imported.printed


@pytest.mark.django_db
def test_a_second_edition_of_a_story_in_one_language_is_refused(path):
    lines = [a_line(story="s", language="uz"), a_line(story="s", language="uz-Cyrl", external_id="2")]
    path.write_bytes(json_lines(*lines))

    imported = import_file(path)

    assert "line 2: story s already has an edition in uz\n" in imported.printed
    assert (imported.status, Article.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["rain", "former"])
def test_a_slug_of_another_article_is_refused(path, slug):
    article = an_article(slug="former")
    article.slug = "rain"
    publishing.save(article)
    path.write_bytes(json_lines(a_line(slug=slug)))

    imported = import_file(path)

    assert f"line 1: slug {slug} belongs to another article\n" in imported.printed
    assert (imported.status, Article.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_withdrawn_article_cannot_be_moved_beyond_its_withdrawal(path):
    path.write_bytes(json_lines(a_line()))
    import_file(path)
    publishing.withdraw(Article.objects.get(), "It did not rain.")
    before = Article.objects.get().published_at
    path.write_bytes(json_lines(a_line(published_at="2098-01-01")))

    imported = import_file(path)

    assert (
        "line 1: published_at must stay before the withdrawal, as the article has been withdrawn"
        in imported.printed
    )
    assert Article.objects.get().published_at == before


@pytest.fixture
def no_sevens(db):
    """A rule that the database alone knows."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_article ADD CONSTRAINT no_sevens CHECK (title <> 'Seven')")
        yield
        if not connection.in_atomic_block:
            cursor.execute("ALTER TABLE articles_article DROP CONSTRAINT no_sevens")


@pytest.mark.usefixtures("no_sevens")
def test_what_only_the_database_refuses_is_told_and_spoils_no_other_line(path):
    path.write_bytes(json_lines(a_line(), a_line(external_id="2", title="Seven")))

    imported = import_file(path)

    assert "line 2: the database refuses it: " in imported.printed
    assert '"no_sevens"' in imported.printed
    assert (imported.status, Article.objects.get().external_id) == (1, "1")


@pytest.mark.django_db
def test_a_text_of_more_words_than_the_index_holds_lands_and_is_found_by_its_first(path, api):
    path.write_bytes(json_lines(a_line(language="en", body_html=TOO_MANY_WORDS, published_at="2026-01-01")))

    imported = import_file(path)

    assert imported.status == 0
    assert len(api.get("/articles/?locale=en&search=word1")["results"]) == 1


@pytest.mark.django_db
def test_gzip_is_known_by_its_first_bytes(tmp_path):
    path = tmp_path / "news"
    path.write_bytes(b"".join(gzip.compress(json_lines(a_line(external_id=each))) for each in "12"))

    imported = import_file(path)

    assert (imported.status, Article.objects.count()) == (0, 2)


@pytest.mark.django_db
def test_a_broken_gzip_file_is_imported_as_far_as_it_can_be_read(path):
    path.write_bytes(gzip.compress(json_lines(a_line())) + gzip.compress(os.urandom(9_000))[:5_000])

    imported = import_file(path)

    assert "Stopped: it cannot be read beyond line " in imported.printed
    assert (imported.status, Article.objects.count()) == (2, 1)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_told(tmp_path, name):
    imported = import_file(tmp_path / name)

    assert imported.printed.startswith(f"{tmp_path / name} cannot be read: ")
    assert imported.status == 2


@pytest.mark.django_db
def test_there_is_one_import_at_a_time(path):
    path.write_bytes(json_lines(a_line()))
    other = connection.copy()

    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        imported = import_file(path)
    other.close()

    assert imported == ("Another import is running.", 2)


def test_a_large_file_is_imported_by_several_processes(path, transactional_db):
    lines = many_lines(1_100)
    path.write_bytes(json_lines(*lines, {"title": "Bad"}))

    imported = import_file(path)

    assert "line 1101: body_html is missing\n" in imported.printed
    assert set(Article.objects.values_list("external_id", "title")) == {
        (line["external_id"], line["title"]) for line in lines
    }


def test_lines_about_the_same_count_in_their_order_in_a_large_file_too(path, transactional_db, no_sevens):
    lines = many_lines(1_100)
    lines[600] = a_line(external_id="600", title="Seven")  # spoils the batch that it is in
    path.write_bytes(json_lines(*lines, a_line(external_id="599", title="Last"), a_line(title="News 3")))

    imported = import_file(path)

    assert "1,102 lines: 1,099 new, 2 updated, 0 unchanged, 1 refused;" in imported.printed
    assert Article.objects.get(external_id="599").title == "Last"
    assert Article.objects.get(external_id="1").slug == "news-1"
    assert list(Article.objects.filter(title="News 3").order_by("slug").values_list("slug", flat=True)) == [
        "news-1",
        "news-3",
    ]


def test_an_empty_pipe_is_an_empty_import(start_import):
    output, _ = start_import("-").communicate(timeout=60)

    assert output.startswith(b"0 lines: 0 new,")


def test_lines_can_be_piped_in(start_import, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    process = start_import("-")

    process.communicate(json_lines(a_line()) + b"{\n", timeout=60)

    assert process.returncode == 1
    assert (tmp_path / "stdin.rejected.jsonl").read_bytes() == b"{\n"
    assert Article.objects.count() == 1


def test_bad_lines_of_a_pipe_are_kept_whatever_is_piped_in_later(start_import, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for lines in (b"{\n", json_lines(a_line()), b"[\n"):
        start_import("-").communicate(lines, timeout=60)

    kept = {path.name: path.read_bytes() for path in tmp_path.glob("*.jsonl")}

    assert kept == {"stdin.rejected.jsonl": b"{\n", "stdin.2.rejected.jsonl": b"[\n"}


def test_a_killed_import_leaves_whole_batches_and_no_process_and_can_be_repeated(start_import, path):
    lines = many_lines(3_010)
    path.write_bytes(json_lines(*lines))
    process = start_import("-")
    process.stdin.write(b"{\n" + json_lines(*lines))
    process.stdin.flush()

    told = (
        process.stderr.readline()
    )  # after the first batch; the last one is not complete before the pipe ends
    process.kill()
    process.stderr.read()  # ends when the last worker has ended
    stored = Article.objects.count()
    imported = import_file(path)

    assert told
    assert 0 < stored < len(lines)
    assert f"{len(lines) - stored:,} new, 0 updated, {stored:,} unchanged, 0 refused" in imported.printed
