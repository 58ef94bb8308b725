"""How many SQL statements each answer takes. A route without a number here fails."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.routes import a_newsroom, route_of, url_table

# What they are is told by the tests of each endpoint; how they stay the same with more data, by test_cost.py.
BUDGETS = {
    "GET /api/v1/articles/": 2,
    "GET /api/v1/articles/?page=1": 2,
    "GET /api/v1/articles/?count=exact&page_size=1": 4,
    "GET /api/v1/articles/?search=report": 3,
    "GET /api/v1/articles/report/": 1,
    "GET /api/v1/articles/report/?expand=similar": 3,
    "GET /api/v1/articles/report/similar/": 3,
    "GET /api/v1/articles/report/views/": 1,
    "POST /api/v1/articles/report/views/": 1,
    "GET /api/v1/sections/": 2,
    "GET /api/v1/sections/?expand=article_count": 3,
    "GET /api/v1/sections/world/": 1,
    "GET /api/v1/tags/": 2,
    "GET /api/v1/tags/?search=tour": 2,
    "GET /api/v1/tags/tourism/": 1,
    "GET /api/v1/authors/": 2,
    "GET /api/v1/authors/dilnoza-karimova/": 1,
    "GET /api/v1/popular/": 2,
    "GET /api/v1/trending/": 2,
    "GET /api/v1/search/?q=report": 5,
    "GET /api/v1/search/?q=report&facets=section,tag,month": 7,
    "GET /api/v1/search/suggest/?q=re": 5,
    "GET /api/v1/ticker/": 2,
    "GET /api/v1/pages/front/": 7,
    "GET /api/v1/pages/article/report/": 6,
    "GET /api/v1/weather/places/": 2,
    "GET /api/v1/weather/places/tashkent/": 1,
    "GET /api/v1/weather/places/tashkent/daily/": 2,
    "GET /api/v1/weather/places/tashkent/forecast/": 2,
    "GET /api/v1/weather/snapshots/": 2,
    "GET /api/v1/weather/snapshots/7/": 1,
    "GET /api/v1/weather/current/": 1,
    "GET /api/v1/problems/": 0,
    "GET /api/v1/problems/not_found/": 0,
    "GET /api/v1/schema/": 0,
    "GET /api/v1/schema/openapi.json": 0,
    "GET /api/v1/schema/openapi.yaml": 0,
    "GET /api/v1/docs/": 0,
    "GET /api/v1/docs/redoc/": 0,
    "GET /api/v1/": 0,
    "GET /": 0,
    "GET /healthz": 0,
    "GET /readyz": 2,
}


@pytest.fixture
def noon():
    """Just after midnight the ticker looks for the news of another day."""
    with time_machine.travel(datetime(2025, 3, 14, 12, tzinfo=ZoneInfo("Asia/Tashkent")), tick=False):
        yield


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("asked", BUDGETS)
def test_an_answer_takes_as_many_statements_as_its_budget_says(api, django_assert_num_queries, asked):
    method, path = asked.split()
    a_newsroom()

    with django_assert_num_queries(BUDGETS[asked]):
        answer = api.client.generic(method, path, headers={"accept-language": "en"})

    assert answer.status_code < 400


def test_every_route_has_a_budget():
    assert {route_of(asked.split()[1]) for asked in BUDGETS} == {*url_table()}
