import pytest

from tests.articles.importing import import_file, json_lines


@pytest.fixture
def import_lines(tmp_path):
    """Imports the lines; gives what was printed."""

    def import_lines(*lines):
        path = tmp_path / "news.jsonl"
        path.write_bytes(json_lines(*lines))
        return import_file(path).printed

    return import_lines
