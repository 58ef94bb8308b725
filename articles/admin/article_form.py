import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from articles import editing, rights, translating
from articles.admin.choices import ChoiceField, ChoiceWidget, PictureWidget
from articles.admin.prose import BodyWidget
from articles.body import MAX_LENGTH, BodyTooLong, compose
from articles.content import TEXTS, Content
from articles.models import Article, Author, Image, Section, Tag
from articles.slugs import slug_for

LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
STORY_OF_OTHERS = _("You may not write this story: it is one of other sections than yours.")
IDS = {"image": "image_ids", "tags": "tag_ids", "authors": "author_ids"}  # what holds which of a content


class ArticleForm(forms.ModelForm):
    """What an article says, as an editor writes it; opened with the next version where there is one."""

    user = None  # who writes
    refusal = None  # why what was sent is shown again and not saved

    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=_("Section"),
        widget=UnfoldAdminSelectWidget,
        empty_label=_("Select value"),
        error_messages={"invalid_choice": _("Choose one of the sections that you work in.")},
    )
    image_ids = ChoiceField(PictureWidget(Image, most=1), label=_("Picture"))
    tag_ids = ChoiceField(ChoiceWidget(Tag), label=_("Tags"), help_text=_("The most important first."))
    author_ids = ChoiceField(
        ChoiceWidget(Author), label=_("Authors"), help_text=_("In the order of the byline.")
    )

    class Meta:
        model = Article
        fields = []  # the page names them
        widgets = {
            "story": forms.HiddenInput,
            "title": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "summary": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "body_html": BodyWidget,
            "is_breaking": UnfoldBooleanWidget,
            "is_featured": UnfoldBooleanWidget,
        }
        labels = {
            "language": _("Language"),
            "title": _("Title"),
            "slug": _("Name in the URL"),
            "summary": _("Summary"),
            "body_html": _("Text"),
            "is_breaking": _("Breaking: it leads the ticker"),
            "is_featured": _("Featured: on the front page"),
            "source_name": _("Source"),
            "source_url": _("Address of the source"),
        }
        help_texts = {
            **dict.fromkeys(["title", "summary", "body_html", "is_breaking", "is_featured"], ""),
            **dict.fromkeys(["source_name", "source_url"], ""),
            "language": _("It cannot be changed later."),
            "slug": _("Made of the title where it is left empty."),
        }

    def __init__(self, *args, **kwargs):
        article = kwargs.get("instance")
        self.present = editing.present(article) if article and article.pk else None
        if self.present:
            kwargs["initial"] = {**as_initial(self.present), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # of which there is none where the page may only be read
            self.fields["slug"].required = False
        self.offer_sections()
        if "language" in self.fields:
            self.fields["language"].initial = editors_language()

    def offer_sections(self):
        field, own = self.fields["section"], rights.sections_of(self.user)
        field.required = own is not None
        field.queryset = Section.objects.all()
        if own is not None:
            present = self.present and self.present.content["section"]
            field.queryset = field.queryset.filter(pk__in={*own, present or 0})
        if own and not self.present:
            field.initial = field.queryset.first()

    def clean_title(self):
        return LINE_BREAK.sub(" ", self.cleaned_data["title"])

    def clean_summary(self):
        return LINE_BREAK.sub(" ", self.cleaned_data["summary"])

    def clean_body_html(self):
        try:
            return compose(self.cleaned_data["body_html"]).html
        except BodyTooLong as refusal:
            raise ValidationError(
                _("The text is too long: it may have %(most)s characters of HTML."),
                params={"most": MAX_LENGTH},
            ) from refusal

    def clean_slug(self):
        slug = self.cleaned_data["slug"] or self.initial.get("slug") or self.proposed_slug()
        if Article.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another article has this name."))
        return slug

    def proposed_slug(self):
        language = self.cleaned_data.get("language", self.instance.language)
        return slug_for(self.cleaned_data.get("title", ""), language, self.instance.pk)

    def clean(self):
        if self.refusal:
            raise ValidationError(self.refusal)
        story = self.cleaned_data.get("story")  # there for a new article alone
        if story and not rights.may_add_to(self.user, story):
            raise ValidationError(STORY_OF_OTHERS)
        return super().clean()

    def content(self) -> Content:
        """What the fields say; where one is not right, what was there before."""
        said = {name: self.cleaned_data[name] for name in TEXTS if name in self.cleaned_data}
        if "section" in self.cleaned_data:
            section = self.cleaned_data["section"]
            said["section"] = section and section.pk
        said |= {name: self.cleaned_data[ids] for name, ids in IDS.items() if ids in self.cleaned_data}
        if "image" in said:
            said["image"] = next(iter(said["image"]), None)
        return {**(self.present.content if self.present else {}), **said}

    def marks(self) -> list[str]:
        return self.cleaned_data.get("seen", "").split()


def as_initial(text: editing.Text) -> dict:
    said = text.content
    ids = {IDS["image"]: [said["image"]] if said["image"] else [], "seen": text.mark}
    return {**said, **ids, IDS["tags"]: said["tags"], IDS["authors"]: said["authors"]}


def editors_language() -> str:
    """The language of the editor's pages, if the site is published in it."""
    own, languages = (get_language() or "").partition("-")[0], translating.languages()
    return own if own in languages else languages[0]
