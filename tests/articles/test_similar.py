import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import content, publishing, trash
from articles.models import Article
from tests.articles.importing import a_line, import_file, json_lines
from tests.builders import a_section, a_tag, ago, ahead, an_archive, an_article

pytestmark = pytest.mark.django_db
SIMILAR = "/articles/report/similar/"


def reasons(page: dict) -> list[tuple[str, str]]:
    return [(card["title"], card["reason"]) for card in page["results"]]


def test_the_topic_comes_before_tags_tags_before_the_section_and_the_section_before_the_latest(api):
    section, tag = a_section(), a_tag("rain")
    an_archive()
    an_article("Latest", published_at=ago(minutes=1))
    an_article("Same section", section=section, published_at=ago(minutes=2))
    an_article("Same tag", tags=[tag], published_at=ago(minutes=3))
    an_article("The river after the flood", body_html="<p>Bridges stand.</p>", published_at=ago(days=9))
    an_article(
        "Flood", slug="report", body_html="<p>The river broke a bridge.</p>", section=section, tags=[tag]
    )

    assert reasons(api.get(SIMILAR)) == [
        ("The river after the flood", "topic"),
        ("Same tag", "tag"),
        ("Same section", "section"),
        ("Latest", "latest"),
    ]


def test_of_what_has_the_same_topic_more_shared_words_come_first_then_a_shared_tag_and_section(api):
    section, tag = a_section(), a_tag("weather")
    text = "<p>The river broke a bridge.</p>"
    an_archive()
    an_article("Flood", slug="report", body_html=text, section=section, tags=[tag])
    an_article("River", body_html="<p>Boats.</p>")
    an_article("Same words", body_html=text)
    an_article("Same words of the section", body_html=text, section=section)
    an_article("Same words with the tag", body_html=text, tags=[tag])

    assert reasons(api.get(SIMILAR)) == [
        ("Same words with the tag", "topic"),
        ("Same words", "topic"),
        ("Same words of the section", "topic"),
        ("River", "topic"),
    ]


@pytest.mark.parametrize(("days", "first"), [(100, "Then"), (0, "Now")])
def test_of_the_same_words_those_nearer_in_time_come_first(api, days, first):
    an_archive()
    an_article("Then", body_html="<p>The river broke a bridge.</p>", published_at=ago(days=101))
    an_article("Report", slug="report", body_html="<p>A river and a bridge.</p>", published_at=ago(days=days))
    an_article("Now", body_html="<p>The river broke a bridge.</p>", published_at=ago(hours=1))

    assert api.titles(f"{SIMILAR}?limit=1") == [first]


def test_an_edited_article_goes_with_others_at_once(api):
    an_archive()
    an_article("Flood", slug="report", body_html="<p>The river broke a bridge.</p>")
    edited = an_article("Trains", body_html="<p>Rails and stations.</p>")
    publishing.save(edited_to_say(edited, "<p>A bridge over the river.</p>"))
    into = reasons(api.get(SIMILAR))
    publishing.save(edited_to_say(edited, "<p>Rails and stations.</p>"))

    assert into == [("Trains", "topic")]
    assert reasons(api.get(SIMILAR)) == [("Trains", "latest")]


def edited_to_say(article: Article, body_html: str) -> Article:
    article.body_html = body_html
    return article


def test_the_list_of_an_edited_article_follows_its_new_text_at_once(api):
    an_archive()
    report = an_article("Report", slug="report", body_html="<p>The river broke a bridge.</p>")
    an_article("Bridges", body_html="<p>Rivers.</p>", published_at=ago(days=2))
    an_article("Stations", body_html="<p>Rails.</p>", published_at=ago(days=2))
    before = reasons(api.get(SIMILAR))

    publishing.save(edited_to_say(report, "<p>The rails of a station.</p>"))

    assert before == [("Bridges", "topic"), ("Stations", "latest")]
    assert reasons(api.get(SIMILAR)) == [("Stations", "topic"), ("Bridges", "latest")]


def test_a_word_that_nobody_has_used_before_is_a_topic(api):
    an_archive()
    an_article("Report", slug="report", body_html="<p>Xylorimba.</p>")
    an_article("Music", body_html="<p>A xylorimba!</p>")

    assert reasons(api.get(SIMILAR)) == [("Music", "topic")]


def test_an_imported_article_goes_with_others_at_once(api, tmp_path):
    an_archive()
    an_article("Flood", slug="report", body_html="<p>The river broke a bridge.</p>")
    file = tmp_path / "file.jsonl"
    file.write_bytes(json_lines(a_line(title="Bridges", body_html="<p>Rivers.</p>")))

    import_file(file)

    assert reasons(api.get(SIMILAR)) == [("Bridges", "topic")]


def test_words_of_tags_are_words_of_the_article(api):
    an_archive()
    report = an_article("Report", slug="report", body_html="", tags=[a_tag("inflation")])
    other = an_article("Prices", body_html="<p>Inflation again.</p>")
    publishing.save(report)

    assert reasons(api.get(SIMILAR)) == [("Prices", "topic")]
    assert reasons(api.get(f"/articles/{other.slug}/similar/")) == [("Report", "topic")]


def test_an_article_follows_its_tags_at_once(api):
    an_archive()
    tag = a_tag("inflation")
    an_article("Report", slug="report", body_html="<p>Inflation.</p>")
    other = an_article("Prices")

    publishing.save(other, links={**content.of(other), "tags": [tag.pk]})
    tagged = reasons(api.get(SIMILAR))
    publishing.save(other, links={**content.of(other), "tags": []})

    assert tagged == [("Prices", "topic")]
    assert reasons(api.get(SIMILAR)) == [("Prices", "latest")]


def test_a_published_draft_goes_with_others_at_once(api):
    an_archive()
    an_article("Report", slug="report", body_html="<p>The river broke a bridge.</p>")
    draft = an_article("Bridges", body_html="<p>Rivers.</p>", published_at=None)
    before = reasons(api.get(SIMILAR))

    publishing.publish_now(draft)

    assert before == []
    assert reasons(api.get(SIMILAR)) == [("Bridges", "topic")]


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        ("uz", "Kitoblarimizdan oʻqidik", "Bu kitob haqida"),
        ("uz", "Oʻzbekiston", "O'zbekistonda"),
        ("ru", "Новые поезда", "О поезде"),
        ("en", "Trains were late", "A late train"),
    ],
)
def test_forms_of_a_word_are_one_word(api, language, text, other):
    an_archive("<p>Bu. Это. Haqida.</p>", language=language)
    an_article("A", slug="report", language=language, body_html=f"<p>{text}</p>")
    an_article("B", language=language, body_html=f"<p>{other}</p>")

    assert reasons(api.get(SIMILAR)) == [("B", "topic")]


def test_until_words_are_learnt_tags_sections_and_dates_decide(api):
    an_article("Flood", slug="report", body_html="<p>The river broke a bridge.</p>", tags=[a_tag("rain")])
    an_article("Bridges", body_html="<p>The river broke a bridge.</p>")

    assert reasons(api.get(SIMILAR)) == [("Bridges", "latest")]


def test_shared_tags_come_before_the_section_and_the_section_before_the_latest(api):
    section, rain, roads = a_section(), a_tag("rain"), a_tag("roads")
    an_article("Report", slug="report", section=section, tags=[rain, roads])
    an_article("Latest", published_at=ago(minutes=1))
    an_article("Same section", section=section, published_at=ago(minutes=2))
    an_article("One tag", tags=[rain], published_at=ago(minutes=3))
    an_article("Two tags", tags=[roads, rain], published_at=ago(days=300))

    assert reasons(api.get(SIMILAR)) == [
        ("Two tags", "tag"),
        ("One tag", "tag"),
        ("Same section", "section"),
        ("Latest", "latest"),
    ]


def test_of_equally_similar_the_newer_comes_first(api):
    section, tag = a_section(), a_tag()
    an_article("Report", slug="report", section=section, tags=[tag])
    an_article("Old section", section=section, published_at=ago(days=3))
    an_article("New section", section=section, published_at=ago(days=2))
    an_article("Old tag", tags=[tag], published_at=ago(days=5))
    an_article("New tag", tags=[tag], published_at=ago(days=4))

    titles = [title for title, _ in reasons(api.get(SIMILAR))]

    assert titles == ["New tag", "Old tag", "New section", "Old section"]


def test_never_shows_the_article_itself_or_its_translations(api):
    tag = a_tag()
    article = an_article("Report", slug="report", tags=[tag], story="story")
    an_article("Отчёт", language="ru", tags=[tag], story="story")
    an_article("Other", tags=[tag])

    assert reasons(api.get(SIMILAR)) == [("Other", "tag")]
    assert reasons(api.get(f"/articles/{article.pk}/similar/")) == [("Other", "tag")]


def test_never_shows_what_is_not_public(api):
    shared = {"section": a_section(), "tags": [a_tag()]}
    an_article("Report", slug="report", **shared)
    an_article("Draft", published_at=None, **shared)
    an_article("Scheduled", published_at=ahead(minutes=1), **shared)
    an_article("Withdrawn", withdrawn_at=ago(minutes=1), withdrawn_reason="It was wrong.", **shared)
    trash.put_in(an_article("Trashed", **shared))

    assert api.titles(SIMILAR) == []


@pytest.mark.parametrize("query", ["", "?locale=ru", "?locale=uz-Cyrl"])
def test_shows_only_the_language_of_the_article(api, query):
    tag = a_tag()
    an_article("Report", slug="report", tags=[tag])
    an_article("Русский", language="ru", tags=[tag])
    an_article("Oʻzbekcha", language="uz", tags=[tag])
    an_article("English")

    page = api.get(f"{SIMILAR}{query}", headers={"Accept-Language": "ru"})

    assert reasons(page) == [("English", "latest")]


@pytest.mark.parametrize(("query", "number"), [("", 6), ("?limit=1", 1), ("?limit=20", 20)])
def test_has_six_articles_or_as_many_as_are_asked(api, query, number):
    an_article("Report", slug="report")
    for _ in range(25):
        an_article()

    page = api.get(f"{SIMILAR}{query}")

    assert len(page["results"]) == number
    assert (page["next"], page["previous"]) == (None, None)


def test_a_tag_of_many_drafts_and_translations_does_not_hide_the_rest(api):
    tag = a_tag()
    an_article("Report", slug="report", tags=[tag])
    for _ in range(7):
        an_article("Other")
    for _ in range(10):
        an_article("Draft", tags=[tag], published_at=None)
        an_article("Русский", tags=[tag], language="ru")

    assert reasons(api.get(SIMILAR)) == [("Other", "latest")] * 6


@pytest.mark.parametrize("limit", ["0", "21", "-1", "1.5", "", "six", "6&limit=6"])
def test_refuses_a_limit_that_is_none(problem, limit):
    an_article("Report", slug="report")

    [error] = problem(f"{SIMILAR}?limit={limit}", 400)["errors"]

    assert error["parameter"] == "limit"


@pytest.mark.parametrize("name", ["page", "cursor", "page_size", "section", "expand", "ordering"])
def test_refuses_what_has_no_meaning_here(problem, name):
    an_article("Report", slug="report")

    [error] = problem(f"{SIMILAR}?{name}=1", 400)["errors"]

    assert (error["parameter"], error["code"]) == (name, "unknown_parameter")


def test_a_card_is_that_of_the_list_of_articles(api):
    section = a_section()
    an_article("Report", slug="report", published_at=ago(days=1))
    an_article("Other", section=section)
    in_list = api.get("/articles/?locale=en")["results"][0]

    [card] = api.get(f"{SIMILAR}?locale=en")["results"]

    assert card == {**in_list, "reason": "latest"}


def test_an_article_shows_the_same_when_it_is_asked_to_expand(api):
    tag = a_tag()
    an_article("Report", slug="report", tags=[tag])
    for _ in range(8):
        an_article(tags=[tag])

    similar = api.get(SIMILAR)["results"]

    assert api.get("/articles/report/?expand=similar")["similar"] == similar
    assert "similar" not in api.get("/articles/report/")


@pytest.mark.parametrize(
    "query", ["fields=title,similar", "fields=title&expand=similar", "fields=title,similar&expand=similar"]
)
def test_chosen_fields_and_expanded_ones_go_together(api, query):
    an_article("Report", slug="report")
    an_article("Other")

    article = api.get(f"/articles/report/?{query}")

    assert list(article) == ["title", "similar"]
    assert reasons({"results": article["similar"]}) == [("Other", "latest")]


@pytest.mark.parametrize("query", ["", "?limit=20", "?fields=title"])
def test_it_costs_three_queries(api, django_assert_num_queries, query):
    section, tag = a_section(), a_tag()
    an_archive()
    an_article("Report", slug="report", section=section, tags=[tag], body_html="<p>The river.</p>")
    for _ in range(30):
        an_article(section=section, tags=[tag], body_html="<p>The river.</p>")

    with django_assert_num_queries(3):  # the article with its neighbours; which are public, and others; cards
        api.get(f"{SIMILAR}{query}")


# Whatever the newsroom --------------------------------------------------------------------------------------

SECTIONS, TAGS = ["world", "sport"], ["rain", "roads", "trains"]
SAID = ["river", "bridge", "boat", "market", "school"]
filed = {
    "section": st.sampled_from([None, *SECTIONS]),
    "tags": st.sets(st.sampled_from(TAGS)),
    "said": st.sets(st.sampled_from(SAID)),
}
an_edition = st.fixed_dictionaries(
    {
        **filed,
        "language": st.sampled_from(["en", "en", "ru"]),
        "state": st.sampled_from(["public", "public", "public", "draft", "scheduled", "withdrawn"]),
    }
)
STATES = {
    "public": {"published_at": ago(hours=1)},
    "draft": {"published_at": None},
    "scheduled": {"published_at": ahead(days=1)},
    "withdrawn": {"withdrawn_at": ago(minutes=1), "withdrawn_reason": "It was wrong."},
}


def enter(report: dict, others: list[dict]) -> dict[int, dict]:
    """Fills the newsroom; says which edition has which id."""
    sections = {None: None, **{slug: a_section(slug) for slug in SECTIONS}}
    tags = {slug: a_tag(slug) for slug in TAGS}

    def entered(edition: dict, **fields) -> int:
        words = [tags[slug] for slug in sorted(edition["tags"])]
        body_html = f"<p>{' '.join(sorted(edition['said']))}</p>"
        return an_article(
            "News", section=sections[edition["section"]], tags=words, body_html=body_html, **fields
        ).pk

    entered(report, slug="report", story="story")
    entered(report, language="ru", story="story")
    return {entered(each, language=each["language"], **STATES[each["state"]]): each for each in others}


def shared(edition: dict, report: dict, learnt: bool) -> set[str]:
    """All that could be the reason for which the edition goes with the report."""
    in_common = {
        "topic": learnt and edition["said"] & report["said"],
        "tag": edition["tags"] & report["tags"],
        "section": {edition["section"]} & {report["section"]} - {None},
    }
    return {reason for reason, what in in_common.items() if what} or {"latest"}


@given(
    learnt=st.booleans(),
    report=st.fixed_dictionaries(filed),
    others=st.lists(an_edition, max_size=12),
    limit=st.integers(min_value=1, max_value=20),
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_has_as_many_as_the_edition_has_each_for_a_good_reason(api, learnt, report, others, limit):
    with transaction.atomic():
        if learnt:
            an_archive()
        editions = enter(report, others)
        cards = api.get(f"{SIMILAR}?limit={limit}")["results"]
        transaction.set_rollback(True)

    eligible = {
        each
        for each, edition in editions.items()
        if (edition["language"], edition["state"]) == ("en", "public")
    }
    found = [card["id"] for card in cards]
    reasons = [card["reason"] for card in cards]
    good = [shared(editions[each], report, learnt) for each in found]
    assert len(found) == len(set(found)) == min(limit, len(eligible))
    assert set(found) <= eligible
    assert [reason in any_of for reason, any_of in zip(reasons, good, strict=True)] == [True] * len(found)
    assert reasons == sorted(reasons, key="latest".__eq__)
    assert learnt or reasons == sorted(reasons, key=["tag", "section", "latest"].index)


def test_prefers_many_shared_tags_however_many_newer_articles_share_one(api):
    tags = [a_tag("roads"), a_tag("rain"), a_tag("spring")]
    an_article("Flood", slug="flood", tags=tags)
    an_article("All three", tags=tags, published_at=ago(days=9))
    for number in range(30):
        an_article(f"One {number}", tags=tags[:1], published_at=ago(days=1, minutes=number))

    results = api.get("/articles/flood/similar/?limit=2")["results"]

    assert [(each["title"], each["reason"]) for each in results] == [("All three", "tag"), ("One 0", "tag")]


def test_looks_past_neighbours_that_readers_may_not_see(api):
    tags = [a_tag("roads")]
    an_article("Flood", slug="flood", tags=tags)
    an_article("Neighbour", tags=tags, published_at=ago(days=9))
    for number in range(120):
        an_article(f"Scheduled {number}", tags=tags, published_at=ahead(days=1))

    results = api.get("/articles/flood/similar/")["results"]

    assert [(each["title"], each["reason"]) for each in results] == [("Neighbour", "tag")]
