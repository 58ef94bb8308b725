"""Who reads an answer: in which locale, at which moment, and where links lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from newsapi import transliteration
from newsapi.locales import Locale
from newsapi.rows import Row


@dataclass(frozen=True)
class Reading:
    """Who reads: where links lead, the moment, and the locales in the order in which they are liked."""

    origin: str
    at: datetime
    locales: tuple[Locale, ...]

    @cached_property
    def alike(self) -> tuple:
        """The same for all to whom the same rows are shown alike: of the moment, the day alone is in it.

        What else the clock changes of an answer, a row says itself.
        """
        codes = tuple(each.code for each in self.locales)
        site = settings.WEB_URL_PATTERN, settings.STATIC_URL, settings.TIME_ZONE, *settings.LOCALES
        return self.origin, self.media, self.at.date().toordinal(), codes, site

    @cached_property
    def locale(self) -> Locale:
        return self.locales[0]

    @cached_property
    def liked(self) -> dict[str, str]:
        """The locale of each language that is liked best."""
        return {each.language: each.code for each in reversed(self.locales)}

    @cached_property
    def media(self) -> str:
        """What stands before the names of files that the public may fetch."""
        return f"{settings.MEDIA_BASE_URL}/" if settings.MEDIA_BASE_URL else self.origin + settings.MEDIA_URL

    def shown_in(self, language: str) -> str:
        """The locale that an edition is shown in: Uzbek in the script that is liked better."""
        return self.liked.get(language, language)

    def text(self, row: Row, column: str) -> str:
        return self.in_script(row["language"], row[column])

    def in_script(self, language: str, text: str) -> str:
        return transliteration.to_cyrillic(text) if self.shown_in(language) == "uz-Cyrl" else text

    def url(self, kind: str, slug: str) -> str:
        return f"{self.origin}/api/v1/{kind}/{slug}/"

    def article_url(self, language: str, slug: str) -> str:
        code = self.shown_in(language)
        return self.url("articles", slug) + ("" if code == language else f"?locale={code}")

    def link(self, names: Mapping[str, Any]) -> dict:
        return {"slug": names["slug"], "name": self.locale.name(names)}
