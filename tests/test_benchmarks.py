"""What the benchmarks measure is all that is public."""

from random import Random

from benchmarks.samples import Samples
from benchmarks.scenarios import SCENARIOS
from tests.routes import route_of, url_table

OF_NO_ARCHIVE = {  # their answers are the same whatever has been published
    "",
    "healthz",
    "readyz",
    "api/v1/",
    "api/v1/problems/$",
    "api/v1/problems/(?P<code>[^/]+)/$",
    "api/v1/schema/$",
    "api/v1/schema/openapi.json",
    "api/v1/schema/openapi.yaml",
    "api/v1/docs/",
    "api/v1/docs/redoc/",
}


class MadeUp(Samples):
    """Values of no corpus."""

    def __init__(self):
        self.random = Random(7)
        self.articles, self.ids, self.stories = [("report", "uz")], [1], ["story"]
        self.sections = self.tags = self.authors = [f"name-{number}" for number in range(500)]

    def rows(self, statement):
        return [(1, 1)]


def test_every_read_of_the_archive_is_measured():
    samples = MadeUp()

    measured = {route_of(path) for scenario in SCENARIOS for path in scenario.paths(samples)}

    assert measured == {*url_table()} - OF_NO_ARCHIVE
