from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from articles import publishing
from articles.models import Section
from newsapi import caching
from tests.builders import a_section, a_tag, an_article, an_author, an_image, ranked, read
from tests.routes import LISTS, OF_ARTICLES, ROUTES, a_newsroom
from tests.weather.builders import a_place, a_snapshot

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
A_SECOND = timedelta(seconds=1)
VIEWS = "/api/v1/articles/report/views/"
SHOW_ARTICLES = [
    "/api/v1/articles/",
    "/api/v1/ticker/",
    "/api/v1/articles/report/",
    "/api/v1/articles/report/similar/",
    "/api/v1/popular/",
    "/api/v1/trending/",
    "/api/v1/pages/front/",
    "/api/v1/pages/article/report/",
]


@pytest.fixture
def clock():
    """Stands at noon in Tashkent until a test moves it."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def newsroom(db, clock):
    a_newsroom(NOON - timedelta(hours=1))


def world() -> Section:
    return Section.objects.get(slug="world")


def lives(answer) -> dict[str, int]:
    """The numbers of Cache-Control."""
    first, *rest = answer["Cache-Control"].split(", ")
    assert first == "public"
    return {name: int(seconds) for name, _, seconds in (directive.partition("=") for directive in rest)}


def keys(answer) -> list[str]:
    return sorted(answer["Surrogate-Key"].split())


def of_the_resource(answer) -> dict[str, str]:
    """The headers that do not tell of this one exchange or its body."""
    others = {"X-Request-ID", "Content-Type", "Content-Length", "Surrogate-Key"}
    return {name: value for name, value in answer.headers.items() if name not in others}


# Tags -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
def test_every_read_has_a_strong_tag_and_the_same_read_is_304(api, newsroom, route):
    whole = api.answer(route)

    same = api.answer(route, 304, headers={"If-None-Match": whole["ETag"]})

    assert whole["ETag"][0] == whole["ETag"][-1] == '"'
    assert same.content == b""
    assert "Content-Type" not in same
    assert of_the_resource(same) == of_the_resource(whole)
    assert same.get("Surrogate-Key") in (None, whole.get("Surrogate-Key"))  # none: as before


@pytest.mark.parametrize("pattern", ["{}", "W/{}", '"a", {}', 'W/"a", W/{},"b"', "*"])
def test_any_tag_of_a_list_will_do(api, newsroom, pattern):
    tag = api.answer("/articles/")["ETag"]

    api.answer("/articles/", 304, headers={"If-None-Match": pattern.format(tag)})


@pytest.mark.parametrize("tags", ['"a"', 'W/"a", "b"', "nonsense", '"', "", "**"])
def test_other_tags_get_the_whole_answer(api, newsroom, tags):
    answer = api.answer("/articles/?locale=en", headers={"If-None-Match": tags})

    assert len(answer.json()["results"]) == 2


def test_another_answer_has_another_tag(api, newsroom):
    before = api.answer("/articles/?locale=en")["ETag"]
    an_article("Third", published_at=NOON)

    after = api.answer("/articles/?locale=en", headers={"If-None-Match": before})["ETag"]

    assert after != before


@pytest.mark.parametrize("route", ROUTES)
def test_head_answers_with_the_headers_of_get(api, newsroom, route):
    get, head = api.answer(route), api.client.head(route)

    assert head.status_code == 200
    assert head.content == b""
    assert {**head.headers, "X-Request-ID": ""} == {**get.headers, "X-Request-ID": ""}


@pytest.mark.parametrize("route", ROUTES)
def test_no_read_sets_or_needs_a_cookie(api, newsroom, route):
    answer = api.answer(route, headers={"Cookie": "sessionid=a; csrftoken=b"})

    assert answer.cookies == {}
    assert "Cookie" not in answer.get("Vary", "")


# Lives ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", [route for route in ROUTES if route != VIEWS])
def test_an_answer_lives_as_long_as_configured(api, newsroom, settings, route):
    settings.CACHE_MAX_AGE, settings.CACHE_S_MAXAGE = 10, 20
    settings.CACHE_STALE_WHILE_REVALIDATE, settings.CACHE_STALE_IF_ERROR = 30, 40

    assert lives(api.answer(route)) == {
        "max-age": 10,
        "s-maxage": 20,
        "stale-while-revalidate": 30,
        "stale-if-error": 40,
    }


def test_the_views_of_an_article_live_for_ten_seconds(api, newsroom):
    life = lives(api.answer(VIEWS))

    assert (life["max-age"], life["s-maxage"], life["stale-while-revalidate"]) == (10, 10, 0)


@pytest.mark.parametrize("route", SHOW_ARTICLES)
def test_no_life_passes_the_next_publication(api, newsroom, route):
    an_article("Soon", published_at=NOON + timedelta(seconds=45))

    life = lives(api.answer(f"{route}?locale=en"))

    assert (life["max-age"], life["s-maxage"], life["stale-while-revalidate"]) == (30, 45, 0)


@pytest.mark.parametrize("route", SHOW_ARTICLES)
def test_no_life_passes_the_next_withdrawal(api, newsroom, route):
    gone_at = NOON + timedelta(seconds=20)
    an_article("Leaves", published_at=NOON, withdrawn_at=gone_at, withdrawn_reason="It was wrong.")

    life = lives(api.answer(f"{route}?locale=en"))

    assert (life["max-age"], life["s-maxage"], life["stale-while-revalidate"]) == (20, 20, 0)


@pytest.mark.parametrize("route", ["/articles/", "/ticker/", "/popular/", "/trending/", "/pages/front/"])
def test_an_empty_list_lives_until_the_next_publication(api, db, clock, route):
    an_article("Soon", published_at=NOON + timedelta(seconds=45))

    assert lives(api.answer(f"{route}?locale=en"))["s-maxage"] == 45


def test_a_life_ends_with_the_whole_second_before_the_change(api, newsroom):
    an_article("Soon", published_at=NOON + timedelta(seconds=45, microseconds=999_999))

    assert lives(api.answer("/articles/?locale=en"))["s-maxage"] == 45


def test_what_is_served_stale_meanwhile_ends_with_the_change_too(api, newsroom):
    an_article("Later", published_at=NOON + timedelta(seconds=75))

    life = lives(api.answer("/articles/?locale=en"))

    assert (life["s-maxage"], life["stale-while-revalidate"]) == (60, 15)


@pytest.mark.parametrize("route", SHOW_ARTICLES)
def test_no_day_label_outlives_its_day(api, newsroom, clock, route):
    clock.move_to(datetime(2025, 3, 14, 23, 59, 50, tzinfo=ZoneInfo("Asia/Tashkent")))

    life = lives(api.answer(f"{route}?locale=en"))

    assert (life["max-age"], life["s-maxage"], life["stale-while-revalidate"]) == (10, 10, 0)


@pytest.mark.parametrize("route", ["/weather/current/", "/weather/places/tashkent/", "/pages/front/"])
def test_the_weather_lives_until_it_is_stale(api, newsroom, settings, route):
    settings.WEATHER_STALE_AFTER = 3_600 + 15

    assert lives(api.answer(route))["s-maxage"] == 15


def test_counts_of_articles_live_until_the_next_publication(api, newsroom):
    an_article("Soon", published_at=NOON + timedelta(seconds=45))

    counted = api.answer("/sections/?expand=article_count")
    uncounted = api.answer("/sections/")

    assert lives(counted)["s-maxage"] == 45
    assert lives(uncounted)["s-maxage"] == 60


def test_lives_are_right_on_the_night_when_clocks_are_put_forward():
    berlin = ZoneInfo("Europe/Berlin")
    at = datetime(2025, 3, 30, 1, 59, 30, tzinfo=berlin)
    changes_at = datetime(2025, 3, 30, 3, 0, 10, tzinfo=berlin)

    assert "s-maxage=40, stale-while-revalidate=0" in caching.cache_control(at, changes_at)


# The moment of a change -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "route", ["/articles/", "/ticker/", "/articles/report/similar/", "/articles/?section=world"]
)
def test_an_article_appears_at_its_moment_and_no_second_earlier(api, newsroom, clock, route):
    soon = an_article(
        "Soon", published_at=NOON + timedelta(minutes=5), section=Section.objects.get(slug="world")
    )
    route = f"{route}{'&' if '?' in route else '?'}locale=en"

    clock.move_to(soon.published_at - A_SECOND)
    before = api.titles(route)
    clock.move_to(soon.published_at)
    after = api.titles(route)

    assert "Soon" not in before
    assert sorted(after) == sorted([*before, "Soon"])


def test_an_article_answers_from_its_moment_until_its_withdrawal(api, db, clock):
    an_article(
        slug="short",
        published_at=NOON + timedelta(minutes=5),
        withdrawn_at=NOON + timedelta(minutes=6),
        withdrawn_reason="It was wrong.",
    )

    clock.move_to(NOON + timedelta(minutes=5) - A_SECOND)
    api.answer("/articles/short/", 404)
    clock.move_to(NOON + timedelta(minutes=5))
    api.answer("/articles/short/", 200)
    clock.move_to(NOON + timedelta(minutes=6) - A_SECOND)
    api.answer("/articles/short/", 200)
    clock.move_to(NOON + timedelta(minutes=6))
    api.answer("/articles/short/", 410)


def test_a_withdrawn_article_leaves_every_list_at_its_moment(api, newsroom, clock):
    gone_at = NOON + timedelta(minutes=5)
    section = {"published_at": NOON, "section": world()}
    leaves = an_article("Leaves", withdrawn_at=gone_at, withdrawn_reason="It was wrong.", **section)
    read(leaves, 9, NOON)
    ranked(NOON)
    routes = ["/articles/", "/ticker/", "/popular/", "/trending/", "/articles/report/similar/"]

    clock.move_to(gone_at - A_SECOND)
    before = ["Leaves" in api.titles(f"{route}?locale=en") for route in routes]
    clock.move_to(gone_at)
    after = ["Leaves" in api.titles(f"{route}?locale=en") for route in routes]

    assert before == [True, True, True, True, True]
    assert after == [False, False, False, False, False]


# Purging ----------------------------------------------------------------------------------------------------


@pytest.fixture
def named(db, clock):
    """An article with all that it can show, its translation, and the keys of both."""
    section, tag, author, image = a_section("world"), a_tag(), an_author(), an_image()
    shown = {"section": section, "tags": [tag], "authors": [author], "image": image}
    article = an_article("Report", slug="report", story="story", published_at=NOON, **shown)
    an_article("Отчёт", language="ru", story="story", published_at=NOON)
    card = [
        f"article:{article.pk}",
        f"author:{author.pk}",
        f"image:{image.pk}",
        f"section:{section.pk}",
        f"tag:{tag.pk}",
    ]
    return {"card": card, "translations": f"editions:{article.pk}", "section": card[3]}


def test_a_list_is_purged_by_all_that_it_shows(api, named):
    answer = api.answer("/articles/?locale=en")

    assert keys(answer) == sorted([*named["card"], "list:en", "edition:en"])


def test_a_list_with_fallback_is_purged_by_each_of_its_editions(api, named):
    answer = api.answer("/articles/?locale=uz&fallback=en,ru&fields=id")

    assert keys(answer) == sorted(
        [named["card"][0], *(f"{key}:{each}" for key in ("list", "edition") for each in ("en", "ru", "uz"))]
    )


def test_an_article_is_purged_by_all_that_it_shows(api, named):
    answer = api.answer("/articles/report/")

    assert keys(answer) == sorted([*named["card"], named["translations"]])


def test_only_what_is_shown_is_named(api, named):
    answer = api.answer("/articles/report/?fields=title,section.name")

    assert keys(answer) == sorted([named["card"][0], named["section"]])


def test_a_front_page_is_purged_by_all_that_it_shows(api, named):
    place = a_place()
    a_snapshot(place, observed_at=NOON)

    answer = api.answer("/pages/front/?locale=en")

    lists = [
        "edition:en",
        "list:en",
        "list:en:featured",
        "list:en:sections",
        "list:section",
        "ranked:en",
        "ticker:en",
    ]
    assert keys(answer) == sorted([*named["card"], f"place:{place.pk}", *lists])


def test_similar_articles_are_purged_with_the_article_itself(api, named):
    other = an_article("Other", published_at=NOON)

    similar = api.answer("/articles/report/similar/")
    expanded = api.answer("/articles/report/?expand=similar")

    section, tag = named["card"][3:]
    neighbours = ["edition:en", "list:en", f"list:en:{section}", f"list:en:{tag}", tag]
    assert keys(similar) == sorted([named["card"][0], f"article:{other.pk}", *neighbours])
    assert keys(expanded) == sorted(
        [*named["card"], named["translations"], f"article:{other.pk}", *neighbours[:4]]
    )


def test_names_are_purged_by_their_own_keys_and_counts_by_the_list_that_they_count(api, named):
    assert keys(api.answer("/sections/")) == sorted(["list:section", named["section"]])
    assert keys(api.answer("/sections/world/")) == [named["section"]]
    assert keys(api.answer("/sections/world/?expand=article_count&locale=ru")) == sorted(
        ["edition:ru", f"list:ru:{named['section']}", named["section"]]
    )


# What varies, and when --------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", [each for each in LISTS if "problems" not in each])
def test_an_answer_varies_only_where_no_locale_is_asked(api, newsroom, route):
    assert api.answer(route)["Vary"] == "Accept-Language"
    assert "Vary" not in api.answer(f"{route}?locale=uz")


@pytest.mark.parametrize("route", [*OF_ARTICLES, "/api/v1/problems/", "/api/v1/problems/not_found/"])
def test_what_no_header_changes_does_not_vary(api, newsroom, route):
    assert "Vary" not in api.answer(route)


@pytest.mark.parametrize(
    "route", ["/articles/report/", "/weather/places/tashkent/", "/weather/snapshots/7/", "/weather/current/"]
)
def test_single_things_say_when_they_changed(api, newsroom, route):
    assert api.answer(route)["Last-Modified"] == "Fri, 14 Mar 2025 07:00:00 GMT"


@pytest.mark.parametrize("route", ["/articles/", "/ticker/", "/pages/front/", "/pages/article/report/"])
def test_what_has_many_parts_does_not_say_so_for_all(api, newsroom, route):
    assert "Last-Modified" not in api.answer(route)


# What campaigns add -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
def test_what_campaigns_add_changes_nothing(api, newsroom, route):
    plain = api.answer(route)

    tracked = api.answer(f"{route}?utm_source=a&utm_campaign=b&utm_source=c&fbclid=d&gclid=e&yclid=f")

    assert tracked.content == plain.content
    assert tracked["ETag"] == plain["ETag"]


@pytest.mark.parametrize("way", ["", "&page=1"])
def test_what_campaigns_add_is_not_in_the_next_url(api, newsroom, way):
    tracked = api.get(f"/articles/?page_size=1&utm_source=a&locale=en&fbclid=b{way}")
    plain = api.get(f"/articles/?locale=en&page_size=1{way}")

    assert tracked["next"] == plain["next"]
    assert "utm_source" not in tracked["next"]
    assert "fbclid" not in tracked["next"]


def test_a_former_slug_leads_on_no_longer_than_until_another_article_is_public_there(api, newsroom):
    moved = an_article("Moved", slug="before", published_at=NOON)
    moved.slug = "after"
    publishing.save(moved)
    an_article("Soon", slug="before", published_at=NOON + timedelta(seconds=10))

    found = lives(api.answer("/articles/before/", 301))

    assert (found["max-age"], found["s-maxage"], found["stale-while-revalidate"]) == (10, 10, 0)


def test_a_former_slug_leads_on_for_as_long_as_an_answer_lives(api, newsroom):
    moved = an_article("Moved", slug="before", published_at=NOON)
    moved.slug = "after"
    publishing.save(moved)

    answer = api.answer("/articles/before/", 301)

    assert answer["Location"] == "http://127.0.0.1/api/v1/articles/after/"
    assert lives(answer)["max-age"] == 30
