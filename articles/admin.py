"""The newsroom's own pages: lists and forms. What an editor does goes through publishing."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, URLField
from django.forms import BaseInlineFormSet, HiddenInput, IntegerField, ModelForm
from django.utils import timezone
from django.utils.html import format_html

from articles import publishing, renditions
from articles.body import BodyTooLong, compose
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    Author,
    Correction,
    FormerSlug,
    HourlyViews,
    Image,
    Section,
    Tag,
    ViewTotal,
)
from articles.querysets import visible_at
from newsapi.admin_pages import BoundedPaginator

HTTPS_ASSUMED = {URLField: {"assume_scheme": "https"}}


class NamedAdmin(admin.ModelAdmin):
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


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    list_display = ["picture", "__str__", "credit", "width", "height", "created_at"]
    list_display_links = ["picture", "__str__"]
    formfield_overrides = HTTPS_ASSUMED
    search_fields = ["alt_uz", "alt_ru", "alt_en", "credit", "source_url"]
    readonly_fields = ["width", "height", "renditions", "placeholder", "created_at"]
    paginator = BoundedPaginator
    show_full_result_count = False

    @admin.display(description="picture")
    def picture(self, image):
        return format_html('<img src="{}" alt="" width="96">', image.placeholder or image.source_url)

    def save_model(self, request, image, form, change):
        if "file" in form.changed_data and image.file:
            renditions.store_upload(image)
        elif "file" in form.changed_data:
            renditions.forget(image)
        else:
            image.save()


class StateFilter(admin.SimpleListFilter):
    """Where an article is in its life."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("draft", "Draft"), ("scheduled", "Scheduled"), ("live", "Live"), ("withdrawn", "Withdrawn")]

    def queryset(self, request, articles):
        now = timezone.now()
        states = {
            "draft": Q(published_at=None),
            "scheduled": Q(published_at__gt=now),
            "live": visible_at(now),
            "withdrawn": Q(withdrawn_at__lte=now),
        }
        return articles.filter(states[self.value()]) if self.value() in states else articles


class LoadedChoice(AutocompleteSelect):
    """A choice by autocompletion that knows what is chosen already, and so asks the database nothing."""

    chosen: Model | None = None

    def optgroups(self, name, value, attr=None):
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        return [(None, [self.create_option(name, value[0], str(self.chosen), True, 0)], 0)]


class LinkFormSet(BaseInlineFormSet):
    """Rows that each link the article to one other thing, which came with the row."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            choice = getattr(field.widget, "widget", None)
            if isinstance(choice, LoadedChoice) and form.instance.pk:
                choice.chosen = getattr(form.instance, name)


class LinkInline(admin.TabularInline):
    formset = LinkFormSet
    extra = 1
    link: str

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.link)

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == self.link:
            options["widget"] = LoadedChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)


class ArticleTagInline(LinkInline):
    model = ArticleTag
    link = "tag"


class ArticleAuthorInline(LinkInline):
    model = ArticleAuthor
    link = "author"


class CorrectionInline(admin.TabularInline):
    model = Correction
    extra = 0


class ArticleForm(ModelForm):
    """Says in words what publishing would refuse."""

    seen_revision = IntegerField(widget=HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen_revision"] = self.instance.revision

    def clean(self):
        super().clean()
        if self.instance.pk and self.cleaned_data.get("seen_revision") != self.instance.revision:
            raise ValidationError(
                "Somebody else has saved this article since you opened it. "
                "Copy what you wrote, open it again, and put your changes in."
            )

    def clean_body_html(self):
        try:
            compose(self.cleaned_data["body_html"])
        except BodyTooLong as refusal:
            raise ValidationError(str(refusal)) from refusal
        return self.cleaned_data["body_html"]


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    list_display = ["title", "language", "section", "state", "published_at", "views", "updated_at"]
    list_filter = ["language", StateFilter, "is_breaking", "is_featured", "section"]
    list_select_related = ["section", "view_total"]
    search_fields = ["title", "slug", "=id", "external_id"]
    formfield_overrides = HTTPS_ASSUMED
    autocomplete_fields = ["section", "image"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["excerpt", "word_count", "revision", "created_at", "updated_at"]
    inlines = [ArticleTagInline, ArticleAuthorInline, CorrectionInline]
    actions = ["publish_now"]
    paginator = BoundedPaginator
    show_full_result_count = False
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["seen_revision", "language", "story", "title", "slug", "summary", "body_html"]}),
        ("Where it appears", {"fields": ["section", "image", "is_breaking", "is_featured"]}),
        ("Publication", {"fields": ["published_at", "withdrawn_at", "withdrawn_reason"]}),
        ("Source", {"fields": ["source_name", "source_url", "external_id"]}),
        ("Derived", {"fields": ["excerpt", "word_count", "revision", "created_at", "updated_at"]}),
    ]

    def get_queryset(self, request):
        articles = super().get_queryset(request)
        is_list = request.resolver_match.url_name == "articles_article_changelist"
        return articles.without_texts() if is_list else articles

    @admin.display(description="state")
    def state(self, article):
        now = timezone.now()
        if article.withdrawn_at and article.withdrawn_at <= now:
            return "withdrawn"
        if article.published_at is None:
            return "draft"
        return "scheduled" if article.published_at > now else "live"

    @admin.display(description="views", ordering="view_total__count")
    def views(self, article):
        return article.view_total.count

    @admin.action(description="Publish now", permissions=["change"])
    def publish_now(self, request, articles):
        self.message_user(request, f"{publishing.publish_now(articles)} articles published.")

    def save_model(self, request, article, form, change):
        publishing.save(article)


@admin.register(FormerSlug)
class FormerSlugAdmin(admin.ModelAdmin):
    list_display = ["slug", "article", "changed_at"]
    list_select_related = ["article"]
    search_fields = ["slug", "article__title"]
    autocomplete_fields = ["article"]
    paginator = BoundedPaginator
    show_full_result_count = False


class CountAdmin(admin.ModelAdmin):
    """Counts are read here; readers alone change them."""

    list_select_related = ["article"]
    search_fields = ["article__title", "article__slug"]
    paginator = BoundedPaginator
    show_full_result_count = False

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
