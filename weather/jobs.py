"""What the weather has done in the background: fetching at the source's pace, and thinning of what is old."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from random import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.exceptions import AlreadyEnqueued

from newsapi.jobs import HOURLY, every, job
from weather import history, ingestion
from weather.models import Place
from weather.providers import NotConfigured, configured

logger = logging.getLogger("weather.jobs")
chance = SystemRandom()

# Nobody is asked about the full hour, when everybody asks. A worker that starts then runs what it has missed.
OFF_THE_HOUR = "4-54/5 * * * *"
FULL_HOUR = {58, 59, 0, 1, 2, 3}  # minutes
LATER_BY = timedelta(minutes=3)  # at most, by chance
WITHIN = timedelta(minutes=1)


@every(OFF_THE_HOUR)
@job(_("Look for weather that is due"))
def look_for_weather(timestamp: int) -> None:
    """Without WEATHER_CONTACT nothing is ever asked."""
    ingestion.turn_hours()
    try:
        provider = configured()
    except NotConfigured:
        return
    if ingestion.due(provider, timezone.now()).exists():
        try:
            with transaction.atomic():
                fetch_weather.configure(schedule_at=soon(timezone.now())).defer(by_the_clock=True)
        except AlreadyEnqueued:
            logger.info("The last fetching of weather has not begun yet.")


def soon(now: datetime) -> datetime:
    """Some moment of the next minutes; if that is about the full hour, of the first minutes after it."""
    moment = now + LATER_BY * chance.random()
    if moment.minute not in FULL_HOUR:
        return moment
    return moment + timedelta(minutes=(4 - moment.minute) % 60) + LATER_BY * chance.random()


@job(_("Fetch the weather"), queueing_lock="weather", lock="weather")
def fetch_weather(by_the_clock: bool = False) -> None:
    """A place's failure is kept with the place; if the job failed by it, it would be tried again at once."""
    if by_the_clock and timezone.now().minute in FULL_HOUR:  # late; what is due is looked for again
        return
    with suppress(NotConfigured):
        ingestion.fetch_due(configured(), WITHIN)


@every(HOURLY)
@job(_("Thin out old weather"))
def thin_snapshots(timestamp: int) -> None:
    for place in Place.objects.order_by("pk"):
        history.thin(place, timezone.now())
