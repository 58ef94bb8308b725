from django.core.management.base import BaseCommand, CommandError

from articles.evaluation.archive import CutShort, database_of_its_own, whole
from articles.evaluation.searches import NothingToAsk, evaluate
from articles.importing.lines import Lines, opened


class Command(BaseCommand):
    help = (
        "Measure how well searches find news that somebody has read: FILE is as import_articles takes it, and"
        " three words of an article's own text are the question. The newsroom's own database is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="A file of JSON Lines, plain or gzip.")

    def handle(self, *, file, **options):
        try:
            source = opened(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        with source, database_of_its_own():
            try:
                self.show(evaluate(whole(Lines(source, overflow=bytes))))
            except CutShort as error:
                raise CommandError(f"{file}: {error}.") from None
            except NothingToAsk:
                raise CommandError(
                    "Articles are needed that have a date and say more than the commonest words."
                ) from None
            except ModuleNotFoundError as error:
                raise CommandError(f"{error}: requirements-dev.txt has what this needs.") from None

    def show(self, qualities):
        self.stdout.write("Mean reciprocal rank of the article that is meant:")
        self.stdout.write("                  questions    search      BM25   ts_rank")
        for each in qualities:
            self.stdout.write(
                f"{each.language:4}{each.kind:14}{each.questions:>9,}{each.search:>10.3f}{each.bm25:>10.3f}"
                f"{each.simple:>10.3f}"
            )
