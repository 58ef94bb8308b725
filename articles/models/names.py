from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.querysets import NamedQuerySet
from newsapi.locales import for_the_page
from newsapi.slugs import has_a_name, slug_constraint, slug_field, unique_slug

NAME_WORDS = Func(
    *map(F, ("name_uz", "name_ru", "name_en")),
    function="articles_name_words",
    output_field=SearchVectorField(),
)


class Named(models.Model):
    """Something with a name in each language, and a slug that never depends on one."""

    slug = slug_field(_("The name in URLs and filters."))
    name_uz = models.CharField(
        _("name in Uzbek"), max_length=150, blank=True, help_text=_("The name in Uzbek, in Latin letters.")
    )
    name_ru = models.CharField(
        _("name in Russian"), max_length=150, blank=True, help_text=_("The name in Russian.")
    )
    name_en = models.CharField(
        _("name in English"), max_length=150, blank=True, help_text=_("The name in English.")
    )

    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            unique_slug("%(class)s_slug_is_unique"),
            slug_constraint("%(class)s_slug_is_url_safe_and_no_number"),
            has_a_name(~Q(name_uz="", name_ru="", name_en=""), "%(class)s_has_a_name"),
        ]

    def __str__(self):
        return for_the_page(self, "name")


class Section(Named):
    """A part of the site, in the newsroom's order."""

    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Sections are shown from the lowest up.")
    )
    description_uz = models.CharField(
        _("description in Uzbek"),
        max_length=500,
        blank=True,
        help_text=_("One sentence for readers, in Uzbek."),
    )
    description_ru = models.CharField(
        _("description in Russian"),
        max_length=500,
        blank=True,
        help_text=_("One sentence for readers, in Russian."),
    )
    description_en = models.CharField(
        _("description in English"),
        max_length=500,
        blank=True,
        help_text=_("One sentence for readers, in English."),
    )

    class Meta(Named.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]


class Tag(Named):
    """What an article is about."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("topic")
        PERSON = "person", _("person")
        PLACE = "place", _("place")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind,
        default=Kind.TOPIC,
        help_text=_("Whether it is a topic, person, place or organisation."),
    )

    class Meta(Named.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]
        indexes = [GinIndex(NAME_WORDS, name="tag_by_word")]
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["topic", "person", "place", "organisation"]),
                name="tag_kind_is_known",
                violation_error_message=_("Whether it is a topic, person, place or organisation."),
            ),
        ]


class Author(Named):
    """A byline."""

    role_uz = models.CharField(
        _("role in Uzbek"), max_length=150, blank=True, help_text=_("What the author does, in Uzbek.")
    )
    role_ru = models.CharField(
        _("role in Russian"), max_length=150, blank=True, help_text=_("What the author does, in Russian.")
    )
    role_en = models.CharField(
        _("role in English"), max_length=150, blank=True, help_text=_("What the author does, in English.")
    )

    class Meta(Named.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["slug"]
