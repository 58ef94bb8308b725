from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles import naming
from articles.models import Author, Section, Tag
from newsapi.admin_pages import BoundedPaginator


class NamedAdmin(ModelAdmin):
    """Sections, tags and authors."""

    list_display = ["__str__", "slug", "name_uz", "name_ru", "name_en"]
    search_fields = ["slug", "name_uz", "name_ru", "name_en"]
    prepopulated_fields = {"slug": ["name_en"]}
    paginator = BoundedPaginator
    show_full_result_count = False

    def save_model(self, request, name, form, change):
        naming.save(name, request.user)

    def delete_model(self, request, name):
        naming.delete(name, request.user)

    def delete_queryset(self, request, names):
        for name in names:
            naming.delete(name, request.user)


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    list_display = [*NamedAdmin.list_display, "position"]
    list_editable = ["position"]

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "position":
            field.widget.attrs["aria-label"] = _("position")  # in the list it has no label
        return field


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    list_display = [*NamedAdmin.list_display, "kind"]
    list_filter = ["kind"]


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    pass
