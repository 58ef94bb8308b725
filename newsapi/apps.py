from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from newsapi import checks

__all__ = ["NewsAPI", "checks"]  # importing the checks registers them


class NewsAPI(AppConfig):
    name = "newsapi"
    verbose_name = _("System")
