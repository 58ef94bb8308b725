import json
import re
from collections import Counter
from pathlib import Path

import pytest

from articles.demonstration import pictures

FOLDER = Path(__file__).parents[2] / "articles" / "demonstration"
LANGUAGES = ["uz", "ru", "en"]
NEWSROOM = json.loads((FOLDER / "newsroom.json").read_text(encoding="utf-8"))
STORIES = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / "stories").glob("*.json"))
]
EDITIONS = [(language, edition) for story in STORIES for language, edition in story["editions"].items()]
CONDITIONS = set(
    "clear mostly_clear partly_cloudy cloudy fog drizzle rain heavy_rain showers sleet snow heavy_snow"
    " thunderstorm hail dust".split()
)

each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
each_edition = pytest.mark.parametrize(
    ("language", "edition"), EDITIONS, ids=lambda value: value["slug"] if isinstance(value, dict) else value
)


def slugs(kind):
    return {entry["slug"] for entry in NEWSROOM[kind]}


def texts_in(value, language):
    """Every text that the value holds in the language, however deep."""
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part, language)]
    if not isinstance(value, dict):
        return []
    if language in value:
        own = value[language]
        return list(own.values()) if isinstance(own, dict) else [own]
    return [text for part in value.values() for text in texts_in(part, language)]


def shape(edition):
    """The elements of the body, counted: what a faithful translation keeps."""
    return Counter(re.findall(r"<(\w+)", edition["body_html"]))


def test_the_newsroom_has_eight_sections_in_order():
    assert [section["slug"] for section in NEWSROOM["sections"]] == [
        "uzbekistan",
        "world",
        "economy",
        "society",
        "sport",
        "technology",
        "culture",
        "health",
    ]


def test_at_least_36_articles_are_live_and_one_story_is_scheduled_and_one_withdrawn():
    scheduled = [story for story in STORIES if story["days_ago"] < 0]
    withdrawn = [story for story in STORIES if story["withdrawn"]]
    live = [story for story in STORIES if story not in scheduled + withdrawn]

    assert (len(scheduled), len(withdrawn)) == (1, 1)
    assert sum(len(story["editions"]) for story in live) >= 36


def test_every_section_has_a_live_story():
    live = {story["section"] for story in STORIES if story["days_ago"] >= 0 and not story["withdrawn"]}

    assert live == slugs("sections")


def test_the_day_has_breaking_featured_and_early_stories():
    today = [story for story in STORIES if story["days_ago"] == 0]

    assert [story["story"] for story in today if story["is_breaking"]] == ["demo-fergana-tourism-zone"]
    assert sum(story["is_featured"] for story in STORIES) == 3
    assert sorted(story["time"] for story in today) == ["00:16", "00:37", "01:28", "07:10", "11:24", "13:27"]


def test_two_stories_have_corrections():
    assert sum(bool(story["corrections"]) for story in STORIES) == 2


def test_slugs_are_unique_over_all_languages():
    names = [edition["slug"] for _, edition in EDITIONS]

    assert sorted(set(names)) == sorted(names)


def test_stories_have_names_of_their_own():
    names = [story["story"] for story in STORIES]

    assert sorted(set(names)) == sorted(names)


def test_every_tag_and_author_is_used():
    assert {tag for story in STORIES for tag in story["tags"]} == slugs("tags")
    assert {author for story in STORIES for author in story["authors"]} == slugs("authors")


@each_story
def test_a_story_has_three_editions_of_one_shape(story):
    assert list(story["editions"]) == LANGUAGES
    assert shape(story["editions"]["uz"]) == shape(story["editions"]["en"])
    assert shape(story["editions"]["ru"]) == shape(story["editions"]["en"])


@each_story
def test_a_story_names_only_what_the_newsroom_has(story):
    assert story["section"] in slugs("sections")
    assert set(story["tags"]) <= slugs("tags")
    assert set(story["authors"]) <= slugs("authors")
    assert story["picture"]["scene"] in pictures.SCENES


@each_story
def test_a_story_has_more_than_paragraphs(story):
    elements = shape(story["editions"]["en"])

    assert elements["h2"] >= 4
    assert elements["a"] >= 1
    assert elements["strong"] >= 1
    assert elements["ul"] + elements["ol"] + elements["table"] + elements["blockquote"] >= 1


@each_story
def test_views_of_the_last_day_are_part_of_the_total(story):
    assert 0 <= story["views"]["last_24h"] <= story["views"]["total"]


@each_edition
def test_an_edition_is_a_page_long_under_a_short_title(language, edition):
    words = re.sub(r"<[^>]+>", " ", edition["body_html"]).split()

    assert 250 <= len(words) <= 450
    assert 1 <= len(edition["title"]) <= 110
    assert len(edition["summary"]) <= 200
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", edition["slug"])


def test_uzbek_is_written_with_its_own_two_letters_for_apostrophes():
    uzbek = "\n".join(texts_in([NEWSROOM, STORIES], "uz"))

    assert re.findall(r"['`´‘’′＇]", uzbek) == []
    assert re.findall(r"(?<![oOgG])ʻ", uzbek) == []  # U+02BB only makes oʻ and gʻ; elsewhere it is U+02BC
    assert re.findall(r"(?<=[oOgG])ʼ", uzbek) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_but_an_automatic_summary_is_missing(language):
    summaries = [edition["summary"] for name, edition in EDITIONS if name == language]

    assert len(texts_in(NEWSROOM, language)) == 8 * 2 + len(NEWSROOM["tags"]) + 6 * 2 + 5
    assert summaries.count("") == 3
    assert texts_in([NEWSROOM, STORIES], language).count("") == 3


@pytest.mark.parametrize("place", NEWSROOM["places"], ids=lambda place: place["slug"])
def test_a_place_has_believable_weather(place):
    hours = [reading["hours_ago"] for reading in place["readings"]]

    assert place["timezone"] in {"Asia/Tashkent", "Asia/Samarkand"}
    assert hours == sorted(set(hours))
    assert hours[0] == 0
    assert {reading["condition_code"] for reading in place["readings"]} <= CONDITIONS
    assert all(reading["wind_gust_ms"] >= reading["wind_speed_ms"] for reading in place["readings"])


def test_weather_is_known_for_five_places():
    assert [place["slug"] for place in NEWSROOM["places"]] == [
        "tashkent",
        "fergana",
        "samarkand",
        "bukhara",
        "nukus",
    ]


@pytest.mark.parametrize("scene", sorted(pictures.SCENES))
def test_a_scene_is_drawn_in_the_size_asked_for_and_always_the_same(scene):
    one = pictures.draw(scene, 320, 180)
    two = pictures.draw(scene, 320, 180)

    assert one.size == (320, 180)
    assert one.mode == "RGB"
    assert one.tobytes() == two.tobytes()
    assert len(one.getcolors(maxcolors=320 * 180)) > 500


def test_a_picture_of_another_shape_is_cut_from_the_middle():
    square = pictures.draw("lake", 300, 300)

    assert square.size == (300, 300)
