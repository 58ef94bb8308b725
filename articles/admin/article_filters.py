from datetime import date, timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateFilter
from unfold.contrib.filters.admin import RelatedDropdownFilter as SectionFilter
from unfold.contrib.filters.forms import AutocompleteDropdownForm, RangeDateForm

from articles.models import Article, ArticleAuthor
from articles.states import State, in_state
from newsapi import days

FARTHEST_DAY = date(9999, 12, 30)
LONGEST_ID = 18  # digits


class StateFilter(DropdownFilter):
    """Where an article is in its life."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, articles):
        return articles.filter(in_state(self.value(), timezone.now())) if self.value() in State else articles


class AuthorFilter(admin.SimpleListFilter):
    """Articles of one author, who is found by typing some letters of a name."""

    title = _("author")
    parameter_name = "author"
    template = "unfold/filters/filters_field.html"
    form_class = AutocompleteDropdownForm

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.request, self.model_admin = request, model_admin
        value = self.value() or ""
        is_id = value.isascii() and value.isdigit() and len(value) <= LONGEST_ID
        self.author = int(value) if is_id else None

    def lookups(self, request, model_admin):
        return [("", "")]  # which ones there are is asked while somebody types

    def choices(self, changelist):
        yield {
            "form": self.form_class(
                request=self.request,
                label=_("By author"),
                name=self.parameter_name,
                choices=(),
                field=Article._meta.get_field("authors"),
                model_admin=self.model_admin,
                data={self.parameter_name: self.author},
            )
        }

    def queryset(self, request, articles):
        if self.author is None:
            return articles
        # No join through `authors`: the admin would then ask for every article a second time.
        return articles.filter(pk__in=ArticleAuthor.objects.filter(author=self.author).values("article"))


class DaysForm(RangeDateForm):
    """Two days, in the browser's own controls."""

    def __init__(self, name, *args, **kwargs):
        super().__init__(name, *args, **kwargs)
        for field, label in ((f"{name}_from", _("From this day")), (f"{name}_to", _("To this day"))):
            widget = self.fields[field].widget
            widget.input_type, widget.format = "date", "%Y-%m-%d"
            widget.attrs["aria-label"] = label

    class Media:
        js = ()


class PublishedFilter(RangeDateFilter):
    """Published from one day to another, both inclusive, by the clocks of the newsroom."""

    form_class = DaysForm

    def queryset(self, request, articles):
        first, last = (self.day(end) for end in ("from", "to"))
        if first:
            articles = articles.published_since(days.bounds(first)[0])
        if last:
            articles = articles.published_until(days.bounds(last)[1])
        return articles

    def day(self, end: str) -> date | None:
        try:
            day = parse_date(self.used_parameters.get(f"{self.parameter_name}_{end}") or "")
        except ValueError:
            return None
        return min(max(day, date.min + timedelta(days=1)), FARTHEST_DAY) if day else None


FILTERS = [
    ("section", SectionFilter),
    StateFilter,
    ("language", ChoicesDropdownFilter),
    AuthorFilter,
    ("published_at", PublishedFilter),
]
