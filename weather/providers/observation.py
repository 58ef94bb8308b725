"""The weather of one moment as a source tells it, each number checked."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from weather.limits import LIMITS
from weather.providers.failures import BadAnswer

OTHER_SHAPE = (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError, OSError)
logger = logging.getLogger("weather.providers")


@dataclass(frozen=True)
class Observation:
    """One moment. The names are those of the columns that keep it."""

    at: datetime
    temperature_c: float
    wind_speed_ms: float
    condition_code: str
    is_day: bool
    feels_like_c: float | None = None
    humidity_percent: float | None = None
    pressure_hpa: float | None = None
    wind_gust_ms: float | None = None
    wind_from_deg: float | None = None

    def __post_init__(self):
        for name, (least, most) in LIMITS.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise BadAnswer(f"{name} is {value:g} at {self.at:%Y-%m-%d %H:%M} UTC, which cannot be.")

    @property
    def values(self) -> dict[str, Any]:
        """All but the moment."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "at"}


def readable(hours: Iterable[Any], read: Callable[[Any], Observation | None]) -> list[Observation]:
    """The hours of a forecast without those that are told in a new way, unless all are.

    One word that a source begins to use does not end all weather.
    """
    found, failures = [], []
    for hour in hours:
        try:
            observation = read(hour)
        except (BadAnswer, *OTHER_SHAPE) as error:
            failures.append(error)
        else:
            found += [observation] if observation else []
    if failures and not found:
        raise failures[0]
    if failures:
        logger.warning("%s hours of a forecast cannot be read: %r", len(failures), failures[0])
    return found


def number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise BadAnswer(f"{name} is {str(value)[:50]!r} and not a number.")
    return float(value) + 0.0  # no minus before zero


def number_or_none(value: Any, name: str) -> float | None:
    return None if value is None else number(value, name)


def direction(value: Any) -> float | None:
    """Degrees below 360; sources write 0 or 360 for the north."""
    degrees = number_or_none(value, "wind direction")
    if degrees is not None and not 0 <= degrees <= 360:
        raise BadAnswer(f"The wind comes from {degrees:g} degrees, which are not on the compass.")
    return None if degrees is None else degrees % 360


def moment(seconds: Any) -> datetime:
    """A Unix time stamp."""
    return datetime.fromtimestamp(number(seconds, "a time"), UTC)


def dated(text: Any) -> datetime:
    """A time as ISO 8601 writes it, with its offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise BadAnswer(f"The time {text[:50]!r} has no offset.")
    return moment


def condition(table: dict[Any, str], code: Any) -> str:
    """Our code for a source's own."""
    if isinstance(code, bool) or not isinstance(code, int | str) or code not in table:
        raise BadAnswer(f"There is no weather with the code {str(code)[:50]!r}.")
    return table[code]


def require_unit(units: Any, name: str, unit: str) -> None:
    if units.get(name) != unit:
        raise BadAnswer(f"{name} is in {str(units.get(name))[:20]!r} and not in {unit}.")
