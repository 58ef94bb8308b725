"""Which locale an answer is in, and which of several names it shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils.translation import get_language

from newsapi import transliteration

LANGUAGES = ("uz", "ru", "en")  # each has a column in every table of names, and its own rows of articles
BABEL = {"uz": "uz_Latn", "uz-Cyrl": "uz_Cyrl", "ru": "ru", "en": "en_GB"}  # CLDR: English with the day first
# One element of Accept-Language, with nothing or with its quality.
RANGE = re.compile(
    r"[ \t]*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?[ \t]*"
)
UNSAID = 0.0005  # more than a refusal, less than any quality
Wishes = dict[str, tuple[float, int]]  # the quality of what is named, and minus the place of its element


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
def accepted(header: str) -> Locale:
    """The locale of the site that an Accept-Language header (RFC 9110) likes best, else the site's first.

    None that it refuses, unless it refuses all; elements that are malformed say nothing.
    """
    wishes: Wishes = {}
    for place, element in enumerate(header.lower().split(",")):
        if said := RANGE.fullmatch(element):
            wish = float(said[2] or 1), -place  # the greater is liked more, or came first
            for name in named_by(said[1]):
                wishes[name] = max(wish, wishes.get(name, wish))
    return Locale(max(settings.LOCALES, key=lambda code: liking(code, wishes)))


def named_by(languages: str) -> tuple[str, str]:
    """The locale that a range of languages means, and all those that begin as it does."""
    language, *others = languages.split("-")
    cyrillic = f"{language}-Cyrl"
    is_cyrillic = "cyrl" in others and cyrillic in settings.LOCALES
    return cyrillic if is_cyrillic else language, f"{languages}-*"


def liking(code: str, wishes: Wishes) -> tuple[float, bool, int, bool]:
    """Greater than that of a locale that is liked less, or alike and is named later or less exactly."""
    for name in (code, f"{code.partition('-')[0]}-*", "*"):
        if name in wishes:
            quality, place = wishes[name]
            return quality, name != "*", place, name == code
    return UNSAID, False, 0, False


def of_the_page() -> Locale:
    """What an editor reads in; English where nobody does, as in a command."""
    return Locale(get_language() or "en")


def for_the_page(row, column: str) -> str:
    """What a row has in a column for each of LANGUAGES, as an editor reads it; empty where it has nothing."""
    return of_the_page().name({each: getattr(row, f"{column}_{each}") for each in LANGUAGES}) or ""
