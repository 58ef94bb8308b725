"""What becomes of pictures that were stored before originals had a place of their own."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from articles.models import Image
from articles.pictures import renditions
from tests.builders import an_article, an_image
from tests.pictures import a_file

migration = import_module("articles.migrations.0004_pictures")
OLD = [
    {
        "name": f"{format_name}-{width}",
        "file": f"renditions/lake-{width}.{format_name}",
        "width": width,
        "height": width // 2,
        "format": format_name,
    }
    for format_name in ("webp", "jpeg")
    for width in (320, 640)
]


@pytest.fixture
def stored_before(db, media):
    storages["default"].save("images/2026/11/lake.jpeg", ContentFile(a_file()))
    return an_image(source_url="", file="images/2026/11/lake.jpeg", width=700, height=350, renditions=OLD)


def test_their_originals_leave_the_public_folder(stored_before):
    migration.take_over(apps, None)

    assert storages["originals"].exists(stored_before.file)
    assert not storages["default"].exists(stored_before.file)


def test_readers_go_on_finding_their_sizes(stored_before, api):
    an_article(slug="news", image=stored_before)

    migration.take_over(apps, None)

    answer = api.get("/articles/news/")["image"]
    assert answer["url"] == "http://127.0.0.1/media/renditions/lake-640.jpeg"
    assert [each["name"] for each in answer["renditions"]] == ["320-webp", "640-webp", "320-jpeg", "640-jpeg"]


def test_what_cannot_be_said_in_the_new_shape_is_made_anew(stored_before):
    taken = {**OLD[0], "file": "renditions/lake-320_aBcD123.webp"}
    Image.objects.update(renditions=[taken])

    migration.take_over(apps, None)

    assert [*renditions.pieces(Image.objects.get().renditions)] == []


def test_the_way_back_leads_to_the_public_folder(stored_before):
    migration.take_over(apps, None)

    migration.give_back(apps, None)

    assert storages["default"].exists(stored_before.file)
    assert Image.objects.get().renditions == []
