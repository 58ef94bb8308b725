from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.names import Section


class Membership(models.Model):
    """Somebody's place in the newsroom. What each role may do is said in articles/rights.py."""

    class Role(models.TextChoices):
        REPORTER = "reporter", _("reporter")
        EDITOR = "editor", _("editor")
        CHIEF_EDITOR = "chief_editor", _("chief editor")
        PHOTO_DESK = "photo_desk", _("photo desk")
        WEATHER_DESK = "weather_desk", _("weather desk")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="membership")
    role = models.CharField(
        _("role"), max_length=20, choices=Role, default=Role.REPORTER, help_text=_("What this person does.")
    )
    sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="members",
        verbose_name=_("sections"),
        help_text=_("The sections of a reporter or editor; a chief editor has all."),
    )

    class Meta:
        verbose_name = _("place in the newsroom")
        verbose_name_plural = _("places in the newsroom")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["reporter", "editor", "chief_editor", "photo_desk", "weather_desk"]),
                name="membership_role_is_known",
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}"
