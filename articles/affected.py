"""Which of the keys in articles/keys.py an act of the newsroom changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from articles.keys import changed, edition, free, names, of_words, ranked, slugs, ticker, titled
from newsapi.locales import LANGUAGES

Filed = tuple[int, str]  # the id and the slug of what an article is filed under
STATE = ("since", "until", "language", "story")
FILING = ("section", "tags", "authors", "is_breaking", "is_featured", "has_image", "slug")


def of_name(kind: str, pk: int, own_slugs: Collection[str], is_moved: bool) -> set[str]:
    """When a section, tag or author is made, changed or deleted; moved: its slug was or is no more."""
    found = {f"{kind}:{pk}", *names(kind)}
    if is_moved:
        found |= {*slugs([kind])}
        for language in LANGUAGES:
            found |= {f"list:{language}:{kind}:{name}" for name in (pk, *own_slugs)}
            if kind == "section":
                found.add(ranked(language))
    return found


def of_image(image_id: int) -> set[str]:
    return {f"image:{image_id}"}


@dataclass(frozen=True)
class Standing:
    """Where an article stands in lists, as caches that were asked at the moment `at` will show it."""

    pk: int
    language: str
    story: str
    slug: str
    title: str
    since: datetime | None  # it is published; None: no cached answer can come to show it
    until: datetime | None  # it is withdrawn, while such answers live
    section: Filed | None
    tags: frozenset[Filed]
    authors: frozenset[Filed]
    is_breaking: bool
    is_featured: bool
    has_image: bool
    words: frozenset[tuple[int, int]]  # with their weights
    at: datetime = field(compare=False)

    def scopes(self) -> Iterable[str]:
        """The lists that it is in by one property."""
        listed = f"list:{self.language}"
        marks = {"breaking": self.is_breaking, "featured": self.is_featured}
        yield from (f"{listed}:{mark}" for mark, is_marked in marks.items() if is_marked)
        filed = {"section": [self.section] if self.section else [], "tag": self.tags, "author": self.authors}
        for kind, found in filed.items():
            for named in found:
                yield from (f"{listed}:{kind}:{name}" for name in named)


def of_act(before: Standing | None, after: Standing | None, others: Iterable[int] = ()) -> set[str]:
    """When an article is stored or changed; `others`: the other editions of its story, by id.

    Nothing for what readers see neither before nor after, but its new slug, which may have led to another.
    """
    seen = [each for each in (before, after) if each and each.since]
    if not seen:
        return {free(after.slug)} if before and after and before.slug != after.slug else set()
    moved_on = differing(before, after, STATE)
    filed_anew = differing(before, after, FILING) if before and after else set()
    found = {f"article:{each.pk}" for each in seen} | {*changed(each.language for each in seen)}
    for each in seen:
        listed = f"list:{each.language}"
        if moved_on:
            found |= {listed, ticker(each.language), free(each.slug)}
        if moved_on or "title" in differing(before, after, ("title",)):
            found |= {*titled([each.language])}
        if moved_on or filed_anew:
            found |= {f"{listed}:filtered", *each.scopes()}
        if moved_on or "section" in filed_anew:
            found.add(f"{listed}:sections")
        if "is_breaking" in filed_anew:
            found.add(ticker(each.language))
        if "slug" in filed_anew:
            found.add(free(each.slug))
        if "section" in filed_anew or "language" in moved_on or reappears(before, after):
            found.add(ranked(each.language))
    if moved_on or differing(before, after, ["words"]):
        found |= {key for each in seen for key in of_words(word for word, _ in each.words)}
    if moved_on or "slug" in filed_anew:
        found |= {f"editions:{each}" for each in others}
    return found


def of_many(acts: Iterable[tuple[Standing | None, Standing | None]]) -> set[str]:
    """The same for so many at once that each list and word would be too much to name."""
    found = set()
    for act in acts:
        for each in (each for each in act if each and each.since):
            found |= {edition(each.language), f"article:{each.pk}", free(each.slug)}
    return found


def differing(before: Standing | None, after: Standing | None, columns: Iterable[str]) -> set[str]:
    if before is None or after is None:
        return {*columns}
    return {each for each in columns if getattr(before, each) != getattr(after, each)}


def reappears(before: Standing | None, after: Standing | None) -> bool:
    """What readers have seen at some time before may be in rankings; what is new is not."""
    if after is None or after.since is None or (before is not None and before.since is not None):
        return False
    return after.since < (before or after).at
