"""Typed reading of the environment: a bad value stops the start with the variable's name."""

import json
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

HEADER_NAME = r"[A-Za-z0-9-]+"
YEAR = 31_536_000  # seconds


def text(name: str, default: str = "") -> str:
    """The variable as it stands; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    value = text(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def integer(name: str, default: int, minimum: int = 0, maximum: int = YEAR) -> int:
    value = text(name, str(default))
    if not re.fullmatch(r"-?[0-9]{1,15}", value) or not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {minimum} to {maximum}, not {value!r}."
        )
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Values separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choices(name: str, default: str, allowed: list[str]) -> list[str]:
    """Values separated by commas, each one of those allowed and none twice."""
    values = words(name, default)
    if not values or len(set(values)) != len(values) or not set(values) <= set(allowed):
        raise ImproperlyConfigured(
            f"{name} must list some of {', '.join(allowed)}, each once, not {values!r}."
        )
    return values


def choice(name: str, default: str, allowed: list[str]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def url(name: str, default: str = "") -> str:
    """An absolute http or https address, to which paths are added: without a slash at its end."""
    value = text(name, default).rstrip("/")
    if value and (not is_absolute(value) or {*value} & {*"?#"}):
        raise ImproperlyConfigured(f"{name} must be an absolute http(s) URL without ? and #, not {value!r}.")
    return value


def urls(name: str) -> list[str]:
    """Absolute http or https addresses, separated by commas or spaces."""
    values = text(name).replace(",", " ").split()
    for value in values:
        if not is_absolute(value) or "@" in value:  # the part before it would be a secret that nobody sends
            raise ImproperlyConfigured(f"{name} must list absolute http(s) URLs without @, and does not.")
    values = list(dict.fromkeys(values))
    if len({urlsplit(value).netloc for value in values}) < len(values):
        raise ImproperlyConfigured(f"{name} must not name two addresses of one host and port.")
    return values


def purge_template(name: str) -> str:
    """An absolute address, in which {key} or {keys} may stand."""
    value = text(name)
    if value and (not is_absolute(value) or set(re.findall(r"\{(\w*)\}", value)) - {"key", "keys"}):
        raise ImproperlyConfigured(
            f"{name} must be an absolute http(s) URL; {{key}} or {{keys}} may be in it."
        )
    return value


def json_template(name: str) -> str:
    """JSON in which {key} stands for a text or {keys} for a list of texts."""
    value = text(name)
    try:
        json.loads(value.replace("{key}", '""').replace("{keys}", "[]") or "null")
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be JSON once {{key}} is a text, or {{keys}} a list of texts."
        ) from None
    return value


def header_name(name: str) -> str:
    value = text(name)
    if value and not re.fullmatch(HEADER_NAME, value):
        raise ImproperlyConfigured(f"{name} must be the name of a header, such as Cache-Tag, not {value!r}.")
    return value


def secret_header(name: str) -> tuple[str, str] | None:
    """A header as `Name: value`. Nothing that is said of a bad one repeats it."""
    value = text(name)
    if not value:
        return None
    match = re.fullmatch(rf"({HEADER_NAME}):[ \t]*([\x20-\x7e]+)", value)
    if not match:
        raise ImproperlyConfigured(f"{name} must look like Authorization: Bearer 1234.")
    return match[1], match[2]


def contact(name: str) -> str:
    """A mail address or the address of a web page."""
    value = text(name)
    is_mail = re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", value)
    if value and not (value.isascii() and value.isprintable() and (is_mail or is_absolute(value))):
        raise ImproperlyConfigured(
            f"{name} must be a mail address or an absolute http(s) URL, not {value!r}."
        )
    return value


def is_absolute(address: str) -> bool:
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # of a port beyond 65535 too
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0


def secret(name: str, file: Path) -> str:
    """The variable, else a secret of this installation, which is made once and kept in the file."""
    if value := text(name):
        return value
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            keep(secrets.token_urlsafe(50), file)
        return file.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is not set, and none can be kept in {file}: {error.strerror}. "
            "Name another folder in VAR_DIR."
        ) from error


def keep(value: str, file: Path) -> None:
    """Writes the file for its owner alone; what another process has written meanwhile stays."""
    with NamedTemporaryFile("w", dir=file.parent) as new:
        new.write(value)
        new.flush()
        with suppress(FileExistsError):
            os.link(new.name, file)


def key(name: str, needed_by: str = "") -> str:
    """A secret that somebody else has given out; `needed_by` cannot work without it."""
    value = text(name)
    if needed_by and not value:
        raise ImproperlyConfigured(f"{name} must be set: {needed_by} cannot be asked without a key.")
    return value


def rate(name: str, default: str) -> tuple[int, int] | None:
    """A rate such as 60/minute as (how many, seconds); 0 means that there is no limit."""
    value = text(name, default)
    if value == "0":
        return None
    match = re.fullmatch(r"([1-9][0-9]{0,8})/(second|minute|hour|day)", value)
    if not match:
        raise ImproperlyConfigured(f"{name} must look like 60/minute, or be 0 for no limit, not {value!r}.")
    return int(match[1]), {"second": 1, "minute": 60, "hour": 3600, "day": 86400}[match[2]]


def pattern(name: str, default: str, fields: set[str]) -> str:
    """An absolute URL with each of the named fields in braces."""
    value = text(name, default)
    found = set(re.findall(r"\{(\w*)\}", value))
    if not is_absolute(value) or found != fields:
        wanted = " and ".join(f"{{{field}}}" for field in sorted(fields))
        raise ImproperlyConfigured(
            f"{name} must be an absolute http(s) URL with {wanted} in it, not {value!r}."
        )
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} must be an IANA time zone such as Asia/Tashkent, not {value!r}.")
    return value
