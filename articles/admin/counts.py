from django.contrib import admin
from unfold.admin import ModelAdmin

from articles import former_slugs
from articles.models import FormerSlug, HourlyViews, ViewTotal
from newsapi.admin_pages import BoundedAdmin


@admin.register(FormerSlug)
class FormerSlugAdmin(BoundedAdmin, ModelAdmin):
    list_display = ["slug", "article", "changed_at"]
    list_select_related = ["article"]
    search_fields = ["slug", "article__title"]
    autocomplete_fields = ["article"]

    def save_model(self, request, former, form, change):
        former_slugs.save(former, request.user)

    def delete_model(self, request, former):
        former_slugs.delete(former, request.user)

    def delete_queryset(self, request, formers):
        for former in formers:
            former_slugs.delete(former, request.user)


class CountAdmin(BoundedAdmin, ModelAdmin):
    """Counts are read here; readers alone change them."""

    list_select_related = ["article"]
    search_fields = ["article__title", "article__slug"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ViewTotal)
class ViewTotalAdmin(CountAdmin):
    list_display = ["article", "count"]
    ordering = ["-count", "-pk"]


@admin.register(HourlyViews)
class HourlyViewsAdmin(CountAdmin):
    list_display = ["article", "hour", "count"]
