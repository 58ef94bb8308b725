import time
from concurrent.futures.process import BrokenProcessPool

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import DatabaseError

from articles.importing.lines import Lines, opened
from articles.importing.rejected import CannotKeep, RejectedLines
from articles.importing.run import AnotherImport, Totals, imported, rules
from newsapi.database import reason


class Command(BaseCommand):
    help = (
        "Import articles from JSON Lines. Safe to run again. Exits 1 if lines were bad, 2 if it had to stop."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="A file, plain or gzip; - for what is piped in.")
        parser.add_argument(
            "--strip-hostile",
            action="store_true",
            help="Import lines with scripts and the like without those, instead of refusing the lines.",
        )

    def handle(self, *, file, strip_hostile, **options):
        try:
            source = opened(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from None
        totals = Totals()
        with source, RejectedLines(file) as rejected:
            lines = Lines(source, rejected.keep)
            progress = Progress(self.stderr, lines, totals)
            try:
                for refusals in imported(lines, rules(strip_hostile), totals):
                    progress.show()
                    for refusal in refusals:
                        progress.say(f"line {refusal.number}: {refusal.reason}")
                        rejected.keep_line(refusal.line)
            except AnotherImport:
                raise CommandError("Another import is running.", returncode=2) from None
            except (BrokenProcessPool, CannotKeep, DatabaseError, KeyboardInterrupt) as error:
                lines.fault = reason(error).strip().rstrip(".?") or "interrupted"
            finally:
                progress.clear()
            self.sum_up(totals, progress)
            if lines.fault:
                raise CommandError(
                    f"Stopped: {lines.fault}. What is stored stays; importing again does the rest.",
                    returncode=2,
                )
        if refused := totals.outcomes["refused"]:
            raise CommandError(f"Bad lines: {refused:,}, kept in {rejected.path}", returncode=1)

    def sum_up(self, totals, progress):
        self.stdout.write(f"{totals.lines:,} lines: {counts(totals)}; {progress.rate():,.0f} lines a second.")
        if totals.ignored:
            ignored = ", ".join(f"{name} ({count:,})" for name, count in totals.ignored.most_common())
            self.stdout.write(printable(f"Ignored, as it is not in the format: {ignored}."))


class Progress:
    """A line that is written anew every second: over itself on a terminal, below elsewhere."""

    def __init__(self, output: OutputWrapper, lines: Lines, totals: Totals):
        self.output, self.lines, self.totals = output, lines, totals
        self.began = self.shown = time.monotonic()

    def rate(self) -> float:
        return self.totals.lines / (time.monotonic() - self.began)

    def show(self) -> None:
        if time.monotonic() - self.shown < 1:
            return
        self.shown = time.monotonic()
        fraction = self.lines.fraction_read()
        percent = "" if fraction is None else f", {fraction:.0%} of the file"
        line = f"{self.totals.lines:,} lines: {counts(self.totals)}; {self.rate():,.0f} a second{percent}"
        self.clear()
        self.output.write(line, str, "" if self.output.isatty() else "\n")
        self.output.flush()

    def say(self, line: str) -> None:
        self.clear()
        self.output.write(printable(line))

    def clear(self) -> None:
        if self.output.isatty():
            self.output.write("\r\x1b[K", str, "")


def printable(line: str) -> str:
    """Without what a terminal would obey: some of it comes from the file."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line)


def counts(totals: Totals) -> str:
    return ", ".join(
        f"{totals.outcomes[word]:,} {word}" for word in ("new", "updated", "unchanged", "refused")
    )
