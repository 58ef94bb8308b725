"""A line of the log is one event, whatever a request says."""

import logging
from logging.config import DictConfigurator

import pytest


@pytest.fixture
def log(caplog, settings):
    """What is logged, as LOG_FORMAT=text writes it."""
    settings_of_text = dict(settings.LOGGING["formatters"]["text"])
    caplog.handler.setFormatter(DictConfigurator({}).configure_formatter(settings_of_text))
    caplog.set_level(logging.INFO)
    return caplog


def lines_in(log) -> list[str]:
    """Without their times."""
    return [line.split(" ", 2)[-1] for line in log.text.splitlines()]


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("%0a2026-11-30 10:00 ERROR newsapi: FORGED", r"\n2026-11-30 10:00 ERROR newsapi: FORGED"),
        ("%0d", r"\r"),
        ("%09", r"\t"),
        ("%1b[2J", r"\x1b[2J"),
        ("%7f", r"\x7f"),
        ("%c2%85", r"\x85"),
        ("%c2%9b", r"\x9b"),
        ("%e2%80%a8", r"\u2028"),
        ("%e2%80%a9", r"\u2029"),
        ("%D1%82", "т"),
    ],
)
def test_a_path_cannot_begin_a_line_of_its_own(client, db, log, sent, written):
    client.get(f"/api/v1/articles/x{sent}/")

    assert lines_in(log) == [f"INFO newsapi.requests: GET /api/v1/articles/x{written}/ 404"]


def test_a_traceback_keeps_its_lines(log):
    try:
        raise ValueError("of\x1b[2J terminals")
    except ValueError:
        logging.getLogger("newsapi").exception("It\nfailed")

    first, second, *_, last = log.text.splitlines()
    assert first.endswith(r"ERROR newsapi: It\nfailed")
    assert second == "Traceback (most recent call last):"
    assert last == r"ValueError: of\x1b[2J terminals"
