"""Pictures in the shape of the answer: at the head of an article, and in its text.

A picture of ours that cannot be shown, as the rights have ended or no size of it is there, is a stand-in
everywhere. So the caption in a text keeps its picture, and all forms of a text go on saying the same.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings

from articles.pictures import references, stand_in
from articles.pictures.addresses import Addresses, addresses
from articles.pictures.references import Show, Shown
from articles.reading import Reading
from newsapi.locales import LANGUAGES, Locale
from newsapi.rows import Row

Picture = Mapping[str, Any]


def image(row: Row, reading: Reading) -> dict | None:
    """The picture with the words of the article's language, else of any that has them."""
    picture = row["picture"]
    if picture["id"] is None:
        return None
    shown = Locale(reading.shown_in(row["language"]))
    found = files(picture, reading)
    if found is None:
        return {**STAND_IN, **in_its_place(shown, reading)._asdict()}
    url, width, height = found.largest
    return {
        "url": url,
        "alt": words(picture, "alt", shown) or "",
        "caption": words(picture, "caption", shown),
        "credit": picture["credit"] or None,
        "width": width,
        "height": height,
        "focal_point": {"x": picture["focal_x"], "y": picture["focal_y"]},
        "placeholder": picture["placeholder"] or None,
        "renditions": found.renditions or [],
        "srcset": found.srcset,
    }


STAND_IN = {
    **dict.fromkeys(("url", "alt", "caption", "credit", "width", "height")),
    "focal_point": {"x": 0.5, "y": 0.5},
    "placeholder": None,
    "renditions": [],
    "srcset": None,
}


def files(picture: Picture, reading: Reading) -> Addresses | None:
    """Where the picture is; None when it cannot be shown."""
    end, url = picture["rights_end_at"], picture["source_url"]
    if end is not None and datetime.fromisoformat(end) <= reading.at:
        return None
    if url:
        remote = url, picture["width"], picture["height"]
        return Addresses(remote, remote, None, None)
    return addresses(picture["renditions"], reading.media)


def in_its_place(locale: Locale, reading: Reading) -> Shown:
    url = f"{reading.origin}{settings.STATIC_URL}{stand_in.FILE}"
    return Shown(url, locale.name(stand_in.ALT), stand_in.WIDTH, stand_in.HEIGHT)


def words(picture: Picture, kind: str, locale: Locale) -> str | None:
    return locale.name({language: picture[f"{kind}_{language}"] for language in LANGUAGES})


def in_html(html: str, row: Row, reading: Reading) -> str:
    """The text with addresses in the place of references to pictures of ours."""
    return references.in_html(html, show(row, reading)) if references.SCHEME in html else html


def in_blocks(blocks: str, row: Row, reading: Reading) -> list[dict] | orjson.Fragment:
    """The same for blocks in JSON, which are not even parsed without need."""
    if references.SCHEME not in blocks:
        return orjson.Fragment(blocks)
    return references.in_blocks(orjson.loads(blocks), show(row, reading))


def show(row: Row, reading: Reading) -> Show:
    pictures = {picture["id"]: picture for picture in row["body_pictures"] or ()}
    locale = Locale(reading.shown_in(row["language"]))

    def shown(image_id: int, alt: str) -> Shown:
        picture = pictures.get(image_id)
        found = picture and files(picture, reading)
        if not found:
            return in_its_place(locale, reading)
        url, width, height = found.in_text
        return Shown(url, alt or words(picture, "alt", locale) or "", width, height)

    return shown
