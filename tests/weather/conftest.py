import pytest

from tests.weather.source import Source
from weather import ingestion


@pytest.fixture
def source(settings, monkeypatch):
    """A site whose weather comes from a server of the test, which plays MET Norway until told otherwise."""
    source = Source()
    settings.WEATHER_CONTACT = "desk@news.example"
    settings.WEATHER_PROVIDER = "met_norway"
    settings.WEATHER_KEY = ""
    settings.WEATHER_URL = source.url
    monkeypatch.setattr(ingestion, "BETWEEN_PLACES", 0)
    yield source
    source.close()
