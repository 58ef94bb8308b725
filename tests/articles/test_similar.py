import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import a_section, a_tag, ago, ahead, an_article

pytestmark = pytest.mark.django_db
SIMILAR = "/articles/report/similar/"


def reasons(page: dict) -> list[tuple[str, str]]:
    return [(card["title"], card["reason"]) for card in page["results"]]


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
def test_it_costs_six_queries_at_most(api, django_assert_max_num_queries, query):
    section, tag = a_section(), a_tag()
    an_article("Report", slug="report", section=section, tags=[tag])
    for _ in range(30):
        an_article(section=section, tags=[tag])
    api.get(f"{SIMILAR}{query}")

    with django_assert_max_num_queries(6):  # article, ids by tags, public ones, section, latest, cards
        api.get(f"{SIMILAR}{query}")


# Whatever the newsroom --------------------------------------------------------------------------------------

SECTIONS, TAGS = ["world", "sport"], ["rain", "roads", "trains"]
filed = {"section": st.sampled_from([None, *SECTIONS]), "tags": st.sets(st.sampled_from(TAGS))}
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
        return an_article(section=sections[edition["section"]], tags=words, **fields).pk

    entered(report, slug="report", story="story")
    entered(report, language="ru", story="story")
    return {entered(each, language=each["language"], **STATES[each["state"]]): each for each in others}


def reason_why(edition: dict, report: dict) -> str:
    if edition["tags"] & report["tags"]:
        return "tag"
    return "section" if edition["section"] and edition["section"] == report["section"] else "latest"


@given(
    report=st.fixed_dictionaries(filed),
    others=st.lists(an_edition, max_size=12),
    limit=st.integers(min_value=1, max_value=20),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_has_as_many_as_the_edition_has_each_for_its_reason(api, report, others, limit):
    with transaction.atomic():
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
    assert len(found) == len(set(found)) == min(limit, len(eligible))
    assert set(found) <= eligible
    assert reasons == [reason_why(editions[each], report) for each in found]
    assert reasons == sorted(reasons, key=["tag", "section", "latest"].index)


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
