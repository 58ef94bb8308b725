"""The name and the words of each operation; a route that is missing here stops the document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsapi.openapi import examples
from newsapi.openapi.examples import listed


@dataclass(frozen=True)
class Operation:
    """What code cannot say of an operation. `also` names the answers that only some operations give."""

    id: str
    tag: str
    summary: str
    description: str
    examples: Mapping[str, Any] = field(default_factory=dict)
    is_list: bool = False
    also: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ("application/json",)


ONE_ARTICLE = ("Moved", "NotFound", "Gone")

OPERATIONS = {
    "GET articles/": Operation(
        "listArticles",
        "Articles",
        "List articles",
        "Public articles of one edition as cards, the newest first, narrowed by any of the filters. "
        "`expand` adds parts of the whole articles, and `fallback` adds stories that the edition lacks.",
        {"Cards": examples.ARTICLES, "fields=title,section.name": listed(examples.CHOSEN_FIELDS)},
        is_list=True,
        also=("NotFound",),
    ),
    "GET articles/{slug}/": Operation(
        "getArticle",
        "Articles",
        "Get an article",
        "One article with its text as HTML, as typed blocks and as plain text. Without `locale` it answers "
        "in its own language. A slug that it once had leads to the present one; a withdrawn article is a 410 "
        "with the newsroom's reason.",
        {"Article": examples.ARTICLE, "fields=title,section.name": examples.CHOSEN_FIELDS},
        also=(*ONE_ARTICLE, "Forbidden"),
    ),
    "GET articles/{slug}/similar/": Operation(
        "listSimilarArticles",
        "Articles",
        "List articles that go with this one",
        "Cards of the same language, the best first, each with the reason why it goes with the article. "
        "Never the article itself or its translations. Always `limit` of them when the edition has so many.",
        {"Cards": listed(examples.SIMILAR)},
        is_list=True,
        also=ONE_ARTICLE,
    ),
    "GET articles/{slug}/views/": Operation(
        "getArticleViews",
        "Articles",
        "Get how often an article is read",
        "All readings ever, and those of each of the last thirty days. Readings are counted within seconds; "
        "`as_of` says up to when.",
        {"Views": examples.VIEWS},
        also=ONE_ARTICLE,
    ),
    "POST articles/{slug}/views/": Operation(
        "reportView",
        "Articles",
        "Report a reading",
        "Tells that a reader has opened the article, such as by `navigator.sendBeacon(url)`. A body is not "
        "needed; one of any content type is ignored. The same reader of the same article counts once in half "
        "an hour; declared robots, and what is fetched before anybody reads it, never. What is answered is "
        "stored. A slug that the article once had counts for it as well. Nothing of a reader is kept but a "
        "keyed hash whose key changes daily, which is another one for each article.",
        {"Counted": {"counted": True}},
        also=("NotFound", "Gone"),
    ),
    "GET search/": Operation(
        "searchArticles",
        "Search",
        "Search articles",
        "Public articles as cards, the best answer first: rare words count more than common ones, words in "
        "the title more than those in the summary, and these more than those in the text. New articles count "
        "up to half as much again, half of which is lost in 30 days. Words are found in all their forms, "
        "Uzbek ones in both alphabets and with any apostrophe or none. Without `locale`, all languages are "
        "searched. Anything may be typed; 32 words of it are read. Where no article has all of the words, "
        "those that have some are found. The newest matches are compared, 500 at most, and can be paged "
        "through.",
        {"Found": examples.FOUND, "facets=section,month": examples.FACETS},
        is_list=True,
        also=("NotFound",),
    ),
    "GET popular/": Operation(
        "listPopularArticles",
        "Articles",
        "List what is read most",
        "Public articles of one edition with the readings of the last hours or days, the most read first; of "
        "equals, the newer. It is ranked anew a few seconds after something was read; what is not public any "
        "more is gone at once.",
        {"Cards": listed(examples.POPULAR)},
        is_list=True,
    ),
    "GET trending/": Operation(
        "listTrendingArticles",
        "Articles",
        "List what is read more and more",
        "Public articles of one edition by how fast they are read for their age, the fastest first. The "
        "`score` has its parts: `value = recent_views / (age_hours + 2) ** 1.25`. `recent_views` is the sum "
        "of `count * 0.5 ** (hours_ago / 6)` over the hours that began less than 48 hours ago, where "
        "`hours_ago` is to the middle of the hour; for the present hour, to the middle of what has passed of "
        "it. It is ranked anew a few seconds after something was read; the score is that of the ranking.",
        {"Cards": listed(examples.TRENDING)},
        is_list=True,
    ),
    "GET search/suggest/": Operation(
        "suggest",
        "Search",
        "Complete what is being typed",
        "Headlines, tags and sections with words that begin as the typed ones do, ten in all at most; none "
        "before the second character. Whatever the script and the apostrophes. Without `locale` headlines of "
        "all languages; names of tags and sections are found in any and shown in the answer's.",
        {"Suggestions": examples.SUGGESTIONS},
    ),
    "GET sections/": Operation(
        "listSections",
        "Sections, tags, authors",
        "List the sections",
        "The sections of the site in the newsroom's order, with their names in every locale.",
        {"Sections": listed(examples.SECTION)},
        is_list=True,
        also=("NotFound",),
    ),
    "GET sections/{slug}/": Operation(
        "getSection",
        "Sections, tags, authors",
        "Get a section",
        "One section, with its name in every locale.",
        {"Section": examples.SECTION},
        also=("NotFound",),
    ),
    "GET tags/": Operation(
        "listTags",
        "Sections, tags, authors",
        "List tags",
        "What articles are about, by slug; `search` finds a part of a name in any language.",
        {"Tags": listed(examples.TAG)},
        is_list=True,
        also=("NotFound",),
    ),
    "GET tags/{slug}/": Operation(
        "getTag",
        "Sections, tags, authors",
        "Get a tag",
        "One tag, with its name in every locale.",
        {"Tag": examples.TAG},
        also=("NotFound",),
    ),
    "GET authors/": Operation(
        "listAuthors",
        "Sections, tags, authors",
        "List authors",
        "Who writes, by slug.",
        {"Authors": listed(examples.AUTHOR)},
        is_list=True,
        also=("NotFound",),
    ),
    "GET authors/{slug}/": Operation(
        "getAuthor",
        "Sections, tags, authors",
        "Get an author",
        "One author, with the name in every locale.",
        {"Author": examples.AUTHOR},
        also=("NotFound",),
    ),
    "GET ticker/": Operation(
        "getTicker",
        "Pages",
        "Get the ticker",
        "The headlines of the day: breaking news first, then the newest, ten at most. On a day without news "
        "yet, the newest of earlier days.",
        {"Ticker": examples.TICKER},
    ),
    "GET pages/front/": Operation(
        "getFrontPage",
        "Pages",
        "Get the front page",
        "The front page in one request; each part equals what its own address answers. `fields` and `omit` "
        "choose the parts, and what is left out is not fetched.",
        {"Front page": examples.FRONT_PAGE, "fields=ticker.label": {"ticker": {"label": "Today"}}},
    ),
    "GET pages/article/{slug}/": Operation(
        "getArticlePage",
        "Pages",
        "Get the page of an article",
        "An article with all that stands around it, in one request; each part equals what its own address "
        "answers. Without `locale` it answers in the article's own language.",
        {"Article page": examples.ARTICLE_PAGE},
        also=(*ONE_ARTICLE, "Forbidden"),
    ),
    "GET weather/places/": Operation(
        "listWeatherPlaces",
        "Weather",
        "List the places",
        "The places whose weather is kept, in the newsroom's order, each with its newest snapshot.",
        {"Places": listed(examples.PLACE)},
        is_list=True,
        also=("NotFound",),
    ),
    "GET weather/places/{slug}/": Operation(
        "getWeatherPlace",
        "Weather",
        "Get a place",
        "One place with its newest snapshot.",
        {"Place": examples.PLACE},
        also=("NotFound",),
    ),
    "GET weather/places/{slug}/forecast/": Operation(
        "getWeatherForecast",
        "Weather",
        "Get the forecast of a place",
        "What is expected at a place: the next 48 hours, and the seven days after today with their extremes. "
        "Each has the shape of a snapshot. Without a source that forecasts, both lists are empty.",
        {"Forecast": examples.FORECAST},
        also=("NotFound",),
    ),
    "GET weather/places/{slug}/daily/": Operation(
        "listDailyWeather",
        "Weather",
        "List the days of a place",
        "What the weather was, day by day of the place's clocks, the oldest first. Days of which nothing is "
        "known are left out. At most 366 days at once; `next` goes on.",
        {"Days": listed(examples.DAILY_WEATHER)},
        is_list=True,
        also=("NotFound",),
    ),
    "GET weather/snapshots/": Operation(
        "listWeatherSnapshots",
        "Weather",
        "List snapshots",
        "What was observed at all places or some of them, the newest first.",
        {"Snapshots": listed(examples.SNAPSHOT)},
        is_list=True,
        also=("NotFound",),
    ),
    "GET weather/snapshots/{id}/": Operation(
        "getWeatherSnapshot",
        "Weather",
        "Get a snapshot",
        "The weather of a place at one moment.",
        {"Snapshot": examples.SNAPSHOT},
        also=("NotFound",),
    ),
    "GET weather/current/": Operation(
        "getCurrentWeather",
        "Weather",
        "Get the current weather",
        "The newest snapshot of one place, with a line that can be printed as it is.",
        {"Snapshot": examples.SNAPSHOT},
        also=("NotFound",),
    ),
    "GET problems/": Operation(
        "listProblemTypes",
        "Operations",
        "List the kinds of errors",
        "Every `code` that a problem may have, with what it means.",
        {"Kinds of errors": listed(examples.PROBLEM_TYPE)},
        is_list=True,
    ),
    "GET problems/{code}/": Operation(
        "getProblemType",
        "Operations",
        "Get a kind of error",
        "What one `code` means: where the `type` of a problem leads.",
        {"Kind of error": examples.PROBLEM_TYPE},
        also=("NotFound",),
    ),
    "GET schema/": Operation(
        "getOpenAPIDocument",
        "Operations",
        "Get this document",
        "This OpenAPI document: YAML, or JSON for `format=json` and for whoever accepts JSON only. "
        "`schema/openapi.json` and `schema/openapi.yaml` are the same two under names of files.",
        {"The beginning": {"openapi": "3.1.0", "info": {"title": "News API", "version": "1.0.0"}}},
        media_types=("application/yaml", "application/json"),
    ),
}
