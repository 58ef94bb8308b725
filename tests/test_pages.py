from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Section, Tag
from tests.builders import a_section, a_tag, an_article, an_author, an_image, ranked, read
from tests.weather.builders import a_place, a_snapshot

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
FRONT = {
    "ticker": "/ticker/",
    "weather": "/weather/current/",
    "featured": "/articles/?is_featured=true",
    "latest": "/articles/",
    "popular": "/popular/",
}
ARTICLE = {
    "ticker": "/ticker/",
    "weather": "/weather/current/",
    "article": "/articles/story-0-en/",
    "similar": "/articles/story-0-en/similar/",
    "popular": "/popular/",
}


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def newsroom(db):
    """Three sections, weather, and thirty stories of today, each in Uzbek and in English."""
    for slug in ("world", "sport", "empty"):
        a_section(slug, name_uz=slug.upper())
    a_tag("tourism")
    an_author("dilnoza-karimova")
    a_snapshot(a_place("tashkent"), observed_at=NOON - timedelta(minutes=30))
    stories(30)
    ranked(NOON)


def stories(number: int) -> None:
    sections, tag = list(Section.objects.exclude(slug="empty")), Tag.objects.get()
    for each in range(number):
        for language in ("uz", "en"):
            article = an_article(
                f"Story {each} {language}",
                slug=f"story-{each}-{language}",
                story=f"story-{each}",
                language=language,
                section=sections[each % 2],
                image=an_image(),
                tags=[tag],
                is_featured=True,
                is_breaking=each == 7,
                published_at=NOON - timedelta(minutes=each),
            )
            read(article, each + 1, NOON)


def path(base: str, locale: str) -> str:
    query = urlencode({"locale": locale}) if locale else ""
    return f"{base}{'&' if '?' in base else '?'}{query}" if query else base


def queries(api, url: str) -> int:
    api.get(url)
    with CaptureQueriesContext(connection) as captured:
        api.get(url)
    return len(captured)


# Each part is what its own endpoint answers -----------------------------------------------------------------


@pytest.mark.parametrize("locale", ["", "uz", "uz-Cyrl", "ru", "en"])
@pytest.mark.parametrize("part", FRONT)
def test_each_part_of_the_front_page_is_what_its_own_endpoint_answers(api, newsroom, part, locale):
    page = api.get(path("/pages/front/", locale))

    assert page[part] == api.get(path(FRONT[part], locale))


@pytest.mark.parametrize("locale", ["", "uz", "uz-Cyrl", "ru"])
def test_each_section_of_the_front_page_is_what_its_list_answers(api, newsroom, locale):
    sections = api.get(path("/pages/front/", locale))["sections"]

    own = [
        {
            "section": {name: section[name] for name in ("slug", "url", "name")},
            "articles": api.get(path(f"/articles/?page_size=5&section={section['slug']}", locale)),
        }
        for section in api.get(path("/sections/", locale))["results"]
    ]
    assert sections == [each for each in own if each["articles"]["results"]]


def test_lists_of_the_front_page_lead_on(api, newsroom):
    page = api.get("/pages/front/?locale=en")

    latest = api.titles(page["latest"]["next"].partition("127.0.0.1")[2])
    world = api.titles(page["sections"][0]["articles"]["next"].partition("127.0.0.1")[2])

    assert latest == [f"Story {number} en" for number in range(20, 30)]
    assert world == [f"Story {number} en" for number in range(10, 20, 2)]


@pytest.mark.parametrize("locale", ["uz", "uz-Cyrl", "ru", "en"])
@pytest.mark.parametrize("part", ARTICLE)
def test_each_part_of_an_articles_page_is_what_its_own_endpoint_answers(api, newsroom, part, locale):
    page = api.get(path("/pages/article/story-0-en/", locale))

    assert page[part] == api.get(path(ARTICLE[part], locale))


@pytest.mark.parametrize("part", ["ticker", "weather", "popular"])
def test_all_of_an_articles_page_is_in_the_language_of_the_article(api, newsroom, part):
    page = api.get("/pages/article/story-0-en/", headers={"Accept-Language": "ru"})

    assert page[part] == api.get(f"{ARTICLE[part]}?locale=en")
    assert page["article"] == api.get("/articles/story-0-en/")


def test_a_front_page_is_in_the_language_that_the_reader_likes(api, newsroom):
    answer = api.answer("/pages/front/", headers={"Accept-Language": "en"})

    assert answer["Content-Language"] == "en"
    assert answer.json()["latest"] == api.get("/articles/", headers={"Accept-Language": "en"})


def test_what_campaigns_add_is_in_no_link_of_a_page(api, newsroom):
    plain = api.answer("/pages/front/?locale=en")

    assert api.answer("/pages/front/?utm_source=a&locale=en").content == plain.content


def test_the_article_of_a_page_may_be_named_by_its_id(api, newsroom):
    article = api.get("/articles/story-0-en/")

    by_id = api.get(f"/pages/article/{article['id']}/")

    assert by_id["article"] == article
    assert by_id["similar"] == api.get(f"/articles/{article['id']}/similar/")


# What there is not ------------------------------------------------------------------------------------------


def test_an_empty_newsroom_has_a_front_page(api):
    nothing = {"next": None, "previous": None, "results": []}

    page = api.get("/pages/front/?locale=en")

    assert page == {
        "ticker": {"label": "Today", "results": []},
        "weather": None,
        "featured": nothing,
        "latest": nothing,
        "popular": nothing,
        "sections": [],
    }


def test_a_lone_article_has_a_page(api):
    an_article(slug="report", published_at=NOON)
    nothing = {"next": None, "previous": None, "results": []}

    page = api.get("/pages/article/report/")

    assert [each["slug"] for each in page["ticker"]["results"]] == ["report"]
    assert (page["weather"], page["similar"], page["popular"]) == (None, nothing, nothing)


@pytest.mark.parametrize("url", ["/pages/front/", "/pages/article/report/"])
def test_without_weather_a_page_says_null(api, url):
    an_article(slug="report", published_at=NOON)
    a_place("tashkent")

    assert api.get(url)["weather"] is None


def test_the_place_of_the_weather_is_configured(api, settings):
    settings.WEATHER_DEFAULT_PLACE = "nukus"
    a_snapshot(a_place("tashkent"), observed_at=NOON)
    nukus = a_snapshot(a_place("nukus"), observed_at=NOON)

    assert api.get("/pages/front/")["weather"]["id"] == nukus.pk


# Cost -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "cost"),
    [
        # sections, ticker, featured, latest, popular, all cards, weather
        ("/pages/front/?locale=en", 7),
        # article, ticker, similar, popular, all cards, weather
        ("/pages/article/story-0-en/", 6),
    ],
)
def test_a_page_costs_the_same_with_little_and_with_much(api, newsroom, url, cost):
    little = queries(api, url)
    for each in range(30, 60):
        an_article(f"More {each}", published_at=NOON - timedelta(minutes=each), section=a_section(f"s{each}"))

    much = queries(api, url)

    assert (little, much) == (cost, cost)


@pytest.mark.parametrize("url", ["/pages/front/?locale=en", "/pages/article/report/"])
def test_no_page_costs_more_than_twelve_queries(api, url):
    an_article(slug="report", published_at=NOON - timedelta(days=3), section=a_section(), tags=[a_tag()])

    assert queries(api, url) <= 12


@pytest.mark.parametrize(
    ("part", "cost"),
    [
        ("ticker", 2),  # ids, cards
        ("weather", 1),
        ("featured", 2),
        ("latest", 2),
        ("popular", 2),
        ("sections", 2),  # sections with ids, cards
    ],
)
def test_only_the_parts_that_are_wanted_cost(api, newsroom, part, cost):
    whole = api.get("/pages/front/?locale=en")

    assert api.get(f"/pages/front/?locale=en&fields={part}") == {part: whole[part]}
    assert queries(api, f"/pages/front/?locale=en&fields={part}") == cost


@pytest.mark.parametrize(
    ("part", "cost"),
    # Each after the article itself, which must be public.
    [("ticker", 3), ("weather", 2), ("article", 1), ("similar", 3), ("popular", 3)],
)
def test_only_the_parts_of_an_article_that_are_wanted_cost(api, newsroom, part, cost):
    whole = api.get("/pages/article/story-0-en/")

    assert api.get(f"/pages/article/story-0-en/?fields={part}") == {part: whole[part]}
    assert queries(api, f"/pages/article/story-0-en/?fields={part}") == cost


def test_parts_are_left_out_and_narrowed(api, newsroom):
    page = api.get(
        "/pages/front/?locale=en&omit=ticker,weather,sections,featured,popular.next,popular.previous"
    )
    narrow = api.get("/pages/article/story-0-en/?fields=article.title,weather.line,ticker.label")

    assert list(page) == ["latest", "popular"]
    assert list(page["popular"]) == ["results"]
    assert narrow["article"] == {"title": "Story 0 en"}
    assert list(narrow["weather"]) == ["line"]
    assert narrow["ticker"] == {"label": "Today"}


@pytest.mark.parametrize(
    "query", ["fields=latests", "omit=artcle", "section=world", "page_size=5", "expand=similar", "cursor=a"]
)
@pytest.mark.parametrize("url", ["/pages/front/", "/pages/article/story-0-en/"])
def test_a_page_takes_no_questions_of_its_parts(problem, newsroom, url, query):
    [error] = problem(f"{url}?{query}", 400)["errors"]

    assert error["parameter"] == query.partition("=")[0]
