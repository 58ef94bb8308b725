"""Keeps the bad lines of a file in another one, as they came, so that they can be mended and imported."""

from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Self

ENDING = ".rejected.jsonl"


class CannotKeep(Exception):
    """The text names the file and why it cannot be written."""


class RejectedLines:
    """The file is made for the first bad line; without any, one that an earlier import left is removed.

    Of what was piped in there may be no other copy: what was kept of it before stays.
    """

    def __init__(self, source: str):
        self.is_piped = source == "-"
        source_path = Path("stdin" if self.is_piped else source)
        self.path = source_path.with_name(f"{source_path.name}{ENDING}")
        self.file: BinaryIO | None = None

    def keep_line(self, line: bytes | None) -> None:
        """A line that was too long to be held is here already, in pieces."""
        if line is not None:
            self.keep(line.rstrip(b"\r\n") + b"\n")

    def keep(self, piece: bytes) -> None:
        try:
            self.file = self.file or self.opened()
            self.file.write(piece)
            self.file.flush()  # a full disk is told of here, not when the file is closed
        except OSError as error:
            raise CannotKeep(f"{self.path} cannot be written: {error.strerror}") from error

    def opened(self) -> BinaryIO:
        if self.is_piped:
            names = chain([self.path], (Path(f"stdin.{number}{ENDING}") for number in count(2)))
            self.path = next(each for each in names if not each.exists())
            return self.path.open("xb")
        try:
            return self.path.open("wb")
        except OSError:  # its folder cannot be written
            self.path = Path(self.path.name)
            return self.path.open("wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure, *details) -> None:
        if self.file:
            with suppress(OSError):  # as for the piece that could not be kept
                self.file.close()
        elif not failure and not self.is_piped:
            with suppress(OSError):
                self.path.unlink()
