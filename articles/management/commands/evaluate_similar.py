from django.core.management.base import BaseCommand, CommandError

from articles.evaluation.archive import CutShort, database_of_its_own, whole
from articles.evaluation.similar import TOP, TooFew, evaluate, labelled
from articles.importing.lines import Lines, opened


class Command(BaseCommand):
    help = (
        "Measure how well similar articles are found: FILE is as import_articles takes it, and the section of"
        " an article its label. The newsroom's own database is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="A file of JSON Lines, plain or gzip.")

    def handle(self, *, file, **options):
        try:
            with opened(file) as source:
                drafts = labelled(whole(Lines(source, overflow=bytes)))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except CutShort as error:
            raise CommandError(f"{file}: {error}.") from None
        except TooFew:
            raise CommandError(
                f"More than {TOP} articles of one language with a section and a date are needed."
            ) from None
        with database_of_its_own():
            try:
                self.show(evaluate(drafts))
            except ModuleNotFoundError as error:
                raise CommandError(f"{error}: requirements-dev.txt has what this needs.") from None

    def show(self, qualities):
        self.stdout.write(f"Of the first {TOP}, the share with the same label:")
        self.stdout.write("          articles   similar    TF-IDF    newest  similar / TF-IDF")
        for each in qualities:
            self.stdout.write(
                f"{each.edition:8}{each.articles:>10,}{each.similar:>10.3f}{each.tfidf:>10.3f}"
                f"{each.newest:>10.3f}{each.similar / each.tfidf:>18.2f}"
            )
