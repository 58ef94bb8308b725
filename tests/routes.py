"""Every public read of the API, and a newsroom in which each of them answers."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import URLResolver, get_resolver, resolve

from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image, ranked, read
from tests.weather.builders import a_place, a_snapshot

LISTS = [
    "/api/v1/articles/",
    "/api/v1/sections/",
    "/api/v1/tags/",
    "/api/v1/authors/",
    "/api/v1/popular/",
    "/api/v1/trending/",
    "/api/v1/ticker/",
    "/api/v1/pages/front/",
    "/api/v1/weather/places/",
    "/api/v1/weather/snapshots/",
    "/api/v1/weather/current/",
    "/api/v1/problems/",
]
OF_ARTICLES = [
    "/api/v1/articles/report/",
    "/api/v1/articles/report/similar/",
    "/api/v1/articles/report/views/",
    "/api/v1/pages/article/report/",
]
OF_NAMES = [
    "/api/v1/sections/world/",
    "/api/v1/tags/tourism/",
    "/api/v1/authors/dilnoza-karimova/",
    "/api/v1/weather/places/tashkent/",
    "/api/v1/weather/places/tashkent/forecast/",
    "/api/v1/weather/places/tashkent/daily/",
    "/api/v1/weather/snapshots/7/",
    "/api/v1/problems/not_found/",
]
ROUTES = [*LISTS, *OF_ARTICLES, *OF_NAMES]
NOT_PUBLIC = ("admin/", "^static/", "^media/")  # for people who have signed in; files


def a_newsroom(at: datetime | None = None) -> None:
    """One report with all that an article can have, another beside it, and the weather of Tashkent."""
    at = at or ago(hours=1)
    section, tag, author = a_section("world"), a_tag("tourism"), an_author("dilnoza-karimova")
    filed = {"section": section, "tags": [tag], "authors": [author], "published_at": at}
    report = an_article(
        "Report", slug="report", image=an_image(), is_breaking=True, is_featured=True, views=3, **filed
    )
    read(report, 3, at)
    read(an_article("Other", slug="other", **filed), 2, at)
    ranked()
    a_snapshot(a_place("tashkent"), id=7, observed_at=at)


def url_table(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every route that answers the public, as Django names it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        own = str(pattern.pattern)
        if own.startswith(NOT_PUBLIC):
            continue
        route = before + (own.removeprefix("^") if before else own)
        if isinstance(pattern, URLResolver):
            yield from url_table(pattern, route)
        else:
            yield route


def route_of(path: str) -> str:
    return resolve(path.partition("?")[0]).route
