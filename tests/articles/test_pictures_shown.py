"""What readers get of pictures: at the head of an article, in its text, and once the rights have ended."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image as PILImage
from PIL import ImageChops

from articles import jobs, publishing
from articles.models import Article, Image
from articles.pictures import stand_in
from tests.builders import ago, ahead, an_article, an_image
from tests.pictures import a_picture, a_picture_of_ours, public_files

pytestmark = pytest.mark.usefixtures("media")
STAND_IN = "http://127.0.0.1/static/articles/pictures/stand-in.png"
FILE = "http://127.0.0.1/media/pictures"


def renewed(image) -> Image:
    jobs.renew_picture(image_id=image.pk)
    return image


def with_picture(shown, /, caption="", alt="", **fields) -> Article:
    """An article with the picture in its text."""
    figcaption = f"<figcaption>{caption}</figcaption>" if caption else ""
    figure = f'<figure><img src="image:{shown.pk}" alt="{alt}">{figcaption}</figure>'
    return an_article(**{"slug": "news", "body_html": f"<p>Before.</p>{figure}<p>After.</p>", **fields})


def name_of(image) -> str:
    return f"{FILE}/{image.pk}/{image.file.removesuffix('.jpeg').rpartition('-')[2]}"


class TestHead:
    def test_has_every_size_with_its_address(self, api):
        image = renewed(a_picture_of_ours(a_picture(1_600, 1_600), alt_en="A train", focal_y=0.25))
        an_article(slug="news", image=image)

        answer = api.get("/articles/news/")["image"]

        assert list(answer) == [
            *("url", "alt", "caption", "credit", "width", "height", "focal_point", "placeholder"),
            *("renditions", "srcset"),
        ]
        assert answer["url"] == f"{name_of(image)}-1280.jpeg"
        assert (answer["width"], answer["height"], answer["alt"]) == (1280, 1280, "A train")
        assert answer["focal_point"] == {"x": 0.5, "y": 0.25}
        assert answer["srcset"] == ", ".join(
            f"{name_of(image)}-{width}.webp {width}w" for width in (320, 640, 960, 1280)
        )
        assert len(answer["renditions"]) == 48
        assert answer["renditions"][0] == {
            "name": "320-avif",
            "url": f"{name_of(image)}-320.avif",
            "width": 320,
            "height": 320,
            "format": "avif",
        }
        wide = next(each for each in answer["renditions"] if each["name"] == "16x9-640-webp")
        assert (wide["width"], wide["height"], wide["format"]) == (640, 360, "webp")
        assert wide["url"] == f"{name_of(image)}-0-0-1600-900-640.webp"

    def test_is_shown_before_the_worker_has_made_the_other_sizes(self, api):
        image = a_picture_of_ours(a_picture(640, 360))
        an_article(slug="news", image=image)

        answer = api.get("/articles/news/")["image"]

        assert answer["url"] == f"{name_of(image)}-640.jpeg"
        assert [each["name"] for each in answer["renditions"]] == ["640-jpeg"]
        assert answer["srcset"] is None

    def test_names_files_that_are_there(self, api):
        image = renewed(a_picture_of_ours(a_picture(640, 400)))
        an_article(slug="news", image=image)

        answer = api.get("/articles/news/")["image"]

        named = {each["url"].rpartition("/")[2] for each in answer["renditions"]}
        assert sorted(named) == public_files(image)

    @pytest.mark.parametrize("field", ["url", "srcset", "renditions", "width"])
    def test_has_only_the_fields_that_were_asked_for(self, api, field):
        an_article(slug="news", image=renewed(a_picture_of_ours(a_picture(640, 360))))
        whole = api.get("/articles/news/")["image"]

        assert api.get(f"/articles/news/?fields=image.{field}") == {"image": {field: whole[field]}}

    def test_leads_to_where_the_configuration_says(self, api, settings):
        settings.MEDIA_BASE_URL = "https://pictures.example/newsroom"
        image = a_picture_of_ours(a_picture(640, 360))
        an_article(slug="news", image=image)

        url = api.get("/articles/news/")["image"]["url"]

        assert url == name_of(image).replace("http://127.0.0.1/media", settings.MEDIA_BASE_URL) + "-640.jpeg"


class TestRights:
    @pytest.mark.parametrize(
        ("locale", "alt"),
        [
            ("en", "This picture is no longer available"),
            ("ru", "Это изображение больше недоступно"),
            ("uz", "Bu rasm endi mavjud emas"),
            ("uz-Cyrl", "Бу расм энди мавжуд эмас"),
        ],
    )
    @pytest.mark.parametrize("of_ours", [True, False])
    def test_have_a_stand_in_in_their_place_once_they_have_ended(self, api, locale, alt, of_ours):
        words = {
            "alt_en": "A train",
            "caption_en": "A train",
            "credit": "A. Photo",
            "rights_end_at": ago(hours=1),
        }
        image = a_picture_of_ours(**words) if of_ours else an_image(**words)
        an_article(slug="news", image=image, language=locale[:2])

        assert api.get(f"/articles/news/?locale={locale}")["image"] == {
            "url": STAND_IN,
            "alt": alt,
            "caption": None,
            "credit": None,
            "width": 1280,
            "height": 720,
            "focal_point": {"x": 0.5, "y": 0.5},
            "placeholder": None,
            "renditions": [],
            "srcset": None,
        }

    def test_end_by_the_clock_alone_in_lists_too(self, api):
        end = ahead(minutes=10)
        an_article(image=a_picture_of_ours(rights_end_at=end), published_at=ago(days=2))

        def url():
            return api.get("/articles/?locale=en&fields=image.url")["results"][0]["image"]["url"]

        with time_machine.travel(end - timedelta(milliseconds=1), tick=False):
            assert url().endswith("64.jpeg")
        with time_machine.travel(end, tick=False):
            assert url() == STAND_IN

    def test_also_end_the_life_of_what_caches_keep(self, api):
        now = timezone.now().replace(hour=9)
        image = an_image(rights_end_at=now + timedelta(seconds=20))
        an_article(slug="news", image=image, published_at=now - timedelta(days=1))
        with_picture(image, slug="text", published_at=now - timedelta(days=1))

        with time_machine.travel(now, tick=False):
            lives = [
                api.answer(path)["Cache-Control"].split(", ")[2]
                for path in (
                    "/articles/news/",
                    "/articles/text/?fields=body_html",
                    "/articles/text/?fields=body_blocks",
                    "/articles/?locale=en",
                    "/articles/news/?fields=title",
                )
            ]

        assert lives == ["s-maxage=20"] * 4 + ["s-maxage=60"]

    def test_stand_in_is_a_picture_as_its_code_draws_it(self):
        with PILImage.open(finders.find(stand_in.FILE)) as file:
            assert file.size == (stand_in.WIDTH, stand_in.HEIGHT)
            assert (
                ImageChops.difference(file.convert("RGB"), stand_in.draw().convert("RGB")).getbbox() is None
            )


class TestText:
    def test_shows_a_picture_of_ours_by_its_address(self, api):
        image = renewed(a_picture_of_ours(a_picture(2_000, 1_000), alt_en='A <b> & "train"'))
        with_picture(image, "The first train.")

        answer = api.get("/articles/news/")

        assert answer["body_html"] == (
            "<p>Before.</p>\n"
            f'<figure><img src="{name_of(image)}-1280.jpeg" alt="A &lt;b&gt; &amp; &quot;train&quot;" '
            'width="1280" height="640"><figcaption>The first train.</figcaption></figure>\n'
            "<p>After.</p>"
        )
        assert answer["body_blocks"][1] == {
            "type": "image",
            "url": f"{name_of(image)}-1280.jpeg",
            "alt": 'A <b> & "train"',
            "caption": "The first train.",
            "credit": None,
            "width": 1280,
            "height": 640,
        }

    def test_says_what_the_author_says_of_the_picture_first(self, api):
        image = a_picture_of_ours(alt_en="A train")
        with_picture(image, alt="A &quot;night&quot; train")

        answer = api.get("/articles/news/")

        assert 'alt="A &quot;night&quot; train"' in answer["body_html"]
        assert answer["body_blocks"][1]["alt"] == 'A "night" train'

    def test_speaks_cyrillic_uzbek_too(self, api):
        image = a_picture_of_ours(alt_uz="Bekat")
        with_picture(image, "Birinchi poyezd", language="uz")

        answer = api.get("/articles/news/?locale=uz-Cyrl")

        assert 'alt="Бекат"' in answer["body_html"]
        assert answer["body_blocks"][1]["alt"] == "Бекат"
        assert answer["body_blocks"][1]["url"] == f"{name_of(image)}-64.jpeg"

    def test_shows_a_picture_elsewhere_by_its_own_address(self, api):
        with_picture(an_image(source_url="https://pictures.example/a.jpg?a=1&b=2"))

        answer = api.get("/articles/news/")

        assert '<img src="https://pictures.example/a.jpg?a=1&amp;b=2" alt="A picture">' in answer["body_html"]
        assert answer["body_blocks"][1]["width"] is None

    @pytest.mark.parametrize("reason", ["rights", "unknown"])
    def test_shows_a_stand_in_for_what_cannot_be_shown(self, api, reason):
        image = a_picture_of_ours(rights_end_at=ago(hours=1))
        with_picture(image, "The first train.")
        Image.objects.filter(pk=image.pk if reason == "unknown" else 0).delete()

        answer = api.get("/articles/news/")

        assert (
            f'<figure><img src="{STAND_IN}" alt="This picture is no longer available" '
            'width="1280" height="720"><figcaption>The first train.</figcaption></figure>'
        ) in answer["body_html"]
        assert answer["body_blocks"][1]["url"] == STAND_IN
        assert answer["body_text"] == "Before.\n\nThe first train.\n\nAfter."

    def test_names_the_picture_for_caches(self, api):
        image = a_picture_of_ours()
        article = with_picture(image)

        keys = api.answer("/articles/news/")["Surrogate-Key"].split()

        assert keys == [f"article:{article.pk}", f"editions:{article.pk}", f"image:{image.pk}"]

    def test_takes_no_further_query(self, api, django_assert_num_queries):
        with_picture(a_picture_of_ours(), image=an_image())

        with django_assert_num_queries(1):  # the article with all that goes with it
            api.answer("/articles/news/")

    def test_is_the_same_in_a_list(self, api):
        with_picture(a_picture_of_ours())
        one = api.get("/articles/news/?locale=en")

        [card] = api.get("/articles/?locale=en&expand=body_html,body_blocks")["results"]

        assert (card["body_html"], card["body_blocks"]) == (one["body_html"], one["body_blocks"])

    def test_of_an_article_keeps_which_pictures_it_shows(self, db):
        first, second = an_image(), an_image()
        article = with_picture(
            first, body_html=f'<img src="image:{second.pk}"><img src="image:{first.pk}">' * 2
        )

        assert article.body_images == [second.pk, first.pk]
        article.body_html = "<p>News.</p>"
        publishing.save(article)
        assert Article.objects.get().body_images == []

    def test_that_only_speaks_of_an_image_stays_as_it_is(self, api):
        an_article(slug="news", body_html='<p>The image:1 and src="image:2"</p>')

        answer = api.get("/articles/news/")

        assert answer["body_html"] == '<p>The image:1 and src="image:2"</p>'
        assert answer["body_blocks"][0]["text"] == 'The image:1 and src="image:2"'
