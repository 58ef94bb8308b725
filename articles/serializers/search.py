"""What answers to questions look like."""

from rest_framework import serializers

from articles.serializers.articles import CardSerializer


class HighlightSerializer(serializers.Serializer):
    """Where the words stand, as HTML: they are in `<mark>`, and all else is escaped."""

    title = serializers.CharField(help_text="The headline.")
    text = serializers.CharField(help_text="The part of the text with most of the words, else its beginning.")


class FoundSerializer(CardSerializer):
    """A card, where the words stand in it, and how good an answer it is."""

    highlight = HighlightSerializer(help_text="Where the words stand.")
    score = serializers.FloatField(min_value=0, help_text="What its place in the list follows from.")


class FacetSerializer(serializers.Serializer):
    """How many of the articles that were found have something in common."""

    value = serializers.CharField(help_text="What a filter takes: a slug, or a month such as 2025-03.")
    label = serializers.CharField(help_text="The same as readers say it, in the answer's locale.")
    count = serializers.IntegerField(min_value=1, help_text="So many of the articles that were found.")


class FacetsSerializer(serializers.Serializer):
    """Those that were asked for, the values with the most articles first; months from the newest on."""

    section = FacetSerializer(many=True, required=False, help_text="Where they appear; 20 values at most.")
    tag = FacetSerializer(many=True, required=False, help_text="What they are about; 20 values at most.")
    month = FacetSerializer(many=True, required=False, help_text="When they were published.")


class SearchSerializer(serializers.Serializer):
    """What a search says beside the articles that it finds."""

    did_you_mean = serializers.CharField(
        allow_null=True, help_text="The words that were searched instead, as what was typed occurs nowhere."
    )
    is_complete = serializers.BooleanField(
        help_text="False where more may match, all of them older; counts and facets are of the newest."
    )
    facets = FacetsSerializer(required=False, help_text="Numbers of articles; only with facets=….")
