"""Log lines: as JSON, each with the id of the request that caused it, or as text."""

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

import orjson

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROL_WITHIN_LINES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class JSONFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


class TextFormatter(logging.Formatter):
    """What a message quotes can neither begin a line nor command a terminal."""

    def format(self, record):
        return escaped(CONTROL_WITHIN_LINES, super().format(record))  # tracebacks keep their lines

    def formatMessage(self, record):  # noqa: N802 -- as logging calls it
        return escaped(CONTROL, super().formatMessage(record))


def escaped(characters: re.Pattern, text: str) -> str:
    return characters.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
