"""An act of the newsroom purges the answers that it changes, and leaves the others alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import content, drafts, former_slugs, naming, photo_desk, publishing, trash
from articles.models import Article, FormerSlug
from newsapi import cache_keys
from newsapi.models import Purge
from tests.articles.importing import a_line, import_file, json_lines
from tests.builders import a_section, a_tag, ago, ahead, an_archive, an_article, an_author, an_image
from tests.people import a_person, signed_in
from tests.weather.builders import a_place, a_snapshot

ALL_LISTS_OF = ["list:{0}", "list:{0}:filtered", "list:{0}:sections"]


@pytest.fixture(autouse=True)
def newsroom(db, settings):
    """One cache, which is told nothing: no transaction is ever kept here."""
    settings.PURGE_URLS = ["http://127.0.0.1:9/"]


def forget() -> None:
    """The purges so far, which making the newsroom has caused."""
    Purge.objects.all().delete()


def purged() -> set[str]:
    keys = {key for keys in Purge.objects.values_list("keys", flat=True) for key in keys}
    return {key for key in keys if not key.endswith(":all")}


def says(article, **text) -> None:
    publishing.say(article, {**content.of(article), **text})


def is_purged(answer) -> bool:
    return not purged().isdisjoint(answer["Surrogate-Key"].split())


# Articles ---------------------------------------------------------------------------------------------------


def test_an_edit_purges_the_article_and_what_is_ordered_by_texts():
    article = an_article("Before")
    forget()

    says(article, title="After")

    assert purged() == {f"article:{article.pk}", "changes:en", "titles:en"}


def test_an_edit_of_the_text_alone_leaves_what_follows_titles():
    article = an_article("Before")
    forget()

    says(article, body_html="<p>Other news.</p>")

    assert purged() == {f"article:{article.pk}", "changes:en"}


def test_an_edit_purges_what_goes_with_articles_of_its_words():
    an_archive()
    article = an_article("Locomotives", body_html="<p>Locomotives again.</p>")
    forget()

    says(article, title="Aeroplanes", body_html="<p>Aeroplanes again.</p>")

    words = {key for key in purged() if key.startswith("word:")}
    assert len(words) == 2
    assert purged() - words == {f"article:{article.pk}", "changes:en", "titles:en"}


def test_a_publication_purges_the_lists_that_the_article_comes_into():
    section, tag, author = a_section("world"), a_tag("rail"), an_author("rustam")
    filed = {"section": section, "tags": [tag], "authors": [author]}
    article = an_article("New", slug="new", language="ru", published_at=None, is_featured=True, **filed)
    forget()

    publishing.publish_now(article)

    assert purged() == {
        *(each.format("ru") for each in ALL_LISTS_OF),
        *(f"list:ru:section:{name}" for name in (section.pk, "world")),
        *(f"list:ru:tag:{name}" for name in (tag.pk, "rail")),
        *(f"list:ru:author:{name}" for name in (author.pk, "rustam")),
        *("list:ru:featured", f"article:{article.pk}", "changes:ru", "titles:ru", "ticker:ru", "slug:new"),
    }


@pytest.mark.parametrize(
    "path",
    [
        "/articles/?locale=en&section=sport",
        "/articles/?locale=en&section=sport&tag=football",
        "/articles/?locale=en&tag=football",
        "/articles/?locale=en&author=dilnoza-karimova",
        "/articles/?locale=en&is_featured=true",
        "/articles/?locale=ru",
        "/articles/match/",
        "/articles/match/views/",
        "/popular/?locale=en",
        "/sections/",
        "/sections/sport/?expand=article_count&locale=en",
        "/tags/",
        "/ticker/?locale=ru",
        "/pages/front/?locale=ru",
        "/weather/places/",
    ],
)
def test_a_publication_in_one_section_leaves_alone_what_it_does_not_change(api, path):
    filed = {"section": a_section("sport"), "tags": [a_tag("football")], "authors": [an_author()]}
    an_article("Match", slug="match", is_featured=True, **filed)
    an_article("Матч", language="ru")
    answer = api.answer(path)
    new = an_article("New", published_at=None, section=a_section("world"), tags=[a_tag("rail")])
    forget()

    publishing.publish_now(new)

    assert not is_purged(answer)


def test_a_publication_leaves_similar_articles_of_other_words_and_sections(api):
    an_archive()
    sport, football = a_section("sport"), a_tag("football")
    for number in range(7):
        an_article(f"Match {number}", slug=f"match-{number}", section=sport, tags=[football])
    similar = api.answer("/articles/match-0/similar/")
    new = an_article("Parliament meets", published_at=None, section=a_section("world"))
    forget()

    publishing.publish_now(new)

    assert not is_purged(similar)


@pytest.mark.parametrize("published_at", [None, ahead(days=1)])
def test_what_readers_cannot_see_purges_nothing(published_at):
    article = an_article(published_at=published_at, section=a_section("world"))

    says(article, title="Another title", is_breaking=True)

    assert purged() == set()


def test_a_next_version_purges_nothing_before_it_is_published():
    article = an_article("Before")
    forget()

    drafts.keep(article, {**content.of(article), "title": "After"}, 0)
    kept = purged()
    publishing.publish_draft(article)

    assert kept == set()
    assert purged() == {f"article:{article.pk}", "changes:en", "titles:en"}


@pytest.mark.parametrize("when", [ahead(hours=1), ahead(days=9)])
def test_what_is_due_later_than_any_answer_lives_needs_no_purge(when):
    article = an_article(published_at=None)

    publishing.schedule(article, when)

    assert purged() == set()


def test_what_is_due_while_answers_live_is_purged_at_once():
    article = an_article(published_at=None)

    publishing.schedule(article, timezone.now() + timedelta(seconds=30))

    assert {"list:en", "ticker:en", "list:en:sections"} <= purged()


def test_a_withdrawal_that_comes_while_answers_live_purges_them_at_once():
    article = an_article()
    forget()

    publishing.withdraw(article, "It was wrong.", timezone.now() + timedelta(seconds=30))

    assert {f"article:{article.pk}", "list:en"} <= purged()


def test_a_withdrawal_in_an_hour_purges_the_article_alone():
    article = an_article()
    forget()

    publishing.withdraw(article, "It was wrong.", timezone.now() + timedelta(hours=1))

    assert purged() == {f"article:{article.pk}", "changes:en"}


def test_another_edition_purges_the_links_of_the_first_and_none_of_its_lists():
    first = an_article("First", story="story")
    second = an_article("Второй", story="story", language="ru", published_at=None)
    forget()

    publishing.publish_now(second)

    assert {key for key in purged() if str(first.pk) in key.split(":")} == {f"editions:{first.pk}"}


def test_what_is_put_back_may_be_in_rankings_again():
    article = an_article()
    publishing.withdraw(article, "It was wrong.")
    forget()

    publishing.put_back(article)

    assert "ranked:en" in purged()


def test_a_move_to_another_section_purges_both():
    world, sport = a_section("world"), a_section("sport")
    article = an_article(section=world)
    forget()

    says(article, section=sport.pk)

    sections = {f"list:en:section:{name}" for name in (world.pk, "world", sport.pk, "sport")}
    lists = {"list:en:filtered", "list:en:sections", "ranked:en"}
    assert purged() == {f"article:{article.pk}", "changes:en", *lists, *sections}


def test_a_new_address_purges_what_led_elsewhere():
    article = an_article(slug="before")
    forget()

    says(article, slug="after")

    assert {"slug:after", f"article:{article.pk}"} <= purged()


def test_the_answer_at_a_former_address_is_purged_with_the_article(api):
    article = an_article(slug="before")
    says(article, slug="after")

    answer = api.answer("/articles/before/", 301)

    assert answer["Surrogate-Key"] == f"article:{article.pk} slug:before"


def test_a_former_address_is_purged_when_it_leads_nowhere():
    article = an_article(slug="before")
    says(article, slug="after")
    forget()

    former_slugs.delete(FormerSlug.objects.get())

    assert purged() == {"slug:before"}


def test_a_former_address_is_purged_when_an_article_that_nobody_sees_takes_it():
    says(an_article(slug="before"), slug="after")
    withdrawn = an_article(slug="wrong", withdrawn_at=ago(minutes=1), withdrawn_reason="Wrong")
    forget()

    says(withdrawn, slug="before")

    assert purged() == {"slug:before"}


def test_the_trash_purges_like_a_withdrawal():
    article = an_article()
    forget()

    trash.put_in(article)

    assert {f"article:{article.pk}", "list:en", "ticker:en"} <= purged()


def test_an_import_purges_what_it_changes_in_one_purge_of_many_articles(tmp_path):
    first, second = a_line(external_id="1", section="world"), a_line(external_id="2", language="ru")
    (tmp_path / "file").write_bytes(json_lines(first, second))
    import_file(tmp_path / "file")
    forget()
    (tmp_path / "file").write_bytes(json_lines({**first, "title": "Sun at last"}, second))

    import_file(tmp_path / "file")

    (purge,) = Purge.objects.all()
    article = Article.objects.get(external_id="1")
    assert purged() == {f"article:{article.pk}", "changes:en", "titles:en"}
    assert (purge.what, purge.by) == ("imported", None)


def test_an_import_of_many_names_their_edition_and_not_each_list(tmp_path, api):
    lines = [a_line(external_id=str(number), title=f"News {number}", section="world") for number in range(30)]
    (tmp_path / "file").write_bytes(json_lines(*lines))
    before = api.answer("/articles/?locale=en&section=world")

    import_file(tmp_path / "file")

    assert len([key for key in purged() if key.startswith("word:")]) == 0
    assert is_purged(before)
    assert not is_purged(api.answer("/articles/?locale=ru&section=world"))


# Names and pictures -----------------------------------------------------------------------------------------


def test_a_new_name_of_a_section_purges_what_shows_it():
    section = a_section("world")
    section.name_en = "The world"

    naming.save(section)

    assert purged() == {f"section:{section.pk}", "list:section"}


def test_a_new_address_of_a_section_purges_its_lists_in_every_language():
    section = a_section("world")
    section.slug = "planet"

    naming.save(section)

    assert purged() == {
        *(f"section:{section.pk}", "list:section", "slugs:section"),
        *(
            f"list:{language}:section:{name}"
            for language in ("uz", "ru", "en")
            for name in (section.pk, "world", "planet")
        ),
        *(f"ranked:{language}" for language in ("uz", "ru", "en")),
    }


@pytest.mark.parametrize(
    "narrowed",
    [
        *(
            "has_image=true",
            "is_featured=true",
            "ids=1",
            "section=sport",
            "exclude=match",
            "locale=ru&fallback=en",
        ),
        *("tag=rail", "exclude_tag=rail", "author=rustam&is_featured=true", "tag=rail&author=rustam"),
    ],
)
def test_a_new_address_of_a_section_leaves_alone_the_lists_that_do_not_name_it(api, narrowed):
    section = a_section("world")
    answer = api.answer(f"/articles/?{narrowed}")
    section.slug = "planet"

    naming.save(section)

    assert not is_purged(answer)


@pytest.mark.parametrize(
    ("narrowed", "keys"),
    [
        ("section=world", []),
        ("section=world&is_featured=true", ["slugs:section"]),
        ("exclude_section=world&section=sport", ["slugs:section"]),
        ("tag=rail&tag=world", ["slugs:tag"]),
        (
            "exclude_tag=rail&author=rustam&section=world&ids=1",
            ["slugs:author", "slugs:section", "slugs:tag"],
        ),
    ],
)
def test_a_list_has_one_key_more_for_each_kind_of_names_but_the_one_that_it_is_kept_by(api, narrowed, keys):
    answer = api.answer(f"/articles/?locale=en&{narrowed}")

    assert sorted(key for key in answer["Surrogate-Key"].split() if key.startswith("slugs:")) == keys


def test_names_are_changed_in_the_admin_by_the_same_rule():
    tag = a_tag("rail")
    chief = a_person("chief", "chief_editor")
    sent = {"slug": "rail", "name_uz": "", "name_ru": "", "name_en": "Railways", "kind": "topic"}

    signed_in(chief).post(f"/admin/articles/tag/{tag.pk}/change/", sent)
    changed, by = purged(), Purge.objects.get().by
    signed_in(chief).post(f"/admin/articles/tag/{tag.pk}/delete/", {"post": "yes"})

    assert (changed, by) == ({f"tag:{tag.pk}", "list:tag"}, chief)
    assert "list:en:tag:rail" in purged()


def test_what_is_said_of_a_picture_purges_what_shows_it():
    image = an_image()
    an_article(image=image)
    forget()

    photo_desk.save(image)

    assert purged() == {f"image:{image.pk}"}


def test_a_picture_that_nobody_sees_purges_nothing():
    image = an_image()
    an_article(image=image, published_at=None)

    photo_desk.save(image)

    assert purged() == set()


# The weather ------------------------------------------------------------------------------------------------


def test_weather_by_hand_purges_its_place_and_the_lists_of_snapshots():
    place = a_place("nukus")
    snapshot = a_snapshot(place)
    chief = a_person("chief", "chief_editor")

    signed_in(chief).post(f"/admin/weather/snapshot/{snapshot.pk}/delete/", {"post": "yes"})

    assert purged() == {
        f"place:{place.pk}",
        *("list:snapshot", f"list:snapshot:{place.pk}", "list:snapshot:nukus"),
    }


# The header -------------------------------------------------------------------------------------------------


def test_the_longest_page_has_a_header_that_caches_take(api):
    for number in range(100):
        an_article(
            f"Article {number}",
            section=a_section(f"section-{number}"),
            tags=[a_tag(f"tag-{number}-{each}") for each in range(5)],
            authors=[an_author(f"author-{number}")],
            image=an_image(),
            published_at=ago(minutes=number),
        )

    answer = api.answer("/articles/?locale=en&page_size=100&expand=body_html,translations")

    keys = answer["Surrogate-Key"].split()
    assert len(answer["Surrogate-Key"]) < cache_keys.LONGEST
    assert sum(key.startswith("article:") for key in keys) == 100
    assert {"image:all", "list:en"} <= {*keys}


def test_what_stands_for_too_many_is_purged_with_each_of_them():
    assert cache_keys.purged({"tag:7", "list:en"}) == ["list:en", "tag:7", "tag:all"]


def test_another_header_says_the_same_with_commas_where_that_is_asked_for(api, settings):
    article = an_article()
    settings.CACHE_TAG_HEADER = "Cache-Tag"

    answer = api.answer(f"/articles/{article.pk}/?fields=title")

    assert answer["Surrogate-Key"] == f"article:{article.pk}"
    assert api.answer("/ticker/?locale=en")["Cache-Tag"] == f"article:{article.pk},ticker:en,edition:en"


def test_no_other_header_is_sent_unless_it_is_asked_for(api):
    assert not api.answer("/ticker/").has_header("Cache-Tag")


def test_an_id_is_one_key_however_it_is_written(api):
    section = a_section("world")
    an_article("News", section=section)

    answer = api.answer(f"/articles/?locale=en&section=0{section.pk}")

    assert f"list:en:section:{section.pk}" in answer["Surrogate-Key"].split()
