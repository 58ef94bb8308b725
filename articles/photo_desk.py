"""What the newsroom does with its pictures: the only writer of images of our own, whoever asks.

Whatever changes what readers may fetch queues the making of files in the same transaction.
"""

import hashlib
import logging
from pathlib import PurePath

import PIL.Image
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import jobs, purging
from articles.models import Article, Draft, Image
from articles.pictures import decoding, files, renditions
from articles.publishing import Refused
from newsapi import transliteration

# What is said of a picture, whatever its file.
SAID = (
    *("alt_uz", "alt_ru", "alt_en", "caption_uz", "caption_ru", "caption_en", "credit"),
    *("focal_x", "focal_y", "rights_end_at"),
)
LONGEST_NAME = 40  # characters of the name that the file had before
logger = logging.getLogger(__name__)


class InUse(Refused):
    message = _("Articles show the picture; give them another one first.")


class OutOfReach(Refused):
    message = _("The place where files are kept is full or out of reach, so nothing was saved. Try it later.")


@transaction.atomic
def add(picture: PIL.Image.Image, name: str, **said) -> Image:
    """A new picture, as `uploads` reads it from a file: shown at once in one size, in the others soon."""
    image = Image.objects.create(file="on its way", **said)
    try:
        take(image, picture, name)
    except OutOfReach:
        files.forget(image.pk)
        raise
    return image


@transaction.atomic
def replace(image: Image, picture: PIL.Image.Image, name: str, by=None) -> None:
    """Another one in the place of the file before, or of an address elsewhere; articles show it at once."""
    locked(image)
    image.source_url = ""
    take(image, picture, name)
    purging.image_changed(image, _("replaced by another file"), by)


@transaction.atomic
def save(image: Image, by=None) -> None:
    """Stores what is said of the picture, or a new one that is elsewhere."""
    if image.pk is None:
        image.save()
        return
    image.renditions = locked(image).renditions
    if image.file and not image.renditions and not image.has_ended(timezone.now()):
        with files.originals().open(image.file) as original, decoding.alone:
            show(image, decoding.original(original.read()))
    image.save(update_fields=[*SAID, "source_url", "renditions"])
    purging.image_changed(image, _("changed in public"), by)
    if image.renditions != files.wanted(image, timezone.now()):
        jobs.renew_picture.defer(image_id=image.pk)


@transaction.atomic
def delete(image: Image) -> None:
    """The picture is gone, and its files soon after."""
    image_id = locked(image).pk
    if articles_with(image).exists():
        raise InUse
    image.delete()
    jobs.renew_picture.defer(image_id=image_id)


def articles_with(image: Image):
    """The articles that show the picture, whether readers see them or not, or whose next version does."""
    in_draft = Q(content__image=image.pk) | Q(content__body_html__regex=rf"image:{image.pk}(?![0-9])")
    at_head = Article.objects.filter(image=image.pk)
    ids = (
        at_head.order_by()
        .values("pk")
        .union(
            Article.objects.showing_in_text(image.pk).order_by().values("pk"),
            Draft.objects.filter(in_draft).order_by().values("pk"),
        )
    )
    return Article.objects.filter(pk__in=ids)


def locked(image: Image) -> Image:
    """The stored picture, which nobody else changes until the transaction ends."""
    return Image.objects.select_for_update(no_key=True).get(pk=image.pk)


def take(image: Image, picture: PIL.Image.Image, name: str) -> None:
    original = renditions.encoded(picture, "jpeg", renditions.ORIGINAL)
    digest = hashlib.blake2b(original, digest_size=6).hexdigest()
    readable = transliteration.slug(PurePath(name).stem, LONGEST_NAME) or "picture"
    image.file = f"{image.pk}/{readable}-{digest}.jpeg"
    image.width, image.height = picture.size
    image.placeholder = renditions.placeholder(picture)
    image.renditions = []
    write(files.originals(), image.file, original)
    if not image.has_ended(timezone.now()):
        show(image, picture)
    image.save()
    jobs.renew_picture.defer(image_id=image.pk)


def show(image: Image, picture: PIL.Image.Image) -> None:
    """Makes the one size with which readers can see it until the others are there."""
    record = renditions.first_record(image)
    (piece,) = renditions.pieces(record)
    small = renditions.scaled(picture, piece.width, piece.height)
    write(files.public(), piece.file, renditions.encoded(small, piece.format))
    image.renditions = record


def write(storage: Storage, name: str, content: bytes) -> None:
    """A whole file of the name is left alone: names tell what is in files, and a full disk would end it."""
    try:
        if not (storage.exists(name) and storage.size(name) == len(content)):
            files.write(storage, name, content)
    except Exception as error:  # each kind of storage has its own
        logger.exception("%s cannot be written", name)
        raise OutOfReach from error
