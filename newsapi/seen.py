"""Saves nothing over what somebody else has stored since a page of the admin was opened."""

from hashlib import blake2b

from django import forms
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

WORDS = _(
    "Somebody else has changed this since you opened it. "
    "Saving again puts what you see here in the place of what is stored:"
)


class SeenForm(forms.ModelForm):
    """Sends a mark of what its page showed; where something else is stored by then, it tells what.

    Of two who save at one moment the second waits for the first: to be checked in a transaction.
    """

    seen = forms.CharField(required=False, max_length=100, label="", widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["seen"] = self.mark_of(self.instance)

    def clean(self):
        super().clean()
        if self.instance.pk is None:
            return
        rows = type(self.instance)._base_manager.select_for_update(no_key=True)
        stored = rows.filter(pk=self.instance.pk).first()
        if stored is None:
            raise ValidationError(_("Somebody else has deleted this since you opened it."))
        seen, now = self.cleaned_data.get("seen", ""), self.mark_of(stored)
        others = self.others(stored, seen) if seen not in ("", now) else []
        if others:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = now  # of which whoever sends it has read here
            raise ValidationError(format_html("{} {}", WORDS, format_html_join("; ", "{}: {}", others)))

    def mark_of(self, instance) -> str:
        shown = forms.model_to_dict(instance, self._meta.fields, self._meta.exclude)
        return digest(repr(sorted(shown.items())))

    def others(self, stored, seen: str) -> list[tuple[str, str]]:
        """What is stored where this form says something else, each with its label."""
        over_it = type(self)(self.data, instance=stored)
        return [
            (self.fields[name].label, displayed(stored, name))
            for name in over_it.changed_data
            if name not in self.declared_fields
        ]


class SeenAdmin:
    """An admin whose pages are a SeenForm where something can be changed."""

    form = SeenForm

    def get_fields(self, request, obj=None):
        hidden = set() if self.has_change_permission(request, obj) else {"seen"}
        return [each for each in super().get_fields(request, obj) if each not in hidden]


def digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()


def displayed(instance, name: str) -> str:
    field, value = instance._meta.get_field(name), getattr(instance, name)
    return str(value) if field.is_relation else display_for_field(value, field, "–", avoid_link=True)
