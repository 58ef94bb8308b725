from contextlib import closing

import pytest

from tests.edge.scripted import Scripted
from tests.edge.varnish import Edge, Origin
from tests.serving import a_directory


@pytest.fixture(scope="session")
def origin(django_db_setup):
    """The real server on the tests' database."""
    with a_directory() as directory, closing(Origin(directory)) as origin:
        yield origin


@pytest.fixture(scope="session")
def edge_of_origin(origin):
    with a_directory() as directory, closing(Edge(directory, origin.port)) as edge:
        yield edge


@pytest.fixture
def edge(edge_of_origin):
    """An empty edge before the real server, whose newsroom is empty until a test that WRITES fills it."""
    edge_of_origin.forget_all()
    return edge_of_origin


@pytest.fixture(scope="session")
def scripted_origin():
    with closing(Scripted()) as origin:
        yield origin


@pytest.fixture(scope="session")
def edge_of_scripted(scripted_origin):
    with a_directory() as directory, closing(Edge(directory, scripted_origin.port)) as edge:
        yield edge


@pytest.fixture
def scripted(scripted_origin):
    scripted_origin.forget_all()
    return scripted_origin


@pytest.fixture
def before_scripted(scripted, edge_of_scripted):
    """An empty edge before the origin that does as it is told."""
    edge_of_scripted.forget_all()
    return edge_of_scripted
