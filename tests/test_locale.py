import pytest

from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image

pytestmark = pytest.mark.django_db
BODY = (
    "<h2>Yangi yoʻl</h2>"
    '<p>Choʻl <a href="https://site.example/yangi-yol?shahar=toshkent">Toshkent shahri</a> yaqinida.</p>'
    "<ul><li><strong>Gʻazalkent</strong></li></ul>"
    '<figure><img src="https://site.example/shahar.jpg" alt="Shahar"><figcaption>Koʻcha</figcaption></figure>'
)
LINK = '<a href="https://site.example/yangi-yol?shahar=toshkent" rel="noopener noreferrer">Тошкент шаҳри</a>'


@pytest.fixture
def uzbek(db):
    """An article in Uzbek with all that has words."""
    section = a_section("jamiyat", name_uz="Jamiyat", name_en="Society")
    tag = a_tag("yollar", name_uz="Yoʻllar", name_en="Roads")
    author = an_author("dilnoza", name_uz="Dilnoza Shokirova", name_en="")
    image = an_image(alt_uz="Shahar koʻchasi", alt_en="", caption_uz="Choʻldagi yoʻl", credit="Jahon")
    return an_article(
        "Choʻlda yangi yoʻl",
        slug="cholda-yangi-yol",
        language="uz",
        published_at=ago(),  # today, also in the first hour of the day
        summary="Yoʻl shahardan boshlanadi.",
        body_html=BODY,
        section=section,
        tags=[tag],
        authors=[author],
        image=image,
        source_name="Jahon",
        source_url="https://jahon.example/yangi-yol",
    )


# Which locale an answer is in -------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["uz", "uz-Cyrl", "ru", "en"])
def test_the_locale_that_is_asked_goes_before_what_the_reader_likes(api, locale):
    answer = api.answer(f"/ticker/?locale={locale}", headers={"Accept-Language": "de, en, ru, uz"})

    assert answer["Content-Language"] == locale
    assert "Vary" not in answer


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("ru", "ru"),
        ("RU-ru", "ru"),
        ("en-US,en;q=0.9", "en"),
        ("uz", "uz"),
        ("uz-UZ", "uz"),
        ("uz-Latn-UZ", "uz"),
        ("uz-Cyrl", "uz-Cyrl"),
        ("uz-Cyrl-UZ", "uz-Cyrl"),
        ("UZ-CYRL-uz", "uz-Cyrl"),
        ("ru-Cyrl", "ru"),
        ("de, fr;q=0.9, ru;q=0.1", "ru"),
        ("en;q=0.5, ru;q=0.8", "ru"),
        ("en;q=0.8,ru;q=0.8", "en"),
        ("en;q=0.001, de", "en"),
        ("ru;q=0", "uz"),
        ("ru;q=0, en;q=0.1", "en"),
        ("en;q=0.0, de;q=1.0", "uz"),
        ("de-DE, *;q=0.5", "uz"),
        ("*", "uz"),
        ("", "uz"),
        ("ru;q=high", "uz"),
        ("en/ru", "uz"),
        ("; , ;", "uz"),
        ("русский", "uz"),
        ("ru, ,en", "ru"),
        (",ru", "ru"),
        ("en ,\t, ru;q=0.5,", "en"),
        ("en;q=0.2,bad;q=x", "en"),
        ("en;q=0.1234,ru;q=0.1", "ru"),
        ("en;q=2,en-*,de;en,ru;q=0.1", "ru"),
        ("en,ru;q=0.9,en-US;q=0.8", "en"),
        ("ru-RU;q=0,ru;q=0.1,en;q=0.05", "ru"),
        ("*;q=0.5,ru;q=0.1", "uz"),
        ("*;q=0.5,uz;q=0.1", "ru"),
        ("*,ru", "ru"),
        ("*;q=0.8,de,en;q=0.8", "en"),
        ("*;q=0,en;q=0.1", "en"),
        ("*;q=0", "uz"),
        ("uz;q=0,*", "ru"),
        ("uz;q=0", "ru"),
        ("uz;q=0,ru;q=0.0,*;q=0.1", "en"),
        ("uz;q=0,uz-Cyrl;q=0.2,*;q=0.1", "uz-Cyrl"),
        ("uz-Latn;q=0,*", "uz-Cyrl"),
        ("uz-Cyrl;q=0,uz;q=0.2,en;q=0.1", "uz"),
        ("ru," + ",".join(["xx-YY;q=0.3"] * 100), "ru"),
    ],
)
def test_without_a_locale_the_reader_gets_what_it_likes_best(api, header, locale):
    answer = api.answer("/ticker/", headers={"Accept-Language": header})

    assert answer["Content-Language"] == locale
    assert answer["Vary"] == "Accept-Language"


def test_without_any_wish_the_first_locale_of_the_site_answers(api):
    assert api.answer("/ticker/")["Content-Language"] == "uz"


@pytest.mark.parametrize(
    ("text", "suggestion"), [("UZ", "uz"), ("uz-cyrl", "uz-Cyrl"), ("rus", "ru"), ("de", None)]
)
def test_a_locale_that_the_site_lacks_is_refused(problem, text, suggestion):
    [error] = problem(f"/ticker/?locale={text}", 400)["errors"]

    assert error["parameter"] == "locale"
    assert error["code"] == "not_allowed"
    assert error.get("suggestion") == suggestion
    assert error["detail"] == f"locale does not take {text!r}; it takes uz, uz-Cyrl, ru, en."


@pytest.mark.parametrize("text", ["", "ru,en", "ru&locale=ru"])
def test_a_locale_is_one(problem, text):
    [error] = problem(f"/ticker/?locale={text}", 400)["errors"]

    assert error["parameter"] == "locale"


# A single article -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/articles/cholda-yangi-yol/", "/pages/article/cholda-yangi-yol/"])
@pytest.mark.parametrize(
    ("query", "header", "locale"),
    [
        ("", "ru", "uz"),
        ("", "uz-Cyrl", "uz"),
        ("?locale=uz-Cyrl", "ru", "uz-Cyrl"),
        ("?locale=ru", "en", "ru"),
    ],
)
def test_an_article_is_in_its_own_language_unless_another_locale_is_asked(
    api, uzbek, path, query, header, locale
):
    answer = api.answer(f"{path}{query}", headers={"Accept-Language": header})

    assert answer["Content-Language"] == locale
    assert "Vary" not in answer


@pytest.mark.parametrize(
    ("query", "section", "label"),
    [("", "Jamiyat", "Bugun"), ("?locale=uz-Cyrl", "Жамият", "Бугун"), ("?locale=en", "Society", "Today")],
)
def test_names_and_labels_are_in_the_locale_of_the_answer(api, uzbek, query, section, label):
    article = api.get(f"/articles/cholda-yangi-yol/{query}")
    page = api.get(f"/pages/article/cholda-yangi-yol/{query}")

    assert article["section"]["name"] == section
    assert page["article"] == article
    assert page["ticker"]["label"] == label


# Uzbek in Cyrillic ------------------------------------------------------------------------------------------


def test_all_words_of_an_article_are_in_cyrillic(api, uzbek):
    article = api.get("/articles/cholda-yangi-yol/?locale=uz-Cyrl")

    assert article["language"] == "uz-Cyrl"
    assert article["title"] == "Чўлда янги йўл"
    assert article["summary"] == "Йўл шаҳардан бошланади."
    assert article["section"]["name"] == "Жамият"
    assert article["tags"] == [{"slug": "yollar", "name": "Йўллар"}]
    assert article["authors"] == [{"slug": "dilnoza", "name": "Дилноза Шокирова"}]
    assert article["image"]["alt"] == "Шаҳар кўчаси"
    assert article["image"]["caption"] == "Чўлдаги йўл"
    assert article["published_label"].startswith(("Бугун, ", "Кеча, "))
    assert article["body_text"].startswith("Янги йўл\n\nЧўл Тошкент шаҳри яқинида.")


def test_markup_addresses_and_slugs_are_untouched(api, uzbek):
    latin = api.get("/articles/cholda-yangi-yol/?locale=uz")
    article = api.get("/articles/cholda-yangi-yol/?locale=uz-Cyrl")

    assert article["slug"] == "cholda-yangi-yol"
    assert article["url"] == "http://127.0.0.1/api/v1/articles/cholda-yangi-yol/?locale=uz-Cyrl"
    assert article["web_url"] == "https://news.example/uz-Cyrl/cholda-yangi-yol"
    assert article["section"]["slug"] == "jamiyat"
    assert article["section"]["url"] == "http://127.0.0.1/api/v1/sections/jamiyat/"
    assert article["source"] == {"name": "Jahon", "url": "https://jahon.example/yangi-yol"}
    assert article["image"]["url"] == latin["image"]["url"]
    assert article["body_html"].startswith(f"<h2>Янги йўл</h2>\n<p>Чўл {LINK} яқинида.</p>")
    assert "<ul><li><strong>Ғазалкент</strong></li></ul>" in article["body_html"]
    assert 'src="https://site.example/shahar.jpg"' in article["body_html"]
    assert "Кўча</figcaption>" in article["body_html"]


def test_blocks_say_the_same_as_the_markup(api, uzbek):
    latin = api.get("/articles/cholda-yangi-yol/")["body_blocks"]
    blocks = api.get("/articles/cholda-yangi-yol/?locale=uz-Cyrl")["body_blocks"]

    assert [block["type"] for block in blocks] == ["heading", "paragraph", "list", "image"]
    assert [list(block) for block in blocks] == [list(block) for block in latin]
    heading, paragraph, points, image = blocks
    assert heading["text"] == "Янги йўл"
    assert paragraph["text"] == "Чўл Тошкент шаҳри яқинида."
    assert paragraph["html"] == f"Чўл {LINK} яқинида."
    assert points["items"][0]["text"] == "Ғазалкент"
    assert image["url"] == "https://site.example/shahar.jpg"
    assert (image["alt"], image["caption"]) == ("Шаҳар", "Кўча")


def test_the_uzbek_edition_in_cyrillic_has_the_articles_of_the_latin_one(api, uzbek):
    latin = api.get("/articles/?locale=uz")["results"]
    cyrillic = api.get("/articles/?locale=uz-Cyrl")["results"]

    assert [article["id"] for article in cyrillic] == [article["id"] for article in latin] == [uzbek.pk]
    assert cyrillic[0]["title"] == "Чўлда янги йўл"


def test_only_uzbek_is_written_in_other_letters(api):
    an_article("Roads of 2025", language="en", slug="roads")

    [card] = api.get("/articles/?locale=uz-Cyrl&fallback=en")["results"]

    assert (card["language"], card["title"]) == ("en", "Roads of 2025")


def test_each_edition_names_the_others(api, uzbek):
    an_article("Дорога", slug="doroga", language="ru", story=uzbek.story)

    russian = api.get("/articles/doroga/")["translations"]
    cyrillic = api.get("/articles/cholda-yangi-yol/?locale=uz-Cyrl")["translations"]

    assert [each["language"] for each in russian] == ["uz", "uz-Cyrl"]
    assert [each["language"] for each in cyrillic] == ["uz", "ru"]
    assert russian[1] == {
        "language": "uz-Cyrl",
        "slug": "cholda-yangi-yol",
        "url": "http://127.0.0.1/api/v1/articles/cholda-yangi-yol/?locale=uz-Cyrl",
        "web_url": "https://news.example/uz-Cyrl/cholda-yangi-yol",
    }


# Names that some language lacks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Jahon", "Мир", "World"), {"uz": "Jahon", "uz-Cyrl": "Жаҳон", "ru": "Мир", "en": "World"}),
        (("Jahon", "", "World"), {"uz": "Jahon", "uz-Cyrl": "Жаҳон", "ru": "Jahon", "en": "World"}),
        (("", "Мир", "World"), {"uz": "Мир", "uz-Cyrl": "Мир", "ru": "Мир", "en": "World"}),
        (("", "", "World"), {"uz": "World", "uz-Cyrl": "World", "ru": "World", "en": "World"}),
    ],
)
def test_a_missing_name_is_that_of_the_next_language_of_the_site(api, names, shown):
    uz, ru, en = names
    a_section("world", name_uz=uz, name_ru=ru, name_en=en)

    found = {locale: api.get(f"/sections/world/?locale={locale}")["name"] for locale in shown}

    assert found == shown


def test_names_show_which_languages_have_one(api):
    a_section("world", name_uz="Jahon", name_ru="", name_en="World")

    names = api.get("/sections/world/")["names"]

    assert names == {"uz": "Jahon", "uz-Cyrl": "Жаҳон", "ru": None, "en": "World"}
