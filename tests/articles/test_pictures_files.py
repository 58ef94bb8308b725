"""Which files there are of a picture, from its upload to its end."""

import os
import shutil
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from articles import jobs, photo_desk
from articles.models import Draft, Image
from articles.photo_desk import InUse
from articles.pictures import files, renditions
from articles.pictures.renditions import WIDTHS
from newsapi.models import Job, Purge
from tests.builders import ago, ahead, an_article, an_image
from tests.pictures import (
    a_picture,
    a_picture_of_ours,
    halves,
    original_of,
    public_files,
    public_picture,
)

pytestmark = pytest.mark.usefixtures("db", "media")


def widths(image, crop="", format_name="webp") -> list[int]:
    return [
        piece.width
        for entry in image.renditions
        if entry["crop"] == crop
        for piece in renditions.pieces([entry])
        if piece.format == format_name
    ]


def renewed(image) -> Image:
    jobs.renew_picture(image_id=image.pk)
    return Image.objects.get(pk=image.pk)


def queued() -> list[int]:
    """The pictures whose files are to be made soon, in the order in which that was asked for."""
    jobs = Job.objects.filter(task_name="articles.jobs.renew_picture", scheduled_at=None).order_by("pk")
    return [job.args["image_id"] for job in jobs]


def grown_old(image) -> None:
    """All of the picture's files have been there for an hour."""
    for store, folder in (("default", f"pictures/{image.pk}"), ("originals", str(image.pk))):
        for name in storages[store].listdir(folder)[1]:
            path = storages[store].path(f"{folder}/{name}")
            os.utime(path, (os.stat(path).st_mtime - 3_600,) * 2)


def of_colour(image, crop: str) -> tuple[int, ...]:
    """What is in the middle of the smallest crop."""
    (entry,) = (each for each in image.renditions if each["crop"] == crop)
    picture = public_picture(f"{entry['file']}-{entry['sizes'][0][0]}.jpeg")
    return picture.getpixel((picture.width // 2, picture.height // 2))


class TestUpload:
    def test_keeps_the_original_where_readers_have_no_way_into(self):
        image = a_picture_of_ours(a_picture(640, 360), "Ночной поезд №5.JPG")

        assert image.file.startswith(f"{image.pk}/nochnoy-poezd-no5-")
        assert original_of(image).size == (640, 360)
        assert not storages["default"].exists(image.file)
        assert (image.width, image.height, image.source_url) == (640, 360, "")

    def test_shows_the_picture_at_once_in_its_largest_size(self):
        image = a_picture_of_ours(a_picture(2_000, 1_000))

        assert [(each["formats"], each["sizes"]) for each in image.renditions] == [(["jpeg"], [[1920, 960]])]
        assert public_files(image) == [f"{digest(image)}-1920.jpeg"]
        assert queued() == [image.pk]

    def test_has_something_to_paint_before_any_file_has_arrived(self):
        image = a_picture_of_ours(halves(1_200, 9_000))

        assert image.placeholder.startswith("data:image/webp;base64,")
        assert len(image.placeholder) < 1_000

    def test_queues_nothing_when_it_fails(self, monkeypatch):
        monkeypatch.setattr(files, "public", lambda: storages["missing"])

        with pytest.raises(Exception, match="missing"):
            a_picture_of_ours()

        assert (Image.objects.count(), queued()) == (0, [])


def digest(image) -> str:
    return image.file.removesuffix(".jpeg").rpartition("-")[2]


class TestSizes:
    def test_that_are_lost_are_made_again_of_the_original(self, media):
        image = renewed(a_picture_of_ours(halves(800, 600)))
        before = public_files(image)
        shutil.rmtree(media / "media")

        call_command("make_renditions")

        assert len(before) == 15
        assert public_files(image) == before
        assert Image.objects.get().renditions == image.renditions

    def test_cannot_be_made_again_without_the_original_which_is_named(self, media):
        lost, kept = renewed(a_picture_of_ours()), renewed(a_picture_of_ours(halves()))
        shutil.rmtree(media / "media")
        storages["originals"].delete(lost.file)

        with pytest.raises(CommandError, match=f"Originals that are missing: {lost.file}$"):
            call_command("make_renditions")

        assert (public_files(lost), len(public_files(kept))) == ([], 12)

    def test_are_made_in_three_formats_whole_and_in_three_shapes(self):
        image = renewed(a_picture_of_ours(a_picture(2_000, 2_000)))

        names = [piece.name for piece in renditions.pieces(image.renditions)]
        assert len(names) == len(set(names)) == 60
        assert names[:6] == ["320-avif", "640-avif", "960-avif", "1280-avif", "1920-avif", "320-webp"]
        assert names[15] == "16x9-320-avif"
        assert len(public_files(image)) == 45  # the square is the whole picture

    @pytest.mark.parametrize(
        ("size", "whole", "wide", "photo", "square"),
        [
            ((1600, 900), [320, 640, 960, 1280], [320, 640, 960, 1280], [320, 640, 960], [320, 640]),
            ((1920, 1280), [*WIDTHS], [*WIDTHS], [320, 640, 960, 1280], [320, 640, 960, 1280]),
            ((320, 400), [320], [320], [320], [320]),
            ((200, 100), [200], [178], [133], [100]),
            ((1, 1), [1], [1], [1], [1]),
        ],
    )
    def test_are_never_larger_than_the_picture(self, size, whole, wide, photo, square):
        image = renewed(a_picture_of_ours(a_picture(*size)))

        assert [widths(image, crop) for crop in ("", "16x9", "4x3", "1x1")] == [whole, wide, photo, square]

    def test_are_what_the_record_says(self):
        image = renewed(a_picture_of_ours(halves(700, 900)))

        sizes = {piece.name: public_picture(piece.file) for piece in renditions.pieces(image.renditions)}
        assert {name: (each.size, each.format.lower()) for name, each in sizes.items()} == {
            piece.name: ((piece.width, piece.height), piece.format)
            for piece in renditions.pieces(image.renditions)
        }
        assert sizes["16x9-640-webp"].size == (640, 360)
        assert sizes["4x3-640-webp"].size == (640, 480)
        assert sizes["1x1-640-webp"].size == (640, 640)
        assert sizes["640-webp"].size == (640, 823)

    def test_a_crop_that_is_the_whole_picture_has_no_file_of_its_own(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360)))

        assert image.renditions[1]["file"] == image.renditions[0]["file"]
        assert widths(image, "16x9") == widths(image) == [320, 640]

    @pytest.mark.parametrize(("across", "colour"), [(0, (254, 0, 0)), (1, (0, 0, 254)), (0.26, (254, 0, 0))])
    def test_are_cut_around_the_focal_point(self, across, colour):
        image = renewed(a_picture_of_ours(halves(1_200, 400), focal_x=across))

        assert of_colour(image, "1x1") == colour

    def test_making_them_again_changes_nothing(self):
        image = renewed(a_picture_of_ours(a_picture(640, 400)))
        before = {name: modified(image, name) for name in public_files(image)}

        again = renewed(image)

        assert again.renditions == image.renditions
        assert {name: modified(image, name) for name in public_files(image)} == before

    def test_what_a_killed_worker_left_is_made_again(self):
        image = a_picture_of_ours(a_picture(640, 360))
        half_written = f"pictures/{image.pk}/{digest(image)}-320.webp"
        files.write(files.public(), half_written, b"RIFF")

        renewed(image)

        assert public_picture(half_written).size == (320, 180)

    def test_files_of_a_digest_say_nothing_of_the_picture_before(self):
        first, second = (a_picture_of_ours(a_picture(640, 360, colour=colour)) for colour in ("red", "blue"))

        assert digest(first) != digest(second)


def modified(image, name):
    return storages["default"].get_modified_time(f"pictures/{image.pk}/{name}")


class TestFocalPoint:
    def test_moving_it_makes_the_crops_anew_under_other_names(self):
        image = renewed(a_picture_of_ours(halves(1_200, 400), focal_x=0))
        before = {each["crop"]: each["file"] for each in image.renditions}

        image.focal_x = 1
        photo_desk.save(image)

        assert queued() == [image.pk, image.pk]
        moved = renewed(image)
        assert of_colour(moved, "1x1") == (0, 0, 254)
        after = {each["crop"]: each["file"] for each in moved.renditions}
        assert [crop for crop in before if before[crop] == after[crop]] == [""]

    def test_what_readers_may_still_ask_for_stays_for_an_hour(self):
        image = renewed(a_picture_of_ours(halves(1_200, 400), focal_x=0))
        before = set(public_files(image))
        image.focal_x = 1
        photo_desk.save(image)

        moved = renewed(image)
        assert before < set(public_files(image))
        later = Job.objects.exclude(scheduled_at=None).latest("pk")
        assert timedelta(minutes=59) < later.scheduled_at - timezone.now() <= timedelta(hours=1)

        grown_old(image)
        renewed(image)
        assert set(public_files(image)) == {
            piece.file.rpartition("/")[2] for piece in renditions.pieces(moved.renditions)
        }

    def test_moving_it_where_no_crop_changes_makes_nothing(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360)))
        Job.objects.all().delete()

        image.focal_y = 0.9
        image.alt_en = "A train"
        photo_desk.save(image)

        assert queued() == []
        assert Image.objects.get(pk=image.pk).alt_en == "A train"

    def test_moving_it_while_files_are_made_leaves_it_to_the_next_job(self, monkeypatch):
        image = a_picture_of_ours(halves(1_200, 400), focal_x=0)
        make = files.make

        def make_slowly(image, record):
            make(image, record)
            Image.objects.update(focal_x=1)

        monkeypatch.setattr(files, "make", make_slowly)

        assert renewed(image).renditions == image.renditions


class TestOtherFile:
    def test_takes_the_place_of_the_one_before(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360, colour="red"), alt_en="A train"))
        old = image.file

        photo_desk.replace(image, a_picture(700, 700), "square.png")

        replaced = renewed(image)
        assert (replaced.width, replaced.height, replaced.alt_en) == (700, 700, "A train")
        assert original_of(replaced).size == (700, 700)
        grown_old(image)
        renewed(image)
        assert not storages["originals"].exists(old)

    def test_takes_the_place_of_an_address(self):
        image = an_image(source_url="https://pictures.example/a.jpg")

        photo_desk.replace(image, a_picture(), "a.jpg")

        assert Image.objects.get(pk=image.pk).source_url == ""
        assert len(public_files(image)) == 1


class TestRights:
    def test_when_they_end_no_public_file_is_left_within_the_hour(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360), rights_end_at=ahead(minutes=1)))
        Image.objects.update(rights_end_at=ago(minutes=1))
        Job.objects.all().delete()

        jobs.end_picture_rights(timestamp=0)

        assert queued() == [image.pk]
        assert renewed(image).renditions == []
        assert public_files(image) == []
        assert original_of(image).size == (640, 360)

    def test_pictures_whose_files_are_gone_already_are_not_looked_at_again(self):
        image = renewed(a_picture_of_ours(rights_end_at=ago(days=1)))
        Job.objects.all().delete()

        jobs.end_picture_rights(timestamp=0)

        assert (image.renditions, queued()) == ([], [])

    def test_a_picture_that_nobody_may_show_is_not_shown_for_a_moment(self):
        image = a_picture_of_ours(rights_end_at=ago(days=1))

        assert (image.renditions, public_files(image)) == ([], [])

    def test_when_they_are_prolonged_the_picture_is_back_at_once(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360), rights_end_at=ago(days=1)))

        image.rights_end_at = ahead(days=1)
        photo_desk.save(image)

        assert widths(image, format_name="jpeg") == [640]
        assert len(public_files(image)) == 1
        assert widths(renewed(image)) == [320, 640]

    def test_when_they_are_ended_by_hand_the_files_go_with_the_next_job(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360)))

        image.rights_end_at = ago(minutes=1)
        photo_desk.save(image)

        assert queued() == [image.pk, image.pk]
        renewed(image)
        assert public_files(image) == []

    def test_when_they_end_while_files_are_made_none_is_left(self, monkeypatch):
        image = a_picture_of_ours(a_picture(640, 360))
        make = files.make

        def make_slowly(image, record):
            make(image, record)
            Image.objects.update(rights_end_at=ago(minutes=1), renditions=[])

        monkeypatch.setattr(files, "make", make_slowly)
        renewed(image)

        assert public_files(image) == []


class TestCaches:
    @pytest.fixture(autouse=True)
    def one_cache(self, settings):
        settings.PURGE_URLS = ["http://127.0.0.1:9/"]

    def test_are_told_when_other_sizes_are_shown(self):
        image = a_picture_of_ours(a_picture(640, 360))
        an_article(image=image)
        Purge.objects.all().delete()

        renewed(image)

        assert Purge.objects.get().keys == [f"image:{image.pk}", "image:all"]

    def test_are_told_when_the_files_of_ended_rights_are_gone(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360)))
        an_article(body_html=f'<figure><img src="image:{image.pk}"></figure>')
        Image.objects.update(rights_end_at=ago(hours=1))
        Purge.objects.all().delete()

        renewed(image)

        assert Purge.objects.get().keys == [f"image:{image.pk}", "image:all"]

    def test_are_told_nothing_when_nothing_was_made(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360)))
        an_article(image=image)
        Purge.objects.all().delete()

        renewed(image)

        assert Purge.objects.count() == 0


class TestDeletion:
    def test_takes_the_files_along(self):
        image = renewed(a_picture_of_ours(a_picture(640, 360)))
        image_id, original = image.pk, image.file

        photo_desk.delete(image)
        jobs.renew_picture(image_id=image_id)

        assert Image.objects.count() == 0
        assert storages["default"].listdir(f"pictures/{image_id}")[1] == []
        assert not storages["originals"].exists(original)

    @pytest.mark.parametrize("use", ["head", "body", "draft", "body of a draft"])
    def test_is_refused_while_an_article_shows_the_picture(self, use):
        image = a_picture_of_ours()
        html = f'<figure><img src="image:{image.pk}" alt=""></figure>'
        article = an_article(
            image=image if use == "head" else None, body_html=html if use == "body" else "<p>News.</p>"
        )
        content = {
            "image": image.pk if use == "draft" else None,
            "body_html": html * (use == "body of a draft"),
        }
        Draft.objects.create(article=article, content=content, base_revision=1)

        with pytest.raises(InUse):
            photo_desk.delete(image)

        assert list(photo_desk.articles_with(image)) == [article]
        assert Image.objects.filter(pk=image.pk).exists()

    def test_is_not_hindered_by_a_picture_whose_number_only_begins_alike(self):
        image = a_picture_of_ours()
        article = an_article(body_html=f'<figure><img src="image:{image.pk}0" alt=""></figure>')
        Draft.objects.create(
            article=article, content={"body_html": f'<img src="image:{image.pk}1">'}, base_revision=1
        )

        photo_desk.delete(image)

        assert Image.objects.count() == 0


def test_a_job_for_a_picture_elsewhere_does_nothing():
    image = an_image()

    assert renewed(image).renditions == []


def test_rights_are_looked_at_every_hour():
    periodic = app.periodic_registry.periodic_tasks["articles.jobs.end_picture_rights", ""]

    assert periodic.cron == "7 * * * *"
