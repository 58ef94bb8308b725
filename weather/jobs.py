"""What the weather has done in the background: fetching at the source's pace, and thinning of what is old."""

import logging
from contextlib import suppress
from datetime import timedelta
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

# From the fourth minute to the 58th, never about the full hour, when everybody asks.
OFF_THE_HOUR = "4-54/5 * * * *"
LATER_BY = 180  # seconds at most, by chance
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
                later = {"seconds": SystemRandom().randint(1, LATER_BY)}
                fetch_weather.configure(schedule_in=later).defer()
        except AlreadyEnqueued:
            logger.info("The last fetching of weather has not begun yet.")


@job(_("Fetch the weather"), queueing_lock="weather", lock="weather")
def fetch_weather() -> None:
    """A place's failure is kept with the place; if the job failed by it, it would be tried again at once."""
    with suppress(NotConfigured):
        ingestion.fetch_due(configured(), WITHIN)


@every(HOURLY)
@job(_("Thin out old weather"))
def thin_snapshots(timestamp: int) -> None:
    for place in Place.objects.order_by("pk"):
        history.thin(place, timezone.now())
