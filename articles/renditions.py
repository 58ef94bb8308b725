"""Makes the sizes of a picture that pages ask for, and a few bytes to show before any of them has arrived."""

import base64
import io
from pathlib import Path

import PIL.Image
import PIL.ImageOps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.models import Image

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = {"webp": {"quality": 80, "method": 4}, "jpeg": {"quality": 82, "progressive": True}}
PLACEHOLDER_WIDTH = 16


def store(image: Image, picture: PIL.Image.Image, name: str) -> None:
    """Stores the picture as the image's file, with its renditions; none is larger than the original."""
    picture = picture.convert("RGB")
    image.width, image.height = picture.size
    image.file.save(f"{name}.jpeg", ContentFile(encoded(picture, "jpeg")), save=False)
    image.renditions = [
        rendition(picture, width, format_name, name)
        for format_name in FORMATS
        for width in WIDTHS
        if width <= picture.width
    ]
    tiny = encoded(scaled(picture, PLACEHOLDER_WIDTH), "webp")
    image.placeholder = f"data:image/webp;base64,{base64.b64encode(tiny).decode()}"
    image.save()


def store_upload(image: Image) -> None:
    """The same for a file that an editor has just sent, turned upright; its place and camera are not kept."""
    with PIL.Image.open(image.file) as picture:
        upright = PIL.ImageOps.exif_transpose(picture)
        store(image, upright, Path(image.file.name).stem)


def forget(image: Image) -> None:
    """The image is an address elsewhere now: nothing is known of the picture there."""
    image.width = image.height = None
    image.renditions, image.placeholder = [], ""
    image.save()


def rendition(picture: PIL.Image.Image, width: int, format_name: str, name: str) -> dict:
    small = scaled(picture, width)
    file = ContentFile(encoded(small, format_name))
    return {
        "name": f"{format_name}-{width}",
        "file": default_storage.save(f"renditions/{name}-{width}.{format_name}", file),
        "width": small.width,
        "height": small.height,
        "format": format_name,
    }


def scaled(picture: PIL.Image.Image, width: int) -> PIL.Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), PIL.Image.Resampling.LANCZOS)


def encoded(picture: PIL.Image.Image, format_name: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_name, **FORMATS[format_name])
    return buffer.getvalue()
