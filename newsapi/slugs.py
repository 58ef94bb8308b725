"""What every slug must be: safe in URLs, and never a number, as numbers are ids."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsapi.parameters import SLUG

PATTERN = f"^{SLUG}$"
is_slug = RegexValidator(PATTERN, _("A slug has small Latin letters, digits and single hyphens."))
has_a_letter = RegexValidator(r"[a-z]", _("A slug has at least one letter: a number alone is an id."))


def slug_field(help_text: str) -> models.SlugField:
    """A name in URLs; each model makes it unique by a constraint, which needs no second index for LIKE."""
    return models.SlugField(
        _("slug"), max_length=200, db_index=False, validators=[is_slug, has_a_letter], help_text=help_text
    )


def slug_constraint(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(slug__regex=PATTERN) & Q(slug__regex="[a-z]"),
        name=name,
        violation_error_message=_("A slug has small Latin letters, digits and single hyphens."),
    )


def unique_slug(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint("slug", name=name, violation_error_message=_("This slug is taken."))


def has_a_name(condition: Q, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=_("Give a name in one language at least."),
    )
