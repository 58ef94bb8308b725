from datetime import UTC, datetime
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from newsapi.locales import for_the_page
from newsapi.slugs import has_a_name, slug_constraint, slug_field, unique_slug
from weather.conditions import CONDITIONS, in_the_editors_language
from weather.limits import CLOCKS_DIFFER_BY, LIMITS
from weather.querysets import NEWEST_FIRST, ForecastQuerySet, PlaceQuerySet, SnapshotQuerySet
from weather.sources import SOURCES

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


def newest_first(name: str, *columns: str) -> models.Index:
    """An index in the order of a list of snapshots."""
    return models.Index(*columns, F("observed_at").desc(), F("id").desc(), name=name)


def within(column: str, label: str, least: float, most: float, name: str) -> models.CheckConstraint:
    """The column is a number from `least` to `most`; PostgreSQL holds NaN to be above every number."""
    return models.CheckConstraint(
        condition=Q((f"{column}__gte", least), (f"{column}__lte", most)),
        name=name,
        violation_error_message=format_lazy(
            _("{what} must be from {least} to {most}."), what=label, least=least, most=most
        ),
    )


class Place(models.Model):
    """A place whose weather is kept."""

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
    latitude = models.FloatField(
        _("latitude"), help_text=_("Degrees north of the equator; south is negative.")
    )
    longitude = models.FloatField(_("longitude"), help_text=_("Degrees east of Greenwich; west is negative."))
    timezone = models.CharField(
        _("time zone"),
        max_length=50,
        default="Asia/Tashkent",
        help_text=_("The IANA time zone that its clocks show, such as Asia/Tashkent."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Places are shown from the lowest up.")
    )
    updated_at = models.DateTimeField(auto_now=True, help_text="When this was last changed.")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["position", "pk"]
        constraints = [
            unique_slug("place_slug_is_unique"),
            slug_constraint("place_slug_is_url_safe_and_no_number"),
            has_a_name(
                Q(name_uz__regex=r"\S") | Q(name_ru__regex=r"\S") | Q(name_en__regex=r"\S"),
                "place_has_a_name",
            ),
            within("latitude", _("latitude"), -90, 90, "place_latitude_is_on_earth"),
            within("longitude", _("longitude"), -180, 180, "place_longitude_is_on_earth"),
            models.CheckConstraint(
                condition=Q(timezone__regex=r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"),
                name="place_timezone_is_a_name",
                violation_error_message=_("Give an IANA time zone such as Asia/Tashkent."),
            ),
        ]
        indexes = [models.Index("position", "id", name="place_by_position")]

    def __str__(self):
        return for_the_page(self, "name")

    def clean(self):
        if self.timezone not in available_timezones() - {"localtime"}:
            raise ValidationError({"timezone": _("Give an IANA time zone such as Asia/Tashkent.")})


def occurs_on_earth(column: str, label: str, name: str) -> models.CheckConstraint:
    return within(column, label, *LIMITS[column], name=name)


class Weather(models.Model):
    """The weather of a place at one moment, as one source tells it."""

    place = models.ForeignKey(
        Place,
        models.CASCADE,
        verbose_name=_("place"),
        db_index=False,  # an index of each table begins with it
        related_name="%(class)ss",
        help_text=_("Where."),
    )
    temperature_c = models.FloatField(_("temperature"), help_text=_("Air temperature in °C."))
    feels_like_c = models.FloatField(
        _("felt temperature"), null=True, blank=True, help_text=_("The temperature that people feel, in °C.")
    )
    humidity_percent = models.FloatField(
        _("humidity"), null=True, blank=True, help_text=_("Relative humidity in percent.")
    )
    pressure_hpa = models.FloatField(
        _("pressure"), null=True, blank=True, help_text=_("Air pressure at sea level, in hectopascals.")
    )
    wind_speed_ms = models.FloatField(_("wind speed"), help_text=_("Wind speed in metres a second."))
    wind_gust_ms = models.FloatField(
        _("speed of gusts"), null=True, blank=True, help_text=_("Speed of the gusts in metres a second.")
    )
    wind_from_deg = models.FloatField(
        _("wind direction"),
        null=True,
        blank=True,
        help_text=_("Where the wind comes from, clockwise from the north: 0 to below 360 degrees."),
    )
    condition_code = models.CharField(
        _("condition"),
        max_length=30,
        choices=[(code, in_the_editors_language(code)) for code in CONDITIONS],
        help_text=_("What the sky does."),
    )
    is_day = models.BooleanField(_("by day"), default=True, help_text=_("Whether the sun is up."))
    source = models.CharField(
        _("source"),
        max_length=20,
        choices=[(source, source) for source in SOURCES],
        help_text=_("Who observed it."),
    )

    class Meta:
        abstract = True
        constraints = [
            occurs_on_earth("temperature_c", _("temperature"), "%(class)s_temperature_occurs_on_earth"),
            occurs_on_earth(
                "feels_like_c", _("felt temperature"), "%(class)s_felt_temperature_occurs_on_earth"
            ),
            occurs_on_earth("humidity_percent", _("humidity"), "%(class)s_humidity_is_a_percentage"),
            occurs_on_earth("pressure_hpa", _("pressure"), "%(class)s_pressure_occurs_on_earth"),
            occurs_on_earth("wind_speed_ms", _("wind speed"), "%(class)s_wind_speed_occurs_on_earth"),
            occurs_on_earth("wind_gust_ms", _("speed of gusts"), "%(class)s_gust_speed_occurs_on_earth"),
            models.CheckConstraint(
                condition=Q(wind_from_deg__gte=0, wind_from_deg__lt=360),
                name="%(class)s_wind_direction_is_on_the_compass",
                violation_error_message=_("The wind direction must be from 0 to below 360."),
            ),
            models.CheckConstraint(
                condition=Q(condition_code__in=list(CONDITIONS)),
                name="%(class)s_condition_is_known",
                violation_error_message=_("This weather is not known."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=list(SOURCES)),
                name="%(class)s_source_is_known",
                violation_error_message=_("This source is not known."),
            ),
        ]


class Snapshot(Weather):
    """The weather of a place at one moment, as one source observed it."""

    observed_at = models.DateTimeField(_("observed at"), help_text=_("The moment that the values are of."))
    updated_at = models.DateTimeField(auto_now=True, help_text="When this was last changed.")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = NEWEST_FIRST
        constraints = [
            models.UniqueConstraint(
                *("place", "source", "observed_at"),
                name="snapshot_is_kept_once_by_place_source_and_time",
                violation_error_message=_("This place has a snapshot of this source and time already."),
            ),
            models.CheckConstraint(
                condition=Q(observed_at__gte=EARLIEST),
                name="snapshot_is_younger_than_weather_services",
                violation_error_message=_("No weather service is as old as that: check the year."),
            ),
            models.CheckConstraint(
                condition=Q(observed_at__lte=Now() + CLOCKS_DIFFER_BY),
                name="snapshot_is_no_forecast",
                violation_error_message=_("What was observed cannot be in the future."),
            ),
            *Weather.Meta.constraints,
        ]
        indexes = [  # each list in its order
            newest_first("snapshot_by_time"),
            newest_first("snapshot_by_place", "place"),
            newest_first("snapshot_by_source", "source"),
        ]

    def __str__(self):
        return f"{self.place_id}, {self.observed_at:%Y-%m-%d %H:%M}"


class Forecast(Weather):
    """The weather of a place at a coming moment, as the source expected it when it was last asked."""

    at = models.DateTimeField(help_text="The moment that the values are of.")

    objects = ForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        ordering = ["place", "at"]
        default_permissions = ()  # only what fetches the weather writes it
        constraints = [
            models.UniqueConstraint("place", "at", name="forecast_has_each_moment_once"),
            *Weather.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.place_id}, {self.at:%Y-%m-%d %H:%M}"


class Fetching(models.Model):
    """How far a place's weather has been fetched; what a restart must not forget."""

    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, help_text="Where.")
    source = models.CharField(max_length=20, help_text="Who was asked.")
    latitude = models.FloatField(help_text="The latitude that was asked for.")
    longitude = models.FloatField(help_text="The longitude that was asked for.")
    asked_at = models.DateTimeField(null=True, help_text="When the source was last asked.")
    confirmed_at = models.DateTimeField(
        null=True, help_text="When the source last gave what is stored, or said that it is still right."
    )
    expires_at = models.DateTimeField(
        null=True, help_text="The source says nothing new before this, and is not asked."
    )
    last_modified = models.CharField(
        max_length=100, blank=True, help_text="How the source dated what is stored, in its own words."
    )
    next_at = models.DateTimeField(null=True, help_text="When the worker asks again.")
    paused_until = models.DateTimeField(
        null=True, help_text="The source has said that it wants no questions at all before this."
    )
    failures = models.PositiveIntegerField(default=0, help_text="How often asking has failed in a row.")
    error = models.TextField(blank=True, help_text="Why asking failed; empty when it went well.")

    class Meta:
        verbose_name = _("fetching of a place")
        verbose_name_plural = _("fetchings of places")
        default_permissions = ()
        indexes = [models.Index("source", "paused_until", name="fetching_by_pause")]

    def __str__(self):
        return f"{self.place_id}, {self.source}"
