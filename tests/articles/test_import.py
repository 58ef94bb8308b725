"""What import_articles makes of good lines: articles, and all that hangs on them."""

import pytest

from articles import publishing
from articles.models import Article, Author, FormerSlug, Image, Section, Tag, ViewTotal
from tests.articles.importing import a_line
from tests.builders import a_section, a_tag, ago, an_article

pytestmark = pytest.mark.django_db


def test_a_line_becomes_an_article(import_lines, api):
    import_lines(
        a_line(
            summary="Farmers are glad.",
            slug="rain",
            section="Weather",
            tags=["Rain", "Fergana"],
            authors=["Dilnoza Karimova"],
            image={
                "url": "https://pictures.example/1.jpg",
                "alt": "Rain",
                "caption": "Wet",
                "credit": "A. Photo",
            },
            source={"name": "Agency", "url": "https://agency.example/"},
            story="s-1",
            published_at="2025-03-14T12:05:00+05:00",
            is_breaking=True,
            is_featured=True,
            views=131,
        )
    )

    article = api.get("/articles/rain/?locale=en")
    assert (article["title"], article["summary"]) == ("Rain at last", "Farmers are glad.")
    assert article["body_html"] == "<p>It rains.</p>"
    assert article["published_at"] == "2025-03-14T12:05:00+05:00"
    assert article["section"]["name"] == "Weather"
    assert [tag["name"] for tag in article["tags"]] == ["Rain", "Fergana"]
    assert [author["slug"] for author in article["authors"]] == ["dilnoza-karimova"]
    assert (article["image"]["url"], article["image"]["alt"]) == ("https://pictures.example/1.jpg", "Rain")
    assert article["source"] == {"name": "Agency", "url": "https://agency.example/"}
    assert (article["is_breaking"], article["is_featured"], article["views"]) == (True, True, 131)


def test_an_article_without_a_time_is_a_draft(import_lines, api):
    import_lines(a_line(slug="rain", published_at=None))

    assert Article.objects.get().published_at is None
    api.get("/articles/rain/", 404)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Farmers' markets"),
        ("ru", "Рынки фермеров"),
        ("uz", "Oʻzbekiston bozorlari"),
        ("uz", "Ўзбек бозори"),
    ],
)
def test_what_is_derived_is_what_publishing_derives(import_lines, language, title):
    columns = [
        "body_html",
        "body_blocks",
        "body_text",
        "word_count",
        "excerpt",
        "search_document",
        "emphases",
    ]
    body = f"<h2>{title}</h2><p>Oʻn <b>5 kun</b> ‘yomgʻir’, running — <i>дожди</i>.<ul><li>Bir\\n\t“%s”"
    saved = an_article(title, body_html=body, language=language)

    import_lines(a_line(title=title, body_html=body, language=language))

    articles = Article.objects.values(*columns)
    assert articles.get(external_id="1") == articles.get(pk=saved.pk)


def test_importing_again_changes_nothing(import_lines):
    lines = [a_line(tags=["Rain"], views=5), {"title": "No id", "body_html": "<p>A</p>"}]
    import_lines(*lines)
    before = list(Article.objects.order_by("pk").values())

    printed = import_lines(*lines)

    assert printed.startswith("2 lines: 0 new, 0 updated, 2 unchanged, 0 refused;")
    assert list(Article.objects.order_by("pk").values()) == before


def test_a_changed_line_updates_its_article(import_lines):
    import_lines(
        a_line(
            section="Weather",
            tags=["Rain", "Fergana"],
            authors=["A. Writer"],
            image={"url": "https://a.example/1"},
        )
    )
    before = Article.objects.get()

    printed = import_lines(a_line(title="No rain", tags=["Drought", "Rain"], authors=["B. Writer"]))

    article = Article.objects.get()
    assert printed.startswith("1 lines: 0 new, 1 updated,")
    assert (article.title, article.revision, article.section, article.image) == ("No rain", 2, None, None)
    assert article.updated_at > before.updated_at
    assert (article.created_at, article.story) == (before.created_at, before.story)
    assert [str(link) for link in article.article_tags.all()] == ["Drought", "Rain"]
    assert [str(link) for link in article.article_authors.all()] == ["B. Writer"]


def test_the_last_of_several_lines_about_one_article_counts(import_lines):
    import_lines(a_line(title="First"), a_line(title="Second"), a_line(title="Third"))

    article = Article.objects.get()
    assert (article.title, article.revision, article.slug) == ("Third", 3, "first")


def test_a_slug_stays_when_the_title_changes(import_lines):
    import_lines(a_line())

    import_lines(a_line(title="No rain"))

    assert Article.objects.get().slug == "rain-at-last"


def test_a_slug_that_is_given_up_goes_on_leading_to_the_article(import_lines, api):
    import_lines(a_line(slug="rain"))

    import_lines(a_line(slug="drought"))

    assert FormerSlug.objects.get().slug == "rain"
    assert api.answer("/articles/rain/", 301)["Location"].endswith("/articles/drought/")


def test_a_slug_can_be_taken_back(import_lines):
    import_lines(a_line(slug="rain"))
    import_lines(a_line(slug="drought"))

    import_lines(a_line(slug="rain"))

    assert FormerSlug.objects.get().slug == "drought"


def test_equal_titles_get_slugs_of_their_own(import_lines):
    import_lines(a_line(), a_line(external_id="2"), a_line(external_id="3", title="雨"))

    slugs = list(Article.objects.order_by("external_id").values_list("slug", flat=True))
    assert slugs[0] == "rain-at-last"
    assert slugs[1].startswith("rain-at-last-")
    assert slugs[2].startswith("article-")


def test_a_former_slug_of_another_article_is_not_given_away(import_lines):
    import_lines(a_line(slug="rain-at-last"))
    import_lines(a_line(slug="drought"))

    import_lines(a_line(external_id="2"))

    assert Article.objects.get(external_id="2").slug.startswith("rain-at-last-")


def test_what_the_newsroom_withdrew_stays_withdrawn(import_lines):
    import_lines(a_line())
    publishing.withdraw(Article.objects.get(), "It did not rain.")

    import_lines(a_line(title="No rain"))

    article = Article.objects.get()
    assert (article.title, article.withdrawn_reason) == ("No rain", "It did not rain.")
    assert article.withdrawn_at is not None


def test_uzbek_in_cyrillic_letters_is_the_uzbek_edition(import_lines, api):
    import_lines(a_line(language="uz-Cyrl", title="Ёмғир ёғди", slug="yomgir", section="Об-ҳаво"))

    assert api.get("/articles/yomgir/?locale=uz")["title"] == "Yomgʻir yogʻdi"
    assert api.get("/articles/yomgir/?locale=uz-Cyrl")["title"] == "Ёмғир ёғди"
    assert Section.objects.get().name_uz == "Ob-havo"


def test_sections_are_found_by_slug_or_by_name_in_any_language(import_lines):
    section = a_section("world", name_en="World", name_ru="Мир")

    import_lines(
        a_line(section="world"),
        a_line(external_id="2", section="World"),
        a_line(external_id="3", section="Мир", language="ru"),
        a_line(external_id="4", section="WORLD"),
    )

    assert {article.section for article in Article.objects.all()} == {section}


def test_a_new_section_comes_after_the_others(import_lines):
    a_section("world", position=7)

    import_lines(
        a_line(section="science-technology"), a_line(external_id="2", section="Наука", language="ru")
    )

    sections = Section.objects.exclude(slug="world").values_list("slug", "name_en", "name_ru", "position")
    assert list(sections) == [("science-technology", "Science technology", "", 8), ("nauka", "", "Наука", 9)]


def test_a_name_that_was_missing_in_a_language_is_filled_in(import_lines):
    a_tag("tashkent", name_en="Tashkent", name_ru="")

    import_lines(a_line(tags=["Tashkent"]), a_line(external_id="2", tags=["Ташкент"], language="ru"))

    assert list(Tag.objects.values_list("slug", "name_en", "name_ru")) == [
        ("tashkent", "Tashkent", "Ташкент")
    ]


def test_a_name_in_another_language_or_a_slug_fills_nothing_in(import_lines):
    a_tag("tashkent", name_en="Tashkent", name_ru="")

    import_lines(a_line(tags=["Tashkent", "tashkent"], language="ru"))

    assert Tag.objects.get().name_ru == ""


def test_names_without_latin_letters_get_slugs_that_are_no_numbers(import_lines):
    import_lines(a_line(tags=["2025", "雨"]))

    slugs = [tag.slug for tag in Tag.objects.order_by("pk")]
    assert slugs[0] == "tag-2025"
    assert slugs[1].startswith("tag-")


def test_an_author_given_by_slug_gets_a_readable_name(import_lines):
    import_lines(a_line(authors=["dilnoza-karimova"]))

    assert Author.objects.get().name_en == "Dilnoza Karimova"


def test_a_picture_is_kept_once_with_what_each_language_says_of_it(import_lines):
    url = "https://pictures.example/1.jpg"

    import_lines(
        a_line(image={"url": url, "alt": "Rain", "credit": "A. Photo"}),
        a_line(external_id="2", image={"url": url, "alt": "Дождь"}, language="ru"),
    )

    image = Image.objects.get()
    assert (image.source_url, image.alt_en, image.alt_ru, image.credit) == (url, "Rain", "Дождь", "A. Photo")
    assert image.articles.count() == 2


def test_readings_counted_here_are_not_lost_to_a_smaller_number(import_lines):
    import_lines(a_line(views=100))
    ViewTotal.objects.update(count=150)

    import_lines(a_line(views=120, title="No rain"))

    assert ViewTotal.objects.get().count == 150


def test_a_missing_language_is_the_sites_own(import_lines, settings):
    settings.LOCALES = ["ru", "en"]

    import_lines(a_line(language=None))

    assert Article.objects.get().language == "ru"


def test_an_article_made_by_hand_is_left_alone(import_lines):
    article = an_article("Rain at last", slug="rain-at-last", published_at=ago(days=1))

    import_lines(a_line())

    article.refresh_from_db()
    assert (article.revision, Article.objects.count()) == (1, 2)
