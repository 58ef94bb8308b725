"""Every query parameter that chooses places and snapshots, one line each."""

from datetime import date

from django_filters import FilterSet

from newsapi.narrowing import Narrowing
from newsapi.parameters import (
    MAX_NAMES_LENGTH,
    NAME,
    Choices,
    Day,
    Moment,
    Refused,
    Slugs,
)
from weather.sources import SOURCES


class SnapshotFilter(FilterSet):
    """What may be asked of the list of snapshots."""

    place = Narrowing(Slugs("At one of these places, by slug or id."), "at_places")
    date = Narrowing(Day("Observed on this day of the site's zone."), "on_day")
    observed_after = Narrowing(Moment("Observed at this moment or later."), "observed_since")
    observed_before = Narrowing(Moment("Observed before this moment, or before this day."), "observed_until")
    source = Narrowing(Choices("From one of these sources.", tuple(SOURCES)), "from_sources")


class OneSlug(Slugs):
    """One slug or id."""

    repeats = False

    def read(self, text):
        if "," in text:
            raise Refused("not_a_slug", "takes one slug or id")
        [[name]] = super().read(text)
        return name

    def schema(self):
        return {"type": "string", "maxLength": MAX_NAMES_LENGTH, "pattern": f"^(?:{NAME})$"}


class LocalDay(Day):
    """A date that means that day by the clocks of a place."""

    def read(self, text):
        super().read(text)
        return date.fromisoformat(text)
