import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.articles.test_list import CARD
from tests.builders import a_section, a_tag, an_article, an_author, an_image

LIST = "/articles/?locale=en"
ARTICLE = [
    *CARD,
    *("body_html", "body_blocks", "body_text", "word_count", "source", "corrections", "translations"),
]


@pytest.fixture
def article(db):
    return an_article(
        "News",
        slug="news",
        section=a_section("world"),
        tags=[a_tag("rail"), a_tag("water")],
        authors=[an_author("aziza")],
        image=an_image(),
        source_name="Agency",
        source_url="https://agency.example/1",
    )


def card(api, query: str) -> dict:
    [card] = api.get(f"{LIST}&{query}")["results"]
    return card


class TestFields:
    @pytest.mark.parametrize(
        ("fields", "answer"),
        [
            ("title", {"title": "News"}),
            ("title,slug", {"slug": "news", "title": "News"}),
            ("slug,title", {"slug": "news", "title": "News"}),
            ("title,title", {"title": "News"}),
            ("title&fields=slug", {"slug": "news", "title": "News"}),
            ("section.name", {"section": {"name": "World"}}),
            ("section.name,section.slug", {"section": {"slug": "world", "name": "World"}}),
            (
                "section.name,section",
                {
                    "section": {
                        "slug": "world",
                        "url": "http://127.0.0.1/api/v1/sections/world/",
                        "name": "World",
                    }
                },
            ),
            ("tags.slug", {"tags": [{"slug": "rail"}, {"slug": "water"}]}),
            ("authors.name", {"authors": [{"name": "Dilnoza Karimova"}]}),
            ("image.alt", {"image": {"alt": "A picture"}}),
            ("image.focal_point", {"image": {"focal_point": {"x": 0.5, "y": 0.5}}}),
            ("source.name", {"source": {"name": "Agency"}}),
            ("word_count,title", {"title": "News", "word_count": 4}),
        ],
    )
    def test_keeps_only_these(self, api, article, fields, answer):
        assert card(api, f"fields={fields}") == answer

    def test_keeps_them_of_an_article_too(self, api, article):
        answer = api.get("/articles/news/?fields=title,section.name,source.url")

        assert answer == {
            "title": "News",
            "section": {"name": "World"},
            "source": {"url": "https://agency.example/1"},
        }

    def test_what_is_missing_stays_null_or_empty(self, api):
        an_article("Bare")

        answer = card(
            api, "fields=section.name,image.alt,source.name,tags.slug,authors.name,corrections.text"
        )

        assert answer == {
            "section": None,
            "tags": [],
            "authors": [],
            "image": None,
            "source": None,
            "corrections": [],
        }

    def test_of_an_empty_list_is_an_empty_list(self, api):
        assert api.get(f"{LIST}&fields=title")["results"] == []

    def test_the_pages_of_a_list_keep_the_same_fields(self, api):
        an_article("A")
        an_article("B")

        page = api.get(f"{LIST}&fields=title&page_size=1")

        assert api.get(page["next"])["results"] == [{"title": "A"}]


class TestOmit:
    def test_leaves_out(self, api, article):
        assert list(card(api, "omit=title,views")) == [
            name for name in CARD if name not in {"title", "views"}
        ]
        assert list(api.get("/articles/news/?omit=body_html")) == [
            name for name in ARTICLE if name != "body_html"
        ]

    @pytest.mark.parametrize(
        ("query", "answer"),
        [
            ("fields=title,slug&omit=slug", {"title": "News"}),
            ("fields=title&omit=slug", {"title": "News"}),
            ("fields=title&omit=title", {}),
            ("fields=section&omit=section.url", {"section": {"slug": "world", "name": "World"}}),
            ("fields=section.name,title&omit=section", {"title": "News"}),
            ("fields=section.name,section.url&omit=section.url", {"section": {"name": "World"}}),
            ("fields=section.name&omit=section.name", {"section": {}}),
            ("fields=tags&omit=tags.name", {"tags": [{"slug": "rail"}, {"slug": "water"}]}),
            ("fields=title,slug,views&omit=views&omit=slug", {"title": "News"}),
        ],
    )
    def test_has_the_last_word(self, api, article, query, answer):
        assert card(api, query) == answer


class TestExpand:
    def test_adds_to_a_card_what_an_article_has(self, api, article):
        answer = card(api, "expand=word_count,body_text")

        assert list(answer) == [*CARD, "body_text", "word_count"]
        assert answer["body_text"] == "One sentence of news."

    def test_of_everything_makes_a_card_an_article(self, api, article):
        everything = ",".join(ARTICLE[len(CARD) :])

        assert card(api, f"expand={everything}") == api.get("/articles/news/")

    def test_adds_similar_articles_to_an_article(self, api, article):
        an_article("Other", tags=[article.tags.get(slug="rail")])

        answer = api.get("/articles/news/?expand=similar")

        assert list(answer) == [*ARTICLE, "similar"]
        assert [(each["title"], each["reason"]) for each in answer["similar"]] == [("Other", "tag")]

    def test_takes_translations_of_an_article_which_are_there_anyway(self, api, article):
        assert list(api.get("/articles/news/?expand=similar,translations")) == [*ARTICLE, "similar"]
        assert list(api.get("/articles/news/?expand=translations")) == ARTICLE

    def test_similar_articles_can_be_chosen_field_by_field(self, api, article):
        an_article("Other")

        answer = api.get("/articles/news/?fields=title,similar.title,similar.reason")

        assert answer == {"title": "News", "similar": [{"title": "Other", "reason": "latest"}]}

    def test_leaves_the_last_word_to_omit(self, api, article):
        assert card(api, "fields=title,word_count&expand=word_count&omit=word_count") == {"title": "News"}
        assert list(card(api, "expand=word_count&omit=word_count")) == CARD

    @pytest.mark.parametrize("value", ["", "title", "similar", "body_html.x", "word_count,", "everything"])
    def test_of_a_list_takes_nothing_else(self, problem, value):
        [error] = problem(f"{LIST}&expand={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == ("expand", "not_allowed")


class TestRefusal:
    @pytest.mark.parametrize("name", ["fields", "omit"])
    @pytest.mark.parametrize(
        "value",
        [
            *("", "titel", "title,", ",title", "title slug", "Title", "story", "body_html.x", "title.x"),
            *(
                "section.position",
                "section.",
                ".name",
                "image.focal_point.x",
                "image.renditions.url",
                "password",
            ),
        ],
    )
    def test_names_an_unknown_field(self, problem, name, value):
        [error] = problem(f"{LIST}&{name}={value}", 400)["errors"]

        assert (error["parameter"], error["code"]) == (name, "not_allowed")

    @pytest.mark.parametrize(
        ("value", "suggestion"),
        [("titel", "title"), ("section.nam", "section.name"), ("publishedat", "published_at")],
    )
    def test_offers_the_nearest_field(self, problem, value, suggestion):
        [error] = problem(f"{LIST}&fields={value}", 400)["errors"]

        assert error["suggestion"] == suggestion

    def test_refuses_an_unknown_field_of_an_article(self, problem, article):
        [error] = problem("/articles/news/?omit=boddy_html", 400)["errors"]

        assert error["suggestion"] == "body_html"

    def test_comes_before_the_question_whether_there_is_such_an_article(self, problem):
        assert problem("/articles/missing/?fields=x", 400)["code"] == "invalid_parameter"


class TestCost:
    """What is left out is not read."""

    def sql(self, api, path: str) -> str:
        with CaptureQueriesContext(connection) as queries:
            api.get(path)
        return "\n".join(query["sql"] for query in queries)

    def test_a_list_reads_no_body(self, api, article):
        sql = self.sql(api, LIST)

        assert "body_html" not in sql
        assert "body_blocks" not in sql
        assert "body_text" not in sql
        assert "search_document" not in sql

    @pytest.mark.parametrize(
        ("field", "column"),
        [
            ("title", '"title"'),
            ("summary", '"excerpt"'),
            ("section", "articles_section"),
            ("tags", "articles_tag"),
            ("authors", "articles_author"),
            ("image", "articles_image"),
            ("is_featured", "is_featured"),
            ("updated_at", "updated_at"),
            ("views", "articles_viewtotal"),
            ("reading_minutes", "word_count"),
        ],
    )
    def test_a_field_that_is_left_out_of_a_list_costs_nothing(self, api, article, field, column):
        assert column in self.sql(api, LIST)
        assert column not in self.sql(api, f"{LIST}&omit={field}")
        assert column not in self.sql(api, f"{LIST}&fields=slug")

    @pytest.mark.parametrize(
        ("field", "column"),
        [
            ("body_html", "body_html"),
            ("body_blocks", "body_blocks"),
            ("body_text", "body_text"),
            ("source", "source_name"),
            ("corrections", "articles_correction"),
            ("translations", "story"),
            ("tags", "articles_tag"),
            ("image", "articles_image"),
        ],
    )
    def test_a_field_that_is_left_out_of_an_article_costs_nothing(self, api, article, field, column):
        # Where the article is and whether it is public takes story, section and state; no more.
        read = self.sql(api, "/articles/news/").count(column)

        assert self.sql(api, f"/articles/news/?omit={field}").count(column) < read
