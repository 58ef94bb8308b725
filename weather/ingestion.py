"""Brings the weather from its source into the database; only this writes forecasts and sources' snapshots.

Safe to run again at any moment and by several at a time: a place is claimed before its source is asked, and
what is stored already is not written anew.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from time import monotonic, sleep

from django.db import connection, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsapi import purging
from weather import keys
from weather.models import Fetching, Forecast, Place, Snapshot
from weather.providers import Provider
from weather.providers.failures import Failure, ToldToWait
from weather.providers.observation import Observation
from weather.providers.provider import CLOCKS_DIFFER_BY, Answer, Report, coordinate

logger = logging.getLogger("weather.ingestion")
chance = SystemRandom()

ASKED_AGAIN_AFTER = timedelta(minutes=1)  # longer than asking takes, so that no two ask at the same time
DELAY = 300  # seconds at most after the answer has expired, by chance: not everybody comes at once
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)  # after failures, each twice the last
LONGEST_SILENCE = timedelta(days=1)
BETWEEN_PLACES = 0.1  # seconds; MET Norway allows 20 questions a second
KEPT_BACK = timedelta(hours=3)  # of a forecast; nothing older is ever shown
KEPT_AHEAD = timedelta(days=9)

VALUES = (*(each for each in Observation.__dataclass_fields__ if each != "at"), "source")
TURN_HOURS = f"""
    INSERT INTO weather_snapshot (place_id, observed_at, updated_at, {", ".join(VALUES)})
    SELECT DISTINCT ON (begun.place_id)
        begun.place_id, begun.at, now(), {", ".join(f"begun.{each}" for each in VALUES)}
    FROM weather_forecast begun JOIN weather_fetching fetching USING (place_id, source)
    WHERE fetching.expires_at > %(now)s AND begun.at <= %(now)s AND begun.at > %(now)s - interval '3 hours'
        AND (%(place)s::bigint IS NULL OR begun.place_id = %(place)s)
        AND NOT EXISTS (
            SELECT FROM weather_snapshot stored
            WHERE stored.place_id = begun.place_id AND stored.source = begun.source
                AND stored.observed_at >= begun.at
        )
    ORDER BY begun.place_id, begun.at DESC
    ON CONFLICT DO NOTHING
    RETURNING place_id
"""  # noqa: S608, names of columns only
ANEW = {
    "asked_at": None,
    "confirmed_at": None,
    "expires_at": None,
    "last_modified": "",
    "next_at": None,
    "failures": 0,
    "error": "",
}


@dataclass(frozen=True)
class Outcome:
    """What came of fetching one place's weather."""

    place: Place
    kind: str  # new, unchanged, waiting or failed
    why: str = ""


class Waiting(Exception):
    """The source may not be asked yet."""


# Which places -----------------------------------------------------------------------------------------------


def due(provider: Provider, now: datetime) -> QuerySet[Place]:
    """The places to ask about now, those that wait longest first."""
    is_due = Q(fetching=None) | Q(fetching__next_at__lte=now) | Q(fetching__next_at=None)
    return Place.objects.filter(is_due | ~Q(fetching__source=provider.source)).order_by(
        F("fetching__next_at").asc(nulls_first=True), "pk"
    )


def fetch_due(provider: Provider, within: timedelta) -> list[Outcome]:
    """Asks about the places that are due, as many as there is time for; the others stay due."""
    deadline = monotonic() + within.total_seconds()
    return list(fetch_each(due(provider, timezone.now()), provider, deadline=deadline))


def fetch_each(
    places: Iterable[Place], provider: Provider, by_hand: bool = False, deadline: float | None = None
) -> Iterable[Outcome]:
    for number, place in enumerate(places):
        if deadline is not None and monotonic() > deadline:
            return
        if number:
            sleep(BETWEEN_PLACES)
        yield fetch(place, provider, by_hand)


def fetch(place: Place, provider: Provider, by_hand: bool = False) -> Outcome:
    """Asks about one place, unless the source must not be asked yet. By hand, our own pauses do not count.

    No failure leaves here: it is kept with the place, and the other places go on.
    """
    try:
        fetching = claim(place, provider, by_hand)
        answer = provider.ask(fetching.latitude, fetching.longitude, fetching.last_modified)
        with transaction.atomic():
            return Outcome(place, keep(place, provider, answer))
    except Waiting as waiting:
        turn_hours(place)
        return Outcome(place, "waiting", str(waiting))
    except Failure as failure:
        logger.warning("No weather of %s: %s", place.slug, failure)
        return Outcome(place, "failed", keep_failure(place, failure))
    except Exception as error:
        logger.exception("The weather of %s could not be kept.", place.slug)
        return Outcome(place, "failed", keep_failure(place, error))


# Asking -----------------------------------------------------------------------------------------------------


def claim(place: Place, provider: Provider, by_hand: bool) -> Fetching:
    """Makes the right to ask this caller's own; it is the only one for a minute."""
    now = timezone.now()
    fetching = present(place, provider)
    paused_until = Fetching.objects.filter(source=provider.source).aggregate(Max("paused_until"))
    if (until := paused_until["paused_until__max"]) and until > now:
        silence = {"source": provider.source, "time": clock(until)}
        raise Waiting(_("%(source)s wants no questions before %(time)s") % silence)
    may_ask = Fetching.objects.filter(pk=place.pk).filter(
        Q(asked_at=None) | Q(asked_at__lte=now - ASKED_AGAIN_AFTER) | ~Q(error=""),
        Q(expires_at=None) | Q(expires_at__lte=now),
    )
    if not by_hand:
        may_ask = may_ask.filter(Q(next_at=None) | Q(next_at__lte=now))
    # An error means that nobody is asking. The pause is for whoever is killed now.
    if may_ask.update(asked_at=now, next_at=now + FIRST_PAUSE, error=""):
        return fetching
    if fetching.expires_at and fetching.expires_at > now:
        raise Waiting(_("what is stored is right until %s") % clock(fetching.expires_at))
    if not fetching.error and fetching.asked_at and fetching.asked_at > now - ASKED_AGAIN_AFTER:
        raise Waiting(_("it was asked at %s") % clock(fetching.asked_at))
    raise Waiting(_("it is asked again at %s") % clock(fetching.next_at or now))


def present(place: Place, provider: Provider) -> Fetching:
    """The place's row; begun anew when the source or the coordinates are others than before."""
    asked = {
        "source": provider.source,
        "latitude": coordinate(place.latitude),
        "longitude": coordinate(place.longitude),
    }
    fetching, _is_new = Fetching.objects.get_or_create(place=place, defaults=asked)
    if any(getattr(fetching, name) != value for name, value in asked.items()):
        pause = {} if fetching.source == provider.source else {"paused_until": None}
        with transaction.atomic():
            Forecast.objects.filter(place=place).delete()
            Fetching.objects.filter(pk=place.pk).update(**asked, **ANEW, **pause)
        fetching.refresh_from_db()
    return fetching


def clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


# Keeping ----------------------------------------------------------------------------------------------------


def keep(place: Place, provider: Provider, answer: Answer) -> str:
    """Stores what was answered; says of which kind the outcome is."""
    now = timezone.now()
    Fetching.objects.filter(pk=place.pk).update(
        confirmed_at=now,
        expires_at=answer.expires_at,
        next_at=answer.expires_at + timedelta(seconds=chance.uniform(1, DELAY)),
        last_modified=answer.last_modified,
        paused_until=None,
        failures=0,
        error="",
    )
    if answer.report is None:
        turn_hours(place)
        return "unchanged"
    keep_forecast(place, provider.source, answer.report.forecast, now)
    keep_snapshot(place, provider.source, current(answer.report, now))
    weather_changed(Place.objects.filter(pk=place.pk))
    return "new"


def current(report: Report, now: datetime) -> Observation:
    """The report's current weather, else the newest of its forecast that is not of the future."""
    if report.current:
        return report.current
    begun = [each for each in report.forecast if each.at <= now]
    soon = [each for each in report.forecast if each.at <= now + CLOCKS_DIFFER_BY]
    return max(begun or soon, key=lambda each: each.at)


def keep_forecast(place: Place, source: str, forecast: Iterable[Observation], now: datetime) -> None:
    wanted = {each.at: each for each in forecast if now - KEPT_BACK < each.at < now + KEPT_AHEAD}
    Forecast.objects.filter(place=place).delete()
    Forecast.objects.bulk_create(
        Forecast(place=place, source=source, at=at, **each.values) for at, each in wanted.items()
    )


def keep_snapshot(place: Place, source: str, observation: Observation) -> None:
    """Written only when it says something new: an answer's tag and date must not move for nothing."""
    key = {"place": place, "source": source, "observed_at": observation.at}
    Snapshot.objects.filter(place=place, source="demonstration").delete()  # what is true ends what is made up
    snapshot, is_new = Snapshot.objects.get_or_create(**key, defaults=observation.values)
    changed = [name for name, value in observation.values.items() if getattr(snapshot, name) != value]
    if not is_new and changed:
        for name in changed:
            setattr(snapshot, name, observation.values[name])
        snapshot.save(update_fields=[*changed, "updated_at"])


def turn_hours(place: Place | None = None) -> int:
    """Where the stored answer is still right and its next hour has begun, that hour is the new snapshot.

    Without a place, of all places at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TURN_HOURS, {"now": timezone.now(), "place": place and place.pk})
        turned = [place_id for (place_id,) in cursor.fetchall()]
        weather_changed(Place.objects.filter(pk__in=turned))
    return len(turned)


def weather_changed(places: QuerySet[Place]) -> None:
    if purging.is_wanted():
        for place in places:
            purging.purge(gettext_lazy("new weather"), keys.of_weather(place.pk, [place.slug]), place)


def keep_failure(place: Place, error: Exception) -> str:
    """Keeps why it failed, and when it is tried again: later after each failure. What is stored stays."""
    now = timezone.now()
    why = str(error) if isinstance(error, Failure) else f"{type(error).__name__}: {error}"
    fetching = Fetching.objects.filter(pk=place.pk)
    failures = fetching.values_list("failures", flat=True).first() or 0
    doublings = 2 ** min(failures, 10)
    pause = min(FIRST_PAUSE * doublings, LONGEST_PAUSE)
    changes = {"failures": F("failures") + 1, "error": why[:1_000]}
    if isinstance(error, ToldToWait):
        silence = min(error.at_least * doublings, LONGEST_SILENCE)
        changes["paused_until"] = now + silence
        pause = max(pause, silence)
    delay = timedelta(seconds=chance.uniform(1, DELAY))
    fetching.update(next_at=now + pause + delay, **changes)
    return why
