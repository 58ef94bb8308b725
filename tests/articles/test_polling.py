"""Who asks again and again for what has changed is told of each article that appears."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles import publishing
from articles.models import Revision
from tests.articles.importing import import_file, json_lines
from tests.builders import ahead, an_article

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
CHANGED = "/articles/?locale=en&ordering=updated_at&updated_after="


def test_what_appears_by_the_clock_is_told(api):
    article, other = (
        an_article("Planned", slug="planned", published_at=None),
        an_article("Edited", published_at=None),
    )
    with time_machine.travel(NOON, tick=False) as clock:
        publishing.schedule(article, NOON + timedelta(hours=2))
        publishing.schedule(other, NOON + timedelta(hours=2))
        clock.shift(timedelta(hours=1))
        other.refresh_from_db()
        publishing.save(other)
        asked = f"{NOON + timedelta(minutes=90):%Y-%m-%dT%H:%M:%SZ}"
        assert api.titles(f"{CHANGED}{asked}") == []
        clock.shift(timedelta(hours=1))

        assert api.titles(f"{CHANGED}{asked}") == ["Planned", "Edited"]
        card = api.get("/articles/planned/?locale=en")
        assert card["updated_at"] == card["published_at"]


def test_what_an_import_has_planned_is_told(api, tmp_path):
    line = {"external_id": "1", "title": "Planned", "body_html": "<p>A</p>", "language": "en"}
    path = tmp_path / "news.jsonl"
    with time_machine.travel(NOON, tick=False) as clock:
        due = NOON + timedelta(hours=2)
        path.write_bytes(json_lines({**line, "published_at": f"{due:%Y-%m-%dT%H:%M:%SZ}"}))
        import_file(path)
        clock.shift(timedelta(hours=2))

        assert api.titles(f"{CHANGED}{due - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}") == ["Planned"]


def test_versions_of_what_is_planned_are_not_dated_ahead():
    article = an_article(published_at=None)

    publishing.schedule(article, ahead(days=1))

    assert Revision.objects.order_by("-number").first().at < ahead(minutes=1)
