"""HTTP for the weather: joins what may be asked, which rows there are, and what is shown."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from rest_framework.decorators import action

from newsapi import links, pagination, shapes, statements
from newsapi.errors import Problem
from newsapi.listings import Compiled
from newsapi.narrowing import Form
from newsapi.pagination import Address, Ordering
from newsapi.parameters import MAX_ID
from newsapi.views import PublicViewSet
from weather import forecasts, history, keys, reading
from weather.filters import LocalDay, OneSlug, SnapshotFilter
from weather.models import Place, Snapshot
from weather.serializers import (
    DailyWeatherSerializer,
    ForecastSerializer,
    PlaceSerializer,
    SnapshotSerializer,
)

DAYS, MOST_DAYS = 30, 366
LISTED_PLACES = 50  # how many slugs the answer to an unknown place names


class WeatherViewSet(PublicViewSet):
    """What all view sets of the weather share."""

    model: type

    @classmethod
    def listed(cls, form: Form, place: statements.Place):
        return cls.narrowed(cls.model.objects.all(), form, place)

    def reader(self) -> reading.Reader:
        return reading.Reader(links.origin(self.request._request), self.locale, self.at)

    def shown(self, values: dict) -> dict:
        return {name: shapes.prune(values[name], kept) for name, kept in self.shape.items()}

    def answer_weather(self, data, snapshots, more_keys=(), **more):
        return self.answer(
            data,
            changes_at=reading.changes_at(snapshots, self.at),
            keys=[*keys.shown(each["place__id"] for each in snapshots), *more_keys],
            **more,
        )

    def named_place(self, name: str, with_newest: bool) -> reading.Row:
        """The place with this slug or id."""
        found = reading.places([int(name)] if is_id(name) else [name], with_newest)
        if not found:
            raise unknown_place(name)
        return found[0]


class PlaceViewSet(WeatherViewSet):
    """The places whose weather is kept, in the newsroom's order, each with its newest snapshot."""

    model = Place
    lookup_field = "slug"
    serializer_class = PlaceSerializer
    ordering = Ordering({"position": "position", "slug": "slug"}, default=("position",))
    own_parameters = {
        "daily": {
            "from": LocalDay("The first day, by the place's clocks; without it, 30 days end with `to`."),
            "to": LocalDay("The last day, which belongs to the answer; without it today."),
        }
    }

    @classmethod
    def shaped_by(cls, action):
        return {"forecast": ForecastSerializer, "daily": DailyWeatherSerializer}.get(action, PlaceSerializer)

    def list(self, request):
        page = pagination.page(Compiled(self.listed, *self.narrowing), self.ordering, self.asked)
        found = {row["id"]: row for row in reading.places(page.ids, "current" in self.shape)}
        places = [found[each] for each in page.ids if each in found]
        data = page.envelope(Address.of(request), [self.shown(self.reader().place(row)) for row in places])
        return self.answer_places(data, places, keys.places())

    def retrieve(self, request, slug):
        place = self.named_place(slug, "current" in self.shape)
        times = [reading.modified_at(each, self.at) for each in reading.newest([place])]
        return self.answer_places(
            self.shown(self.reader().place(place)), [place], last_modified=max([place["updated_at"], *times])
        )

    @action(detail=True)
    def forecast(self, request, slug):
        """The next 48 hours and seven days of a place."""
        place = self.named_place(slug, with_newest=False)
        forecast = forecasts.answer(place, self.reader())
        return self.answer(
            self.shown(forecast),
            changes_at=forecasts.changes_at(place, forecast, self.at),
            keys=keys.shown([place["id"]]),
        )

    @action(detail=True)
    def daily(self, request, slug):
        """The days that were, of a place."""
        place = self.named_place(slug, with_newest=False)
        first, last = self.asked_days(place)
        end = min(last, first + timedelta(days=MOST_DAYS - 1))
        days = history.days(place["id"], place["timezone"], first, end) if first <= last else []
        data = {
            "next": self.address_of_days(end + timedelta(days=1), last) if end < last else None,
            "previous": None,
            "results": [self.shown(self.reader().day(each)) for each in days],
        }
        return self.answer(
            data,
            changes_at=self.day_changes_at(place),
            keys=keys.shown([place["id"]]),
        )

    def day_changes_at(self, place: reading.Row) -> datetime:
        """When the place's clocks turn to the next day, or the source is asked for newer weather."""
        zone = ZoneInfo(place["timezone"])
        tomorrow = self.at.astimezone(zone).date() + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time(), zone)
        return min(midnight, reading.next_fetch(place, self.at) or midnight)

    def asked_days(self, place: reading.Row) -> tuple[date, date]:
        last = self.asked.get("to", self.at.astimezone(ZoneInfo(place["timezone"])).date())
        return self.asked.get("from", last - timedelta(days=DAYS - 1)), last

    def address_of_days(self, first: date, last: date) -> str | None:
        here = Address.of(self.request)
        others = tuple(each for each in here.query if each[0] not in {"from", "to"})
        return Address(here.url, others).page({"from": f"{first}", "to": f"{last}"})

    def answer_places(self, data, places, more_keys=(), **more):
        shown = keys.shown(row["id"] for row in places)
        return self.answer_weather(data, reading.newest(places), [*shown, *more_keys], **more)


class SnapshotViewSet(WeatherViewSet):
    """What was observed, the newest first."""

    model = Snapshot
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilter
    ordering = Ordering({"observed_at": "observed_at"}, default=("-observed_at",))

    def list(self, request):
        page = pagination.page(Compiled(self.listed, *self.narrowing), self.ordering, self.asked)
        found = {row["id"]: row for row in reading.snapshots(page.ids)}
        snapshots = [found[each] for each in page.ids if each in found]
        results = [self.shown(self.reader().snapshot(row)) for row in snapshots]
        return self.answer_weather(
            page.envelope(Address.of(request), results), snapshots, keys.snapshots(self.asked)
        )

    def retrieve(self, request, pk):
        found = reading.snapshots([int(pk)]) if is_id(pk) else []
        if not found:
            raise Problem("not_found", f"There is no snapshot {pk[:100]!r}.")
        return self.answer_weather(
            self.shown(self.reader().snapshot(found[0])),
            found,
            last_modified=reading.modified_at(found[0], self.at),
        )


class CurrentWeatherViewSet(WeatherViewSet):
    """The newest snapshot of one place."""

    serializer_class = SnapshotSerializer
    dated = ("list",)
    own_parameters = {
        "list": {"place": OneSlug("Where, by slug or id; without it the default place of the site.")}
    }

    def list(self, request):
        name = self.asked.get("place", settings.WEATHER_DEFAULT_PLACE)
        snapshots = reading.newest([self.named_place(name, with_newest=True)])
        if not snapshots:
            raise Problem("not_found", f"Nothing has been observed yet at {name!r}.")
        return self.answer_weather(
            self.shown(self.reader().snapshot(snapshots[0])),
            snapshots,
            last_modified=reading.modified_at(snapshots[0], self.at),
        )


def is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 20 and int(name) <= MAX_ID


def unknown_place(name: str) -> Problem:
    slugs = list(Place.objects.values_list("slug", flat=True)[:LISTED_PLACES])
    known = f"the places are {', '.join(slugs)}" if slugs else "no place has been entered yet"
    return Problem("not_found", f"There is no place {name[:100]!r}; {known}.")
