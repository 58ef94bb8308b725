from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.pictures import uploads
from articles.pictures.uploads import BadFile
from newsapi.seen import SeenForm, digest

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"


class ImageForm(SeenForm):
    """What is said of a picture, and its file if one is sent."""

    refusal = None  # why what was sent is shown again and not saved

    upload = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "picture-file"}),
        help_text=_("JPEG, PNG, WebP, AVIF or GIF. It takes the place of what is there."),
    )

    def mark_of(self, image):
        return f"{super().mark_of(image)} {digest(image.file)}"

    def others(self, image, seen):
        """Beside what the form says: the file, which a focal point is of."""
        found = super().others(image, seen)
        is_replaced = not seen.endswith(f" {digest(image.file)}")
        return [*found, (_("File"), image.file)] if is_replaced else found

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if not file:
            return None
        try:
            self.picture = uploads.read(file)
        except BadFile as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file

    def clean(self):
        super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        has_file = bool(self.cleaned_data.get("upload") or self.instance.file)
        if has_file:
            self.cleaned_data["source_url"] = ""  # as the file takes its place
        elif "upload" not in self.errors and not self.cleaned_data.get("source_url"):
            raise ValidationError(_("Send a file, or say at which address the picture is."))
        if self.cleaned_data.get("upload"):
            self.instance.file = self.instance.file or "on its way"  # as the constraint looks at it
