import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from newsapi.urls import router

README = (Path(__file__).parent.parent / "README.md").read_text()
PARAMETERS = README.partition("## Query parameters")[2].partition("\n## ")[0]
TOUR = re.findall(r"^curl .*$", README, re.MULTILINE)


def declared_parameters() -> set[str]:
    return {
        name
        for _, view_set, _ in router.registry
        for action in ("list", "retrieve", "similar", "forecast", "daily")
        if hasattr(view_set, action)
        for name in view_set.declared(action)
    }


def documented_parameters() -> set[str]:
    rows = [line.split(" | ") for line in PARAMETERS.splitlines() if line.startswith("| `")]
    cells = [row[1] if row[0].startswith("| `/") else row[0] for row in rows]
    return {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)}


def test_names_exactly_the_parameters_that_addresses_take():
    assert documented_parameters() == declared_parameters()


def test_names_every_environment_variable_that_is_read():
    sources = [
        *Path("newsapi").rglob("*.py"),
        *Path("articles").rglob("*.py"),
        *Path("weather").rglob("*.py"),
    ]
    read = {
        name
        for source in sources
        for name in re.findall(
            r'env\.(?!keep)[a-z_]+\(\s*"([A-Z_]+)"',
            source.read_text(),
        )
    }
    table = README.partition("## Environment")[2].partition("\n## ")[0]

    assert read <= set(re.findall(r"`([A-Z][A-Z_]+)`", table))


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_command_of_the_tour_answers(live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_demonstration")
    commands = [command.replace("http://127.0.0.1:8000", live_server.url) for command in TOUR]

    answers = [
        subprocess.run(
            [*shlex.split(command), "--silent", "--output", "/dev/null", "--write-out", "%{http_code}"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for command in commands
    ]

    assert answers == ["202" if "POST" in command else "200" for command in commands[:-1]] + ["400"]
