"""Finds the images that drafts show, one for each address, and makes those that are new."""

from collections.abc import Iterable

from django.db import connection

from articles import purging
from articles.importing.draft import Draft
from articles.models import Image
from newsapi.locales import LANGUAGES

COLUMNS = ["credit", *(f"{text}_{language}" for text in ("alt", "caption") for language in LANGUAGES)]
RETELL = f"""
    UPDATE articles_image SET {", ".join(f"{column} = given.{column}" for column in COLUMNS)}
    FROM unnest(%s::bigint[]{", %s::text[]" * len(COLUMNS)}) AS given (id, {", ".join(COLUMNS)})
    WHERE articles_image.id = given.id
"""  # noqa: S608, the names are ours


def image_ids(drafts: Iterable[Draft]) -> dict[str, int]:
    """The id of the image at each address. What is said of it is kept; an empty text erases nothing."""
    drafts = [draft for draft in drafts if draft.picture]
    wanted = {draft.picture.url for draft in drafts}
    stored = Image.objects.filter(source_url__in=wanted).only("source_url", *COLUMNS)
    images = {image.source_url: image for image in stored}
    retold = {}
    for draft in drafts:
        url = draft.picture.url
        image = images.setdefault(url, Image(source_url=url))
        for column, text in texts(draft).items():
            if text and text != getattr(image, column):
                setattr(image, column, text)
                retold[url] = image
    retell([image for image in retold.values() if image.pk])
    Image.objects.bulk_create([image for image in images.values() if not image.pk])
    return {url: image.pk for url, image in images.items()}


def texts(draft: Draft) -> dict[str, str]:
    picture = draft.picture
    return {
        f"alt_{draft.language}": picture.alt,
        f"caption_{draft.language}": picture.caption,
        "credit": picture.credit,
    }


def retell(images: list[Image]) -> None:
    """Writes what is said of them now; `bulk_update` costs as much as all else for these articles."""
    if images:
        columns = [[getattr(image, column) for image in images] for column in ("pk", *COLUMNS)]
        with connection.cursor() as cursor:
            cursor.execute(RETELL, columns)
        purging.images_imported(images)
