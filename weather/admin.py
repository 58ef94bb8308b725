from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from newsapi.admin_pages import BoundedPaginator
from weather.models import Place, Snapshot
from weather.reading import is_stale


@admin.register(Place)
class PlaceAdmin(ModelAdmin):
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
    paginator = BoundedPaginator
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).with_newest().annotate(observed_at=F("newest__observed_at"))

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
class SnapshotAdmin(ModelAdmin):
    list_display = ["place", "observed_at", "temperature_c", "condition_code", "wind_speed_ms", "source"]
    list_filter = ["place", "source", "condition_code"]
    list_select_related = ["place"]
    search_fields = ["place__slug", "place__name_uz", "place__name_ru", "place__name_en"]
    autocomplete_fields = ["place"]
    paginator = BoundedPaginator
    show_full_result_count = False
