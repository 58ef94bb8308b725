"""Which locale an answer is in, and which of several names it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from newsapi import transliteration

LANGUAGES = ("uz", "ru", "en")  # each has a column in every table of names, and its own rows of articles
BABEL = {"uz": "uz_Latn", "uz-Cyrl": "uz_Cyrl", "ru": "ru", "en": "en_GB"}  # CLDR: English with the day first


@dataclass(frozen=True)
class Locale:
    """What a client reads in: `code` names it, `language` is the edition its text comes from."""

    code: str

    @cached_property
    def language(self) -> str:
        return self.code.partition("-")[0]

    @cached_property
    def is_cyrillic_uzbek(self) -> bool:
        return self.code == "uz-Cyrl"

    def name(self, names: Mapping[str, str]) -> str | None:
        """The name in this locale, else in the site's other languages in their order.

        `names` has a key for each of LANGUAGES; a missing name is empty.
        """
        if name := names[self.language]:
            return transliteration.to_cyrillic(name) if self.is_cyrillic_uzbek else name
        return next((names[language] for language in site_languages() if names[language]), None)


@lru_cache
def site_languages() -> tuple[str, ...]:
    """The languages in the site's order, those that the site does not publish last."""
    return tuple(dict.fromkeys([*(code.partition("-")[0] for code in settings.LOCALES), *LANGUAGES]))


def all_names(names: Mapping[str, str]) -> dict[str, str | None]:
    """The name in each locale of the site, null where nobody has given one."""
    return {
        code: Locale(code).name(names) if names[code.partition("-")[0]] else None for code in settings.LOCALES
    }


@lru_cache(maxsize=1_000)
def accepted(header: str) -> Locale | None:
    """The site's locale that an Accept-Language header likes best; None when it names none of them."""
    codes = {code.lower(): code for code in settings.LOCALES}
    liked = (tag for tag, quality in parse_accept_lang_header(header.lower()) if quality)
    for tag in liked:
        parts = tag.split("-")
        if "cyrl" in parts and f"{parts[0]}-cyrl" in codes:
            return Locale(codes[f"{parts[0]}-cyrl"])
        if parts[0] in codes:
            return Locale(codes[parts[0]])
    return None


def of_the_page() -> Locale:
    """What an editor reads in; English where nobody does, as in a command."""
    return Locale(get_language() or "en")


def for_the_page(row, column: str) -> str:
    """What a row has in a column for each of LANGUAGES, as an editor reads it; empty where it has nothing."""
    return of_the_page().name({each: getattr(row, f"{column}_{each}") for each in LANGUAGES}) or ""


def default() -> Locale:
    return Locale(settings.LOCALES[0])
