from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles import naming
from articles.admin.links import links_to
from articles.models import Article, ArticleAuthor, ArticleTag, Author, Membership, Section, Tag
from newsapi.admin_pages import BoundedAdmin, CountedDeletion
from newsapi.seen import SeenAdmin


class NamedAdmin(SeenAdmin, BoundedAdmin, CountedDeletion, ModelAdmin):
    """Sections, tags and authors."""

    list_display = ["__str__", "slug", "name_uz", "name_ru", "name_en"]
    search_fields = ["slug", "name_uz", "name_ru", "name_en"]
    prepopulated_fields = {"slug": ["name_en"]}

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

    def going_along(self, sections):
        people = Membership.sections.through.objects.filter(section__in=sections)
        return {_("people who work in it"): people}

    def standing_against(self, sections):
        return links_to(Article.objects.filter(section__in=sections))

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "position":
            field.widget.attrs["aria-label"] = _("position")  # in the list it has no label
        return field


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    list_display = [*NamedAdmin.list_display, "kind"]
    list_filter = ["kind"]

    def going_along(self, tags):
        return {_("articles with the tag"): ArticleTag.objects.filter(tag__in=tags)}


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    def standing_against(self, authors):
        written = ArticleAuthor.objects.filter(author__in=authors)
        return links_to(Article.objects.filter(pk__in=written.values("article")))
