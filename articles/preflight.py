"""Tells what is wanting in a text before readers see it: concerns, which a stated reason may override."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import duplicates, translating
from articles.body import BodyTooLong, compose, excerpt, markup
from articles.content import Content
from articles.models import Article, Image
from articles.models.article import LANGUAGES

LONGEST_TITLE = 110  # characters; what search engines and phones show of a headline
MOST_LINKS = 5  # are named

OWN_PICTURE = re.compile(r"image:(\d+)")
HOST = re.compile(r"(?:\w(?:[\w-]*\w)?\.)+[^\W\d_][\w-]*\.?|\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]+")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
TELEPHONE = re.compile(r"\+?[\d().\s-]{3,}")


class Code(TextChoices):
    MISSING_TRANSLATION = "missing_translation", _("Missing translation")
    MISSING_ALT_TEXT = "missing_alt_text", _("Missing alternative text")
    LONG_TITLE = "long_title", _("Long title")
    MISSING_SUMMARY = "missing_summary", _("Missing summary")
    BROKEN_LINK = "broken_link", _("Broken link")
    NEAR_DUPLICATE = "near_duplicate", _("Nearly the same news")


@dataclass(frozen=True)
class Concern:
    """One thing that an editor should know; `other` is the article that it is about."""

    code: Code
    text: str
    other: Article | None = None


def concerns(article: Article, text: Content, at: datetime) -> list[Concern]:
    """What is to be said about the article if readers saw this text; at most six queries."""
    try:
        body = compose(text["body_html"])
    except BodyTooLong:  # which publishing refuses
        return []
    pictures = [block for block in body.blocks if block["type"] == "image"]
    addresses = [text["source_url"], *links(text["body_html"])]
    return [
        *missing_translation(article),
        *missing_alt_text(text["image"], pictures, article.language),
        *long_title(text["title"]),
        *missing_summary(text["summary"]),
        *broken_links(addresses),
        *near_duplicate(article, text, body.text, at),
    ]


def missing_translation(article: Article) -> Iterator[Concern]:
    editions = Article.objects.filter(story=article.story, trashed=None).values_list("language", flat=True)
    names = [dict(LANGUAGES)[language] for language in translating.missing(editions)]
    if names:
        yield Concern(
            Code.MISSING_TRANSLATION,
            gettext("The story has no edition in: %(languages)s.") % {"languages": ", ".join(names)},
        )


def missing_alt_text(lead: int | None, pictures: list[dict], language: str) -> Iterator[Concern]:
    """A picture of ours may have its text in its own row, any other has it in the body."""
    silent = [picture["url"] for picture in pictures if not picture["alt"].strip()]
    ours = {url: int(match[1]) for url in silent if (match := OWN_PICTURE.fullmatch(url))}
    described = {
        pk
        for pk, alt in Image.objects.filter(pk__in={lead, *ours.values()} - {None}).values_list(
            "pk", f"alt_{language}"
        )
        if alt.strip()
    }
    if lead and lead not in described:
        yield Concern(
            Code.MISSING_ALT_TEXT,
            gettext("The article's picture has no description in the article's language."),
        )
    number = sum(ours.get(url) not in described for url in silent)
    if number:
        yield Concern(
            Code.MISSING_ALT_TEXT,
            gettext("Pictures in the text without a description: %(number)s.") % {"number": number},
        )


def long_title(title: str) -> Iterator[Concern]:
    if len(title) > LONGEST_TITLE:
        yield Concern(
            Code.LONG_TITLE,
            gettext("The title has %(length)s characters; more than %(most)s are cut off in many places.")
            % {"length": len(title), "most": LONGEST_TITLE},
        )


def missing_summary(summary: str) -> Iterator[Concern]:
    if not summary.strip():
        yield Concern(
            Code.MISSING_SUMMARY, gettext("There is no summary; the beginning of the text stands in for it.")
        )


def links(html: str) -> list[str]:
    return [
        markup.attributes(attributes).get("href", "")
        for closes, name, attributes in markup.TAG.findall(html)
        if name.lower() == "a" and not closes
    ]


def broken_links(addresses: list[str]) -> Iterator[Concern]:
    source, *linked = addresses
    broken = [each for each in dict.fromkeys([*linked, *filter(None, [source])]) if not parses(each)]
    for address in broken[:MOST_LINKS]:
        yield Concern(
            Code.BROKEN_LINK,
            gettext("This link leads nowhere: %(address)s") % {"address": excerpt(address) or '""'},
        )


def parses(address: str) -> bool:
    """Whether the address is one that a browser can go to; nobody is asked whether something is there."""
    if address.startswith("/") and not address.startswith("//"):
        return " " not in address
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return MAIL.fullmatch(parts.path) is not None
    if parts.scheme == "tel":
        return TELEPHONE.fullmatch(parts.path) is not None
    return (
        parts.scheme in {"http", "https"}
        and port != 0
        and not re.search(r"\s", address)
        and HOST.fullmatch(host) is not None
    )


def near_duplicate(article: Article, text: Content, body: str, at: datetime) -> Iterator[Concern]:
    lead = text["summary"] or excerpt(body)
    if found := duplicates.near_duplicate(article, text["title"], lead, body, at):
        yield Concern(
            Code.NEAR_DUPLICATE,
            gettext("The last three days have nearly the same news: “%(title)s”.") % {"title": found.title},
            found,
        )
