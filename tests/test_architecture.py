import ast
import re
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
APPS = ("newsapi", "articles", "weather")
# A module imports from lines above its own, and from its own package. A package stands for its modules.
LAYERS = """
    articles.apps weather.apps
    newsapi.env newsapi.logs newsapi.transliteration_tables newsapi.admin_pages newsapi.negotiation
    newsapi.rows newsapi.memory newsapi.seen newsapi.bodies
    newsapi.checks newsapi.formats newsapi.second_factor newsapi.sessions
    newsapi.apps newsapi.models newsapi.statements newsapi.supervisor newsapi.embedded_postgres
    weather.sources weather.limits weather.sun articles.body
    weather.providers
    newsapi.database newsapi.storage newsapi.transliteration newsapi.cache_keys newsapi.caches
    newsapi.changes newsapi.purging
    newsapi.lasting
    newsapi.jobs
    articles.written
    articles.typing_errors
    newsapi.settings newsapi.locales newsapi.days newsapi.wsgi newsapi.worker newsapi.navigation newsapi.plots
    articles.uzbek articles.joins
    articles.questions articles.eras
    articles.search
    articles.lexemes
    newsapi.links newsapi.day_labels
    newsapi.caching
    newsapi.errors newsapi.revalidation newsapi.server_timing
    newsapi.parameters newsapi.throttling newsapi.middleware newsapi.refusals
    newsapi.attempts newsapi.query_text
    newsapi.signing_in newsapi.own_password
    newsapi.second_factor_page
    newsapi.listings newsapi.narrowing
    newsapi.pagination newsapi.shapes newsapi.slugs newsapi.openapi
    articles.keys weather.keys
    articles.affected
    newsapi.views newsapi.schema newsapi.admin
    newsapi.operations newsapi.documentation
    articles.listed
    articles.querysets weather.querysets weather.conditions
    articles.models weather.models weather.icons weather.plot
    articles.purging
    articles.former_slugs articles.naming weather.by_hand weather.history weather.ingestion
    articles.weights articles.appearing
    articles.matching
    articles.ranking
    articles.vocabulary articles.spelling
    articles.wording
    articles.finding articles.in_order
    articles.words articles.neighbours
    articles.derived articles.pictures articles.content articles.presence articles.rights articles.states
    articles.history articles.slugs articles.duplicates articles.differences
    articles.readers articles.view_windows
    articles.view_counts
    articles.rankings
    articles.publishing articles.columns articles.reading weather.reading articles.report_days
    articles.drafts articles.trash articles.previews articles.illustrations articles.suggestions
    weather.forecasts weather.desk weather.jobs
    articles.translating articles.indexing
    articles.facets
    articles.preflight articles.jobs
    articles.editing articles.cards articles.similar articles.popular articles.importing weather.demonstration
    articles.photo_desk articles.evaluation articles.trending articles.highlights
    articles.parts articles.demonstration
    articles.filters articles.serializers weather.filters weather.serializers
    articles.listing
    articles.views articles.admin weather.views weather.admin
    newsapi.pages newsapi.overview articles.management weather.management newsapi.management
    newsapi.urls
"""
HEIGHT = {name: height for height, line in enumerate(LAYERS.strip().splitlines()) for name in line.split()}


def layer(module: str) -> str:
    """The entry of LAYERS that the module is, or is in."""
    return ".".join(module.split(".")[:2])


def modules() -> dict[str, Path]:
    found = {}
    for app in APPS:
        for path in sorted((CHECKOUT / app).rglob("*.py")):
            name = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


PATHS = modules()


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(PATHS[module].read_text())


def imports(nodes) -> list[ast.Import | ast.ImportFrom]:
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


@cache
def imported(module: str) -> set[str]:
    """The modules of the project that this one imports; `from package import module` names the module."""
    names = set()
    for node in imports(ast.walk(tree(module))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        else:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in PATHS else node.module for name in whole}
    return {name for name in names if name.split(".")[0] in APPS}


CODE = [name for name in PATHS if name not in APPS and ".migrations" not in name]
MIGRATIONS = [name for name in PATHS if ".migrations" in name]


def test_every_module_has_its_place_in_the_order():
    assert {layer(name) for name in CODE} - HEIGHT.keys() == set()


def test_every_place_in_the_order_is_taken():
    optional = {"articles.importing", "articles.management", "weather.management"}

    assert HEIGHT.keys() - {layer(name) for name in CODE} - optional == set()


@pytest.mark.parametrize("module", CODE)
def test_a_module_imports_only_from_lines_above_its_own(module):
    others = {layer(name) for name in imported(module)} - {layer(module)}

    assert [name for name in others if HEIGHT[name] >= HEIGHT[layer(module)]] == []


@pytest.mark.parametrize("module", [name for name in PATHS if name.startswith("weather")])
def test_the_weather_knows_nothing_of_articles(module):
    assert [name for name in imported(module) if name.startswith("articles")] == []


@pytest.mark.parametrize("module", [name for name in PATHS if name.startswith("articles")])
def test_articles_know_nothing_of_the_weather(module):
    assert [name for name in imported(module) if name.startswith("weather")] == []


@pytest.mark.parametrize("module", [name for name in CODE if name.startswith("newsapi")])
def test_only_what_joins_both_apps_imports_them(module):
    joining = {
        "newsapi.urls",
        "newsapi.pages",
        "newsapi.overview",
        "newsapi.management.commands.load_demonstration",
    }

    assert module in joining or {name.split(".")[0] for name in imported(module)} <= {"newsapi"}


@pytest.mark.parametrize("module", PATHS)
def test_imports_are_absolute_and_at_the_top(module):
    parsed = tree(module)
    found = imports(ast.walk(parsed))

    assert [node.lineno for node in found if node not in parsed.body] == []
    assert [node.lineno for node in found if isinstance(node, ast.ImportFrom) and node.level] == []


@pytest.mark.parametrize("module", MIGRATIONS)
def test_migrations_import_no_code_of_ours(module):
    a_default = {"articles.models.article"}  # of `story`: a function, which Django can name only where it is

    assert imported(module) <= a_default


@pytest.mark.parametrize("module", CODE)
def test_no_module_holds_two_subjects(module):
    assert len(PATHS[module].read_text().splitlines()) < 300


@pytest.mark.parametrize("module", CODE)
def test_a_module_is_named_for_what_it_does(module):
    assert re.search(r"\b(utils|helpers|common|core|services|managers|signals)\b", module) is None
