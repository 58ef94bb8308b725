"""What clients see of the weather, field by field. Rows arrive in this shape (reading.py)."""

from rest_framework import serializers

from weather.conditions import CONDITIONS
from weather.sources import SOURCES

NAME = "The name in the answer's locale, or the nearest locale that has one."


class PlaceLinkSerializer(serializers.Serializer):
    """The place of a snapshot."""

    slug = serializers.CharField(help_text="The name in URLs and filters.")
    name = serializers.CharField(help_text=NAME)


class WindSerializer(serializers.Serializer):
    """How the wind blows."""

    speed_ms = serializers.FloatField(min_value=0, help_text="Metres a second.")
    gust_ms = serializers.FloatField(min_value=0, allow_null=True, help_text="Gusts, in metres a second.")
    from_deg = serializers.FloatField(
        min_value=0,
        max_value=360,
        allow_null=True,
        help_text="Where it comes from, clockwise from the north; below 360.",
    )
    compass = serializers.CharField(
        allow_null=True, help_text="Where it comes from: one of eight compass points in the answer's locale."
    )


class ConditionSerializer(serializers.Serializer):
    """What the sky does."""

    code = serializers.ChoiceField(list(CONDITIONS), help_text="A name that never changes.")
    text = serializers.CharField(help_text="The same in the answer's locale, in small letters.")
    icon = serializers.CharField(
        help_text="The name of the icon, by day and night where the sky is seen; its picture is at "
        "/static/weather/icons/{icon}.svg on the same host."
    )


class AttributionSerializer(serializers.Serializer):
    """What the source's licence wants printed beside its data."""

    text = serializers.CharField(help_text="The words to print.")
    url = serializers.URLField(help_text="Where they must lead.")


class SnapshotSerializer(serializers.Serializer):
    """The weather of a place at one moment."""

    id = serializers.IntegerField(help_text="The number of the snapshot.")
    url = serializers.URLField(help_text="The snapshot in this API.")
    place = PlaceLinkSerializer(help_text="Where.")
    observed_at = serializers.DateTimeField(
        help_text="The moment that the values are of, in the site's zone."
    )
    temperature_c = serializers.FloatField(help_text="Air temperature in °C.")
    feels_like_c = serializers.FloatField(
        allow_null=True, help_text="The temperature that people feel, in °C."
    )
    humidity_percent = serializers.FloatField(
        min_value=0, max_value=100, allow_null=True, help_text="Relative humidity in percent."
    )
    pressure_hpa = serializers.FloatField(
        allow_null=True, help_text="Air pressure at sea level, in hectopascals."
    )
    wind = WindSerializer(help_text="How the wind blows.")
    condition = ConditionSerializer(help_text="What the sky does.")
    is_day = serializers.BooleanField(help_text="Whether the sun is up.")
    source = serializers.ChoiceField(list(SOURCES), help_text="Who observed it.")
    attribution = AttributionSerializer(
        allow_null=True, help_text="How the source must be named; null when it need not be."
    )
    stale = serializers.BooleanField(help_text="Whether it is older than this site takes for current.")
    line = serializers.CharField(help_text="The sentence to print, such as “+17° clear, wind 1 m/s, SW”.")


class PlaceSerializer(serializers.Serializer):
    """A place whose weather is kept."""

    id = serializers.IntegerField(help_text="The number of the place.")
    slug = serializers.CharField(help_text="The name in URLs and filters.")
    url = serializers.URLField(help_text="The place in this API.")
    name = serializers.CharField(help_text=NAME)
    latitude = serializers.FloatField(
        min_value=-90, max_value=90, help_text="Degrees north of the equator; south is negative."
    )
    longitude = serializers.FloatField(
        min_value=-180, max_value=180, help_text="Degrees east of Greenwich; west is negative."
    )
    timezone = serializers.CharField(help_text="The IANA time zone that its clocks show.")
    current = SnapshotSerializer(allow_null=True, help_text="The newest snapshot; null when there is none.")


class ForecastHourSerializer(SnapshotSerializer):
    """The weather that is expected at a place at one moment; `stale` when it has not been renewed lately."""

    id = None
    url = None


class ForecastDaySerializer(ForecastHourSerializer):
    """A day of the place's clocks: its midday, under the sky that most of its light hours will have."""

    date = serializers.DateField(help_text="The day by the place's clocks.")
    temperature_min_c = serializers.FloatField(help_text="The lowest temperature of the day.")
    temperature_max_c = serializers.FloatField(help_text="The highest temperature of the day.")


class ForecastSerializer(serializers.Serializer):
    """What is expected at a place."""

    place = PlaceLinkSerializer(help_text="Where.")
    as_of = serializers.DateTimeField(
        allow_null=True,
        help_text="When the source last gave it or said that it still holds; null without a forecast.",
    )
    hours = ForecastHourSerializer(
        many=True, help_text="The next 48 hours, as many moments of them as the source knows."
    )
    days = ForecastDaySerializer(
        many=True, help_text="The seven days after today, as far as the source sees ahead."
    )


class DailyWeatherSerializer(serializers.Serializer):
    """What the weather of a place was on one day of its clocks."""

    date = serializers.DateField(help_text="The day by the place's clocks.")
    temperature_min_c = serializers.FloatField(help_text="The lowest temperature that was observed.")
    temperature_max_c = serializers.FloatField(help_text="The highest temperature that was observed.")
    temperature_mean_c = serializers.FloatField(
        help_text="The mean of the first temperatures of its hours, with one decimal."
    )
    condition = ConditionSerializer(help_text="What the sky did in most of its hours.")
    hour_count = serializers.IntegerField(
        min_value=1,
        max_value=26,
        help_text="Of how many hours something is known; some clocks go back by two on one day.",
    )
    attributions = AttributionSerializer(many=True, help_text="How the sources must be named.")
