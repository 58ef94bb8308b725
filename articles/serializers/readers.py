"""What is told of readers: how often articles are read, and which most."""

from rest_framework import serializers

from articles.serializers.articles import CardSerializer


class PopularSerializer(CardSerializer):
    """A card, and how often it was read lately."""

    views_in_window = serializers.IntegerField(min_value=1, help_text="Readings within the window.")


class ScoreSerializer(serializers.Serializer):
    """What an article is ranked by: `recent_views / (age_hours + 2) ** 1.25`."""

    value = serializers.FloatField(min_value=0, help_text="The higher, the faster it is read for its age.")
    recent_views = serializers.FloatField(
        min_value=0, help_text="Readings, each halved for every six hours since."
    )
    age_hours = serializers.FloatField(min_value=0, help_text="Hours since the article was published.")


class TrendingSerializer(CardSerializer):
    """A card, and what it is ranked by."""

    score = ScoreSerializer(help_text="What it is ranked by, with its parts.")


class DayViewsSerializer(serializers.Serializer):
    """How often an article was read on one day."""

    date = serializers.DateField(help_text="The day in the site's zone.")
    views = serializers.IntegerField(min_value=0, help_text="Readings on that day.")


class ViewsSerializer(serializers.Serializer):
    """How often an article is read."""

    views = serializers.IntegerField(min_value=0, help_text="How often it was read, ever.")
    as_of = serializers.DateTimeField(help_text="Every reading that was reported before is counted.")
    by_day = DayViewsSerializer(many=True, help_text="The last thirty days, today last.")


class ViewReportSerializer(serializers.Serializer):
    """What became of a report."""

    counted = serializers.BooleanField(
        help_text="Whether it is one more view: false for a reader of the last half hour, and for robots."
    )
