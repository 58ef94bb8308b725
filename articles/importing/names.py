"""Finds the sections, tags and authors that drafts speak of, and makes those that are new."""

import re
from collections.abc import Iterable

from django.db.models import Max, Q
from django.utils import timezone

from articles import purging
from articles.importing.jsonl import digest
from articles.models import Author, Section, Tag
from newsapi import transliteration
from newsapi.locales import LANGUAGES

MOST_KNOWN = 20_000  # so many are remembered from batch to batch
LONGEST_SLUG = 150
LAST_POSITION = 32_767
COLUMNS = [f"name_{language}" for language in LANGUAGES]

Said = tuple[str, str]  # a slug or a name, and the language that it was said in
Row = Section | Tag | Author


class Names:
    """The rows of one table, found by slug or by name in any language."""

    def __init__(self, model: type[Row]):
        self.model = model
        self.known: dict[Said, int] = {}

    def ids(self, said: Iterable[Said]) -> dict[Said, int]:
        """The id of each. Who has no name in that language yet gets it, if a name was said and no slug."""
        said = list(dict.fromkeys(said))
        if len(self.known) > MOST_KNOWN:
            self.known = {}
        if unknown := [each for each in said if each not in self.known]:
            self.known |= self.found_or_made(unknown)
        return {each: self.known[each] for each in said}

    def found_or_made(self, said: list[Said]) -> dict[Said, int]:
        texts = [text for text, _ in said]
        wanted = Q(slug__in=[self.slug(*each) for each in said])
        for column in COLUMNS:
            wanted |= Q((f"{column}__in", texts))
        rows = list(self.model.objects.filter(wanted).order_by("-pk"))
        by_slug = {row.slug: row for row in rows}
        by_name = {getattr(row, column): row for row in rows for column in COLUMNS}
        found, new = {}, {}
        given: dict[tuple[int, str], str] = {}  # names, by row and column
        for text, language in said:
            slug, column = self.slug(text, language), f"name_{language}"
            row = by_slug.get(text) or by_name.get(text) or by_slug.get(slug)
            if row is None:
                row = new[slug] = self.model(**{"slug": slug, column: self.readable(text)})
            elif text not in by_name and not is_slug(text) and not getattr(row, column):
                setattr(row, column, text)
                if row.pk:
                    given[row.pk, column] = text
            by_slug[row.slug] = by_name[text] = found[text, language] = row
        self.make([*new.values()])
        self.name(given)
        if new or given:
            renamed = [row for row in rows if any(pk == row.pk for pk, _ in given)]
            purging.names_imported(self.model, renamed)
        return {each: row.pk for each, row in found.items()}

    def slug(self, text: str, language: str) -> str:
        latin = transliteration.to_latin(text) if language == "uz" else text
        slug = transliteration.slug(latin, LONGEST_SLUG)
        kind = self.model._meta.model_name
        if slug.replace("-", "").isdigit():
            return f"{kind}-{slug}"  # a number alone is an id
        return slug or f"{kind}-{digest(text)[:10]}"

    def readable(self, text: str) -> str:
        if not is_slug(text.replace("_", "-")):
            return text
        words = re.sub("[-_]", " ", text)
        return words.title() if self.model is Author else words.capitalize()

    def make(self, new: list[Row]) -> None:
        if new and self.model is Section:
            last = Section.objects.aggregate(last=Max("position", default=0))["last"]
            for position, section in enumerate(new, start=last + 1):
                section.position = min(position, LAST_POSITION)
        self.model.objects.bulk_create(new)

    def name(self, given: dict[tuple[int, str], str]) -> None:
        """Where somebody has given another name meanwhile, that stays."""
        for (pk, column), text in given.items():
            nameless = self.model.objects.filter(**{"pk": pk, column: ""})
            nameless.update(**{column: text, "updated_at": timezone.now()})


class Vocabulary:
    """The three tables of names."""

    def __init__(self) -> None:
        self.sections, self.tags, self.authors = Names(Section), Names(Tag), Names(Author)


def is_slug(text: str) -> bool:
    return transliteration.slug(text, LONGEST_SLUG) == text and not text.replace("-", "").isdigit()
