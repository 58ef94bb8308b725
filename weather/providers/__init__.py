"""Where the weather comes from: a file for each source behind one interface. Nothing here knows a model."""

from django.conf import settings
from django.utils.translation import gettext as _

from weather.providers.met_norway import MetNorway
from weather.providers.open_meteo import OpenMeteo
from weather.providers.openweathermap import OpenWeatherMap
from weather.providers.provider import Provider

PROVIDERS: dict[str, type[Provider]] = {each.source: each for each in (MetNorway, OpenMeteo, OpenWeatherMap)}


class NotConfigured(Exception):
    """No source may be asked."""


def configured() -> Provider:
    """The source of this site. None is asked by a site that does not say whom to write to."""
    if not settings.WEATHER_CONTACT:
        raise NotConfigured(
            _(
                "WEATHER_CONTACT is not set. It is the mail address or web page that tells a weather service "
                "who asks; without it none is asked."
            )
        )
    return PROVIDERS[settings.WEATHER_PROVIDER](
        settings.WEATHER_CONTACT, settings.WEATHER_KEY, settings.WEATHER_URL
    )
