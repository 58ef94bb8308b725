"""Loads the demonstration newsroom, with dates that are true on the day it is loaded."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles import photo_desk, publishing, rankings, view_counts, words
from articles.demonstration.pictures import draw
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    Author,
    Image,
    Section,
    Tag,
)
from newsapi.days import beginning_of_hour
from newsapi.locales import LANGUAGES

HERE = Path(__file__).parent
READERS = {"uz": 3, "ru": 2, "en": 1}  # how often each edition is read, against what the story says


def newsroom() -> dict:
    return json.loads((HERE / "newsroom.json").read_text(encoding="utf-8"))


def stories() -> list[dict]:
    return [
        json.loads(file.read_text(encoding="utf-8")) for file in sorted((HERE / "stories").glob("*.json"))
    ]


@transaction.atomic
def load(now: datetime) -> int:
    """Stores everything; says how many articles."""
    names = newsroom()
    sections = {
        each["slug"]: Section.objects.create(
            slug=each["slug"],
            position=position,
            **in_languages("name", each["names"]),
            **in_languages("description", each["descriptions"]),
        )
        for position, each in enumerate(names["sections"], start=1)
    }
    tags = {
        each["slug"]: Tag.objects.create(
            slug=each["slug"], kind=each["kind"], **in_languages("name", each["names"])
        )
        for each in names["tags"]
    }
    authors = {
        each["slug"]: Author.objects.create(
            slug=each["slug"], **in_languages("name", each["names"]), **in_languages("role", each["role"])
        )
        for each in names["authors"]
    }
    loaded = stories()
    moments = publication_times(loaded, now)
    for story, published_at in zip(loaded, moments, strict=True):
        image = picture(story["picture"])
        for language in LANGUAGES:
            article = edition(story, language, published_at, sections[story["section"]], image)
            file_under(
                article, [tags[slug] for slug in story["tags"]], [authors[slug] for slug in story["authors"]]
            )
            tell(article, story, language, now)
            if published_at <= now:
                count_views(article, story["views"], READERS[language], now)
    words.refresh()
    rankings.renew(now)
    return len(loaded) * len(LANGUAGES)


def in_languages(field: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{field}_{language}": texts[language] for language in LANGUAGES}


def publication_times(loaded: list[dict], now: datetime) -> list[datetime]:
    """Each story's own time; what today has not reached yet is spread over the day so far."""
    moments = [moment(story["days_ago"], story["time"], now) for story in loaded]
    midnight = moment(0, "00:00", now)
    late = sorted(
        {each for story, each in zip(loaded, moments, strict=True) if story["days_ago"] == 0 and each > now}
    )
    begin = max([midnight, *(each for each in moments if each <= now)])
    moved = {each: begin + (now - begin) * (index + 1) / (len(late) + 1) for index, each in enumerate(late)}
    return [moved.get(each, each) for each in moments]


def moment(days_ago: int, clock: str, now: datetime) -> datetime:
    day = timezone.localtime(now).date() - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def picture(drawn: dict) -> Image:
    scene = drawn["scene"]
    return photo_desk.add(
        draw(scene),
        scene,
        credit=drawn["credit"],
        **in_languages("alt", drawn["alt"]),
        **in_languages("caption", drawn["caption"]),
    )


def edition(story: dict, language: str, published_at: datetime, section: Section, image: Image) -> Article:
    text = story["editions"][language]
    article = Article(
        language=language,
        story=story["story"],
        section=section,
        image=image,
        is_breaking=story["is_breaking"],
        is_featured=story["is_featured"],
        published_at=published_at,
        **{name: text[name] for name in ("title", "summary", "body_html", "slug")},
    )
    publishing.save(article)
    return article


def file_under(article: Article, tags: list[Tag], authors: list[Author]) -> None:
    for position, tag in enumerate(tags):
        ArticleTag.objects.create(article=article, tag=tag, position=position)
    for position, author in enumerate(authors):
        ArticleAuthor.objects.create(article=article, author=author, position=position)


def tell(article: Article, story: dict, language: str, now: datetime) -> None:
    """What the newsroom said about the story after it was out."""
    told = [article.published_at]
    for each in story["corrections"]:
        told.append(min(moment(each["days_ago"], each["time"], now), now))
        publishing.correct(article, each["text"][language], told[-1])
    if story["withdrawn"]:
        publishing.withdraw(article, story["withdrawn"]["reason"][language])
    # Not when it was loaded: readers would take all of it for changed.
    Article.objects.filter(pk=article.pk).update(updated_at=min(max(told), now))


def count_views(article: Article, views: dict, readers: int, now: datetime) -> None:
    """Readings of the last day hour by hour, the more the nearer; earlier ones only in the total."""
    this_hour = beginning_of_hour(now)
    first = beginning_of_hour(article.published_at)
    hours = [
        this_hour - timedelta(hours=back) for back in range(24) if this_hour - timedelta(hours=back) >= first
    ]
    left = views["last_24h"] * readers
    readings = []
    for index, hour in enumerate(hours):
        count = left if index == len(hours) - 1 else left * 2 // (len(hours) - index + 1)
        readings.append((article.pk, hour, count))
        left -= count
    view_counts.add_hours(each for each in readings if each[2])
    view_counts.raise_totals({article.pk: views["total"] * readers})
