from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.demonstration import loading
from articles.models import Article, Section
from weather import demonstration as weather_demonstration


class Command(BaseCommand):
    help = "Load the demonstration newsroom into an empty database; does nothing where there is any article."

    def handle(self, **options):
        if Article.objects.exists() or Section.objects.exists():
            self.stdout.write("The newsroom has articles already; nothing was loaded.")
            return
        now = timezone.now()
        with transaction.atomic():
            articles = loading.load(now)
            places = weather_demonstration.load(loading.newsroom()["places"], now)
        self.stdout.write(f"Loaded {articles} articles and the weather of {places} places.")
