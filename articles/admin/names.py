from django.contrib import admin
from unfold.admin import ModelAdmin

from articles.models import Author, Section, Tag
from newsapi.admin_pages import BoundedPaginator


class NamedAdmin(ModelAdmin):
    """Sections, tags and authors."""

    list_display = ["__str__", "slug", "name_uz", "name_ru", "name_en"]
    search_fields = ["slug", "name_uz", "name_ru", "name_en"]
    prepopulated_fields = {"slug": ["name_en"]}
    paginator = BoundedPaginator
    show_full_result_count = False


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    list_display = [*NamedAdmin.list_display, "position"]
    list_editable = ["position"]


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    list_display = [*NamedAdmin.list_display, "kind"]
    list_filter = ["kind"]


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    pass
