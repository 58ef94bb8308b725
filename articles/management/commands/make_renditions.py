from django.core.management.base import BaseCommand, CommandError

from articles.pictures import files


class Command(BaseCommand):
    help = "Make all sizes of all pictures anew from their originals, for a site that has lost their files."

    def handle(self, **options):
        if missing := files.make_again():
            raise CommandError(f"The others are made. Originals that are missing: {', '.join(missing)}")
        self.stdout.write("All sizes of all pictures are there.")
