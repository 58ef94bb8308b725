"""What is asked: every public read, in the forms whose costs differ; and the report of a reading."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.samples import COMMON, EVERYWHERE, FREQUENT, LISTS, MIDDLING, RARE, Samples
from benchmarks.words import LANGUAGES

# Several pages, as what an answer costs depends on how many of its articles have pictures.
FIRST_PAGES, PAGES_500 = range(1, 11), range(491, 501)
VIEWS = "(SELECT count FROM articles_viewtotal WHERE article_id = id)"


@dataclass(frozen=True)
class Scenario:
    """Requests of one kind. `has_floor`: the floor answers them too, with the same articles.

    `is_asked_anew`: nobody has asked for the same lately.
    """

    name: str
    paths: Callable[[Samples], list[str]]
    has_floor: bool = False
    not_modified: bool = False
    method: str = "GET"
    status: int = 200
    is_asked_anew: bool = False

    def asked_anew(self) -> "Scenario":
        """The same with questions of which no two are alike: each is without a word that occurs nowhere."""

        def paths(samples: Samples) -> list[str]:
            asked = enumerate(self.paths(samples))
            return [path.replace("?q=", f"?q=-nowhere{number}%20") for number, path in asked]

        return replace(self, name=f"{self.name}, anew", paths=paths, is_asked_anew=True)


def always(*paths: str) -> Callable[[Samples], list[str]]:
    return lambda samples: [f"/api/v1/{path}" for path in paths]


def in_each_edition(path: str) -> Callable[[Samples], list[str]]:
    return lambda samples: [f"/api/v1/{path}locale={language}" for language in LANGUAGES]


def in_each_section(path: str) -> Callable[[Samples], list[str]]:
    return lambda samples: [f"/api/v1/{path}locale=uz&section={section}" for section in samples.sections]


def of_articles(form: str) -> Callable[[Samples], list[str]]:
    """A path with a slug in it, of each article that is asked for."""
    return lambda samples: [f"/api/v1/{form.format(slug)}" for slug, _ in samples.articles]


def listed(query: str, pages: range = FIRST_PAGES) -> Callable[[Samples], list[str]]:
    """Pages of a list, with sections, tags and authors of the corpus in it by their numbers."""

    def paths(samples: Samples) -> list[str]:
        names = {"sections": samples.sections, "tags": samples.tags, "authors": samples.authors}
        return [f"{LISTS}&{query.format_map(names)}&page={page}" for page in pages]

    return paths


def drawn(query: str, **values: Callable[[Samples], list[str]]) -> Callable[[Samples], list[str]]:
    """A list with values drawn anew for each request."""
    return lambda samples: samples.lists(query, **{name: each(samples) for name, each in values.items()})


FLOORED = (
    Scenario("detail", Samples.detail, has_floor=True),
    Scenario("detail, not modified", Samples.detail, has_floor=True, not_modified=True),
    Scenario("section list", Samples.section_list, has_floor=True),
    Scenario("page 500", listed("page_size=20", PAGES_500), has_floor=True),
    Scenario("search", Samples.search, has_floor=True),
    Scenario("similar", Samples.similar, has_floor=True),
    Scenario("page call", Samples.article_page, has_floor=True),
    Scenario("popular", in_each_edition("popular/?"), has_floor=True),
    Scenario("views", Samples.views, has_floor=True, method="POST", status=202),
)
# How common words are must not matter. The first is what the others are compared with.
QUESTIONS = (
    Scenario("a rare word", lambda samples: samples.questions(RARE, 1)),
    Scenario("a middling word", lambda samples: samples.questions(MIDDLING, 1)),
    Scenario("a common word", lambda samples: samples.questions(COMMON, 1)),
    Scenario("three words of nearly all articles", lambda samples: samples.questions(EVERYWHERE, 3)),
    Scenario("a word with a slip", Samples.slips),
)
COMPLETIONS = (
    Scenario("two letters, completed", lambda samples: samples.begun(EVERYWHERE, (2,))),
    Scenario("five letters, completed", lambda samples: samples.begun(MIDDLING, (5,))),
    Scenario("a word and two letters, completed", lambda samples: samples.begun(COMMON, (20, 2))),
)
ARTICLES = (
    Scenario("detail by number", lambda samples: [f"/api/v1/articles/{each}/" for each in samples.ids]),
    Scenario("detail with similar", of_articles("articles/{}/?expand=similar")),
    Scenario("detail of no article", of_articles("articles/no-{}/"), status=404),
    Scenario("20 similar", of_articles("articles/{}/similar/?limit=20")),
    Scenario("views of an article", Samples.views),
)
# Filters that leave a full page at any size; one day of a small corpus has fewer articles than a page.
LISTED = (
    Scenario("newest", listed("page_size=20")),
    Scenario("newest, titles only", listed("fields=title")),
    Scenario("a section", listed("section={sections[9]}")),
    Scenario("two sections", listed("section={sections[0]},{sections[1]}")),
    Scenario("without a section", listed("exclude_section={sections[0]}")),
    Scenario("a common tag", listed("tag={tags[0]}")),
    Scenario("a middling tag", drawn("tag={tag}", tag=lambda samples: samples.tags[50:120])),
    Scenario("two tags", listed("tag={tags[0]}&tag={tags[1]}")),
    Scenario("without a tag", listed("exclude_tag={tags[0]}")),
    Scenario("an author", drawn("author={author}", author=lambda samples: samples.authors)),
    Scenario("a section and a tag", listed("section={sections[2]}&tag={tags[1]}")),
    Scenario(
        "a section and an author",
        drawn(
            "section={section}&author={author}&page_size=5",
            section=lambda samples: samples.sections[:3],
            author=lambda samples: samples.authors,
        ),
    ),
    Scenario("a day", drawn("date={day}&page_size=2", day=Samples.days)),
    Scenario("until a day", drawn("published_before={day}", day=Samples.days)),
    Scenario("changed since a day", drawn("updated_after={day}", day=Samples.days)),
    Scenario("changed until a day", drawn("updated_before={day}", day=Samples.days)),
    Scenario("breaking", listed("is_breaking=true", range(1, 3))),
    Scenario("featured", listed("is_featured=true", range(1, 6))),
    Scenario("not featured", listed("is_featured=false")),
    Scenario("without a picture", listed("has_image=false")),
    Scenario("by ids", drawn("ids={ids}", ids=Samples.twenties)),
    Scenario("a story", drawn("story={story}", story=lambda samples: samples.stories)),
    Scenario("without an article", listed("exclude=1,2,3")),
    Scenario("with fallback", listed("fallback=ru,en")),
    Scenario("a section with fallback", listed("section={sections[9]}&fallback=ru,en")),
    Scenario("oldest", listed("ordering=published_at")),
    Scenario("last changed", listed("ordering=-updated_at")),
    Scenario("by title", listed("ordering=title")),
    Scenario("by views", listed("ordering=-views")),
    Scenario("a section by views", listed("section={sections[9]}&ordering=-views")),
    Scenario("a common tag by title", listed("tag={tags[0]}&ordering=title")),
    Scenario("with fallback by title", listed("fallback=ru,en&ordering=title")),
    Scenario("with fallback, last changed", listed("fallback=ru,en&ordering=-updated_at")),
    Scenario("page 500, last changed", listed("ordering=-updated_at", PAGES_500)),
    Scenario("page 500 by title", listed("ordering=title", PAGES_500)),
    Scenario("page 500 by views", listed("ordering=-views", PAGES_500)),
    Scenario(
        "from a cursor", lambda samples: samples.cursors("-published_at", "published_at", "published_at")
    ),
    Scenario("from a cursor by title", lambda samples: samples.cursors("title", "title", "title")),
    Scenario(
        "from a cursor by views",
        lambda samples: samples.cursors("-views", "view_total__count", VIEWS),
    ),
    Scenario("search by views", lambda samples: samples.search("&ordering=-views")),
    Scenario(
        "search in a section", lambda samples: samples.search(f"&section={samples.sections[3]}", FREQUENT)
    ),
    Scenario(
        "search by title in a tag",
        lambda samples: samples.search(f"&tag={samples.tags[0]}&ordering=title", FREQUENT),
    ),
)
# Whoever asks to have all of something counted pays for all of it.
COUNTED = (
    Scenario("newest, counted", listed("count=exact")),
    Scenario("a section, counted", listed("section={sections[9]}&count=exact")),
    Scenario("a tag, counted", listed("tag={tags[20]}&count=exact")),
)
FOUND = (
    Scenario("a word in all languages", lambda samples: samples.questions(MIDDLING, 1, "")),
    Scenario("a word with facets", lambda samples: samples.questions(COMMON, 1, "&facets=section,tag,month")),
    Scenario(
        "a word in a section", lambda samples: samples.questions(COMMON, 1, f"&section={samples.sections[3]}")
    ),
    Scenario("a word in a tag", lambda samples: samples.questions(COMMON, 1, f"&tag={samples.tags[60]}")),
)
READ = (
    Scenario("popular, an hour", in_each_edition("popular/?window=1h&")),
    Scenario("popular, 7 days", in_each_edition("popular/?window=7d&")),
    Scenario("popular, 30 days", in_each_edition("popular/?window=30d&")),
    Scenario("popular in a section", in_each_section("popular/?window=30d&")),
    Scenario("trending", in_each_edition("trending/?")),
    Scenario("trending in a section", in_each_section("trending/?page_size=5&")),
    Scenario("ticker", in_each_edition("ticker/?")),
    Scenario("front page", in_each_edition("pages/front/?")),
)
NAMED = (
    Scenario("sections", always("sections/?locale=uz")),
    Scenario("tags", always("tags/?locale=uz")),
    Scenario("tags with letters", always("tags/?locale=uz&search=ar")),
    Scenario("authors", always("authors/?locale=uz")),
    Scenario("sections with counts", always("sections/?locale=uz&expand=article_count")),
    Scenario("tags with counts", always("tags/?locale=uz&expand=article_count")),
    Scenario("authors with counts", always("authors/?locale=uz&expand=article_count")),
    Scenario("a section alone", lambda samples: [f"/api/v1/sections/{each}/" for each in samples.sections]),
    Scenario("a tag alone", lambda samples: [f"/api/v1/tags/{each}/" for each in samples.tags]),
    Scenario("an author alone", lambda samples: [f"/api/v1/authors/{each}/" for each in samples.authors]),
)
WEATHER = (
    Scenario("places", always("weather/places/")),
    Scenario("a place", always("weather/places/tashkent/")),
    Scenario("a place's days", always("weather/places/tashkent/daily/")),
    Scenario("a place's forecast", always("weather/places/tashkent/forecast/")),
    Scenario("snapshots", always("weather/snapshots/")),
    Scenario("a snapshot", always("weather/snapshots/1/")),
    Scenario("current weather", always("weather/current/")),
)
ASKED_ANEW = tuple(each.asked_anew() for each in (*QUESTIONS, *FOUND))
SEARCHES = (*QUESTIONS, *FOUND, *ASKED_ANEW, *COMPLETIONS)
SCENARIOS = (*FLOORED, *ARTICLES, *LISTED, *COUNTED, *SEARCHES, *READ, *NAMED, *WEATHER)
