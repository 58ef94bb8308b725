"""What all sources share: how they are asked, and which of their answers are believed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

import orjson
from django.utils import timezone

from weather.limits import CLOCKS_DIFFER_BY
from weather.providers import web
from weather.providers.failures import BadAnswer, NoAnswer, ToldToWait
from weather.providers.observation import OTHER_SHAPE, Observation

logger = logging.getLogger("weather.providers")

HELD_FOR_A_SLIP = timedelta(days=1)  # what a source says of later than that is not taken at its word
BUSY, BANNED = timedelta(minutes=15), timedelta(hours=1)
LONGEST_DATE = 100  # characters
OLDEST = timedelta(days=1)
FARTHEST = timedelta(days=17)


@dataclass(frozen=True)
class Report:
    """The weather that an answer tells. Without `current`, the forecast begins with the present hour."""

    current: Observation | None = None
    forecast: Sequence[Observation] = ()


@dataclass(frozen=True)
class Answer:
    """What came of asking: no report means that the one of before is still right."""

    report: Report | None
    expires_at: datetime
    last_modified: str = ""


@dataclass
class Provider:
    """A source of weather. Each says in a file of its own what it is asked and what its answers mean."""

    contact: str
    key: str = ""
    address: str = ""  # instead of the source's own, for a server of one's own

    source: ClassVar[str]
    pace: ClassVar[timedelta]  # it is never asked sooner again about a place

    def urls(self, latitude: float, longitude: float) -> list[str]:
        raise NotImplementedError

    @staticmethod
    def parse(*documents: Any) -> Report:
        """The weather that the JSON documents tell, one for each URL."""
        raise NotImplementedError

    def ask(self, latitude: float, longitude: float, last_modified: str = "") -> Answer:
        """Asks about a place, and raises a Failure unless the weather came.

        `last_modified` is that of the answer before, word for word.
        """
        headers = {"User-Agent": f"newsapi/1.0 {self.contact}", "Accept": "application/json"}
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        responses = []
        for url in self.urls(latitude, longitude):
            responses.append(web.get(url, headers))
            self.require_success(responses[-1], bool(last_modified))
        now = timezone.now()
        first = responses[0].headers
        expires_at = max(expiry(first, now), now + self.pace)
        if responses[0].status == 304:
            return Answer(None, expires_at, last_modified)
        report = self.read([document(response) for response in responses])
        require_present(report, now)
        return Answer(report, expires_at, date_to_return(first) if len(responses) == 1 else "")

    def require_success(self, response: web.Response, may_be_unchanged: bool) -> None:
        status = response.status
        if status == 203:
            logger.warning(
                "%s answers 203: this version of its service is deprecated and will end.", self.source
            )
        if status in {200, 203} or (status == 304 and may_be_unchanged):
            return
        if status == 429:
            raise ToldToWait(f"{self.source} answers 429: too many questions.", wait(response.headers, BUSY))
        if status == 403:
            refused = "It refuses the key, the User-Agent or this site."
            raise ToldToWait(f"{self.source} answers 403. {refused}", wait(response.headers, BANNED))
        if status == 401:
            raise BadAnswer(f"{self.source} answers 401. It refuses the key.")
        if 300 <= status < 400:
            raise BadAnswer(f"{self.source} answers {status}: redirects are not followed.")
        if status >= 500:
            raise NoAnswer(f"{self.source} answers {status}.")
        raise BadAnswer(f"{self.source} answers {status}.")

    def read(self, documents: list[Any]) -> Report:
        try:
            return self.parse(*documents)
        except OTHER_SHAPE as error:
            what = f"{type(error).__name__} {str(error)[:100]}"
            raise BadAnswer(f"The answer does not have the shape of {self.source}: {what}.") from error


def coordinate(degrees: float) -> float:
    """As it is asked for: MET Norway refuses more than four decimals, which are ten metres."""
    return round(degrees, 4) + 0.0  # no minus before zero


def document(response: web.Response) -> Any:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in {"application/json", ""} and not kind.endswith("+json"):
        raise BadAnswer(f"The answer is {kind[:50]!r} and not JSON.")
    try:
        return orjson.loads(response.body)
    except orjson.JSONDecodeError as error:
        raise BadAnswer(f"The answer is no whole JSON: {error}.") from error


def require_present(report: Report, now: datetime) -> None:
    """The newest value that is not of the future is of today, and the farthest forecast of this month."""
    moments = [each.at for each in (*((report.current,) if report.current else ()), *report.forecast)]
    if not moments:
        raise BadAnswer("The answer has no weather in it.")
    begin = report.current.at if report.current else min(moments)
    if begin > now + CLOCKS_DIFFER_BY:
        raise BadAnswer(f"The weather of now is told for {begin:%Y-%m-%d %H:%M} UTC, which is in the future.")
    newest = begin if report.current else max(each for each in moments if each <= now + CLOCKS_DIFFER_BY)
    if newest < now - OLDEST:
        raise BadAnswer(f"The newest weather is of {newest:%Y-%m-%d %H:%M} UTC, which is long past.")
    if max(moments) > now + FARTHEST:
        raise BadAnswer(f"There is weather of {max(moments):%Y-%m-%d}, which nobody can know.")


# What headers say of time -----------------------------------------------------------------------------------


def date_to_return(headers: Message) -> str:
    """The date of the answer, if it is something that can be kept and sent back as it is."""
    dated = headers.get("Last-Modified", "")
    return dated if dated.isascii() and dated.isprintable() and len(dated) <= LONGEST_DATE else ""


def expiry(headers: Message, now: datetime) -> datetime:
    """Until when the answer is right, by our clock as well as by the server's."""
    expires, date = moment_of(headers.get("Expires")), moment_of(headers.get("Date"))
    if expires is None:
        return now
    lives = max(expires - now, expires - (date or now))
    return now + min(lives, HELD_FOR_A_SLIP)


def wait(headers: Message, at_least: timedelta) -> timedelta:
    """How long to be silent: what Retry-After says, in seconds or as a date, or longer."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        pause = timedelta(seconds=min(int(said[:9]), int(HELD_FOR_A_SLIP.total_seconds())))
    else:
        until = moment_of(said)
        pause = until - timezone.now() if until else timedelta()
    return min(max(pause, at_least), HELD_FOR_A_SLIP)


def moment_of(http_date: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(http_date or "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None
