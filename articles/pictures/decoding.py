"""One whole picture at a time in each process: a file of a few KB may be 200 MB, and 400 on its way."""

import io
from collections.abc import Callable
from threading import Lock

import PIL.Image

MOST_ROWS = 256  # of a band

alone = Lock()  # who holds it waits for nothing that the database gives


def original(content: bytes) -> PIL.Image.Image:
    """A picture of ours, decoded when it is first used."""
    return PIL.Image.open(io.BytesIO(content), formats=["JPEG"])


def in_bands(
    picture: PIL.Image.Image, mode: str, convert: Callable[[PIL.Image.Image], PIL.Image.Image]
) -> PIL.Image.Image:
    """Converted piece by piece, as what a conversion needs in between takes as much as the picture."""
    sheet = PIL.Image.new(mode, picture.size)
    for top in range(0, picture.height, MOST_ROWS):
        bottom = min(top + MOST_ROWS, picture.height)
        sheet.paste(convert(picture.crop((0, top, picture.width, bottom))), (0, top))
    return sheet
