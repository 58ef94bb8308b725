"""Where readers find a picture's files, in the shape of the answer; made once for many answers."""

from functools import lru_cache
from typing import NamedTuple

import orjson

from articles.pictures import renditions

IN_TEXT = 1280  # pixels, the widest that a body shows


Sized = tuple[str, int | None, int | None]  # address, width, height


class Addresses(NamedTuple):
    largest: Sized  # of the JPEGs of the whole picture
    in_text: Sized  # the largest that a body shows
    renditions: orjson.Fragment | None
    srcset: str | None


@lru_cache(maxsize=1_000)  # of about 15 KB each
def addresses(record: str, base: str) -> Addresses | None:
    """Of a record in JSON; None where nothing of the picture can be shown."""
    entries = orjson.loads(record)
    whole = [entry for entry in entries if not entry["crop"]]
    found = [*renditions.pieces(whole)]
    jpegs = sorted((each for each in found if each.format == "jpeg"), key=lambda each: each.width)
    if not jpegs:
        return None
    largest, in_text = jpegs[-1], next((each for each in reversed(jpegs) if each.width <= IN_TEXT), jpegs[0])
    return Addresses(
        (base + largest.file, largest.width, largest.height),
        (base + in_text.file, in_text.width, in_text.height),
        orjson.Fragment(
            orjson.dumps(
                [
                    {
                        "name": each.name,
                        "url": base + each.file,
                        "width": each.width,
                        "height": each.height,
                        "format": each.format,
                    }
                    for each in renditions.pieces(entries)
                ]
            )
        ),
        ", ".join(f"{base}{each.file} {each.width}w" for each in found if each.format == "webp") or None,
    )
