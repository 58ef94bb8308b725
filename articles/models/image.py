from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.querysets import ImageQuerySet
from newsapi.locales import for_the_page


def share(label: str, help_text: str) -> models.FloatField:
    return models.FloatField(
        label, default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)], help_text=help_text
    )


class Image(models.Model):
    """A picture: a file of ours, or an address elsewhere."""

    file = models.CharField(
        _("file"),
        max_length=100,
        blank=True,
        help_text=_("The original, cleaned, in the storage that readers have no way into."),
    )
    source_url = models.URLField(
        _("address elsewhere"),
        max_length=1000,
        blank=True,
        help_text=_("Where the picture is, when it is not ours."),
    )
    width = models.PositiveIntegerField(
        _("width"), null=True, blank=True, help_text=_("Width of the original, in pixels.")
    )
    height = models.PositiveIntegerField(
        _("height"), null=True, blank=True, help_text=_("Height of the original, in pixels.")
    )
    alt_uz = models.CharField(
        _("alt text, Uzbek"), max_length=500, blank=True, help_text=_("What is to be seen, in Uzbek.")
    )
    alt_ru = models.CharField(
        _("alt text, Russian"), max_length=500, blank=True, help_text=_("What is to be seen, in Russian.")
    )
    alt_en = models.CharField(
        _("alt text, English"), max_length=500, blank=True, help_text=_("What is to be seen, in English.")
    )
    caption_uz = models.CharField(
        _("caption, Uzbek"),
        max_length=1000,
        blank=True,
        help_text=_("The line under the picture, in Uzbek."),
    )
    caption_ru = models.CharField(
        _("caption, Russian"),
        max_length=1000,
        blank=True,
        help_text=_("The line under the picture, in Russian."),
    )
    caption_en = models.CharField(
        _("caption, English"),
        max_length=1000,
        blank=True,
        help_text=_("The line under the picture, in English."),
    )
    credit = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Who is to be named as the maker.")
    )
    focal_x = share(_("focal point across"), _("Where the eye goes, from 0 (left) to 1 (right)."))
    focal_y = share(_("focal point down"), _("Where the eye goes, from 0 (top) to 1 (bottom)."))
    rights_end_at = models.DateTimeField(
        _("end of rights"),
        null=True,
        blank=True,
        help_text=_("From this moment readers see a stand-in everywhere."),
    )
    placeholder = models.CharField(
        max_length=1000, blank=True, help_text=_("A data URL of a few bytes for the first paint.")
    )
    renditions = models.JSONField(
        default=list, blank=True, help_text=_("The record of the files that the public may fetch.")
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                "rights_end_at", name="image_by_end_of_rights", condition=Q(rights_end_at__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") ^ Q(source_url=""),
                name="image_is_a_file_or_an_address",
                violation_error_message=_("A picture is either a file or an address elsewhere."),
            ),
            models.UniqueConstraint(
                "source_url",
                condition=~Q(source_url=""),
                name="image_address_is_kept_once",
                violation_error_message=_("The picture at this address is there already."),
            ),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="image_focal_point_is_inside",
                violation_error_message=_("The focal point lies within the picture."),
            ),
            models.CheckConstraint(
                condition=Q(width=None, height=None)
                | Q(width__isnull=False, height__isnull=False, width__gt=0, height__gt=0),
                name="image_has_both_sides_or_none",
                violation_error_message=_("A picture has a width and a height, or neither."),
            ),
        ]

    def __str__(self):
        return for_the_page(self, "alt") or self.source_url or self.file.rpartition("/")[2]

    def has_ended(self, at: datetime) -> bool:
        """Whether the rights to show it are over."""
        return self.rights_end_at is not None and self.rights_end_at <= at
