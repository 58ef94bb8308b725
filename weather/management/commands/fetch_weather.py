from collections import Counter

from django.core.management import BaseCommand, CommandError

from weather.ingestion import fetch_each
from weather.models import Place
from weather.providers import NotConfigured, configured

WORDS = {"new": "new weather", "unchanged": "unchanged", "waiting": "not asked", "failed": "FAILED"}


class Command(BaseCommand):
    help = (
        "Fetch the weather of all places, or of those named. Safe to run again: a source is not asked before "
        "it has something new. Exits 1 when a place failed."
    )

    def add_arguments(self, parser):
        parser.add_argument("places", nargs="*", metavar="place", help="Slugs; all places without any.")

    def handle(self, *, places, **options):
        try:
            provider = configured()
        except NotConfigured as error:
            raise CommandError(str(error)) from error
        kinds = Counter()
        failed = []
        for outcome in fetch_each(named(places), provider, by_hand=True):
            why = f" ({outcome.why})" if outcome.why else ""
            self.stdout.write(f"{outcome.place.slug}: {WORDS[outcome.kind]}{why}")
            kinds[outcome.kind] += 1
            if outcome.kind == "failed":
                failed.append(outcome.place.slug)
        counts = ", ".join(f"{kinds[kind]} {words.lower()}" for kind, words in WORDS.items() if kinds[kind])
        number = "1 place" if kinds.total() == 1 else f"{kinds.total()} places"
        self.stdout.write(f"{provider.source}, {number}: {counts or 'nothing to do'}.")
        if failed:
            raise CommandError(f"No weather for: {', '.join(failed)}")


def named(slugs: list[str]) -> list[Place]:
    """The places with these slugs, in the newsroom's order; all without any."""
    places = list(Place.objects.filter(slug__in=slugs) if slugs else Place.objects.all())
    if unknown := set(slugs) - {place.slug for place in places}:
        known = ", ".join(Place.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no place {', '.join(sorted(unknown))}. The places are: {known}.")
    return places
