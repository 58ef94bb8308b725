from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from newsapi.admin_pages import BoundedAdmin, CountedDeletion
from newsapi.seen import SeenAdmin
from weather import by_hand
from weather.desk import DeskAdmin
from weather.models import Forecast, Place, Snapshot
from weather.reading import is_stale


class ByHandAdmin(SeenAdmin, BoundedAdmin, CountedDeletion, ModelAdmin):
    """Writes as the weather desk does."""

    def save_model(self, request, entry, form, change):
        by_hand.save(entry, request.user)

    def delete_model(self, request, entry):
        by_hand.delete(entry, request.user)

    def delete_queryset(self, request, entries):
        for entry in entries:
            by_hand.delete(entry, request.user)


@admin.register(Place)
class PlaceAdmin(DeskAdmin, ByHandAdmin):
    list_display = [
        "__str__",
        "slug",
        "freshness",
        "observed",
        "latitude",
        "longitude",
        "timezone",
        "position",
    ]
    search_fields = ["slug", "name_uz", "name_ru", "name_en"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_newest().annotate(observed_at=F("newest__observed_at"))

    def going_along(self, places):
        return {
            each._meta.verbose_name_plural: each.objects.filter(place__in=places)
            for each in (Snapshot, Forecast)
        }

    @display(description=_("weather"), label={"fresh": "success", "out of date": "danger", "none": "danger"})
    def freshness(self, place):
        if place.observed_at is None:
            return "none", _("none yet")
        if is_stale({"observed_at": place.observed_at}, timezone.now()):
            return "out of date", _("out of date")
        return "fresh", _("fresh")

    @display(
        description=_("observed"), ordering=F("newest__observed_at").asc(nulls_first=True), empty_value="–"
    )
    def observed(self, place):
        return place.observed_at and gettext("%s ago") % timesince(place.observed_at)


@admin.register(Snapshot)
class SnapshotAdmin(ByHandAdmin):
    list_display = ["place", "observed_at", "temperature_c", "condition_code", "wind_speed_ms", "source"]
    list_filter = ["place", "source", "condition_code"]
    list_select_related = ["place"]
    search_fields = ["place__slug", "place__name_uz", "place__name_ru", "place__name_en"]
    autocomplete_fields = ["place"]
