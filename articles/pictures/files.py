"""Keeps the files of pictures as their rows say: what is missing is made, what is left over is deleted.

Originals are in a storage of their own, which the public cannot read; what readers fetch is in the default.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import PIL.Image
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import purging
from articles.models import Image
from articles.pictures import decoding, renditions
from articles.pictures.renditions import Record

AT_WORK = timedelta(minutes=10)  # a file younger than this may belong to a job that has not recorded it yet


def originals() -> Storage:
    return storages["originals"]


def public() -> Storage:
    return storages["default"]


def write(storage: Storage, name: str, content: bytes) -> None:
    storage.save(name, ContentFile(content))


def address(image: Image, width: int) -> str | None:
    """Where the newsroom finds a JPEG of the whole picture of about this width; None if readers have none."""
    whole = renditions.pieces([entry for entry in image.renditions if not entry["crop"]])
    found = sorted((each.width, each.file) for each in whole if each.format == "jpeg")
    if not found:
        return None
    return public().url(next((file for size, file in found if size >= width), found[-1][1]))


def wanted(image: Image, now: datetime) -> Record:
    """What the public may fetch of the picture now: nothing, once the rights have ended."""
    return [] if not image.file or image.has_ended(now) else renditions.record(image)


def renew(image_id: int) -> bool:
    """Brings files and record in line with the row; says whether new files were recorded.

    Safe to end at any moment and to run again: files are recorded only once all of them are there.
    """
    image = Image.objects.filter(pk=image_id).first()
    record = wanted(image, timezone.now()) if image else []
    is_new = image is not None and image.renditions != record
    if is_new:
        make(image, record)
        keep(image, record)
    sweep(image_id)
    return is_new and bool(record)


def make(image: Image, record: Record) -> None:
    """Writes the files of the record that are not there yet."""
    missing = [*missing_pieces(image, record)]
    if not missing:
        return
    with originals().open(image.file) as file:
        content = file.read()
    for small, pieces in scaled(content, missing):
        for piece in pieces:
            write(public(), piece.file, renditions.encoded(small, piece.format))


def scaled(content: bytes, missing: list[tuple[tuple, list]]) -> list[tuple[PIL.Image.Image, list]]:
    """All sizes at once, so that the whole picture is forgotten before they are spelled and written."""
    with decoding.alone:
        picture = decoding.original(content)
        return [(renditions.scaled(picture, *scale), pieces) for scale, pieces in missing]


def make_again() -> list[str]:
    """Writes all files that rows name, for a site that has lost them; returns what originals are missing."""
    missing = []
    for image in Image.objects.exclude(renditions=[]).order_by("pk").iterator():
        named, image.renditions = image.renditions, []
        try:
            make(image, named)
        except FileNotFoundError:
            missing.append(image.file)
    return missing


def missing_pieces(image: Image, record: Record) -> Iterator[tuple[tuple, list]]:
    """What must be scaled, with the files that are made of each scaled picture."""
    known = {piece.file for piece in renditions.pieces(image.renditions)}
    found: dict[tuple, dict[str, renditions.Piece]] = {}
    for entry in record:
        box = renditions.box_of(entry, image)
        for piece in renditions.pieces([entry]):
            if piece.file not in known:  # of a crop that is the whole picture, once
                found.setdefault((piece.width, piece.height, box), {})[piece.file] = piece
    yield from ((scale, [*pieces.values()]) for scale, pieces in found.items())


@transaction.atomic
def keep(image: Image, record: Record) -> None:
    """Records what was made, unless the row asks for something else by now: then another job is waiting."""
    stored = Image.objects.select_for_update(no_key=True).filter(pk=image.pk).first()
    if stored is not None and wanted(stored, timezone.now()) == record:
        Image.objects.filter(pk=image.pk).update(renditions=record)
        purging.image_changed(stored, _("shown in other sizes"))


@transaction.atomic
def sweep(image_id: int) -> None:
    """Deletes the picture's files that its row does not name; of a row that shows nothing, all at once."""
    image = Image.objects.select_for_update(no_key=True).filter(pk=image_id).first()
    shown = {piece.file for piece in renditions.pieces(image.renditions)} if image else set()
    oldest_at_work = timezone.now() - AT_WORK if shown else None
    kept = shown, {image.file} if image else set()
    for (storage, directory), names in zip(folders(image_id), kept, strict=True):
        remove(storage, directory, names, oldest_at_work)


def forget(image_id: int) -> None:
    """Deletes the files of a picture that has come to nothing, as far as they can be reached."""
    for storage, directory in folders(image_id):
        with suppress(Exception):  # each kind of storage has its own
            remove(storage, directory, set(), None)


def folders(image_id: int) -> list[tuple[Storage, str]]:
    return [(public(), f"{renditions.DIRECTORY}/{image_id}"), (originals(), str(image_id))]


def remove(storage: Storage, directory: str, kept: set[str], oldest_at_work: datetime | None) -> None:
    with suppress(FileNotFoundError):  # a folder that was never made
        for file in storage.listdir(directory)[1]:
            name = f"{directory}/{file}"
            if name not in kept and (
                oldest_at_work is None or storage.get_modified_time(name) < oldest_at_work
            ):
                storage.delete(name)
