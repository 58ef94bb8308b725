"""Answers as a client would see them, of our own news; a test holds them to their schemas."""

from typing import Any

SITE = "https://news.example"
API = f"{SITE}/api/v1"

SECTION_LINK = {"slug": "uzbekistan", "url": f"{API}/sections/uzbekistan/", "name": "Uzbekistan"}
PICTURE = f"{SITE}/media/pictures/12/8ebf0d0c9b25"
RENDITIONS = [
    {
        "name": f"{width}-{format_name}",
        "url": f"{PICTURE}-{width}.{format_name}",
        "width": width,
        "height": width * 5 // 8,
        "format": format_name,
    }
    for format_name in ("webp", "jpeg")
    for width in (640, 1280)
]
IMAGE = {
    "url": f"{PICTURE}-1280.jpeg",
    "alt": "Snow-capped mountains above green foothills",
    "caption": "The new zone will join three valleys in the south of the region.",
    "credit": "Drawing by the newsroom",
    "width": 1280,
    "height": 800,
    "focal_point": {"x": 0.5, "y": 0.4},
    "placeholder": None,
    "renditions": RENDITIONS,
    "srcset": f"{PICTURE}-640.webp 640w, {PICTURE}-1280.webp 1280w",
}


def card(number: int, slug: str, title: str, summary: str, clock: str, /, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "url": f"{API}/articles/{slug}/",
        "web_url": f"{SITE}/en/{slug}",
        "slug": slug,
        "language": "en",
        "title": title,
        "summary": summary,
        "section": SECTION_LINK,
        "tags": [{"slug": "tourism", "name": "Tourism"}],
        "authors": [{"slug": "dilnoza-rahmonova", "name": "Dilnoza Rahmonova"}],
        "image": None,
        "is_breaking": False,
        "is_featured": False,
        "published_at": f"2025-03-14T{clock}:00+05:00",
        "published_label": f"Today, {clock}",
        "updated_at": f"2025-03-14T{clock}:00+05:00",
        "views": 131,
        "reading_minutes": 2,
        **more,
    }


CARD = card(
    42,
    "mountain-tourism-zone-in-fergana",
    "Fergana to build a mountain tourism zone for half a million guests a year",
    "Three valleys in the south become one zone with trails, a craft town and a cable car.",
    "13:27",
    image=IMAGE,
    is_breaking=True,
    is_featured=True,
    views=864,
)
TRAIN = card(
    37,
    "night-train-to-nukus",
    "The night train to Nukus gets sleeping cars with showers",
    "The journey takes sixteen hours, as before; those who sleep will not notice.",
    "09:10",
)
TEXT = "The zone covers 1,200 hectares. The first guests are expected in two years."
ARTICLE = {
    **CARD,
    "body_html": f"<p>{TEXT}</p><h2>Three valleys, one plan</h2>",
    "body_blocks": [
        {"type": "paragraph", "text": TEXT, "html": TEXT},
        {"type": "heading", "level": 2, "text": "Three valleys, one plan"},
    ],
    "body_text": f"{TEXT}\n\nThree valleys, one plan",
    "word_count": 17,
    "source": {"name": "Fergana regional council", "url": "https://council.example/decisions/12"},
    "corrections": [
        {
            "at": "2025-03-14T15:00:00+05:00",
            "text": "The zone has 1,200 hectares, not 12,000 as we first wrote.",
        }
    ],
    "translations": [
        {
            "language": "ru",
            "slug": "turisticheskaya-zona-v-fergane",
            "url": f"{API}/articles/turisticheskaya-zona-v-fergane/",
            "web_url": f"{SITE}/ru/turisticheskaya-zona-v-fergane",
        }
    ],
}
CHOSEN_FIELDS = {"title": CARD["title"], "section": {"name": "Uzbekistan"}}
SIMILAR = {**TRAIN, "reason": "topic"}
POPULAR = {**CARD, "views_in_window": 312}
TRENDING = {**CARD, "score": {"value": 21.213203, "recent_views": 120.0, "age_hours": 2.0}}
VIEWS = {
    "views": 131,
    "as_of": "2025-03-14T13:26:55+05:00",
    "by_day": [{"date": "2025-03-13", "views": 90}, {"date": "2025-03-14", "views": 41}],
}
TICKER = {
    "label": "Today",
    "results": [
        {
            name: CARD[name]
            for name in (
                *("id", "slug", "url", "web_url"),
                *("title", "is_breaking", "published_at", "published_label"),
            )
        }
    ],
}


def named(kind: str, slug: str, uz: str, cyrillic: str, ru: str, en: str, /, **more: Any) -> dict[str, Any]:
    names = {"uz": uz, "uz-Cyrl": cyrillic, "ru": ru, "en": en}
    return {"slug": slug, "url": f"{API}/{kind}/{slug}/", "name": en, "names": names, **more}


SECTION = named(
    "sections",
    "uzbekistan",
    *("Oʻzbekiston", "Ўзбекистон", "Узбекистан", "Uzbekistan"),
    description="Life in the regions, the towns and the capital.",
    position=1,
)
TAG = named("tags", "tourism", "Turizm", "Туризм", "Туризм", "Tourism", kind="topic")
AUTHOR = named(
    "authors",
    "dilnoza-rahmonova",
    *("Dilnoza Rahmonova", "Дилноза Раҳмонова", "Дильноза Рахмонова", "Dilnoza Rahmonova"),
    role="Reporter",
)

SUGGESTIONS = {
    "articles": [
        {name: CARD[name] for name in ("id", "slug", "url", "web_url", "language", "title", "published_at")}
    ],
    "tags": [{name: TAG[name] for name in ("slug", "url", "name")}],
    "sections": [],
}

SNAPSHOT = {
    "id": 7,
    "url": f"{API}/weather/snapshots/7/",
    "place": {"slug": "tashkent", "name": "Tashkent"},
    "observed_at": "2025-03-14T13:00:00+05:00",
    "temperature_c": 17.2,
    "feels_like_c": 16.4,
    "humidity_percent": 38.0,
    "pressure_hpa": 1019.5,
    "wind": {"speed_ms": 1.1, "gust_ms": 3.2, "from_deg": 225.0, "compass": "SW"},
    "condition": {"code": "clear", "text": "clear", "icon": "clear-day"},
    "is_day": True,
    "source": "met_norway",
    "attribution": {"text": "Data from MET Norway", "url": "https://api.met.no/doc/License"},
    "stale": False,
    "line": "+17° clear, wind 1 m/s, SW",
}
PLACE = {
    "id": 1,
    "slug": "tashkent",
    "url": f"{API}/weather/places/tashkent/",
    "name": "Tashkent",
    "latitude": 41.3111,
    "longitude": 69.2797,
    "timezone": "Asia/Tashkent",
    "current": SNAPSHOT,
}
EXPECTED = {name: value for name, value in SNAPSHOT.items() if name not in {"id", "url"}}
FORECAST = {
    "place": SNAPSHOT["place"],
    "as_of": "2025-03-14T13:05:00+05:00",
    "hours": [{**EXPECTED, "observed_at": "2025-03-14T14:00:00+05:00"}],
    "days": [
        {
            "date": "2025-03-15",
            "temperature_min_c": 6.3,
            "temperature_max_c": 18.4,
            **EXPECTED,
            "observed_at": "2025-03-15T12:00:00+05:00",
        }
    ],
}
DAILY_WEATHER = {
    "date": "2025-03-14",
    "temperature_min_c": 5.1,
    "temperature_max_c": 17.9,
    "temperature_mean_c": 11.4,
    "condition": SNAPSHOT["condition"],
    "hour_count": 24,
    "attributions": [SNAPSHOT["attribution"]],
}


def listed(*results: Any, following: str | None = None) -> dict[str, Any]:
    """The envelope of a list."""
    return {"next": following, "previous": None, "results": list(results)}


ARTICLES = listed(CARD, TRAIN, following=f"{API}/articles/?cursor=WyItcHVibGlzaGVkX2F0Il0&page_size=2")
FOUND = {
    "did_you_mean": None,
    "is_complete": True,
    **listed(
        {
            **TRAIN,
            "highlight": {
                "title": "The night <mark>train</mark> to Nukus gets sleeping cars with showers",
                "text": "The <mark>train</mark> takes sixteen hours, as before.",
            },
            "score": 2.31,
        }
    ),
}
FACETS = {
    **FOUND,
    "facets": {
        "section": [{"value": "uzbekistan", "label": "Uzbekistan", "count": 1}],
        "month": [{"value": "2025-03", "label": "March 2025", "count": 1}],
    },
}
FRONT_PAGE = {
    "ticker": TICKER,
    "weather": SNAPSHOT,
    "featured": listed(CARD),
    "latest": listed(CARD, TRAIN),
    "popular": listed(POPULAR),
    "sections": [{"section": SECTION_LINK, "articles": listed(CARD, TRAIN)}],
}
ARTICLE_PAGE = {
    "ticker": TICKER,
    "weather": SNAPSHOT,
    "article": ARTICLE,
    "similar": listed(SIMILAR),
    "popular": listed(POPULAR),
}
PROBLEM_TYPE = {
    "code": "page_not_found",
    "status": 404,
    "title": "Page not found",
    "explanation": "The list ends before this page.",
}
