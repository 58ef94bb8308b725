"""A made newsroom of any size: the same on every run, but for the moment that its times lead up to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

import orjson

from articles import search, written
from articles.body import Body, compose, excerpt
from articles.listed import AS_LISTED
from benchmarks.words import LANGUAGES, words
from newsapi.transliteration import slug

SECTIONS, TAGS, AUTHORS = 10, 500, 100
PASSAGES = 4_000  # of each language, from which bodies are put together
YEARS_AGO = timedelta(days=5 * 365)
TO_COME = timedelta(days=30)  # news goes on to appear for so long after the corpus was made
READ_DAYS, READ_AN_HOUR = (
    30,
    200,
)  # hours of so many days, articles read in each: the archive's size adds none
EDITIONS = {  # in a hundred stories; the first edition needs a page 500 at 20,000 articles
    ("uz",): 45,
    ("uz", "ru"): 20,
    ("uz", "ru", "en"): 20,
    ("ru",): 8,
    ("en",): 7,
}
PLACEHOLDER = "data:image/webp;base64,UklGRjoAAABXRUJQVlA4IC4AAACwAQCdASoIAAUAAUAmJaQAA3AA/v1u9AAA"
WIDTHS, CROPS = (320, 640, 960, 1280, 1920), ("", "16x9", "4x3", "1x1")

Row = dict[str, Any]


@dataclass
class Story:
    """What is stored of one story: rows by table."""

    images: list[Row]
    articles: list[Row]
    tags: list[Row]
    authors: list[Row]
    corrections: list[Row]
    totals: list[Row]


class Passage:
    """A piece of a body in all its forms, so that putting bodies together costs little."""

    def __init__(self, language: str, random: Random):
        sentence = words(language).sentence
        paragraphs = [". ".join(sentence(random) for _ in range(4)) + "." for _ in range(2)]
        if random.random() < 0.1:
            paragraphs[0] = (
                f'<strong>{sentence(random)}.</strong> {paragraphs[0]} <a href="https://example.org/">{sentence(random)}</a>.'
            )
        html = [f"<p>{each}</p>" for each in paragraphs]
        if random.random() < 0.4:
            html.insert(0, f"<h2>{sentence(random, 3, 6)}</h2>")
        if random.random() < 0.1:
            html.append("<ul>" + "".join(f"<li>{sentence(random)}</li>" for _ in range(4)) + "</ul>")
        if random.random() < 0.1:
            html.append(f"<blockquote><p>{sentence(random)}.</p></blockquote>")
        self.body = compose("\n".join(html))
        self.folded = search.fold(self.body.text, language)


def body_of(passages: list[Passage]) -> Body:
    """What compose() makes of the passages together."""
    bodies = [each.body for each in passages]
    return Body(
        html="\n".join(each.html for each in bodies),
        blocks=[block for each in bodies for block in each.blocks],
        text="\n\n".join(each.text for each in bodies),
        word_count=sum(each.word_count for each in bodies),
    )


class Corpus:
    """So many articles, published evenly from five years ago until some days after `made_at`."""

    def __init__(self, size: int, made_at: datetime):
        self.size = size
        self.made_at = made_at
        self.random = Random(size)  # noqa: S311, the same articles on every run
        self.passages = {
            language: [Passage(language, self.random) for _ in range(PASSAGES)] for language in LANGUAGES
        }
        self.tag_weights = list(accumulate(1 / rank for rank in range(1, TAGS + 1)))

    # Names ------------------------------------------------------------------------------------------------

    def names(self, number: int, first_rank: int) -> list[Row]:
        """Frequent words as names, each slug once."""
        ranked = zip(*(words(language).by_rank[first_rank:] for language in LANGUAGES), strict=True)
        found = {}
        for in_each in ranked:
            if len(in_each[-1]) > 3:
                found.setdefault(slug(in_each[-1]), dict(zip(LANGUAGES, in_each, strict=True)))
            if len(found) == number:
                break
        return [
            {
                "id": number,
                "slug": name_slug,
                **{f"name_{language}": name.capitalize() for language, name in names.items()},
            }
            for number, (name_slug, names) in enumerate(found.items(), start=1)
        ]

    def sections(self) -> list[Row]:
        return [
            {
                **names,
                "position": names["id"],
                **{
                    f"description_{language}": words(language).sentence(self.random) for language in LANGUAGES
                },
            }
            for names in self.names(SECTIONS, first_rank=50)
        ]

    def tags(self) -> list[Row]:
        return [{**names, "kind": "topic"} for names in self.names(TAGS, first_rank=100)]

    def authors(self) -> list[Row]:
        return [
            {**names, **{f"role_{language}": "" for language in LANGUAGES}}
            for names in self.names(AUTHORS, first_rank=1_000)
        ]

    # Stories ----------------------------------------------------------------------------------------------

    def stories(self) -> Iterator[Story]:
        editions = self.random.choices(list(EDITIONS), list(EDITIONS.values()), k=self.size)
        wanted, total = [], 0
        for each in editions:
            if total == self.size:
                break
            wanted.append(each[: self.size - total])
            total += len(wanted[-1])
        begin, step = self.made_at - YEARS_AGO, (YEARS_AGO + TO_COME) / len(wanted)
        next_id = 1
        for number, languages in enumerate(wanted):
            at = begin + (number + self.random.random()) * step
            yield self.story(number + 1, next_id, languages, at)
            next_id += len(languages)

    def story(self, number: int, first_id: int, languages: tuple[str, ...], at: datetime) -> Story:
        random = self.random
        image_id = number if random.random() < 0.7 else None
        shared = {
            "story": f"made-{number}",
            "section_id": random.choices(range(1, SECTIONS + 1), [1 / (n + 3) for n in range(SECTIONS)])[0],
            "image_id": image_id,
            "is_breaking": random.random() < 0.005,
            "is_featured": random.random() < 0.02,
        }
        tags = dict.fromkeys(
            random.choices(range(1, TAGS + 1), cum_weights=self.tag_weights, k=random.choice((2, 3, 3, 4, 5)))
        )
        authors = random.sample(range(1, AUTHORS + 1), 1 if random.random() < 0.8 else 2)
        story = Story([self.image(image_id)] if image_id else [], [], [], [], [], [])
        for article_id, language in enumerate(languages, start=first_id):
            article = self.article(article_id, language, at, shared)
            story.articles.append(article)
            listed = {column: article[column] for column in AS_LISTED}
            story.tags += [
                {"article_id": article_id, "tag_id": tag, "position": position, **listed}
                for position, tag in enumerate(list(tags)[:4])
            ]
            story.authors += [
                {"article_id": article_id, "author_id": author, "position": position, **listed}
                for position, author in enumerate(authors)
            ]
            if random.random() < 0.02:
                text = f"{words(language).sentence(random)}."
                story.corrections.append(
                    {"article_id": article_id, "at": at + timedelta(hours=5), "text": text}
                )
            views = 0 if at > self.made_at else min(2_000_000, int(10 * random.paretovariate(1.1)))
            story.totals.append({"article_id": article_id, "count": views, **listed})
            at += timedelta(minutes=random.randint(10, 120))
        return story

    def article(self, article_id: int, language: str, at: datetime, shared: Row) -> Row:
        random, sentence = self.random, words(language).sentence
        title = sentence(random, 6, 11)[:300]
        passages = random.choices(self.passages[language], k=random.choice((2, 3, 4, 4, 5, 5, 6, 7)))
        body = body_of(passages)
        summary = f"{sentence(random)}. {sentence(random)}." if random.random() < 0.7 else ""
        beginning = excerpt(passages[0].body.text)
        is_draft, is_withdrawn = random.random() < 0.01, random.random() < 0.007
        written_at = min(at, self.made_at) - timedelta(hours=random.expovariate(0.2))
        has_source = random.random() < 0.2
        return {
            **shared,
            "id": article_id,
            "language": language,
            "slug": f"{slug(title, 80)}-{article_id}",
            "title": title,
            "summary": summary,
            "body_html": body.html,
            "source_name": "Example agency" if has_source else "",
            "source_url": f"https://agency.example/{article_id}" if has_source else "",
            "published_at": None if is_draft else at,
            "withdrawn_at": at + timedelta(days=2) if is_withdrawn and not is_draft else None,
            "withdrawn_reason": "It was wrong." if is_withdrawn and not is_draft else "",
            "excerpt": beginning,
            "body_blocks": orjson.dumps(body.blocks).decode(),
            "body_text": body.text,
            "word_count": body.word_count,
            "revision": 1,
            "created_at": written_at,
            "updated_at": max(at, min(at + timedelta(hours=random.expovariate(0.2)), self.made_at)),
            "import_marks": "",
            "configuration": search.CONFIGURATIONS[language],
            "folded_title": search.fold(title, language),
            "folded_summary": search.fold(summary or beginning, language),
            "folded_text": "\n\n".join(each.folded for each in passages),
            "title_beginnings": written.beginnings(title, language),
        }

    def image(self, image_id: int) -> Row:
        """Half of them agency pictures elsewhere, half files of ours with their renditions."""
        random = self.random
        is_ours = random.random() < 0.5
        record = [
            {
                "crop": crop,
                "file": f"pictures/{image_id}/{crop or 'whole'}",
                "formats": ["avif", "webp", "jpeg"],
                "sizes": [[width, width * 9 // 16] for width in WIDTHS],
            }
            for crop in CROPS
        ]
        return {
            "id": image_id,
            "file": f"pictures/{image_id}/made.jpg" if is_ours else "",
            "source_url": "" if is_ours else f"https://pictures.example/2025/{image_id}.jpg",
            "width": 1920,
            "height": 1080,
            **{f"alt_{language}": words(language).sentence(random, 4, 8) for language in LANGUAGES},
            **{f"caption_{language}": words(language).sentence(random, 6, 12) for language in LANGUAGES},
            "credit": "Example agency",
            "focal_x": 0.5,
            "focal_y": 0.4,
            "placeholder": PLACEHOLDER if is_ours else "",
            "renditions": orjson.dumps(record if is_ours else []).decode(),
            "created_at": self.made_at,
        }


def hourly_views(newest_first: list[int], now: datetime) -> Iterator[Row]:
    """Readings of the last days; new articles are read most, and each hour a few old ones."""
    random = Random(7)  # noqa: S311, as above
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    for hours_ago in range(READ_DAYS * 24):
        for rank in {int(8 * random.paretovariate(0.7)) - 8 for _ in range(READ_AN_HOUR)}:
            if rank < len(newest_first):
                yield {
                    "article_id": newest_first[rank],
                    "hour": this_hour - timedelta(hours=hours_ago),
                    "count": int(2 * random.paretovariate(1.1)),
                }
