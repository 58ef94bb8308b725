"""The sizes of a picture: which there are, how each is cut and spelled, and how their record is kept.

A record, as `Image.renditions` holds it, is a short list: `{crop, file, formats, sizes}` for the whole
picture and for each crop. The file of one size is `file-640.webp`.
"""

import base64
import io
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import PIL.Image

from articles.models import Image

WIDTHS = (320, 640, 960, 1280, 1920)
CROPS = {"16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1.0}
FORMATS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 55, "speed": 8},
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 82, "progressive": True},
}
ORIGINAL = {"quality": 95, "subsampling": 0, "optimize": True}
FIRST_PAINT = 16  # pixels wide
DIRECTORY = "pictures"

Record = list[dict[str, Any]]
Box = tuple[int, int, int, int]  # left, top, right, bottom


class Piece(NamedTuple):
    """One file that readers get."""

    name: str
    file: str
    width: int
    height: int
    format: str


def record(image: Image) -> Record:
    """All sizes of the picture, none larger than it is; a crop keeps the focal point as central as it can.

    A file's name carries what it was cut from: other content, or another part of it, has another name.
    """
    base = f"{DIRECTORY}/{image.pk}/{PurePosixPath(image.file).stem.rpartition('-')[2]}"
    whole = (0, 0, image.width, image.height)
    entries = [entry("", base, image.width, image.width / image.height)]
    for crop, ratio in CROPS.items():
        left, top, right, bottom = box = cut(image, ratio)
        file = base if box == whole else f"{base}-{left}-{top}-{right}-{bottom}"
        entries.append(entry(crop, file, right - left, ratio))
    return entries


def first_record(image: Image) -> Record:
    """The largest JPEG alone, with which a picture can be shown."""
    whole = record(image)[0]
    return [{**whole, "formats": ["jpeg"], "sizes": whole["sizes"][-1:]}]


def entry(crop: str, file: str, available: int, ratio: float) -> dict[str, Any]:
    widths = [width for width in WIDTHS if width <= available] or [available]
    sizes = [[width, max(1, round(width / ratio))] for width in widths]
    return {"crop": crop, "file": file, "formats": list(FORMATS), "sizes": sizes}


def cut(image: Image, ratio: float) -> Box:
    """The largest part of this shape, with the focal point in its middle as far as the edges allow."""
    width = min(image.width, max(1, round(image.height * ratio)))
    height = min(image.height, max(1, round(image.width / ratio)))
    left = min(max(0, round(image.width * image.focal_x - width / 2)), image.width - width)
    top = min(max(0, round(image.height * image.focal_y - height / 2)), image.height - height)
    return left, top, left + width, top + height


def pieces(record: Iterable[dict[str, Any]]) -> Iterator[Piece]:
    for each in record:
        start = f"{each['crop']}-" if each["crop"] else ""
        for format_name in each["formats"]:
            for width, height in each["sizes"]:
                file = f"{each['file']}-{width}.{format_name}"
                yield Piece(f"{start}{width}-{format_name}", file, width, height, format_name)


def box_of(entry: dict[str, Any], image: Image) -> Box:
    """Where the entry is cut from the picture."""
    ratio = CROPS.get(entry["crop"])
    return cut(image, ratio) if ratio else (0, 0, image.width, image.height)


def scaled(picture: PIL.Image.Image, width: int, height: int, box: Box | None = None) -> PIL.Image.Image:
    return picture.resize((width, height), PIL.Image.Resampling.LANCZOS, box, reducing_gap=3)


def encoded(picture: PIL.Image.Image, format_name: str, options: dict[str, Any] | None = None) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_name, **(FORMATS[format_name] if options is None else options))
    return buffer.getvalue()


def placeholder(picture: PIL.Image.Image) -> str:
    """A data URL for the first paint: the picture in a few pixels, at most as tall as two of its widths."""
    height = min(2 * FIRST_PAINT, max(1, round(picture.height * FIRST_PAINT / picture.width)))
    tiny = encoded(scaled(picture, FIRST_PAINT, height), "webp")
    return f"data:image/webp;base64,{base64.b64encode(tiny).decode()}"
