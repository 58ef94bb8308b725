from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import DATETIME_CLASSES, UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from articles.models import Article, Correction, Revision


def length(model, name: str) -> int:
    return model._meta.get_field(name).max_length


class Moment(forms.DateTimeField):
    """A time still to come, by the clocks of the newsroom, in the browser's own control."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", "class": " ".join(DATETIME_CLASSES)}, format="%Y-%m-%dT%H:%M"
    )

    def __init__(self, **options):
        zone = format_lazy(_("By the clocks of {zone}."), zone=settings.TIME_ZONE)
        said = options.pop("help_text", "")
        super().__init__(help_text=format_lazy("{} {}", said, zone) if said else zone, **options)

    def validate(self, value):
        super().validate(value)
        if value is not None and value <= timezone.now():
            raise ValidationError(_("This moment has gone by."))


class Words(forms.CharField):
    """Some sentences that are kept, or read in public."""

    def __init__(self, rows=3, **options):
        super().__init__(widget=UnfoldAdminTextareaWidget({"rows": rows}), **options)


class DeedForm(forms.Form):
    """What a deed asks for: at least the mark of the text that the editor has seen.

    Where concerns were told, a reason overrides them; it is kept in the history.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=200)
    reason = Words(
        label=_("Why you go on all the same"),
        max_length=length(Revision, "note"),
        required=False,
        help_text=_("Kept in the article's history; readers do not see it."),
    )

    def __init__(self, data=None, *, now, concerns=()):
        super().__init__(data, initial={"seen": now.mark, "at": now.article.published_at})
        self.concerns = concerns
        self.order_fields([name for name in self.fields if name != "reason"])
        if not concerns:
            del self.fields["reason"]

    def shows_a_text(self):
        """Whether readers are about to see the text that the concerns are about."""
        return True

    def clean(self):
        given = super().clean()
        given.setdefault("reason", "")
        if self.concerns and self.shows_a_text() and not given["reason"]:
            self.add_error("reason", _("Say why, or go back and see to it."))
        return given


class ScheduleForm(DeedForm):
    at = Moment(label=_("Readers see it from"))


class WithdrawForm(DeedForm):
    public_reason = Words(
        label=_("Reason"),
        max_length=length(Article, "withdrawn_reason"),
        help_text=_("Readers see it in the place of the article."),
    )
    at = Moment(label=_("When"), required=False, help_text=_("Empty: at once."))

    def __init__(self, data=None, *, now, concerns=()):
        super().__init__(data, now=now, concerns=concerns)
        self.initial |= {"at": now.article.withdrawn_at, "public_reason": now.article.withdrawn_reason}


class CorrectForm(DeedForm):
    text = Words(
        label=_("What was wrong, and what is right"),
        max_length=length(Correction, "text"),
        help_text=_("Readers see it under the article."),
    )
    with_changes = forms.BooleanField(
        label=_("Publish the changes too"), required=False, initial=True, widget=UnfoldBooleanWidget
    )

    def __init__(self, data=None, *, now, concerns=()):
        super().__init__(data, now=now, concerns=concerns)
        if now.draft is None:
            del self.fields["with_changes"]

    def shows_a_text(self):
        return self.cleaned_data.get("with_changes", False)
