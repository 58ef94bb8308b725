"""openapi.yaml is what the code says, complete, and true of the answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.generators import EndpointEnumerator
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from articles.views.readers import ViewsViewSet
from newsapi import throttling
from newsapi.errors import PROBLEM_TYPES
from newsapi.views import PublicViewSet
from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image, read
from tests.weather.builders import a_forecast, a_place, a_snapshot

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "openapi.yaml"
DOCUMENT = yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))
READS = {operation["get"]["operationId"]: path for path, operation in DOCUMENT["paths"].items()}
SAID = {
    operation["operationId"]: operation for item in DOCUMENT["paths"].values() for operation in item.values()
}
EXAMPLES = [
    pytest.param(media["schema"], example["value"], id=f"{operation_id} {status} {name}")
    for operation_id, operation in SAID.items()
    for status, response in operation["responses"].items()
    for media in response.get("content", {}).values()
    for name, example in media["examples"].items()
] + [
    pytest.param(media["schema"], example["value"], id=f"{response} {name}")
    for response, answer in DOCUMENT["components"]["responses"].items()
    for media in answer.get("content", {}).values()
    for name, example in media["examples"].items()
]


def resolved(node):
    """The part of the document with every reference replaced by what it names."""
    if isinstance(node, list):
        return [resolved(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        _, _, kind, name = node["$ref"].split("/")
        return resolved(DOCUMENT["components"][kind][name])
    return {key: resolved(each) for key, each in node.items()}


def whole(schema):
    """The schema of an answer from which nothing was left out: all that is not asked for by name is there."""
    if isinstance(schema, list):
        return [whole(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "allOf" in schema:
        own = {name: schema[name] for name in ("properties", "required") if name in schema}
        parts = [whole(each) for each in (*schema["allOf"], {"properties": {}, **own})]
        properties = {name: each for part in parts for name, each in part["properties"].items()}
        required = [name for part in parts for name in part["required"]]
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
    if "properties" in schema:
        properties = {name: whole(each) for name, each in schema["properties"].items()}
        required = schema.get("required", list(properties))
        return {**schema, "properties": properties, "required": required, "additionalProperties": False}
    return {key: whole(each) for key, each in schema.items()}


def operation(operation_id):
    return resolved(SAID[operation_id])


def items(schema):
    """The schemas of all items in lists within it."""
    if isinstance(schema, dict):
        found = [schema["items"]] if isinstance(schema.get("items"), dict) else []
        return [*found, *(item for each in schema.values() for item in items(each))]
    return [item for each in schema for item in items(each)] if isinstance(schema, list) else []


class TestTheFile:
    def test_is_what_the_code_says_without_a_warning(self, tmp_path):
        call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))

        written = (tmp_path / "openapi.yaml").read_text(encoding="utf-8")
        assert written == COMMITTED.read_text(encoding="utf-8"), "Run make schema."

    def test_is_the_same_on_every_machine(self):
        elsewhere = {
            "SITE_URL": "https://elsewhere.example",
            "SITE_NAME": "Elsewhere",
            "TIME_ZONE": "America/Lima",
            "SEARCH_RATE": "0",
            "VIEW_RATE": "0",
            "WEATHER_DEFAULT_PLACE": "lima",
            "PYTHONHASHSEED": "1",
        }
        command = [sys.executable, "manage.py", "spectacular"]

        written = subprocess.run(command, cwd=ROOT, env={**os.environ, **elsewhere}, capture_output=True)

        assert written.stdout.decode().strip() == COMMITTED.read_text(encoding="utf-8").strip()

    def test_is_valid_openapi(self):
        validate(DOCUMENT)

    def test_has_no_word_of_openapi_3_0(self):
        assert "nullable" not in COMMITTED.read_text(encoding="utf-8")

    def test_no_migration_is_missing(self, db):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


class TestCompleteness:
    def test_names_each_operation_once(self):
        assert len(SAID) == sum(len(item) for item in DOCUMENT["paths"].values())

    def test_names_each_thing_of_a_list(self):
        """Generators of clients make classes of components; what has no name there gets a bad one."""
        schemas = DOCUMENT["components"]["schemas"]

        nameless = [
            name for name, schema in schemas.items() for item in items(schema) if "properties" in item
        ]

        assert nameless == []

    @pytest.mark.parametrize("operation_id", SAID)
    def test_says_what_an_operation_does(self, operation_id):
        said = operation(operation_id)

        assert said["summary"]
        assert said["description"]
        assert said["tags"][0] in [tag["name"] for tag in DOCUMENT["tags"]]

    @pytest.mark.parametrize("operation_id", SAID)
    def test_shows_what_an_operation_answers(self, operation_id):
        responses = operation(operation_id)["responses"]
        answers = (responses.get("200") or responses["202"])["content"].values()

        assert all({"schema", "examples"} <= media.keys() for media in answers)

    @pytest.mark.parametrize("operation_id", SAID)
    def test_describes_every_parameter(self, operation_id):
        parameters = operation(operation_id).get("parameters", [])

        assert all({"description", "schema"} <= each.keys() for each in parameters)

    def test_has_every_parameter_that_views_take(self):
        views = {
            path.replace("{pk}", "{id}"): callback.cls.declared(callback.actions["get"])
            for path, _, _, callback in EndpointEnumerator().get_api_endpoints()
            if "." not in path
        }
        described = {
            path: [each["name"] for each in resolved(item["get"]["parameters"]) if each["in"] == "query"]
            for path, item in DOCUMENT["paths"].items()
            if path.startswith("/api/")
        }

        assert described == {path: list(declared) for path, declared in views.items()}

    @pytest.mark.parametrize(
        ("operation_id", "name", "description"),
        [
            (
                "listArticles",
                "section",
                "In one of these sections, by slug or id. "
                "Several with commas: any of them. Given again: each must hold.",
            ),
            (
                "listArticles",
                "exclude_tag",
                "With none of these tags. Several with commas, or given again: none of them.",
            ),
            (
                "listArticles",
                "ids",
                "Only these articles, by id; 100 at most. "
                "Several with commas: any of them. Given again: each must hold.",
            ),
            (
                "listWeatherSnapshots",
                "place",
                "At one of these places, by slug or id. "
                "Several with commas: any of them. Given again: each must hold.",
            ),
            (
                "listWeatherSnapshots",
                "source",
                "From one of these sources. Several with commas; given again, it adds to them.",
            ),
        ],
    )
    def test_says_what_it_means_to_give_a_parameter_again(self, operation_id, name, description):
        [described] = [each for each in operation(operation_id)["parameters"] if each["name"] == name]

        assert described["description"] == description

    @pytest.mark.parametrize("operation_id", ["getArticle", "listSimilarArticles", "getArticlePage"])
    def test_says_whose_locale_an_article_answers_in(self, operation_id):
        parameters = {each["name"]: each for each in operation(operation_id)["parameters"]}

        assert "Accept-Language" not in parameters
        assert parameters["locale"]["description"] == (
            "The locale of the answer; without it the own language of what is asked for."
        )

    def test_says_which_operations_are_limited(self):
        limited = {name for name, said in SAID.items() if "429" in said["responses"]}

        assert limited == {"listArticles", "reportView", "searchArticles", "suggest", "listTags"}

    def test_explains_every_code_of_a_problem(self):
        code = DOCUMENT["components"]["schemas"]["Problem"]["properties"]["code"]

        assert code["enum"] == list(PROBLEM_TYPES)
        assert all(f"`{each}`" in code["description"] for each in PROBLEM_TYPES)

    @pytest.mark.parametrize(("schema", "example"), EXAMPLES)
    def test_shows_examples_that_are_right(self, schema, example):
        Draft202012Validator(resolved(schema)).validate(example)


@pytest.fixture
def newsroom(db):
    section, tag, author = a_section("fergana"), a_tag("fergana"), an_author("fergana")
    story = {"section": section, "tags": [tag], "authors": [author], "story": "fergana"}
    body = "<p>News of the <strong>valley</strong>.</p><ul><li>One</li></ul><h2>Two</h2>"
    first = an_article("Fergana", slug="fergana", body_html=body, image=an_image(), is_breaking=True, **story)
    an_article("Фергана", language="ru", **story)
    an_article("Nukus", section=section, source_name="Railways", is_featured=True)
    read(first, times=3)
    place = a_place("fergana")
    a_forecast(place, *(ago(hours=-hours) for hours in range(1, 72)))
    snapshot = a_snapshot(place, source="met_norway", wind_from_deg=225.0)
    return {"slug": "fergana", "id": snapshot.pk, "code": "not_found"}


@pytest.fixture(autouse=True)
def default_place(settings):
    settings.WEATHER_DEFAULT_PLACE = "fergana"


NEEDED = {"searchArticles": "?q=fergana", "suggest": "?q=fe"}
SEARCHED = {**NEEDED, "listArticles": "?search=fergana", "listTags": "?search=fergana"}


@pytest.fixture
def limited(monkeypatch):
    """Searches and reports have limits that nobody reaches."""
    monkeypatch.setattr(PublicViewSet, "search_limit", throttling.limit("search", (1_000, 60)))
    monkeypatch.setattr(ViewsViewSet, "view_limit", throttling.limit("views", (1_000, 60)))


def described_in(answer):
    """Those of its headers that the document describes for some answer."""
    return {name for name in DOCUMENT["components"]["headers"] if name in answer}


class TestTruth:
    @pytest.mark.parametrize("operation_id", [name for name in READS if name != "getHealth"])
    def test_a_whole_answer_has_just_what_is_described(self, api, newsroom, operation_id):
        path = READS[operation_id].format(**newsroom) + NEEDED.get(operation_id, "")
        expected = operation(operation_id)["responses"]["200"]["content"]["application/json"]["schema"]

        answer = api.client.get(path, headers={"accept": "application/json", "accept-language": "en"})

        assert answer.status_code == 200
        Draft202012Validator(whole(expected)).validate(answer.json())

    @pytest.mark.parametrize("operation_id", READS)
    def test_an_answer_has_just_the_headers_that_are_described(self, api, newsroom, limited, operation_id):
        path = READS[operation_id].format(**newsroom) + SEARCHED.get(operation_id, "")

        answer = api.client.get(path, headers={"accept-language": "en"})

        assert answer.status_code == 200
        assert described_in(answer) == set(operation(operation_id)["responses"]["200"]["headers"])

    def test_the_answer_to_a_report_has_just_the_headers_that_are_described(self, api, newsroom, limited):
        answer = api.client.post("/api/v1/articles/fergana/views/")

        assert answer.status_code == 202
        assert described_in(answer) == set(operation("reportView")["responses"]["202"]["headers"])

    @pytest.mark.parametrize("operation_id", SEARCHED)
    def test_a_search_too_many_is_described(self, api, newsroom, monkeypatch, operation_id):
        monkeypatch.setattr(PublicViewSet, "search_limit", throttling.limit("search", (0, 60)))
        described = operation(operation_id)["responses"]["429"]

        answer = api.answer(READS[operation_id] + SEARCHED[operation_id], 429)

        assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(described["headers"])
        assert described_in(answer) >= set(described["headers"])

    @pytest.mark.parametrize(
        ("operation_id", "query"),
        [
            ("listArticles", "?count=exact&expand=body_blocks,translations&fallback=ru"),
            ("searchArticles", "?q=fergana&facets=section,tag,month&count=exact"),
            ("searchArticles", "?q=fergana&fields=title,highlight.text&facets=month"),
            ("listArticles", "?fields=title,section.name"),
            ("listArticles", "?omit=image,tags.slug"),
            ("getArticle", "?expand=similar"),
            ("getArticle", "?fields=title"),
            ("getArticlePage", "?omit=article"),
            ("getFrontPage", "?fields=ticker.label,latest.results"),
            ("listSections", "?expand=article_count&count=exact"),
            ("listWeatherPlaces", "?fields=slug,current.line"),
        ],
    )
    def test_an_answer_in_another_shape_is_described_too(self, api, newsroom, operation_id, query):
        path = READS[operation_id].format(**newsroom)
        expected = operation(operation_id)["responses"]["200"]["content"]["application/json"]["schema"]

        answer = api.get(path + query)

        Draft202012Validator(resolved(expected)).validate(answer)

    @pytest.mark.parametrize(
        ("operation_id", "path", "status"),
        [
            ("listArticles", "/articles/?secton=world", 400),
            ("listArticles", "/articles/?page=9", 404),
            ("getArticle", "/articles/nothing/", 404),
            ("getArticle", "/articles/withdrawn/", 410),
            ("getSection", "/sections/nothing/", 404),
            ("getCurrentWeather", "/weather/current/?place=nowhere", 404),
            ("listTags", f"/tags/?search={'a' * 5_000}", 414),
        ],
    )
    def test_an_error_is_described(self, problem, operation_id, path, status):
        an_article("Withdrawn", slug="withdrawn", withdrawn_at=ago(minutes=1), withdrawn_reason="An error.")
        described = operation(operation_id)["responses"][str(status)]["content"]["application/problem+json"]

        answer = problem(path, status)

        Draft202012Validator(whole(described["schema"])).validate(answer)
        assert answer["code"] in described["examples"]
