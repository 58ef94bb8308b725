"""The icons of the weather: one for each name that answers can have, drawn by the project, kept as files."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from weather.conditions import CONDITIONS, icon
from weather.icons import drawings
from weather.management.commands import draw_weather_icons

FOLDER = Path(__file__).parents[2] / "weather" / "static" / "weather" / "icons"
NAMES = sorted({icon(code, is_day) for code in CONDITIONS for is_day in (True, False)})


def test_there_is_one_for_each_name_and_no_other():
    assert sorted(drawings()) == NAMES
    assert sorted(path.stem for path in FOLDER.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_what_the_code_draws(name):
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == drawings()[name]


@pytest.mark.parametrize("name", NAMES)
def test_is_a_small_picture_without_scripts(name):
    picture = ElementTree.fromstring(drawings()[name])

    assert picture.attrib == {"viewBox": "0 0 64 64"}
    assert {each.tag.rpartition("}")[2] for each in picture.iter()} <= {"svg", "path", "circle"}
    assert len(drawings()[name]) < 2_000


def test_no_two_look_alike():
    assert len(set(drawings().values())) == len(NAMES)


@pytest.mark.django_db
def test_is_served_under_its_name(client):
    response = client.get("/static/weather/icons/clear-day.svg")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert b"".join(response.streaming_content).decode() == drawings()["clear-day"]


def test_the_command_draws_them_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_weather_icons, "FOLDER", tmp_path)
    (tmp_path / "old.svg").touch()

    call_command("draw_weather_icons")

    assert sorted(path.stem for path in tmp_path.iterdir()) == NAMES
