import re

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from newsapi import purging


class Command(BaseCommand):
    help = "Have all caches forget the answers with these keys, which an answer names in Surrogate-Key."

    def add_arguments(self, parser):
        parser.add_argument("keys", metavar="KEY", nargs="+", help="such as article:42, list:en or place:all")

    def handle(self, *, keys, **options):
        for key in keys:
            if not re.fullmatch(r"[!-~]+", key):
                raise CommandError(f"A key is printable ASCII without spaces, and {key!a} is not.")
        purge = purging.purge(_("purged by hand"), keys)
        if purge is None:
            raise CommandError("No cache is configured: PURGE_URLS and PURGE_CDN_URL are empty.")
        wrong = []
        for delivery in purge.deliveries.all():
            wrong += [delivery.error] if delivery.error else []
            self.stdout.write(f"{delivery.cache}: {delivery.error or 'confirmed'}")
        if wrong:
            raise CommandError("The worker goes on trying.")
