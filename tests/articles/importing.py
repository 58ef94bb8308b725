"""What the tests of imports share."""

import io
from typing import NamedTuple

import orjson
from django.core.management import CommandError, call_command


def a_line(**fields):
    return {
        "external_id": "1",
        "title": "Rain at last",
        "body_html": "<p>It rains.</p>",
        "language": "en",
        "published_at": "2025-03-14",
        **fields,
    }


def json_lines(*lines):
    return b"".join(orjson.dumps(line) + b"\n" for line in lines)


class Imported(NamedTuple):
    printed: str
    status: int


def import_file(path, **options):
    """All that the command printed, and the status that it exits with."""
    printed = io.StringIO()
    try:
        call_command("import_articles", str(path), stdout=printed, stderr=printed, **options)
    except CommandError as error:
        return Imported(f"{printed.getvalue()}{error}", error.returncode)
    return Imported(printed.getvalue(), 0)
