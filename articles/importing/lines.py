"""Reads the lines of a file of any size, plain or gzip, holding one at a time."""

import codecs
import errno
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from gzip import BadGzipFile, GzipFile
from typing import BinaryIO

LONGEST_LINE = 16 * 2**20  # bytes; a body of a million characters, all of them escaped, still fits
PIECE = 2**20
GZIP = b"\x1f\x8b"
OF_UTF_16 = {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
OF_UTF_32 = {codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE}


class Lines:
    """Numbered from 1. One that is too long is None; its pieces go to `overflow`, the last with a line break.

    Where the file cannot be read any further the lines end, and `fault` says why.
    """

    def __init__(self, file: BinaryIO, overflow: Callable[[bytes], object]):
        self.file = file
        self.overflow = overflow
        self.fault: str | None = None
        facts = os.fstat(file.fileno())
        self.size = facts.st_size if stat.S_ISREG(facts.st_mode) else None

    def fraction_read(self) -> float | None:
        """How much of the file has been read, where that can be known."""
        return self.file.tell() / self.size if self.size else None

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        number = 0
        try:
            stream = GzipFile(fileobj=self.file) if self.file.peek(2)[:2] == GZIP else self.file
            if encoding := other_encoding(stream.peek(4)[:4]):
                self.fault = f"the file is in {encoding}; only UTF-8 can be read"
                return
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) <= LONGEST_LINE or line.endswith(b"\n"):
                    yield number, line
                    continue
                while line and not line.endswith(b"\n"):
                    self.overflow(line)
                    line = stream.readline(PIECE)
                self.overflow(line or b"\n")
                yield number, None
        except (BadGzipFile, EOFError, zlib.error, OSError) as error:
            self.fault = f"it cannot be read beyond line {number}: {error}"


def other_encoding(beginning: bytes) -> str | None:
    """The one that the first bytes of a file tell, where it is not UTF-8."""
    if beginning in OF_UTF_32:
        return "UTF-32"
    return "UTF-16" if beginning[:2] in OF_UTF_16 else None


def opened(name: str) -> BinaryIO:
    """The file of that name; `-` is what is piped in."""
    if name != "-":
        return open(name, "rb")
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer
