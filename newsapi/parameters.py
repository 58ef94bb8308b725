"""Strict query parameters: each is declared once, and anything else that is asked gets a 400 with advice."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from unicodedata import normalize

from django.http import QueryDict
from django.utils import timezone

from newsapi import days
from newsapi.errors import invalid_parameter, invalid_parameters

TRACKING = re.compile(r"utm_.*|fbclid|gclid|yclid")  # what campaigns add to links: never ours to refuse
YEARS = range(1000, 9000)  # what every calendar arithmetic here can do
MAX_ID = 2**63 - 1
MOST_REPEATS = 20
MAX_NAMES_LENGTH = 1_000  # characters of one list of slugs or ids
EACH_HOLDS = "Several with commas: any of them. Given again: each must hold."
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NAME = r"[0-9]{1,18}|(?:[0-9]+-)*[0-9]*[a-z][a-z0-9]*(?:-[a-z0-9]+)*"  # an id, or a slug, which has a letter
LEAP_YEAR = r"[1-8]\d(?:0[48]|[2468][048]|[13579][26])|(?:[1357][26]|[2468][048])00"
MONTHS = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])"
)
DAY = rf"(?:[1-8]\d{{3}}-(?:{MONTHS})|(?:{LEAP_YEAR})-02-29)"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"


@dataclass
class Refused(ValueError):
    """A value that a parameter does not take: why, and what would be right."""

    code: str
    detail: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Parameter:
    """One query parameter: how it is described, and how one value of it is read."""

    help_text: str
    repeats: ClassVar[bool] = False  # given twice, the values are a list
    several: ClassVar[str] = ""  # what it then means
    required = False  # true: there is no answer without it

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def schema(self) -> dict:
        """Its JSON Schema for the OpenAPI document."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Parameter):
    max_length: int = 200
    required: bool = False

    def read(self, text):
        if not text.strip():
            raise Refused("empty", "must not be empty")
        if len(text) > self.max_length:
            raise Refused("too_long", f"may have {self.max_length} characters at most")
        return normalize("NFC", text)  # letters with signs are one character here, and may be two outside

    def schema(self):
        pattern = r"^[^\x00]*[^\s\x00][^\x00]*$"
        return {"type": "string", "minLength": 1, "maxLength": self.max_length, "pattern": pattern}


@dataclass(frozen=True)
class Flag(Parameter):
    def read(self, text):
        if text not in {"true", "false"}:
            raise Refused("not_a_boolean", "must be true or false")
        return text == "true"

    def schema(self):
        return {"type": "boolean"}


@dataclass(frozen=True)
class Whole(Parameter):
    minimum: int = 1
    maximum: int = 100
    default: int | None = None

    def read(self, text):
        if not re.fullmatch(r"[0-9]{1,19}", text) or not self.minimum <= int(text) <= self.maximum:
            raise Refused("not_in_range", f"must be a whole number from {self.minimum} to {self.maximum}")
        return int(text)

    def schema(self):
        schema = {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}
        return schema if self.default is None else {**schema, "default": self.default}


@dataclass(frozen=True)
class Choice(Parameter):
    allowed: tuple[str, ...] = ()
    default: str | None = None

    def read(self, text):
        if text not in self.allowed:
            raise unknown(text, self.allowed)
        return text

    def schema(self):
        schema = {"type": "string", "enum": list(self.allowed)}
        return schema if self.default is None else {**schema, "default": self.default}


@dataclass(frozen=True)
class Choices(Choice):
    """Several of a few words, separated by commas or given again; in the order asked."""

    repeats: ClassVar[bool] = True
    several: ClassVar[str] = "Several with commas; given again, it adds to them."

    def read(self, text):
        for word in text.split(","):
            super().read(word)
        return text.split(",")

    def schema(self):
        return {"type": "array", "items": super().schema(), "minItems": 1}


@dataclass(frozen=True)
class Slugs(Parameter):
    """Slugs or ids: a comma means OR; given again, each must hold. Reads as a list of alternatives."""

    repeats: ClassVar[bool] = True
    several: ClassVar[str] = EACH_HOLDS

    def read(self, text):
        if len(text) > MAX_NAMES_LENGTH:
            raise Refused("too_long", f"may have {MAX_NAMES_LENGTH} characters at most")
        names = text.split(",")
        for name in names:
            if not re.fullmatch(NAME, name):
                raise Refused("not_a_slug", f"takes slugs (a-z, 0-9 and hyphens) or ids, not {name[:50]!r}")
        return [[str(int(name)) if name.isdigit() else name for name in names]]

    def schema(self):
        names = {"type": "string", "maxLength": MAX_NAMES_LENGTH, "pattern": rf"^(?:{NAME})(?:,(?:{NAME}))*$"}
        return {"type": "array", "items": names, "minItems": 1}


@dataclass(frozen=True)
class Ids(Parameter):
    """Whole numbers: a comma means OR; given again, each must hold. Reads as a list of alternatives."""

    repeats: ClassVar[bool] = True
    several: ClassVar[str] = EACH_HOLDS

    def read(self, text):
        ids = text.split(",")
        if (
            not all(re.fullmatch(r"[0-9]{1,19}", each) and int(each) <= MAX_ID for each in ids)
            or len(ids) > 100
        ):
            raise Refused("not_ids", "takes up to 100 ids separated by commas, such as 12,15")
        return [[int(each) for each in ids]]

    def schema(self):
        return {
            "type": "array",
            "items": {"type": "integer", "minimum": 0, "maximum": MAX_ID},
            "minItems": 1,
            "maxItems": 100,
        }


@dataclass(frozen=True)
class Moment(Parameter):
    """A time with any offset, or a date that means the beginning of that day in the site's zone."""

    def read(self, text):
        # An unescaped + of an offset arrives as a space.
        text = re.sub(r" (?=\d\d:\d\d$)", "+", text)
        pattern = r"\d{4}-\d\d-\d\d([Tt]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:[0-5]\d)?)?"
        try:
            if not re.fullmatch(pattern, text, re.ASCII) or int(text[:4]) not in YEARS:
                raise ValueError(text)
            moment = datetime.fromisoformat(text.upper())
        except ValueError:
            raise Refused(
                "not_a_time", "must be a date such as 2025-03-14 or a time such as 2025-03-14T12:05:00+05:00"
            ) from None
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        return moment.astimezone(UTC)  # PostgreSQL knows no offset of 16 hours or more

    def schema(self):
        return {
            "type": "string",
            "pattern": rf"^{DAY}(?:T{CLOCK}(?::[0-5]\d(?:\.\d{{1,6}})?)?(?:Z|[+-]{CLOCK})?)?$",
            "examples": ["2025-03-14", "2025-03-14T12:05:00+05:00"],
        }


@dataclass(frozen=True)
class Day(Parameter):
    """A date; reads as the moments at which that day of the site's zone begins and ends."""

    def read(self, text):
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) or int(text[:4]) not in YEARS:
                raise ValueError(text)
            day = date.fromisoformat(text)
        except ValueError:
            raise Refused("not_a_date", "must be a date such as 2025-03-14") from None
        return days.bounds(day)

    def schema(self):
        return {"type": "string", "format": "date", "pattern": r"^[1-8]\d{3}-", "examples": ["2025-03-14"]}


def of_filters(filterset_class) -> dict[str, Parameter]:
    return {name: each.parameter for name, each in filterset_class.base_filters.items()}


@dataclass
class Asked:
    """The parameters of one request, read."""

    values: dict[str, Any] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)


def read(query: QueryDict, declared: Mapping[str, Parameter]) -> Asked:
    """All parameters of the query; a Problem that lists every one that is wrong."""
    values, refused = {}, []
    for name, texts in query.lists():
        parameter = declared.get(name)
        if parameter is None:
            if not TRACKING.fullmatch(name):
                refused.append(unknown_parameter(name, declared))
            continue
        try:
            values[name] = read_values(parameter, texts)
        except Refused as refusal:
            detail = f"{name} {refusal.detail}."
            refused.append(invalid_parameter(name, refusal.code, detail, refusal.suggestion))
    for name, parameter in declared.items():
        if parameter.required and name not in query:
            refused.append(invalid_parameter(name, "missing", f"{name} must be given."))
    if refused:
        raise invalid_parameters(refused)
    return Asked(values)


def read_values(parameter: Parameter, texts: list[str]) -> Any:
    if any("\0" in text for text in texts):
        raise Refused("nul_character", "must not contain a NUL character")
    if len(texts) > MOST_REPEATS:
        raise Refused("repeated", f"may be given {MOST_REPEATS} times at most")
    if parameter.repeats:
        return [value for text in texts for value in parameter.read(text)]
    if len(texts) > 1:
        raise Refused("repeated", "may be given only once")
    return parameter.read(texts[0])


def unknown(word: str, allowed: Iterable[str]) -> Refused:
    allowed = list(allowed)
    listed = ", ".join(allowed) if len(allowed) <= 30 else f"{', '.join(allowed[:30])}, …"
    return Refused("not_allowed", f"does not take {word[:50]!r}; it takes {listed}", nearest(word, allowed))


def unknown_parameter(name: str, declared: Iterable[str]) -> dict:
    suggestion = nearest(name, declared)
    listed = ", ".join(sorted(declared)) or "none"
    advice = f"did you mean {suggestion}?" if suggestion else f"this address takes {listed}."
    return invalid_parameter(
        name[:100], "unknown_parameter", f"There is no parameter {name[:50]!r} here; {advice}", suggestion
    )


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word[:100].lower(), list(allowed), n=1, cutoff=0.6)), None)
