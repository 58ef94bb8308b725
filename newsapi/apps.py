from django.apps import AppConfig

from newsapi import checks

__all__ = ["NewsAPI", "checks"]  # importing the checks registers them


class NewsAPI(AppConfig):
    name = "newsapi"
