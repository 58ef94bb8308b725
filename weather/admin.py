from django.contrib import admin
from unfold.admin import ModelAdmin

from newsapi.admin_pages import BoundedPaginator
from weather.desk import DeskAdmin
from weather.models import Place, Snapshot


@admin.register(Place)
class PlaceAdmin(DeskAdmin, ModelAdmin):
    list_display = ["__str__", "slug", "latitude", "longitude", "timezone", "position"]
    search_fields = ["slug", "name_uz", "name_ru", "name_en"]
    show_full_result_count = False


@admin.register(Snapshot)
class SnapshotAdmin(ModelAdmin):
    list_display = ["place", "observed_at", "temperature_c", "condition_code", "wind_speed_ms", "source"]
    list_filter = ["place", "source", "condition_code"]
    list_select_related = ["place"]
    search_fields = ["place__slug", "place__name_uz", "place__name_ru", "place__name_en"]
    autocomplete_fields = ["place"]
    paginator = BoundedPaginator
    show_full_result_count = False
