"""Files as editors send them, made on the spot."""

import io
import struct
import zlib

import PIL.Image
from django.core.files.storage import storages

from articles import photo_desk
from articles.models import Image


def a_picture(width=64, height=36, mode="RGB", colour="teal") -> PIL.Image.Image:
    return PIL.Image.new(mode, (width, height), colour)


def a_file(format_name="jpeg", picture=None, **options) -> bytes:
    buffer = io.BytesIO()
    (picture or a_picture()).save(buffer, format_name, **options)
    return buffer.getvalue()


def halves(width=640, height=360, left="red", right="blue") -> PIL.Image.Image:
    """A picture of two colours side by side."""
    picture = a_picture(width, height, colour=left)
    picture.paste(right, (width // 2, 0, width, height))
    return picture


def a_png_that_says_it_is(width, height) -> bytes:
    """Its header is right; of the content there is next to nothing."""
    content = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", content),
            (b"IEND", b""),
        )
    )


def a_picture_of_ours(picture=None, name="Night train.jpg", **said) -> Image:
    return photo_desk.add(picture or a_picture(), name, **said)


def original_of(image: Image) -> PIL.Image.Image:
    return stored("originals", image.file)


def public_picture(name: str) -> PIL.Image.Image:
    return stored("default", name)


def stored(storage: str, name: str) -> PIL.Image.Image:
    with storages[storage].open(name) as file:
        return PIL.Image.open(io.BytesIO(file.read()))


def public_files(image: Image) -> list[str]:
    try:
        return sorted(storages["default"].listdir(f"pictures/{image.pk}")[1])
    except FileNotFoundError:
        return []
