"""Where readers find a picture's files, in the shape of the answer."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import orjson

from articles.pictures import renditions
from articles.pictures.renditions import Piece

IN_TEXT = 1280  # pixels, the widest that a body shows


Sized = tuple[str, int | None, int | None]  # address, width, height


class Addresses(NamedTuple):
    largest: Sized  # of the JPEGs of the whole picture
    in_text: Sized  # the largest that a body shows
    renditions: orjson.Fragment | None
    srcset: str | None


class Layout(NamedTuple):
    """What the answers of pictures with the same sizes share: all but the names of their files.

    Sixty addresses are put into a text at once, where making them one by one takes ten times as long.
    """

    largest: Piece
    in_text: Piece
    renditions: str  # a template, as the next one: %(0)s is the first entry's file
    srcset: str

    def addresses(self, files: Mapping[str, str]) -> Addresses:
        in_json = {place: orjson.dumps(file).decode()[1:-1] for place, file in files.items()}
        return Addresses(
            (self.largest.file % files, self.largest.width, self.largest.height),
            (self.in_text.file % files, self.in_text.width, self.in_text.height),
            orjson.Fragment(self.renditions % in_json),
            self.srcset % files or None,
        )


@lru_cache(maxsize=1_000)  # of about 15 KB each
def addresses(record: str, base: str) -> Addresses | None:
    """Of a record in JSON; None where nothing of the picture can be shown."""
    entries = orjson.loads(record)
    files = {str(place): base + entry.pop("file") for place, entry in enumerate(entries)}
    found = layout(orjson.dumps(entries))
    return found and found.addresses(files)


@lru_cache(maxsize=500)
def layout(sizes: bytes) -> Layout | None:
    """Of a record without the names of its files."""
    entries = [{**entry, "file": f"%({place})s"} for place, entry in enumerate(orjson.loads(sizes))]
    whole = [*renditions.pieces(entry for entry in entries if not entry["crop"])]
    jpegs = sorted((each for each in whole if each.format == "jpeg"), key=lambda each: each.width)
    if not jpegs:
        return None
    shown = [
        {
            "name": each.name,
            "url": each.file,
            "width": each.width,
            "height": each.height,
            "format": each.format,
        }
        for each in renditions.pieces(entries)
    ]
    return Layout(
        jpegs[-1],
        next((each for each in reversed(jpegs) if each.width <= IN_TEXT), jpegs[0]),
        orjson.dumps(shown).decode(),
        ", ".join(f"{each.file} {each.width}w" for each in whole if each.format == "webp"),
    )
