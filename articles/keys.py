"""The keys by which caches forget answers about articles: what an answer depends on.

articles/affected.py says which of them an act changes.

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
from itertools import chain
from typing import Any

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
