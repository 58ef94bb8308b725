"""Sections, tags and authors."""

import pytest

from articles.models import Author, Section, Tag
from tests.builders import a_section, a_tag, ago, ahead, an_article, an_author

NAMES = {"name_uz": "Jamiyat", "name_ru": "Общество", "name_en": "Society"}
ALL_NAMES = {"uz": "Jamiyat", "uz-Cyrl": "Жамият", "ru": "Общество", "en": "Society"}
KINDS = ["sections", "tags", "authors"]
BUILDERS = {"sections": a_section, "tags": a_tag, "authors": an_author}
MODELS = {"sections": Section, "tags": Tag, "authors": Author}


class TestSection:
    def test_has_these_fields_in_this_order(self, api):
        a_section("society", position=3, description_en="How we live.", **NAMES)

        answer = api.get("/sections/society/?locale=en")

        assert list(answer) == ["slug", "url", "name", "names", "description", "position"]
        assert answer == {
            "slug": "society",
            "url": "http://127.0.0.1/api/v1/sections/society/",
            "name": "Society",
            "names": ALL_NAMES,
            "description": "How we live.",
            "position": 3,
        }

    def test_has_null_for_what_it_lacks(self, api):
        a_section("society", name_en="Society", position=3)

        answer = api.get("/sections/society/?locale=en&fields=names,description")

        assert answer == {
            "names": {"uz": None, "uz-Cyrl": None, "ru": None, "en": "Society"},
            "description": None,
        }

    def test_stands_in_the_newsrooms_order(self, api):
        a_section("c", position=1)
        a_section("a", position=3)
        a_section("b", position=2)
        a_section("d", position=2)

        assert api.slugs("/sections/") == ["c", "b", "d", "a"]

    @pytest.mark.parametrize(
        ("ordering", "slugs"),
        [("position", ["b", "a"]), ("-position", ["a", "b"]), ("slug", ["a", "b"]), ("-slug", ["b", "a"])],
    )
    def test_may_stand_in_another_order(self, api, ordering, slugs):
        a_section("a", position=2)
        a_section("b", position=1)

        assert api.slugs(f"/sections/?ordering={ordering}") == slugs

    def test_a_hundred_fit_one_page(self, api):
        Section.objects.bulk_create(
            Section(slug=f"s-{number}", name_en="S", position=number) for number in range(100)
        )

        page = api.get("/sections/?page_size=100")

        assert len(page["results"]) == 100
        assert page["next"] is None


class TestTag:
    def test_has_these_fields_in_this_order(self, api):
        a_tag("society", kind="place", **NAMES)

        answer = api.get("/tags/society/?locale=ru")

        assert list(answer) == ["slug", "url", "name", "names", "kind"]
        assert answer == {
            "slug": "society",
            "url": "http://127.0.0.1/api/v1/tags/society/",
            "name": "Общество",
            "names": ALL_NAMES,
            "kind": "place",
        }

    @pytest.mark.parametrize(
        ("words", "slugs"),
        [
            ("soc", ["society"]),
            ("SOCIETY", ["society"]),
            ("обЩЕ", ["society"]),
            ("jam", ["society"]),
            ("t", ["society", "tourism"]),
            ("zeppelin", []),
            ("%", []),
            ("_", []),
            ("\\", []),
            ("'", []),
        ],
    )
    def test_is_found_by_a_part_of_its_name_in_any_language(self, api, words, slugs):
        a_tag("society", **NAMES)
        a_tag("tourism")

        assert api.slugs("/tags/", query_params={"search": words}) == slugs

    @pytest.mark.parametrize(
        ("query", "slugs"),
        [
            ("kind=place", ["nukus"]),
            ("kind=topic", ["rail", "water"]),
            ("kind=person", []),
            ("kind=topic&search=rai", ["rail"]),
        ],
    )
    def test_is_of_a_kind(self, api, query, slugs):
        a_tag("rail")
        a_tag("nukus", kind="place")
        a_tag("water")

        assert api.slugs(f"/tags/?{query}") == slugs

    @pytest.mark.parametrize(
        ("query", "parameter", "code"),
        [
            ("kind=", "kind", "not_allowed"),
            ("kind=animal", "kind", "not_allowed"),
            ("kind=Place", "kind", "not_allowed"),
            ("kind=place&kind=topic", "kind", "repeated"),
            ("search=", "search", "empty"),
            ("search=" + "a" * 201, "search", "too_long"),
            ("search=a&search=b", "search", "repeated"),
            ("section=world", "section", "unknown_parameter"),
        ],
    )
    def test_refuses_what_has_no_meaning(self, problem, query, parameter, code):
        [error] = problem(f"/tags/?{query}", 400)["errors"]

        assert (error["parameter"], error["code"]) == (parameter, code)


class TestAuthor:
    def test_has_these_fields_in_this_order(self, api):
        an_author("aziza", role_en="Reporter", **NAMES)

        answer = api.get("/authors/aziza/?locale=en")

        assert list(answer) == ["slug", "url", "name", "names", "role"]
        assert answer["role"] == "Reporter"
        assert answer["url"] == "http://127.0.0.1/api/v1/authors/aziza/"

    def test_may_have_no_role(self, api):
        an_author("aziza")

        assert api.get("/authors/aziza/")["role"] is None


@pytest.mark.parametrize("kind", KINDS)
class TestEach:
    def test_may_be_named_by_number(self, api, kind):
        row = BUILDERS[kind]("society")

        assert api.get(f"/{kind}/{row.pk}/") == api.get(f"/{kind}/society/")

    @pytest.mark.parametrize("name", ["missing", "Society", "0", "9" * 18, "9" * 30, "²", "٣", "-1"])
    def test_that_is_none_is_not_found(self, problem, kind, name):
        BUILDERS[kind]("society")

        assert problem(f"/{kind}/{name}/", 404)["code"] == "not_found"

    def test_is_listed_as_it_is_shown_alone(self, api, kind):
        BUILDERS[kind]("society")

        assert api.get(f"/{kind}/")["results"] == [api.get(f"/{kind}/society/")]

    @pytest.mark.parametrize(
        ("names", "locale", "name"),
        [
            (NAMES, "uz", "Jamiyat"),
            (NAMES, "uz-Cyrl", "Жамият"),
            (NAMES, "ru", "Общество"),
            (NAMES, "en", "Society"),
            ({**NAMES, "name_en": ""}, "en", "Jamiyat"),
            ({**NAMES, "name_uz": ""}, "uz", "Общество"),
            ({**NAMES, "name_uz": ""}, "uz-Cyrl", "Общество"),
            ({**NAMES, "name_uz": "", "name_ru": ""}, "ru", "Society"),
        ],
    )
    def test_has_a_name_in_the_locale_or_the_next_that_has_one(self, api, kind, names, locale, name):
        BUILDERS[kind]("society", **names)

        assert api.get(f"/{kind}/society/?locale={locale}")["name"] == name

    def test_is_paged_as_all_lists_are(self, api, kind):
        for slug in ("a", "b", "c"):
            BUILDERS[kind](slug)

        first = api.get(f"/{kind}/?page_size=2&count=exact")
        second = api.get(first["next"])

        assert list(first) == ["count", "next", "previous", "results"]
        assert [row["slug"] for row in first["results"]] == ["a", "b"]
        assert [row["slug"] for row in second["results"]] == ["c"]
        assert (first["count"], second["count"], second["next"]) == (3, 3, None)
        assert api.get(second["previous"])["results"] == first["results"]
        assert api.slugs(f"/{kind}/?page_size=2&page=2") == ["c"]

    def test_an_empty_list_has_the_same_envelope(self, api, kind):
        assert api.get(f"/{kind}/") == {"next": None, "previous": None, "results": []}

    def test_has_only_the_fields_that_are_chosen(self, api, kind):
        BUILDERS[kind]("society", **NAMES)

        assert api.get(f"/{kind}/?fields=slug")["results"] == [{"slug": "society"}]
        assert "names" not in api.get(f"/{kind}/society/?omit=names")

    @pytest.mark.parametrize(
        ("query", "parameter", "code"),
        [
            ("colour=red", "colour", "unknown_parameter"),
            ("fields=title", "fields", "not_allowed"),
            ("omit=", "omit", "not_allowed"),
            ("expand=articles", "expand", "not_allowed"),
            ("ordering=name", "ordering", "not_allowed"),
            ("page=0", "page", "not_in_range"),
            ("cursor=x", "cursor", "not_a_cursor"),
            ("locale=de", "locale", "not_allowed"),
        ],
    )
    def test_is_asked_for_strictly(self, problem, kind, query, parameter, code):
        [error] = problem(f"/{kind}/?{query}", 400)["errors"]

        assert (error["parameter"], error["code"]) == (parameter, code)

    def test_a_single_one_takes_nothing_of_lists(self, problem, kind):
        BUILDERS[kind]("society")

        [error] = problem(f"/{kind}/society/?page=1", 400)["errors"]

        assert error["code"] == "unknown_parameter"


@pytest.mark.parametrize(
    ("kind", "filed"),
    [
        ("sections", lambda row: {"section": row}),
        ("tags", lambda row: {"tags": [row]}),
        ("authors", lambda row: {"authors": [row]}),
    ],
)
class TestArticleCount:
    def test_is_of_the_public_articles_of_the_edition(self, api, kind, filed):
        row, empty = BUILDERS[kind]("busy"), BUILDERS[kind]("empty")
        an_article(**filed(row))
        an_article(**filed(row))
        an_article(**filed(row), language="ru")
        an_article(**filed(row), published_at=None)
        an_article(**filed(row), published_at=ahead(days=1))
        an_article(**filed(row), withdrawn_at=ago(seconds=1), withdrawn_reason="Wrong.")

        assert api.get(f"/{kind}/busy/?locale=en&expand=article_count")["article_count"] == 2
        assert api.get(f"/{kind}/busy/?locale=ru&expand=article_count")["article_count"] == 1
        assert api.get(f"/{kind}/{empty.slug}/?locale=en&fields=article_count") == {"article_count": 0}

    def test_equals_what_the_list_of_articles_counts(self, api, kind, filed):
        an_article(**filed(BUILDERS[kind]("busy")))
        parameter = kind.removesuffix("s")

        listed = api.get(f"/{kind}/?locale=en&fields=article_count")["results"]

        assert listed == [{"article_count": 1}]
        assert api.get(f"/articles/?locale=en&{parameter}=busy&count=exact")["count"] == 1
