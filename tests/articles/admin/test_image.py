"""The photo desk's pages, as a browser sends and fetches them."""

import errno
import os
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles import jobs, photo_desk
from articles.models import Image
from newsapi.models import Job
from tests.builders import ago, ahead, an_article, an_image
from tests.people import a_person, signed_in
from tests.pictures import (
    a_file,
    a_picture,
    a_picture_of_ours,
    a_png_that_says_it_is,
    halves,
    original_of,
    public_files,
)

pytestmark = pytest.mark.usefixtures("db", "media")
LIST = reverse("admin:articles_image_changelist")
UPLOAD = reverse("admin:articles_image_upload")
ADD = reverse("admin:articles_image_add")
OUT_OF_REACH = "The place where files are kept is full or out of reach, so nothing was saved. Try it later."
BAD = "The picture is damaged, or a part of the file is missing."


@pytest.fixture
def desk():
    return signed_in(a_person("photographer", "photo_desk"))


@pytest.fixture
def worker_queue():
    """The pictures whose files are to be made; `clear` forgets those so far."""

    class Queue:
        def __call__(self):
            waiting = Job.objects.filter(task_name="articles.jobs.renew_picture").order_by("pk")
            return [job.args["image_id"] for job in waiting]

        def clear(self):
            Job.objects.all().delete()

    return Queue()


@pytest.fixture
def full_disk(monkeypatch):
    """From then on, whatever is written ends after its first bytes."""

    def write(fd, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return lambda: monkeypatch.setattr(os, "write", write)


def sent(content=None, name="train.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_file() if content is None else content)


def page_of(image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])


def form(**changes) -> dict:
    """What the browser sends for a picture when nothing but the changes was typed."""
    return {"focal_x": "0.5", "focal_y": "0.5", "rights_end_at_0": "", "rights_end_at_1": "", **changes}


def shown(page) -> list[int]:
    return [image.pk for image in page.context["cl"].result_list]


class TestDropZone:
    def test_makes_a_picture_of_each_file(self, desk):
        answer = desk.post(UPLOAD, {"file": sent(a_file("png", a_picture(640, 360)), "Yangi poyezd.png")})

        image = Image.objects.get()
        assert answer.status_code == 201
        assert answer.json() == {
            "id": image.pk,
            "reference": f"image:{image.pk}",
            "page": page_of(image),
            "thumbnail": f"/media/pictures/{image.pk}/{public_files(image)[0]}",
            "width": 640,
            "height": 360,
        }
        assert image.file.startswith(f"{image.pk}/yangi-poyezd-")

    @pytest.mark.parametrize(
        ("content", "error"),
        [
            (b"MZ\x90", "This is no picture. JPEG, PNG, WebP, AVIF and GIF can be taken."),
            (b"", "The file is empty."),
            (a_png_that_says_it_is(40_000, 40_000), "The picture has more than 50 megapixels."),
            (a_file("jpeg", halves())[:900], BAD),
            (
                b"<svg onload='alert(1)'></svg>",
                "SVG drawings cannot be taken, as they may hold programs. Save it as PNG.",
            ),
        ],
    )
    def test_says_why_a_file_is_refused(self, desk, content, error):
        answer = desk.post(UPLOAD, {"file": sent(content)})

        assert (answer.status_code, answer.json()) == (400, {"error": error})
        assert Image.objects.count() == 0

    def test_refuses_a_file_that_is_too_large_without_reading_it(self, desk, settings):
        settings.PICTURE_MEGABYTES = 1

        answer = desk.post(UPLOAD, {"file": sent(b"\0" * 1_000_001)})

        assert answer.json() == {"error": "The file is larger than 1 MB."}

    def test_says_so_when_files_cannot_be_kept(self, desk, media):
        (media / "originals").write_text("In the place of the folder.")

        answer = desk.post(UPLOAD, {"file": sent()})

        assert (answer.status_code, answer.json()) == (503, {"error": OUT_OF_REACH})
        assert Image.objects.count() == 0

    def test_says_so_when_no_file_has_arrived(self, desk):
        answer = desk.post(UPLOAD, {"file": "a text"})

        assert (answer.status_code, answer.json()) == (400, {"error": "No file has arrived."})

    def test_speaks_the_editors_language(self, desk):
        answer = desk.post(UPLOAD, {"file": sent(b"")}, headers={"accept-language": "ru"})

        assert answer.status_code == 400
        assert answer["Content-Language"] == "ru"

    def test_is_for_roles_that_add_pictures(self):
        forecaster = signed_in(a_person("forecaster", "weather_desk"))

        answer = forecaster.post(UPLOAD, {"file": sent()})

        assert (answer.status_code, answer.json()) == (403, {"error": "Your role adds no pictures."})
        assert Image.objects.count() == 0

    def test_is_for_people_who_have_signed_in(self, client):
        answer = client.post(UPLOAD, {"file": sent()})

        assert answer.status_code == 302
        assert Image.objects.count() == 0

    def test_takes_files_by_post_alone(self, desk):
        assert desk.get(UPLOAD).status_code == 405

    def test_needs_the_token_against_forged_requests(self):
        desk = signed_in(a_person("photographer", "photo_desk"))
        desk.handler.enforce_csrf_checks = True

        assert desk.post(UPLOAD, {"file": sent()}).status_code == 403


class TestOriginal:
    def test_is_there_for_the_newsroom_alone(self, desk, client):
        address = reverse("admin:articles_image_original", args=[a_picture_of_ours(a_picture(640, 360)).pk])

        answer = desk.get(address)

        assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, max-age=3600")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
        assert client.get(address).status_code == 302
        assert signed_in(a_person("forecaster", "weather_desk")).get(address).status_code == 403

    def test_of_a_picture_elsewhere_is_not_here(self, desk):
        assert desk.get(reverse("admin:articles_image_original", args=[an_image().pk])).status_code == 404


class TestList:
    def test_costs_the_same_however_many_pictures_it_shows(self, desk, django_assert_max_num_queries):
        for number in range(12):
            a_picture_of_ours(alt_en=f"Picture {number}")

        with django_assert_max_num_queries(8):  # session, user, rights (3), sections, count, rows
            page = desk.get(LIST)

        assert len(shown(page)) == 12

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("without_alt=any", ["nothing"]),
            ("without_alt=en", ["nothing", "Russian"]),
            ("without_alt=uz", ["nothing", "Russian", "all"]),
            ("rights=ended", ["ended"]),
            ("rights=ending", ["ending"]),
            ("rights=open", ["nothing", "Russian", "all"]),
            ("q=Поезд", ["Russian"]),
            ("q=night-train", ["nothing", "Russian", "all", "ended", "ending", "later"]),
        ],
    )
    def test_is_narrowed_by_what_is_missing_and_by_rights(self, desk, query, found):
        words = {"alt_uz": "Poyezd", "alt_ru": "Состав", "alt_en": "A train"}
        pictures = {
            "nothing": a_picture_of_ours(),
            "Russian": a_picture_of_ours(alt_ru="Поезд"),
            "all": a_picture_of_ours(alt_en="A train"),
            "ended": a_picture_of_ours(rights_end_at=ago(hours=1), **words),
            "ending": a_picture_of_ours(rights_end_at=ahead(days=6), **words),
            "later": a_picture_of_ours(rights_end_at=ahead(days=8), **words),
        }

        assert sorted(shown(desk.get(f"{LIST}?{query}"))) == [pictures[name].pk for name in found]

    def test_shows_a_stand_in_where_nothing_may_be_shown(self, desk):
        a_picture_of_ours(rights_end_at=ago(hours=1))

        page = desk.get(LIST).text

        assert "/static/articles/pictures/stand-in.png" in page
        assert "ended" in page

    def test_offers_the_zone_to_whoever_may_add(self, desk):
        reader = User.objects.create_user("reader", is_staff=True)
        reader.user_permissions.add(Permission.objects.get(codename="view_image"))

        assert 'class="picture-drop"' in desk.get(LIST).text
        assert 'class="picture-drop"' not in signed_in(reader).get(LIST).text

    def test_queues_the_making_of_sizes_that_are_missing(self, desk, worker_queue):
        image, elsewhere = a_picture_of_ours(), an_image()
        worker_queue.clear()

        desk.post(LIST, {"action": "make_sizes", "_selected_action": [image.pk, elsewhere.pk]})

        assert worker_queue() == [image.pk]


class TestForm:
    def test_adds_a_picture_without_the_drop_zone_too(self, desk):
        answer = desk.post(ADD, {"upload": sent(), "alt_en": "A train", "credit": "A. Photo"})

        image = Image.objects.get()
        assert answer.status_code == 302
        assert (image.alt_en, image.credit, image.width) == ("A train", "A. Photo", 64)
        assert len(public_files(image)) == 1

    def test_adds_a_picture_that_is_elsewhere(self, desk):
        desk.post(ADD, {"source_url": "https://pictures.example/a.jpg", "alt_en": "A train"})

        image = Image.objects.get()
        assert (image.source_url, image.file, image.alt_en) == (
            "https://pictures.example/a.jpg",
            "",
            "A train",
        )

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({}, "Send a file, or say at which address the picture is."),
            (
                {"source_url": "https://pictures.example/known.jpg"},
                "The picture at this address is there already.",
            ),
            ({"source_url": "no address"}, "Enter a valid URL."),
        ],
    )
    def test_says_what_is_wrong(self, desk, fields, error):
        an_image(source_url="https://pictures.example/known.jpg")

        page = desk.post(ADD, fields)

        assert error in page.text
        assert Image.objects.count() == 1

    def test_says_why_a_file_is_refused(self, desk):
        image = a_picture_of_ours()

        page = desk.post(page_of(image), form(upload=sent(b"MZ"), alt_en="A train"))

        assert "This is no picture." in page.text
        assert Image.objects.get().alt_en == ""

    def test_changes_what_is_said_and_where_the_eye_goes(self, desk, worker_queue):
        image = a_picture_of_ours(halves(1_200, 400))
        worker_queue.clear()

        desk.post(page_of(image), form(alt_uz="Poyezd", caption_ru="Поезд", credit="A. Photo", focal_x="0.1"))

        saved = Image.objects.get()
        assert (saved.alt_uz, saved.caption_ru, saved.credit, saved.focal_x) == (
            "Poyezd",
            "Поезд",
            "A. Photo",
            0.1,
        )
        assert (saved.file, saved.renditions) == (image.file, image.renditions)
        assert worker_queue() == [image.pk]

    @pytest.mark.parametrize("place", ["-0.1", "1.1", "left", ""])
    def test_refuses_a_focal_point_outside_the_picture(self, desk, place):
        image = a_picture_of_ours()

        page = desk.post(page_of(image), form(focal_x=place))

        assert page.context["adminform"].form.errors.keys() == {"focal_x"}

    def test_puts_another_file_in_the_place_of_the_one_before(self, desk):
        image = a_picture_of_ours()

        desk.post(page_of(image), form(upload=sent(a_file("png", a_picture(80, 40))), alt_en="A train"))

        replaced = Image.objects.get()
        assert (replaced.width, replaced.height, replaced.alt_en) == (80, 40, "A train")
        assert original_of(replaced).size == (80, 40)

    @pytest.mark.parametrize("folder", ["originals", "media"])
    def test_is_shown_again_with_all_that_was_typed_when_files_cannot_be_kept(self, desk, media, folder):
        image = an_image(source_url="https://pictures.example/a.jpg")
        (media / folder).write_text("In the place of the folder.")

        page = desk.post(page_of(image), form(upload=sent(), alt_en="A train"))

        shown_again = page.context["adminform"].form
        assert (page.status_code, shown_again.errors) == (200, {"__all__": [OUT_OF_REACH]})
        assert shown_again["alt_en"].value() == "A train"
        assert (Image.objects.get().source_url, Image.objects.get().file) == (image.source_url, "")

    def test_keeps_the_file_that_is_there_when_the_same_is_sent_to_a_full_disk(self, desk, full_disk):
        image = a_picture_of_ours(a_picture(640, 400), "Train.png")
        full_disk()

        desk.post(page_of(image), form(upload=sent(a_file("png", a_picture(640, 400)), "Train.png")))

        assert original_of(Image.objects.get()).size == (640, 400)

    def test_leaves_nothing_of_a_picture_that_only_half_fits_on_the_disk(self, desk, media):
        (media / "media").write_text("In the place of the folder.")

        desk.post(ADD, {"upload": sent()})

        assert Image.objects.count() == 0
        assert [each for each in (media / "originals").rglob("*") if each.is_file()] == []

    def test_puts_a_file_in_the_place_of_an_address(self, desk):
        image = an_image(source_url="https://pictures.example/a.jpg")

        desk.post(page_of(image), form(upload=sent(), source_url=image.source_url))

        replaced = Image.objects.get()
        assert (replaced.source_url, replaced.width) == ("", 64)

    def test_keeps_the_end_of_rights_in_the_zone_of_the_site(self, desk):
        image = a_picture_of_ours()

        desk.post(page_of(image), form(rights_end_at_0="2030-01-02", rights_end_at_1="00:00:00"))

        assert Image.objects.get().rights_end_at.isoformat() == "2030-01-02T00:00:00+05:00"

    def test_does_not_undo_what_the_worker_made_meanwhile(self, desk):
        image = a_picture_of_ours(a_picture(640, 400))
        jobs.renew_picture(image_id=image.pk)
        made = Image.objects.get().renditions

        photo_desk.save(image)

        assert Image.objects.get().renditions == made

    def test_shows_the_picture_with_its_crops_and_the_articles_with_it(self, desk):
        image = a_picture_of_ours(alt_en="A train")
        article = an_article("Rail link opens", image=image)

        page = desk.get(page_of(image)).text

        assert f'<img src="/media/pictures/{image.pk}/{public_files(image)[0]}" alt="A train"' in page
        assert [f'data-crop="{crop}"' in page for crop in ("16x9", "4x3", "1x1")] == [True] * 3
        assert reverse("admin:articles_article_change", args=[article.pk]) in page
        assert "Rail link opens" in page

    def test_shows_the_newsroom_what_readers_may_not_see_any_more(self, desk):
        image = a_picture_of_ours(rights_end_at=timezone.now() - timedelta(days=1))

        page = desk.get(page_of(image)).text

        assert f'<img src="{reverse("admin:articles_image_original", args=[image.pk])}"' in page
        assert "None: the rights have ended, and readers see a stand-in." in page

    def test_can_be_read_by_whoever_may_only_look(self):
        reader = User.objects.create_user("reader", is_staff=True)
        reader.user_permissions.add(Permission.objects.get(codename="view_image"))
        image = a_picture_of_ours(alt_en="A train")

        page = signed_in(reader).get(page_of(image))

        assert page.status_code == 200
        assert "A train" in page.text


class TestDeletion:
    def test_takes_one_or_many(self, desk):
        pictures = [a_picture_of_ours() for _ in range(3)]

        desk.post(reverse("admin:articles_image_delete", args=[pictures[0].pk]), {"post": "yes"})
        desk.post(
            LIST,
            {
                "action": "delete_selected",
                "_selected_action": [each.pk for each in pictures[1:]],
                "post": "yes",
            },
        )

        assert Image.objects.count() == 0

    @pytest.mark.parametrize("many", [False, True])
    @pytest.mark.parametrize("place", ["head", "text"])
    def test_names_the_articles_that_stand_against_it(self, desk, place, many):
        image = a_picture_of_ours()
        figure = f'<figure><img src="image:{image.pk}" alt=""></figure>'
        an_article(
            "Rail link opens",
            image=image if place == "head" else None,
            body_html=figure if place == "text" else "",
        )
        address = LIST if many else reverse("admin:articles_image_delete", args=[image.pk])
        chosen = {"action": "delete_selected", "_selected_action": [image.pk]} if many else {}

        page = desk.post(address, {"post": "yes", **chosen})

        assert "Rail link opens" in page.text
        assert Image.objects.count() == 1

    def test_is_for_the_photo_desk_and_the_chief(self):
        image = a_picture_of_ours()
        reporter = signed_in(a_person("reporter", "reporter"))

        answer = reporter.post(reverse("admin:articles_image_delete", args=[image.pk]), {"post": "yes"})

        assert answer.status_code == 403
        assert Image.objects.count() == 1
