"""Whatever the newsroom does: each answer that it changes carries a key that caches are told to forget."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import content, drafts, former_slugs, naming, photo_desk, publishing, translating, trash, words
from articles.models import Article, Author, FormerSlug, Image, Revision, Section, Tag
from articles.publishing import Refused
from newsapi.models import Purge
from tests.articles.importing import a_line, import_file, json_lines
from tests.builders import a_section, a_tag, an_article, an_author, an_image, ranked, read
from tests.weather.builders import a_place, a_snapshot
from weather import by_hand
from weather.models import Place, Snapshot

NOON = datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent"))
NAMED_BESIDE_ANOTHER_PROPERTY = [
    *(
        f"/articles/?locale=en&fields=id&{one}&{another}"
        for one in (
            "section=world",
            "exclude_section=world",
            "tag=tourism",
            "exclude_tag=tourism",
            "author=dilnoza-karimova",
        )
        for another in (
            "is_featured=true",
            "ids={first},{third}",
            "has_image=true",
            "author={dilnoza-karimova}",
            "tag={tourism}",
            "section={world}",
        )
        if one.partition("=")[0] != another.partition("=")[0]
    ),
    "/articles/?locale=en&fields=id&is_breaking=true&tag=tourism",
    "/articles/?locale=en&fields=id&section=world&section={world}",
    "/articles/?locale=en&fields=id&tag=tourism,rail&tag=tourism",
    "/articles/?locale=ru&fields=id&fallback=en&section=world",
    "/articles/?locale=en&fields=id&tag=1,2,3,4,5,6,7,8,9,10,tourism",
    "/search/?q=railway&fields=id&section=world&ids={first}",
    "/search/?q=railway&fields=id&tag=tourism&is_breaking=true",
    "/search/?q=railway&fields=id&exclude_tag=tourism&section={world}",
    "/search/?q=railway&fields=id&author=dilnoza-karimova&is_featured=true",
]
BY_PATH = [
    *NAMED_BESIDE_ANOTHER_PROPERTY,
    "/articles/?locale=en",
    "/articles/?locale=ru&page_size=2&page=2",
    "/articles/?locale=uz-Cyrl",
    "/articles/?locale=uz&fallback=en,ru",
    "/articles/?locale=ru&fallback=uz&section=world",
    "/articles/?locale=en&expand=translations,body_html&fields=title,translations,body_html",
    "/articles/?locale=en&section=world",
    "/articles/?locale=en&section={world}&tag=tourism",
    "/articles/?locale=en&section=sport,culture",
    "/articles/?locale=en&exclude_section=sport",
    "/articles/?locale=ru&tag=tourism",
    "/articles/?locale=en&tag={rail},tourism&is_featured=false",
    "/articles/?locale=en&tag=rail&tag=tourism",
    "/articles/?locale=en&exclude_tag=rail",
    "/articles/?locale=en&author=dilnoza-karimova",
    "/articles/?locale=en&ids={first},{second},{draft}",
    "/articles/?locale=en&exclude=first&fields=id",
    "/articles/?locale=en&story=story",
    "/articles/?locale=ru&story=story&is_breaking=false",
    "/articles/?locale=en&date=2025-03-14&page_size=3",
    "/articles/?locale=en&date=2025-03-13",
    "/articles/?locale=en&published_before=2025-03-14",
    "/articles/?locale=en&updated_after=2025-03-14T11:59:59%2B05:00&fields=id",
    "/articles/?locale=en&updated_before=2025-03-14T12:00:00%2B05:00&fields=id",
    "/articles/?locale=en&is_breaking=true",
    "/articles/?locale=en&is_featured=true&has_image=true",
    "/articles/?locale=en&has_image=true&count=exact",
    "/articles/?locale=en&has_image=false&fields=id",
    "/articles/?locale=en&search=railway&fields=id",
    "/articles/?locale=en&ordering=title&fields=id&page_size=2",
    "/articles/?locale=en&ordering=-updated_at&fields=id&page_size=2",
    "/articles/?locale=en&ordering=-views&fields=id",
    "/articles/?locale=en&fields=id,slug&page_size=1",
    "/articles/first/",
    "/articles/first/?locale=uz-Cyrl&expand=similar",
    "/articles/{first}/?fields=title",
    "/articles/second/",
    "/articles/second/similar/",
    "/articles/third/?expand=similar&fields=similar",
    "/articles/{russian}/",
    "/articles/{russian}/similar/",
    "/articles/uzbek/?locale=uz-Cyrl",
    "/articles/yesterday/",
    "/articles/first/views/",
    "/search/?q=railway&locale=en&fields=id",
    "/search/?q=railway&section=world&facets=section,tag,month",
    "/search/?q=поезд&locale=ru",
    "/search/suggest/?q=ra",
    "/search/suggest/?q=ra&locale=en",
    "/search/suggest/?q=wo&fields=sections,tags",
    "/ticker/?locale=en",
    "/ticker/?locale=ru",
    "/popular/?locale=en",
    "/popular/?locale=en&section=world",
    "/popular/?locale=ru&page_size=1",
    "/trending/?locale=en&section=sport",
    "/pages/front/?locale=en",
    "/pages/front/?locale=uz-Cyrl",
    "/pages/article/second/",
    "/pages/article/{russian}/",
    "/sections/",
    "/sections/?locale=en&expand=article_count",
    "/sections/world/",
    "/sections/{sport}/?locale=ru&expand=article_count",
    "/tags/?locale=en&expand=article_count",
    "/tags/?search=rail",
    "/tags/?kind=person",
    "/tags/tourism/?locale=en&expand=article_count",
    "/authors/?locale=en&expand=article_count",
    "/authors/dilnoza-karimova/",
    "/weather/current/?locale=en",
    "/weather/places/",
    "/weather/places/tashkent/?locale=ru",
    "/weather/places/tashkent/daily/",
    "/weather/places/tashkent/forecast/",
    "/weather/snapshots/",
    "/weather/snapshots/?place=nukus",
    "/weather/snapshots/7/",
]


def a_newsroom() -> dict[str, int]:
    """Everything that an act can change, in three languages; the ids that paths name."""
    world, sport = a_section("world", position=1), a_section("sport", position=2)
    tourism, rail, author = a_tag("tourism"), a_tag("rail", name_en="Railway"), an_author()
    picture = an_image()
    filed = {"section": world, "tags": [tourism], "authors": [author]}
    at = NOON - timedelta(hours=2)
    first = an_article(
        "Railway opens",
        slug="first",
        story="story",
        published_at=at,
        image=picture,
        is_featured=True,
        **filed,
    )
    second = an_article("Rain in the north", slug="second", published_at=at, tags=[rail], section=sport)
    third = an_article(
        "Railway works", slug="third", published_at=NOON - timedelta(days=1), is_breaking=True, **filed
    )
    russian = an_article(
        "Поезд пошёл", slug="russian", language="ru", story="story", published_at=at, **filed
    )
    an_article("Poyezd yurdi", slug="uzbek", language="uz", story="another", published_at=at, section=sport)
    draft = an_article("Railway draft", slug="draft", published_at=None, section=world, tags=[rail])
    an_article("Railway soon", slug="soon", published_at=NOON + timedelta(days=1), **filed)
    an_article(
        "Railway gone", slug="gone", published_at=at, withdrawn_at=NOON, withdrawn_reason="Wrong.", **filed
    )
    trashed = an_article("Railway thrown away", slug="trashed", published_at=at, **filed)
    read(second, 3, at)
    read(trashed, 4, at)
    read(Article.objects.get(slug="gone"), 2, at)
    read(russian, 2, at)
    ranked(NOON)
    trash.put_in(trashed)
    FormerSlug.objects.create(slug="yesterday", article=first)
    words.refresh()
    a_snapshot(a_place(), id=7, observed_at=NOON - timedelta(hours=1))
    a_place("nukus")
    return {
        **{article.slug: article.pk for article in (first, second, third, russian, draft)},
        **{each.slug: each.pk for each in (world, sport, tourism, rail, author)},
    }


# Acts -------------------------------------------------------------------------------------------------------


ACTS: dict[str, Callable[[Random], object]] = {}


def act(function):
    ACTS[function.__name__] = function
    return function


def any_of(model, chance: Random):
    return chance.choice(list(model.objects.order_by("pk")))


def says(chance: Random, **text) -> None:
    article = any_of(Article, chance)
    publishing.say(article, {**content.of(article), **text})


@act
def edits_a_title(chance):
    says(chance, title=chance.choice(["Railway closes", "Another title", "Aaa", "Rain"]))


@act
def edits_a_text(chance):
    body = chance.choice(["<p>Railway news.</p>", "<p>Sun.</p>", "<p>Поезд. Railway railway tourism.</p>"])
    says(chance, body_html=body, summary=chance.choice(["", "A summary."]))


@act
def renames_an_address(chance):
    says(chance, slug=chance.choice(["renamed", "first", "second", "yesterday", "another"]))


@act
def moves_to_a_section(chance):
    says(chance, section=chance.choice([None, *Section.objects.order_by("pk").values_list("pk", flat=True)]))


@act
def tags_otherwise(chance):
    tags = list(Tag.objects.order_by("pk").values_list("pk", flat=True))
    says(chance, tags=chance.sample(tags, chance.randint(0, len(tags))))


@act
def names_other_authors(chance):
    says(chance, authors=chance.choice([[], [any_of(Author, chance).pk]]))


@act
def marks(chance):
    says(chance, **{chance.choice(["is_breaking", "is_featured"]): chance.choice([True, False])})


@act
def gives_another_picture(chance):
    image = chance.choice([None, an_image().pk, any_of(Image, chance).pk])
    body = chance.choice(["<p>No picture.</p>", f'<figure><img src="image:{image}"></figure>'])
    says(chance, image=image, body_html=body)


@act
def publishes(chance):
    publishing.publish_now(any_of(Article, chance))


@act
def schedules(chance):
    after = chance.choice([timedelta(seconds=30), timedelta(seconds=90), timedelta(hours=1)])
    publishing.schedule(any_of(Article, chance), timezone.now() + after)


@act
def unschedules(chance):
    publishing.unschedule(any_of(Article, chance))


@act
def withdraws(chance):
    after = chance.choice([None, timedelta(seconds=30), timedelta(seconds=90), timedelta(hours=1)])
    publishing.withdraw(any_of(Article, chance), "It was wrong.", after and timezone.now() + after)


@act
def puts_back(chance):
    publishing.put_back(any_of(Article, chance))


@act
def corrects(chance):
    publishing.correct(any_of(Article, chance), "The lake is in the north.")


@act
def throws_away(chance):
    trash.put_in(any_of(Article, chance))


@act
def takes_out_of_the_trash(chance):
    trash.take_out(any_of(Article, chance))


@act
def publishes_a_next_version(chance):
    article = any_of(Article, chance)
    drafts.keep(article, {**content.of(article), "title": "The next version", "tags": []}, 0)
    publishing.publish_draft(article)


@act
def restores(chance):
    revision = any_of(Revision, chance)
    publishing.restore(revision.article, revision.number)


@act
def translates(chance):
    edition = translating.duplicate(any_of(Article, chance), chance.choice(["en", "ru", "uz"]))
    publishing.publish_now(edition)


@act
def publishes_a_new_article(chance):
    section, tags = any_of(Section, chance), [any_of(Tag, chance).pk]
    language = chance.choice(["en", "ru", "uz"])
    article = Article(language=language)
    text = {**content.of(any_of(Article, chance)), "title": "Railway extra", "slug": "extra", "tags": tags}
    text["section"] = section.pk
    publishing.say(article, text)
    publishing.publish_now(article)


@act
def renames_a_name(chance):
    name = any_of(chance.choice([Section, Tag, Author]), chance)
    name.name_en = chance.choice(["Renamed", "Rail and road", "World"])
    naming.save(name)


@act
def moves_a_name(chance):
    name = any_of(chance.choice([Section, Tag, Author]), chance)
    name.slug = chance.choice(["renamed", "culture", "rail-road"])
    naming.save(name)


@act
def reorders_sections(chance):
    section = any_of(Section, chance)
    section.position = chance.randint(0, 3)
    naming.save(section)


@act
def makes_a_name(chance):
    model = chance.choice([Section, Tag, Author])
    naming.save(model(slug="culture", name_en="Railway culture"))


@act
def deletes_a_tag(chance):
    naming.delete(any_of(Tag, chance))


@act
def describes_a_picture(chance):
    image = any_of(Image, chance)
    image.alt_en, image.rights_end_at = "A train", chance.choice([None, NOON, NOON + timedelta(seconds=40)])
    photo_desk.save(image)


@act
def forgets_a_former_address(chance):
    former_slugs.delete(any_of(FormerSlug, chance))


@act
def leads_a_former_address_elsewhere(chance):
    former = any_of(FormerSlug, chance)
    former.article = any_of(Article, chance)
    former_slugs.save(former)


@act
def moves_a_place(chance):
    place = any_of(Place, chance)
    place.name_en, place.slug = chance.choice([("Renamed", place.slug), (place.name_en, "renamed")])
    by_hand.save(place)


@act
def deletes_a_place(chance):
    by_hand.delete(any_of(Place, chance))


@act
def observes(chance):
    place = any_of(Place, chance)
    weather = {"temperature_c": 9.0, "wind_speed_ms": 1.0, "condition_code": "clear", "source": "hand"}
    by_hand.save(Snapshot(place=place, observed_at=timezone.now() - timedelta(minutes=1), **weather))


@act
def deletes_a_snapshot(chance):
    by_hand.delete(any_of(Snapshot, chance))


@act
def imports(chance, path):
    image = {"url": any_of(Image, chance).source_url, "alt": "Imported", "caption": "Imported"}
    line = a_line(
        title=chance.choice(["Railway import", "Import"]),
        language=chance.choice(["en", "ru"]),
        section=chance.choice(["world", "sport", "culture"]),
        tags=chance.choice([["rail"], ["tourism", "new"]]),
        image=chance.choice([image, None]),
        published_at=f"2025-03-14T11:5{chance.randint(0, 9)}:00+05:00",
        is_featured=chance.choice([True, False]),
    )
    line = {name: value for name, value in line.items() if value is not None}
    path.write_bytes(json_lines(line))
    assert import_file(path).status == 0


# After these, answers change again by the clock while those of before may still live.
WITH_TIMES = {"schedules", "unschedules", "withdraws", "puts_back", "describes_a_picture", "restores"}


# The promise ------------------------------------------------------------------------------------------------


class Answer:
    """What a cache may keep: nothing of errors, which say `no-store`."""

    def __init__(self, answer, at):
        self.at = at
        self.body = (answer.status_code, answer.get("Location"), answer.content)
        self.keys = {*answer.get("Surrogate-Key", "").split()}
        said = dict(each.partition("=")[::2] for each in answer["Cache-Control"].split(", "))
        life = int(said.get("s-maxage", 0)) + int(said.get("stale-while-revalidate", 0))
        self.until = None if "no-store" in said else at + timedelta(seconds=life)

    def may_live_at(self, moment):
        return self.until is not None and moment <= self.until


def answers(api, paths):
    at = timezone.now()
    return {path: Answer(api.client.get(f"/api/v1{path}"), at) for path in paths}


def purged_since(last: int) -> set[str]:
    return {key for keys in Purge.objects.filter(pk__gt=last).values_list("keys", flat=True) for key in keys}


def last_purge() -> int:
    return Purge.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@given(
    done=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=8),
    chance=st.integers(0, 2**32).map(Random),
)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
def test_each_answer_that_an_act_changes_is_purged(api, settings, tmp_path, done, chance):
    settings.PURGE_URLS = ["http://127.0.0.1:9/"]  # nobody: nothing is sent before a commit
    with transaction.atomic(), time_machine.travel(NOON, tick=False) as clock:
        ids = a_newsroom()
        paths = [path.format(**ids) for path in BY_PATH]
        found = answers(api, paths)
        for name in done:
            more = [tmp_path / "file"] if name == "imports" else []
            found = check_act(api, name, partial(ACTS[name], chance, *more), found, clock)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("model", "slug"), [(Section, "world"), (Tag, "tourism"), (Author, "dilnoza-karimova")]
)
def test_each_list_that_names_what_moves_or_goes_beside_another_property_is_purged(
    api, db, settings, model, slug
):
    settings.PURGE_URLS = ["http://127.0.0.1:9/"]
    with time_machine.travel(NOON, tick=False) as clock:
        ids = a_newsroom()
        found = answers(api, [path.format(**ids) for path in NAMED_BESIDE_ANOTHER_PROPERTY])
        name = model.objects.get(slug=slug)
        for name.slug in ("elsewhere", slug):
            found = check_act(api, "moves_a_name", partial(naming.save, name), found, clock)
        check_act(api, "deletes_a_name", partial(naming.delete, name), found, clock)


def check_act(api, name, act, before, clock):
    """Does it; the answers after it."""
    paths, last = [*before], last_purge()
    clock.shift(1)
    try:
        with transaction.atomic():
            act()
    except (Refused, IntegrityError, IndexError):
        return answers(api, paths)

    purged, acted_at = purged_since(last), timezone.now()
    later = [0, 45, 100] if name in WITH_TIMES else [0]
    found = [answers_at(api, paths, clock, acted_at + timedelta(seconds=each)) for each in later]
    clock.move_to(acted_at)
    for after in found:
        stale = {
            path: (sorted(before[path].keys), after[path].body)
            for path in paths
            if before[path].may_live_at(after[path].at)
            and after[path].body != before[path].body
            and before[path].keys.isdisjoint(purged)
        }
        assert stale == {}, (name, sorted(purged))
    return found[0]


def answers_at(api, paths, clock, moment):
    clock.move_to(moment)
    return answers(api, paths)
