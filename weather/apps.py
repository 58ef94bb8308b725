from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Weather(AppConfig):
    name = "weather"
    verbose_name = _("Weather")
