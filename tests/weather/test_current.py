import pytest
from django.utils.http import http_date

from newsapi.locales import Locale
from tests.weather.builders import a_place, a_snapshot, ago
from weather import reading
from weather.models import Snapshot

pytestmark = pytest.mark.django_db
URL = "/api/v1/weather/current/"


def s_maxage(response) -> int:
    directives = dict(part.partition("=")[::2] for part in response["Cache-Control"].split(", "))
    return int(directives["s-maxage"])


def test_shows_the_newest_snapshot_of_the_default_place(client):
    tashkent, nukus = a_place("tashkent"), a_place("nukus")
    a_snapshot(tashkent, observed_at=ago(hours=1))
    newest = a_snapshot(tashkent, observed_at=ago(minutes=10))
    a_snapshot(nukus, observed_at=ago(minutes=5))

    response = client.get(URL)

    assert response.status_code == 200
    assert response.json()["id"] == newest.pk


def test_has_the_promised_shape(client):
    place, observed_at = a_place(), ago(minutes=10).replace(microsecond=0)
    snapshot = a_snapshot(
        place,
        observed_at=observed_at,
        temperature_c=16.6,
        feels_like_c=15.2,
        humidity_percent=41.0,
        pressure_hpa=1013.4,
        wind_speed_ms=1.2,
        wind_gust_ms=3.4,
        wind_from_deg=225.0,
        condition_code="clear",
        is_day=False,
        source="met_norway",
    )

    weather = client.get(URL, {"locale": "en"}).json()

    assert weather == {
        "id": snapshot.pk,
        "url": f"http://testserver/api/v1/weather/snapshots/{snapshot.pk}/",
        "place": {"slug": "tashkent", "name": "Tashkent"},
        "observed_at": observed_at.isoformat(),
        "temperature_c": 16.6,
        "feels_like_c": 15.2,
        "humidity_percent": 41.0,
        "pressure_hpa": 1013.4,
        "wind": {"speed_ms": 1.2, "gust_ms": 3.4, "from_deg": 225.0, "compass": "SW"},
        "condition": {"code": "clear", "text": "clear", "icon": "clear-night"},
        "is_day": False,
        "source": "met_norway",
        "attribution": {"text": "Data from MET Norway", "url": "https://api.met.no/doc/License"},
        "stale": False,
        "line": "+17° clear, wind 1 m/s, SW",
    }


def test_writes_null_for_what_was_not_observed(client):
    a_snapshot(a_place(), source="manual")

    weather = client.get(URL).json()

    assert weather["feels_like_c"] is None
    assert weather["humidity_percent"] is None
    assert weather["pressure_hpa"] is None
    assert weather["wind"] == {"speed_ms": 1.0, "gust_ms": None, "from_deg": None, "compass": None}
    assert weather["attribution"] is None


@pytest.mark.parametrize(
    ("locale", "name", "line"),
    [
        ("uz", "Toshkent", "+17° ochiq havo, shamol 1 m/s, JGʻ"),
        ("uz-Cyrl", "Тошкент", "+17° очиқ ҳаво, шамол 1 м/с, ЖҒ"),
        ("ru", "Ташкент", "+17° ясно, ветер 1 м/с, ЮЗ"),
        ("en", "Tashkent", "+17° clear, wind 1 m/s, SW"),
    ],
)
def test_speaks_the_locale_that_was_asked_for(client, locale, name, line):
    a_snapshot(a_place(), wind_from_deg=225.0)

    response = client.get(URL, {"locale": locale})

    assert response["Content-Language"] == locale
    assert "Vary" not in response
    assert response.json()["place"]["name"] == name
    assert response.json()["line"] == line


def test_speaks_the_language_that_the_reader_prefers(client):
    a_snapshot(a_place())

    response = client.get(URL, headers={"Accept-Language": "de, ru;q=0.8"})

    assert response["Content-Language"] == "ru"
    assert response["Vary"] == "Accept-Language"
    assert response.json()["condition"]["text"] == "ясно"


@pytest.mark.parametrize("name", ["nukus", "id"])
def test_shows_the_place_that_was_asked_for_by_slug_or_id(client, name):
    a_snapshot(a_place("tashkent"))
    nukus = a_place("nukus")
    snapshot = a_snapshot(nukus)

    response = client.get(URL, {"place": {"id": nukus.pk}.get(name, name)})

    assert response.json()["id"] == snapshot.pk


def test_names_the_known_places_when_asked_for_another(client):
    a_place("tashkent", position=1)
    a_place("nukus", position=2)

    response = client.get(URL, {"place": "tashkant"})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"
    assert response.json()["detail"] == "There is no place 'tashkant'; the places are tashkent, nukus."


def test_says_so_when_nothing_has_been_observed_yet(client):
    a_place("tashkent")

    response = client.get(URL)

    assert response.status_code == 404
    assert response.json()["detail"] == "Nothing has been observed yet at 'tashkent'."


@pytest.mark.parametrize("place", ["", "Tashkent", "nukus,tashkent", "a b", "9" * 25])
def test_refuses_what_is_no_slug(client, place):
    response = client.get(URL, {"place": place})

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "place"
    assert response.json()["errors"][0]["code"] == "not_a_slug"


@pytest.mark.parametrize(
    ("parameter", "suggestion"), [("plase", "place"), ("page_size", None), ("source", None)]
)
def test_refuses_parameters_without_meaning(client, parameter, suggestion):
    response = client.get(URL, {parameter: "1"})

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "unknown_parameter"
    assert response.json()["errors"][0].get("suggestion") == suggestion


def test_shows_only_the_fields_that_were_asked_for(client):
    a_snapshot(a_place())

    weather = client.get(URL, {"fields": "line,wind.speed_ms", "locale": "en"}).json()

    assert weather == {"wind": {"speed_ms": 1.0}, "line": "+17° clear, wind 1 m/s"}


def test_costs_one_query(client, django_assert_num_queries):
    a_snapshot(a_place())

    with django_assert_num_queries(1):  # the place and its newest snapshot
        client.get(URL)


def test_is_cached_until_the_snapshot_goes_stale(client, settings):
    settings.WEATHER_STALE_AFTER = 7200
    a_snapshot(a_place(), observed_at=ago(seconds=7180))

    response = client.get(URL)

    assert response.json()["stale"] is False
    assert 0 < s_maxage(response) <= 20


def test_says_that_an_old_snapshot_is_stale_and_caches_it_as_long_as_anything(client, settings):
    settings.WEATHER_STALE_AFTER = 7200
    a_snapshot(a_place(), observed_at=ago(seconds=7201))

    response = client.get(URL)

    assert response.json()["stale"] is True
    assert s_maxage(response) == settings.CACHE_S_MAXAGE


def test_names_what_it_shows_for_purging(client):
    place = a_place()
    a_snapshot(place)

    response = client.get(URL)

    assert response["Surrogate-Key"] == f"place:{place.pk}"


def test_was_modified_when_the_snapshot_was_written(client):
    snapshot = a_snapshot(a_place())

    response = client.get(URL)

    assert response["Last-Modified"] == http_date(snapshot.updated_at.timestamp())


def test_was_modified_when_the_snapshot_went_stale(client, settings):
    settings.WEATHER_STALE_AFTER = 7200
    snapshot = a_snapshot(a_place(), observed_at=ago(hours=3))
    Snapshot.objects.update(updated_at=ago(hours=3))

    response = client.get(URL)

    assert response["Last-Modified"] == http_date(snapshot.observed_at.timestamp() + 7200)


def test_answers_304_to_a_client_that_has_it(client):
    a_snapshot(a_place())
    etag = client.get(URL)["ETag"]

    response = client.get(URL, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.content == b""


def test_is_the_same_as_a_part_of_a_page(client, django_assert_num_queries):
    place = a_place()
    a_snapshot(place, wind_from_deg=90.0)
    own = client.get(URL, {"locale": "ru"}).json()

    with django_assert_num_queries(1):
        part, _, keys = reading.current("http://testserver", Locale("ru"), ago())

    assert {**part, "observed_at": part["observed_at"].replace(microsecond=0).isoformat()} == own
    assert keys == [f"place:{place.pk}"]


def test_is_missing_from_a_page_while_there_is_no_place(db):
    assert reading.current("http://testserver", Locale("ru"), ago()) == (None, None, ["list:place"])


def test_is_missing_from_a_page_while_there_is_no_snapshot(db):
    place = a_place()

    found = reading.current("http://testserver", Locale("ru"), ago())

    assert found == (None, None, [f"place:{place.pk}"])
