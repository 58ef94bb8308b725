"""The document is true: what it allows is answered as it says, and what it forbids is refused."""

import re
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from newsapi.parameters import NAME
from newsapi.wsgi import application
from tests.builders import a_section, a_tag, ago, an_article, an_author, an_image, read
from tests.weather.builders import a_place, a_snapshot

config = SchemathesisConfig.from_dict(
    {
        "generation": {"deterministic": True, "max-examples": 25, "no-shrink": True},
        "checks": {
            # What is allowed may still be no preview, name nothing, be known, or be too long as a whole.
            "positive_data_acceptance": {"expected-statuses": ["2XX", 304, 403, 404, 410, 414]},
            "negative_data_rejection": {"expected-statuses": [400, 403, 404, 405, 414]},
        },
    }
)
schema = schemathesis.openapi.from_path(Path(__file__).parents[1] / "openapi.yaml", config=config)
schema.app = application


@schema.hook
def map_path_parameters(context, path_parameters):
    """Of the slugs, all are the one that exists; ids stay as they are."""
    slug = (path_parameters or {}).get("slug")
    if isinstance(slug, str) and re.fullmatch(NAME, slug) and not slug.isdigit():
        return {**path_parameters, "slug": "fergana"}
    return path_parameters


@pytest.fixture
def one_connection():
    """Requests then see what the test has made: a request begins and ends without closing the connection."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def newsroom(db, one_connection):
    section, tag, author = a_section("fergana"), a_tag("fergana"), an_author("fergana")
    story = {"section": section, "tags": [tag], "authors": [author], "story": "fergana"}
    article = an_article("Fergana", slug="fergana", image=an_image(), is_breaking=True, **story)
    an_article("Фергана", language="ru", **story)
    an_article("Fargʻona", language="uz", is_featured=True, **story)
    an_article("Nukus", section=section, published_at=ago(days=40), source_name="Railways")
    read(article, times=3)
    place = a_place("fergana")
    a_snapshot(a_place("tashkent"))
    a_snapshot(place)
    a_snapshot(place, observed_at=ago(days=1), source="met_norway", wind_from_deg=225.0)


@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_every_operation_keeps_its_word(case, newsroom):
    if case.meta.generation.mode == GenerationMode.POSITIVE:
        case.query.pop("cursor", None)  # no schema can say which opaque cursors there are

    case.call_and_validate()
