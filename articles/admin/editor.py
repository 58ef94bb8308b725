from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseInlineFormSet, HiddenInput, IntegerField, ModelForm
from unfold.admin import TabularInline

from articles import publishing
from articles.body import BodyTooLong, compose
from articles.models import ArticleAuthor, ArticleTag, Correction
from newsapi.admin_pages import HTTPS_ASSUMED


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


class LinkInline(TabularInline):
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


class CorrectionInline(TabularInline):
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


class EditorAdmin:
    """The page on which an article is written."""

    form = ArticleForm
    formfield_overrides = HTTPS_ASSUMED
    autocomplete_fields = ["section", "image"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["excerpt", "word_count", "revision", "created_at", "updated_at"]
    inlines = [ArticleTagInline, ArticleAuthorInline, CorrectionInline]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["seen_revision", "language", "story", "title", "slug", "summary", "body_html"]}),
        ("Where it appears", {"fields": ["section", "image", "is_breaking", "is_featured"]}),
        ("Publication", {"fields": ["published_at", "withdrawn_at", "withdrawn_reason"]}),
        ("Source", {"fields": ["source_name", "source_url", "external_id"]}),
        ("Derived", {"fields": ["excerpt", "word_count", "revision", "created_at", "updated_at"]}),
    ]

    def save_model(self, request, article, form, change):
        publishing.save(article, request.user)
