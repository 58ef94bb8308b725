"""What clients see while they type a question; a diff of this file is a diff of the contract."""

from django.conf import settings
from rest_framework import serializers


class NameLinkSerializer(serializers.Serializer):
    """A tag or a section, and where its articles are."""

    slug = serializers.CharField(help_text="The name in URLs and filters.")
    url = serializers.URLField(help_text="The tag or section in this API.")
    name = serializers.CharField(
        help_text="The name in the answer's locale, or the nearest locale that has one."
    )


class HeadlineSerializer(serializers.Serializer):
    """An article whose headline goes on as what was typed."""

    id = serializers.IntegerField(help_text="The number of this edition.")
    slug = serializers.CharField(help_text="The name in URLs.")
    url = serializers.URLField(help_text="The article in this API.")
    web_url = serializers.URLField(help_text="The article's page on the website.")
    language = serializers.ChoiceField(
        settings.LOCALES, help_text="The locale that the headline is shown in."
    )
    title = serializers.CharField(help_text="The headline.")
    published_at = serializers.DateTimeField(help_text="When it was published, in the site's zone.")


class SuggestionsSerializer(serializers.Serializer):
    """How a question may go on; ten in all at most, and none before the second character."""

    articles = HeadlineSerializer(
        many=True, help_text="With the words in their headlines: those that begin so, then the newest."
    )
    tags = NameLinkSerializer(many=True, help_text="With the words in their names in any language.")
    sections = NameLinkSerializer(many=True, help_text="The same of sections.")
