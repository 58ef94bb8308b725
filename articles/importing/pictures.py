"""Finds the images that drafts show, one for each address, and makes those that are new."""

from collections.abc import Iterable

from django.db import connection

from articles import purging
from articles.importing.draft import Draft
from articles.importing.identity import Edition
from articles.importing.marks import PARTS
from articles.models import Image
from newsapi.locales import LANGUAGES

COLUMNS = ["credit", *(f"{text}_{language}" for text in ("alt", "caption") for language in LANGUAGES)]
RETELL = f"""
    UPDATE articles_image
    SET {", ".join(f"{column} = coalesce(given.{column}, articles_image.{column})" for column in COLUMNS)}
    FROM unnest(%s::bigint[]{", %s::text[]" * len(COLUMNS)}) AS given (id, {", ".join(COLUMNS)})
    WHERE articles_image.id = given.id
"""  # noqa: S608, the names are ours


def image_ids(editions: Iterable[Edition]) -> dict[str, int]:
    """The id of the image at each address.

    What the photo desk says of it stays until the source says it anew; an empty text erases nothing.
    """
    editions = [each for each in editions if each.draft.picture and each.changed.intersection(PARTS["image"])]
    wanted = {each.draft.picture.url for each in editions}
    rows = Image.objects.select_for_update(no_key=True).order_by("pk")  # the photo desk may be writing
    stored = rows.filter(source_url__in=wanted).only("source_url", *COLUMNS)
    images = {image.source_url: image for image in stored}
    retold: dict[str, dict[str, str]] = {}
    for edition in editions:
        url = edition.draft.picture.url
        if url not in images:
            if "image.url" not in edition.changed:
                continue  # it has been deleted, and only its words are new
            images[url] = Image(source_url=url)
        image = images[url]
        for part, column in columns(edition.draft).items():
            text, told = getattr(edition.draft.picture, part), getattr(image, column)
            was_told = edition.article_id is not None and f"image.{part}" in edition.changed
            if text and text != told and (was_told or not told):
                setattr(image, column, text)
                retold.setdefault(url, {})[column] = text
    retell({images[url]: texts for url, texts in retold.items() if images[url].pk})
    Image.objects.bulk_create([image for image in images.values() if not image.pk])
    return {url: image.pk for url, image in images.items()}


def columns(draft: Draft) -> dict[str, str]:
    return {"alt": f"alt_{draft.language}", "caption": f"caption_{draft.language}", "credit": "credit"}


def retell(texts: dict[Image, dict[str, str]]) -> None:
    """Writes what is said anew; `bulk_update` costs as much as all else for these articles."""
    if texts:
        given = [[said.get(column) for said in texts.values()] for column in COLUMNS]
        with connection.cursor() as cursor:
            cursor.execute(RETELL, [[image.pk for image in texts], *given])
        purging.images_imported([*texts])
