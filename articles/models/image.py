from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Image(models.Model):
    """A picture: a file of ours, or an address elsewhere."""

    file = models.ImageField(upload_to="images/%Y/%m/", blank=True, help_text="The original file.")
    source_url = models.URLField(
        max_length=1000, blank=True, help_text="Where the picture is, when it is not ours."
    )
    width = models.PositiveIntegerField(null=True, blank=True, help_text="Width of the original, in pixels.")
    height = models.PositiveIntegerField(
        null=True, blank=True, help_text="Height of the original, in pixels."
    )
    alt_uz = models.CharField(max_length=500, blank=True, help_text="What is to be seen, in Uzbek.")
    alt_ru = models.CharField(max_length=500, blank=True, help_text="What is to be seen, in Russian.")
    alt_en = models.CharField(max_length=500, blank=True, help_text="What is to be seen, in English.")
    caption_uz = models.CharField(
        max_length=1000, blank=True, help_text="The line under the picture, in Uzbek."
    )
    caption_ru = models.CharField(
        max_length=1000, blank=True, help_text="The line under the picture, in Russian."
    )
    caption_en = models.CharField(
        max_length=1000, blank=True, help_text="The line under the picture, in English."
    )
    credit = models.CharField(max_length=300, blank=True, help_text="Who is to be named as the maker.")
    focal_x = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Where the eye goes, from 0 (left) to 1 (right).",
    )
    focal_y = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Where the eye goes, from 0 (top) to 1 (bottom).",
    )
    placeholder = models.CharField(
        max_length=1000, blank=True, help_text="A data URL of a few bytes for the first paint."
    )
    renditions = models.JSONField(
        default=list,
        blank=True,
        help_text="The sizes made of it: name, file, width, height and format of each.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") ^ Q(source_url=""), name="image_is_a_file_or_an_address"
            ),
            models.UniqueConstraint(
                "source_url", condition=~Q(source_url=""), name="image_address_is_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)), name="image_focal_point_is_inside"
            ),
            models.CheckConstraint(
                condition=Q(width=None, height=None)
                | Q(width__isnull=False, height__isnull=False, width__gt=0, height__gt=0),
                name="image_has_both_sides_or_none",
            ),
        ]

    def __str__(self):
        return self.alt_en or self.alt_ru or self.alt_uz or self.source_url or self.file.name
