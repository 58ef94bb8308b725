import pytest

from tests.builders import a_section
from tests.people import a_person, signed_in


@pytest.fixture
def world():
    return a_section("world")


@pytest.fixture
def editor(world):
    return signed_in(a_person("editor", "editor", [world]))


@pytest.fixture
def reporter(world):
    return signed_in(a_person("reporter", "reporter", [world]))
