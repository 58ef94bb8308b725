from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from articles.querysets import NamedQuerySet
from newsapi.slugs import slug_constraint, slug_field

NAME_WORDS = Func(
    *map(F, ("name_uz", "name_ru", "name_en")),
    function="articles_name_words",
    output_field=SearchVectorField(),
)


class Named(models.Model):
    """Something with a name in each language, and a slug that never depends on one."""

    slug = slug_field("The name in URLs and filters.")
    name_uz = models.CharField(
        "name in Uzbek", max_length=150, blank=True, help_text="The name in Uzbek, in Latin letters."
    )
    name_ru = models.CharField(
        "name in Russian", max_length=150, blank=True, help_text="The name in Russian."
    )
    name_en = models.CharField(
        "name in English", max_length=150, blank=True, help_text="The name in English."
    )

    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint("slug", name="%(class)s_slug_is_unique"),
            slug_constraint("%(class)s_slug_is_url_safe_and_no_number"),
            models.CheckConstraint(
                condition=~Q(name_uz="", name_ru="", name_en=""), name="%(class)s_has_a_name"
            ),
        ]

    def __str__(self):
        return self.name_en or self.name_ru or self.name_uz


class Section(Named):
    """A part of the site, in the newsroom's order."""

    position = models.PositiveSmallIntegerField(
        default=100, help_text="Sections are shown from the lowest up."
    )
    description_uz = models.CharField(
        max_length=500, blank=True, help_text="One sentence for readers, in Uzbek."
    )
    description_ru = models.CharField(
        max_length=500, blank=True, help_text="One sentence for readers, in Russian."
    )
    description_en = models.CharField(
        max_length=500, blank=True, help_text="One sentence for readers, in English."
    )

    class Meta(Named.Meta):
        ordering = ["position", "pk"]


class Tag(Named):
    """What an article is about."""

    class Kind(models.TextChoices):
        TOPIC = "topic"
        PERSON = "person"
        PLACE = "place"
        ORGANISATION = "organisation"

    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.TOPIC,
        help_text="Whether it is a topic, person, place or organisation.",
    )

    class Meta(Named.Meta):
        ordering = ["slug"]
        indexes = [GinIndex(NAME_WORDS, name="tag_by_word")]
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["topic", "person", "place", "organisation"]), name="tag_kind_is_known"
            ),
        ]


class Author(Named):
    """A byline."""

    role_uz = models.CharField(max_length=150, blank=True, help_text="What the author does, in Uzbek.")
    role_ru = models.CharField(max_length=150, blank=True, help_text="What the author does, in Russian.")
    role_en = models.CharField(max_length=150, blank=True, help_text="What the author does, in English.")

    class Meta(Named.Meta):
        ordering = ["slug"]
