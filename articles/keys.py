"""The keys by which caches forget answers about articles: what an answer depends on, and what an act changes.

article:42                      something that the article says is shown
section:3 tag:7 author:2 image:9    a name or a picture is shown
editions:42                     the other editions of the article's story are shown
list:ru                         which articles the edition has, in the order of their publication
list:ru:section:3, …:world      … of those in the section, which is asked for by id or slug; so tag, author
list:ru:sections                … of those in each section, side by side
list:ru:featured, …:breaking    … of those that are marked so
list:ru:filtered                … by any other property
titles:ru                       what titles of the edition say
changes:ru                      what anything in the edition says, or when it was changed
ticker:ru                       the ticker of the edition
ranked:ru                       which articles of the edition its rankings show
list:section, list:tag, …       which names there are, in which order, and how they are called
slugs:section, slugs:tag, …     which slug leads to which, for lists that the key of another property is for
word:-1234                      which articles have the word, as articles/words.py numbers it
slug:yesterday                  that no article has the slug any more
edition:ru                      any of these of the edition, for imports that change too many to name each

Counts of views and the order of rankings change by themselves: the life of an answer bounds those.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from newsapi.locales import LANGUAGES
from newsapi.parameters import Asked

NAMES = ("section", "tag", "author")
ONE = {"section": "section_names", "image": "picture"}  # columns of rows
MANY = {"tag": "tag_names", "author": "author_names", "image": "body_pictures"}
NARROW = ("author", "tag", "section")  # the first that is asked for has the fewest articles
MARKS = {"is_featured": "featured", "is_breaking": "breaking"}
MOST_NARROW = 10  # names in one question; with more, the header would be too long
OF_CHANGES = ("search", "updated_after", "updated_before")
PROPERTIES = (
    *("exclude_section", "exclude_tag", "exclude", "story", "is_breaking", "is_featured", "has_image"),
    *NARROW,
)


# What answers depend on -------------------------------------------------------------------------------------


def shown(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """All that the rows of articles show."""
    for row in rows:
        yield f"article:{row['id']}"
        if row.get("editions") is not None:
            yield f"editions:{row['id']}"
        for kind, column in ONE.items():
            if (named := row.get(column)) and named["id"]:
                yield f"{kind}:{named['id']}"
        for kind, column in MANY.items():
            for each in row.get(column) or ():
                yield f"{kind}:{each['id']}"


def listed(asked: Asked, languages: Collection[str]) -> list[str]:
    """What decides which articles a list of these editions has."""
    found = [key for language in languages for key in which(asked, language, len(languages) == 1)]
    ordering = {each.removeprefix("-") for each in asked.get("ordering", ())}
    if "updated_at" in ordering or any(name in asked for name in OF_CHANGES):
        found += changed(languages)
    if "title" in ordering:
        found += titled(languages)
    return [*found, *map(edition, languages)]


def which(asked: Asked, language: str, is_alone: bool) -> list[str]:
    """One property is enough that all of the list have: an act names each that the article has or had.

    Among several editions none is, as which of them a story is shown in depends on those without it.
    A name that moves is no act on an article, so each kind of names that is asked for beside it has a key.
    """
    one = narrowest(asked) if is_alone else None
    more = (kind for kind in NAMES if f"exclude_{kind}" in asked or len(asked.get(kind, ())) > (kind == one))
    return [*with_property(asked, one, f"list:{language}"), *slugs(more)]


def narrowest(asked: Asked) -> str | None:
    """The property that the fewest articles have."""
    marks = (name for name in MARKS if asked.get(name))
    names = (name for name in NARROW if name in asked and len(asked.get(name)[0]) <= MOST_NARROW)
    return "ids" if "ids" in asked else next(chain(marks, names), None)


def with_property(asked: Asked, one: str | None, listed: str) -> list[str]:
    if one == "ids":
        return [f"article:{each}" for each in asked.get("ids")[0]]
    if one in MARKS:
        return [f"{listed}:{MARKS[one]}"]
    if one:
        return [f"{listed}:{one}:{each}" for each in asked.get(one)[0]]
    return [f"{listed}:filtered" if any(name in asked for name in PROPERTIES) else listed]


def found(asked: Asked, languages: Collection[str]) -> list[str]:
    """What decides which articles a search finds."""
    found = [*changed(languages), *map(edition, languages)]
    found += names(*(kind for kind in NAMES if kind in asked.get("facets", ())))
    if any(name in asked for name in PROPERTIES):
        found += (key for each in languages for key in which(asked, each, True))
    return found


def suggested(languages: Collection[str]) -> list[str]:
    """Which articles, tags and sections are suggested."""
    return [*titled(languages), *names("tag", "section"), *map(edition, languages)]


def changed(languages: Iterable[str]) -> list[str]:
    return [f"changes:{language}" for language in languages]


def titled(languages: Iterable[str]) -> list[str]:
    return [f"titles:{language}" for language in languages]


def counted(kind: str, ids: Iterable[int], language: str) -> list[str]:
    """How many articles of the edition each of these sections has, or tags, or authors."""
    return [*(f"list:{language}:{kind}:{each}" for each in ids), edition(language)]


def side_by_side(language: str) -> list[str]:
    """The lists of all sections."""
    return [f"list:{language}:sections", *names("section"), edition(language)]


def names(*kinds: str) -> list[str]:
    return [f"list:{kind}" for kind in kinds]


def slugs(kinds: Iterable[str]) -> list[str]:
    return [f"slugs:{kind}" for kind in kinds]


def similar_to(article: Mapping[str, Any], has_others: bool) -> Iterable[str]:
    """What goes with the article: what shares words, tags or the section; has others: the newest as well.

    The article is a row with the columns that articles/similar.py names.
    """
    listed = f"list:{article['language']}"
    yield from (f"article:{article['id']}", edition(article["language"]))
    yield from of_words(article["neighbours"]["words"] or ())
    for tag in article["neighbours"]["tags"] or ():
        yield from (f"tag:{tag}", f"{listed}:tag:{tag}")
    if article["section_id"]:
        yield f"{listed}:section:{article['section_id']}"
    if has_others:
        yield listed


def of_words(words: Iterable[int]) -> list[str]:
    return [f"word:{each}" for each in words]


def in_ticker(language: str) -> list[str]:
    return [ticker(language), edition(language)]


def in_rankings(language: str) -> list[str]:
    return [ranked(language), edition(language)]


def ticker(language: str) -> str:
    return f"ticker:{language}"


def ranked(language: str) -> str:
    return f"ranked:{language}"


def edition(language: str) -> str:
    return f"edition:{language}"


def moved(article_id: int, former: str) -> list[str]:
    """What leads from a former slug to the article."""
    return [f"article:{article_id}", free(former)]


def free(slug: str) -> str:
    """That no article has the slug."""
    return f"slug:{slug}"


# What acts change -------------------------------------------------------------------------------------------


def of_name(kind: str, pk: int, own_slugs: Collection[str], is_moved: bool) -> set[str]:
    """When a section, tag or author is made, changed or deleted; moved: its slug was or is no more."""
    found = {f"{kind}:{pk}", *names(kind)}
    if is_moved:
        found |= {*slugs([kind])}
        for language in LANGUAGES:
            found |= {f"list:{language}:{kind}:{name}" for name in (pk, *own_slugs)}
            found.add(ranked(language))
    return found


def of_image(image_id: int) -> set[str]:
    return {f"image:{image_id}"}


Filed = tuple[int, str]  # the id and the slug of what an article is filed under
STATE = ("since", "until", "language", "story")
FILING = ("section", "tags", "authors", "is_breaking", "is_featured", "has_image", "slug")


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
            for names in found:
                yield from (f"{listed}:{kind}:{name}" for name in names)


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


def differing(before: Standing | None, after: Standing | None, names: Iterable[str]) -> set[str]:
    if before is None or after is None:
        return {*names}
    return {name for name in names if getattr(before, name) != getattr(after, name)}


def reappears(before: Standing | None, after: Standing | None) -> bool:
    """What readers have seen at some time before may be in rankings; what is new is not."""
    if after is None or after.since is None or (before is not None and before.since is not None):
        return False
    return after.since < (before or after).at
