"""A client that other people's tools make of openapi.yaml compiles under `strict`, and its calls work."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.builders import a_section, a_tag, ago, an_article
from tests.weather.builders import a_place, a_snapshot

TESTS = Path(__file__).parent
REGISTRY_UNREACHABLE = ("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "ECONNRESET")

pytestmark = pytest.mark.node


def run(folder, *command):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The compiled program, with all that it needs around it."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("client")
    for name in ("package.json", "tsconfig.json", "reader.ts"):
        shutil.copy(TESTS / "typescript" / name, folder)
    shutil.copy(TESTS.parent / "openapi.yaml", folder)
    installed = run(
        folder, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"
    )
    if any(word in installed.stderr for word in REGISTRY_UNREACHABLE):
        pytest.skip("npm's registry cannot be reached")
    assert installed.returncode == 0, installed.stderr
    for script in ("generate", "compile"):
        done = run(folder, "npm", "run", script)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def newsroom(transactional_db):
    world, sport, tourism = a_section("world"), a_section("sport"), a_tag("tourism")
    body = "<p>One valley.</p><h2>Next</h2><ul><li>Trails</li><li>Inns</li></ul>"
    an_article("Valley", slug="valley", section=world, tags=[tourism], is_breaking=True, body_html=body)
    an_article("Final", slug="final", section=sport, published_at=ago(hours=2))
    a_snapshot(a_place("tashkent"), wind_from_deg=225.0)


def test_reads_lists_articles_problems_pages_and_weather(client, newsroom, live_server):
    told = run(client, "node", "compiled/reader.js", live_server.url)

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "list": ["World: Valley (Tourism)"],
        "count": 1,
        "chosen": [{"title": "Final", "section": {"name": "Sport"}}],
        "next": True,
        "article": ["One valley.", "Next", "Trails; Inns"],
        "words": "5",
        "missing": [404, "not_found"],
        "refused": [["search", "empty"]],
        "front": ["valley", "final"],
        "sections": [["world", 1], ["sport", 1]],
        "line": "+17° clear, wind 1 m/s, SW",
        "wind": 1,
    }
