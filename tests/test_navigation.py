"""The newsroom's menu: nobody sees an entry that would refuse."""

import pytest

from tests.builders import a_section
from tests.people import a_person, signed_in

pytestmark = pytest.mark.django_db


def menu(user):
    groups = signed_in(user).get("/admin/").context_data["sidebar_navigation"]
    return {str(group["title"]): [str(item["title"]) for item in group["items"]] for group in groups}


def links(user):
    groups = signed_in(user).get("/admin/").context_data["sidebar_navigation"]
    return [item["link"] for group in groups for item in group["items"]]


def test_a_reporter_sees_what_writing_needs():
    assert menu(a_person(sections=[a_section()])) == {
        "Newsroom": ["Overview", "Articles", "Pictures"],
        "Filed under": ["Sections", "Tags", "Authors"],
        "System": ["Caches"],
    }


def test_the_weather_desk_sees_the_weather():
    assert menu(a_person(role="weather_desk")) == {
        "Newsroom": ["Overview"],
        "Weather": ["Places", "Snapshots"],
    }


def test_a_chief_editor_sees_everything():
    assert menu(a_person(role="chief_editor")) == {
        "Newsroom": ["Overview", "Articles", "Pictures", "Trash"],
        "Filed under": ["Sections", "Tags", "Authors", "Former addresses"],
        "Readers": ["Readings of articles", "Readings by hour"],
        "Weather": ["Places", "Snapshots"],
        "People": ["Members"],
        "System": ["Caches", "Background jobs"],
    }


@pytest.mark.parametrize("role", ["reporter", "editor", "chief_editor", "photo_desk", "weather_desk"])
def test_every_entry_opens(role):
    user = a_person(role=role, sections=[a_section()])
    client = signed_in(user)

    answers = [client.get(link).status_code for link in links(user)]

    assert answers == [200] * len(answers)
