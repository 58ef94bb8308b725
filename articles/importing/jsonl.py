"""Reads a line of JSON Lines into a draft, or says all that is wrong with it. Needs no database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson

from articles.body import MAX_LENGTH, BodyTooLong, compose
from articles.derived import Derived, derived
from articles.importing.draft import Draft, Picture, from_texts
from articles.importing.fields import Fields
from articles.importing.hostile import hostile_markup
from articles.importing.layout import FIELDS, IMAGE, SOURCE
from articles.importing.lines import LONGEST_LINE
from articles.importing.marks import marks
from newsapi import transliteration

LANGUAGES = ("uz", "uz-Cyrl", "ru", "en")  # what is in uz-Cyrl is stored as uz, in Latin letters
WITH_MARKUP = ("title", "summary", "body_html")  # where there is or could be some
LONGEST_SLUG_OF_A_TITLE = 120
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Rules:
    """What the site has decided about lines."""

    language: str  # of lines that name none
    zone: str  # whose days bare dates are
    longest: Mapping[str, int]  # characters that each field has room for
    strip_hostile: bool = False


class Reading(NamedTuple):
    """What became of a line: a draft, or the reasons why it is none."""

    number: int
    draft: Draft | None
    reasons: list[str]
    ignored: list[str]  # what is not in the format


NumberedLine = tuple[int, bytes | None]
Chunk = list[NumberedLine]


class NotAnObject(ValueError):
    """The bytes are no JSON object; the message says why."""


def read_chunk(chunk: Chunk, rules: Rules) -> list[Reading]:
    return [read(number, line, rules) for number, line in chunk]


def read(number: int, line: bytes | None, rules: Rules) -> Reading:
    """The draft of a line; None stands for a line too long to be held."""
    try:
        values = json_object(line)
    except NotAnObject as reason:
        return Reading(number, None, [str(reason)], [])
    fields = Fields(values, FIELDS)
    made = draft(fields, rules)
    return Reading(number, None if fields.errors else made, fields.errors, fields.ignored)


def json_object(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise NotAnObject(f"the line is longer than {LONGEST_LINE // 2**20} MB")
    if b"\0" in line:
        raise NotAnObject("the line holds a NUL byte")
    try:
        values = orjson.loads(line.removeprefix(BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as error:
        raise NotAnObject(f"broken JSON: {error}") from None
    if not isinstance(values, dict):
        raise NotAnObject("the line is JSON, but no object")
    return values


def draft(fields: Fields, rules: Rules) -> Draft:
    """Of use only if the fields have no errors in the end; what is wrong has a default here."""
    longest = rules.longest
    given = {name: fields.values.get(name) for name in FIELDS}  # before anything is stripped
    language = fields.choice("language", LANGUAGES, rules.language)
    fields.rewritten = transliteration.to_latin if language == "uz-Cyrl" else str
    look_for_hostile_markup(fields, rules.strip_hostile)
    title = fields.line("title", longest["title"], required=True)
    summary = fields.line("summary", longest["summary"])
    edition = language.partition("-")[0]
    text = body(fields, title, summary, language, edition)
    slug = fields.slug("slug", longest["slug"])
    published_at = fields.moment("published_at", rules.zone)
    moment = published_at and published_at.isoformat()
    external_id = fields.identity("external_id", longest["external_id"])
    if not external_id:  # what stands in for it is the same whenever the article comes again
        external_id = f"auto:{digest(slug) if slug else digest(language, title, moment)}"
    source = fields.inside("source", SOURCE)
    image = fields.inside("image", IMAGE)
    made = Draft(
        external_id=external_id,
        marks="",
        former_digest="",
        language=edition,
        story=fields.identity("story", longest["story"]),
        slug=slug,
        slug_words=slug_words(title, language),
        slug_number=digest(external_id)[:10],
        title=title,
        summary=summary,
        **from_texts(title, summary, text, edition),
        section=fields.line("section", longest["name"]),
        tags=fields.names("tags", longest["name"]),
        authors=fields.names("authors", longest["name"]),
        picture=picture(image, longest) if image else None,
        source_name=source.line("name", longest["source_name"]) if source else "",
        source_url=source.web_address("url", longest["source_url"]) if source else "",
        published_at=published_at,
        is_breaking=fields.flag("is_breaking"),
        is_featured=fields.flag("is_featured"),
        views=fields.count("views"),
    )
    return made if fields.errors else replace(made, **known_by(given, language, moment))


def known_by(given: Mapping[str, Any], language: str, moment: str | None) -> dict[str, str]:
    """What tells whether the line has been imported already, and which of its fields are new."""
    parts = {
        f"{whole}.{name}": (given[whole] or {}).get(name)
        for whole, names in (("image", IMAGE), ("source", SOURCE))
        for name in names
    }
    told = {**given, **parts, "language": language, "published_at": moment}
    try:
        former_digest = digest([*given.values()], language, moment)
    except orjson.JSONEncodeError:  # something that is ignored is too deep for it
        former_digest = ""
    return {"marks": marks(told), "former_digest": former_digest}


def look_for_hostile_markup(fields: Fields, strip: bool) -> None:
    """Refuses it, or leaves what can be read without it. Bodies are sanitised in any case."""
    for name in WITH_MARKUP:
        value = fields.values.get(name)
        found = hostile_markup(value) if isinstance(value, str) else None
        if found and not strip:
            fields.wrong(name, f"holds {found}")
        elif found and name != "body_html" and len(value) <= MAX_LENGTH:
            fields.values[name] = compose(value).text


def body(fields: Fields, title: str, summary: str, language: str, edition: str) -> Derived:
    html = fields.text("body_html", required=True)
    try:
        if language == "uz-Cyrl":  # the rewriting wants HTML that is well-formed
            html = transliteration.html_to_latin(compose(html).html)
        text = derived(title, summary, html, edition)
    except BodyTooLong:
        count = f"has {len(html):,} characters" if len(html) > MAX_LENGTH else "is longer as clean HTML"
        fields.wrong("body_html", f"{count}; at most {MAX_LENGTH:,} are taken")
        return derived(title, summary, "", edition)
    if html and not text.body.blocks:
        fields.wrong("body_html", "has nothing to read in it")
    return text


def picture(image: Fields, longest: Mapping[str, int]) -> Picture:
    return Picture(
        url=image.web_address("url", longest["source_url"], required=True),
        alt=image.line("alt", longest["alt"]),
        caption=image.line("caption", longest["caption"]),
        credit=image.line("credit", longest["credit"]),
    )


def slug_words(title: str, language: str) -> str:
    """Empty where the title has no letter that could stand in a slug."""
    latin = transliteration.to_latin(title) if language in {"uz", "uz-Cyrl"} else title
    words = transliteration.slug(latin, LONGEST_SLUG_OF_A_TITLE)
    return "" if words.replace("-", "").isdigit() else words


def digest(*values: Any) -> str:
    return blake2b(orjson.dumps(values, option=orjson.OPT_SORT_KEYS), digest_size=32).hexdigest()
