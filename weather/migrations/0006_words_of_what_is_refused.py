"""Words that the newsroom reads; the database is left as it is."""

import datetime
import django.core.validators
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("weather", "0005_changes_are_noted"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="fetching",
            options={
                "default_permissions": (),
                "verbose_name": "fetching of a place",
                "verbose_name_plural": "fetchings of places",
            },
        ),
        migrations.AlterModelOptions(
            name="forecast",
            options={
                "default_permissions": (),
                "ordering": ["place", "at"],
                "verbose_name": "forecast",
                "verbose_name_plural": "forecasts",
            },
        ),
        migrations.AlterField(
            model_name="place",
            name="slug",
            field=models.SlugField(
                db_index=False,
                help_text="The name in URLs and filters.",
                max_length=200,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*$",
                        "A slug has small Latin letters, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "[a-z]", "A slug has at least one letter: a number alone is an id."
                    ),
                ],
                verbose_name="slug",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_temperature_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("temperature_c__gte", -90), ("temperature_c__lte", 60)),
                name="forecast_temperature_occurs_on_earth",
                violation_error_message="temperature must be from -90 to 60.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_felt_temperature_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("feels_like_c__gte", -120), ("feels_like_c__lte", 90)),
                name="forecast_felt_temperature_occurs_on_earth",
                violation_error_message="felt temperature must be from -120 to 90.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_humidity_is_a_percentage",
            constraint=models.CheckConstraint(
                condition=models.Q(("humidity_percent__gte", 0), ("humidity_percent__lte", 100)),
                name="forecast_humidity_is_a_percentage",
                violation_error_message="humidity must be from 0 to 100.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_pressure_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("pressure_hpa__gte", 800), ("pressure_hpa__lte", 1100)),
                name="forecast_pressure_occurs_on_earth",
                violation_error_message="pressure must be from 800 to 1100.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_wind_speed_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("wind_speed_ms__gte", 0), ("wind_speed_ms__lte", 120)),
                name="forecast_wind_speed_occurs_on_earth",
                violation_error_message="wind speed must be from 0 to 120.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_gust_speed_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("wind_gust_ms__gte", 0), ("wind_gust_ms__lte", 120)),
                name="forecast_gust_speed_occurs_on_earth",
                violation_error_message="speed of gusts must be from 0 to 120.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_wind_direction_is_on_the_compass",
            constraint=models.CheckConstraint(
                condition=models.Q(("wind_from_deg__gte", 0), ("wind_from_deg__lt", 360)),
                name="forecast_wind_direction_is_on_the_compass",
                violation_error_message="The wind direction must be from 0 to below 360.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_condition_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "condition_code__in",
                        [
                            "clear",
                            "mostly_clear",
                            "partly_cloudy",
                            "cloudy",
                            "mist",
                            "fog",
                            "haze",
                            "smoke",
                            "dust",
                            "dust_storm",
                            "squall",
                            "tornado",
                            "drizzle",
                            "freezing_drizzle",
                            "light_rain",
                            "rain",
                            "heavy_rain",
                            "freezing_rain",
                            "light_showers",
                            "showers",
                            "heavy_showers",
                            "light_sleet",
                            "sleet",
                            "heavy_sleet",
                            "sleet_showers",
                            "light_snow",
                            "snow",
                            "heavy_snow",
                            "snow_showers",
                            "heavy_snow_showers",
                            "blowing_snow",
                            "thunderstorm",
                            "rain_thunderstorm",
                            "heavy_rain_thunderstorm",
                            "sleet_thunderstorm",
                            "snow_thunderstorm",
                            "hail_thunderstorm",
                            "hail",
                        ],
                    )
                ),
                name="forecast_condition_is_known",
                violation_error_message="This weather is not known.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="forecast",
            name="forecast_source_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source__in", ["met_norway", "open_meteo", "openweathermap", "manual", "demonstration"])
                ),
                name="forecast_source_is_known",
                violation_error_message="This source is not known.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="place",
            name="place_slug_is_unique",
            constraint=models.UniqueConstraint(
                models.F("slug"), name="place_slug_is_unique", violation_error_message="This slug is taken."
            ),
        ),
        migrations.AlterConstraint(
            model_name="place",
            name="place_slug_is_url_safe_and_no_number",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(?:-[a-z0-9]+)*$"), ("slug__regex", "[a-z]")),
                name="place_slug_is_url_safe_and_no_number",
                violation_error_message="A slug has small Latin letters, digits and single hyphens.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="place",
            name="place_has_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_uz__regex", "\\S"),
                    ("name_ru__regex", "\\S"),
                    ("name_en__regex", "\\S"),
                    _connector="OR",
                ),
                name="place_has_a_name",
                violation_error_message="Give a name in one language at least.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="place",
            name="place_timezone_is_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(("timezone__regex", "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$")),
                name="place_timezone_is_a_name",
                violation_error_message="Give an IANA time zone such as Asia/Tashkent.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_is_kept_once_by_place_source_and_time",
            constraint=models.UniqueConstraint(
                models.F("place"),
                models.F("source"),
                models.F("observed_at"),
                name="snapshot_is_kept_once_by_place_source_and_time",
                violation_error_message="This place has a snapshot of this source and time already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_is_younger_than_weather_services",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("observed_at__gte", datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))
                ),
                name="snapshot_is_younger_than_weather_services",
                violation_error_message="No weather service is as old as that: check the year.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_is_no_forecast",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "observed_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.datetime.Now(),
                            "+",
                            models.Value(datetime.timedelta(seconds=3600)),
                        ),
                    )
                ),
                name="snapshot_is_no_forecast",
                violation_error_message="What was observed cannot be in the future.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_temperature_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("temperature_c__gte", -90), ("temperature_c__lte", 60)),
                name="snapshot_temperature_occurs_on_earth",
                violation_error_message="temperature must be from -90 to 60.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_felt_temperature_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("feels_like_c__gte", -120), ("feels_like_c__lte", 90)),
                name="snapshot_felt_temperature_occurs_on_earth",
                violation_error_message="felt temperature must be from -120 to 90.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_humidity_is_a_percentage",
            constraint=models.CheckConstraint(
                condition=models.Q(("humidity_percent__gte", 0), ("humidity_percent__lte", 100)),
                name="snapshot_humidity_is_a_percentage",
                violation_error_message="humidity must be from 0 to 100.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_pressure_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("pressure_hpa__gte", 800), ("pressure_hpa__lte", 1100)),
                name="snapshot_pressure_occurs_on_earth",
                violation_error_message="pressure must be from 800 to 1100.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_wind_speed_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("wind_speed_ms__gte", 0), ("wind_speed_ms__lte", 120)),
                name="snapshot_wind_speed_occurs_on_earth",
                violation_error_message="wind speed must be from 0 to 120.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_gust_speed_occurs_on_earth",
            constraint=models.CheckConstraint(
                condition=models.Q(("wind_gust_ms__gte", 0), ("wind_gust_ms__lte", 120)),
                name="snapshot_gust_speed_occurs_on_earth",
                violation_error_message="speed of gusts must be from 0 to 120.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_wind_direction_is_on_the_compass",
            constraint=models.CheckConstraint(
                condition=models.Q(("wind_from_deg__gte", 0), ("wind_from_deg__lt", 360)),
                name="snapshot_wind_direction_is_on_the_compass",
                violation_error_message="The wind direction must be from 0 to below 360.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_condition_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "condition_code__in",
                        [
                            "clear",
                            "mostly_clear",
                            "partly_cloudy",
                            "cloudy",
                            "mist",
                            "fog",
                            "haze",
                            "smoke",
                            "dust",
                            "dust_storm",
                            "squall",
                            "tornado",
                            "drizzle",
                            "freezing_drizzle",
                            "light_rain",
                            "rain",
                            "heavy_rain",
                            "freezing_rain",
                            "light_showers",
                            "showers",
                            "heavy_showers",
                            "light_sleet",
                            "sleet",
                            "heavy_sleet",
                            "sleet_showers",
                            "light_snow",
                            "snow",
                            "heavy_snow",
                            "snow_showers",
                            "heavy_snow_showers",
                            "blowing_snow",
                            "thunderstorm",
                            "rain_thunderstorm",
                            "heavy_rain_thunderstorm",
                            "sleet_thunderstorm",
                            "snow_thunderstorm",
                            "hail_thunderstorm",
                            "hail",
                        ],
                    )
                ),
                name="snapshot_condition_is_known",
                violation_error_message="This weather is not known.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="snapshot",
            name="snapshot_source_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source__in", ["met_norway", "open_meteo", "openweathermap", "manual", "demonstration"])
                ),
                name="snapshot_source_is_known",
                violation_error_message="This source is not known.",
            ),
        ),
    ]
