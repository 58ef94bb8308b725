"""Sections, tags and authors as clients see them."""

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.models import Tag

LOCALES = settings.LOCALES


@extend_schema_field(
    {
        "type": "object",
        "properties": {locale: {"type": ["string", "null"]} for locale in LOCALES},
        "required": list(LOCALES),
    }
)
class NamesField(serializers.DictField):
    """The name in every locale of the site."""


class SectionSerializer(serializers.Serializer):
    """A part of the site."""

    slug = serializers.CharField(help_text="The name in URLs and filters.")
    url = serializers.URLField(help_text="The section in this API.")
    name = serializers.CharField(
        help_text="The name in the answer's locale, or the nearest locale that has one."
    )
    names = NamesField(help_text="The name in each locale, null where there is none.")
    description = serializers.CharField(allow_null=True, help_text="One sentence about it.")
    position = serializers.IntegerField(help_text="Sections are shown from the lowest up.")
    article_count = serializers.IntegerField(
        required=False, help_text="Public articles in the locale's edition; only with expand=article_count."
    )


class TagSerializer(serializers.Serializer):
    """What articles are about."""

    slug = serializers.CharField(help_text="The name in URLs and filters.")
    url = serializers.URLField(help_text="The tag in this API.")
    name = serializers.CharField(
        help_text="The name in the answer's locale, or the nearest locale that has one."
    )
    names = NamesField(help_text="The name in each locale, null where there is none.")
    kind = serializers.ChoiceField(
        Tag.Kind.values, help_text="Whether it is a topic, person, place or organisation."
    )
    article_count = serializers.IntegerField(
        required=False, help_text="Public articles in the locale's edition; only with expand=article_count."
    )


class AuthorSerializer(serializers.Serializer):
    """Who writes."""

    slug = serializers.CharField(help_text="The name in URLs and filters.")
    url = serializers.URLField(help_text="The author in this API.")
    name = serializers.CharField(
        help_text="The name in the answer's locale, or the nearest locale that has one."
    )
    names = NamesField(help_text="The name in each locale, null where there is none.")
    role = serializers.CharField(allow_null=True, help_text="What the author does.")
    article_count = serializers.IntegerField(
        required=False, help_text="Public articles in the locale's edition; only with expand=article_count."
    )
