import pytest

from tests.weather.builders import a_place, a_snapshot, ago

pytestmark = pytest.mark.django_db
URL = "/api/v1/weather/places/"


def slugs(response) -> list[str]:
    return [place["slug"] for place in response.json()["results"]]


def test_lists_places_in_the_newsrooms_order(client):
    a_place("bukhara", position=2)
    a_place("tashkent", position=1)
    a_place("nukus", position=2)

    response = client.get(URL)

    assert slugs(response) == ["tashkent", "bukhara", "nukus"]


def test_shows_each_place_with_its_newest_snapshot(client):
    tashkent = a_place("tashkent")
    a_snapshot(tashkent, observed_at=ago(hours=2))
    newest = a_snapshot(tashkent, observed_at=ago(hours=1))

    [place] = client.get(URL, {"locale": "en"}).json()["results"]

    assert place.pop("current") == client.get(f"/api/v1/weather/snapshots/{newest.pk}/?locale=en").json()
    assert place == {
        "id": tashkent.pk,
        "slug": "tashkent",
        "url": "http://testserver/api/v1/weather/places/tashkent/",
        "name": "Tashkent",
        "latitude": 41.3111,
        "longitude": 69.2797,
        "timezone": "Asia/Tashkent",
    }


def test_of_two_snapshots_of_one_moment_the_later_written_is_newest(client):
    tashkent, moment = a_place("tashkent"), ago(hours=1)
    a_snapshot(tashkent, observed_at=moment, source="manual")
    later = a_snapshot(tashkent, observed_at=moment, source="met_norway")

    place = client.get(f"{URL}tashkent/").json()

    assert place["current"]["id"] == later.pk


def test_a_place_without_snapshots_has_no_current_weather(client):
    a_place("tashkent")

    place = client.get(f"{URL}tashkent/").json()

    assert place["current"] is None


@pytest.mark.parametrize(
    ("names", "locale", "expected"),
    [
        ({"name_en": ""}, "en", "Toshkent"),
        ({"name_en": "", "name_uz": ""}, "en", "Ташкент"),
        ({"name_uz": ""}, "uz-Cyrl", "Ташкент"),
        ({}, "uz-Cyrl", "Тошкент"),
    ],
)
def test_names_fall_back_to_the_sites_other_languages(client, names, locale, expected):
    a_place("tashkent", **names)

    place = client.get(f"{URL}tashkent/", {"locale": locale}).json()

    assert place["name"] == expected


def test_finds_a_place_by_its_id(client):
    place = a_place("nukus")

    response = client.get(f"{URL}{place.pk}/")

    assert response.json()["slug"] == "nukus"


@pytest.mark.parametrize("name", ["samarkand", "999999", "9" * 30, "Nukus", "a b", "%27"])
def test_knows_no_other_place(client, name):
    a_place("nukus")

    response = client.get(f"{URL}{name}/")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].endswith("the places are nukus.")


def test_pages_by_number(client):
    a_place("tashkent", position=1)
    a_place("nukus", position=2)
    a_place("bukhara", position=3)

    response = client.get(URL, {"page": 2, "page_size": 2, "count": "exact"})

    assert slugs(response) == ["bukhara"]
    assert response.json()["count"] == 3
    assert response.json()["next"] is None
    assert response.json()["previous"] == f"http://testserver{URL}?count=exact&page=1&page_size=2"


def test_pages_by_cursor(client):
    a_place("tashkent", position=1)
    a_place("nukus", position=2)
    a_place("bukhara", position=2)
    first = client.get(URL, {"page_size": 2})

    second = client.get(first.json()["next"])

    assert slugs(first) == ["tashkent", "nukus"]
    assert slugs(second) == ["bukhara"]


def test_orders_by_slug(client):
    a_place("tashkent", position=1)
    a_place("nukus", position=2)

    assert slugs(client.get(URL, {"ordering": "slug"})) == ["nukus", "tashkent"]


@pytest.mark.parametrize("parameter", ["place", "date", "search", "source"])
def test_refuses_filters_of_other_lists(client, parameter):
    response = client.get(URL, {parameter: "tashkent"})

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == parameter


def test_costs_two_queries_whatever_the_number_of_places(client, django_assert_num_queries):
    for number in range(40):
        a_snapshot(a_place(f"place-{number}"))

    with django_assert_num_queries(2):  # the page's ids; places with their newest snapshots
        client.get(URL, {"page_size": 100})


def test_one_place_costs_one_query(client, django_assert_num_queries):
    a_snapshot(a_place("nukus"))

    with django_assert_num_queries(1):
        client.get(f"{URL}nukus/")


def test_does_not_look_for_snapshots_that_nobody_asked_for(client, django_assert_num_queries):
    a_snapshot(a_place("nukus"))

    with django_assert_num_queries(1) as queries:
        place = client.get(f"{URL}nukus/", {"omit": "current", "locale": "en"}).json()

    assert "weather_snapshot" not in queries[0]["sql"]
    assert list(place) == ["id", "slug", "url", "name", "latitude", "longitude", "timezone"]


def test_names_all_that_it_shows_for_purging(client):
    nukus, bukhara = a_place("nukus"), a_place("bukhara")
    a_snapshot(nukus)

    response = client.get(URL)

    assert response["Surrogate-Key"] == f"place:{nukus.pk} place:{bukhara.pk} list:place"


def test_has_headers_of_a_single_thing(client):
    place = a_place("nukus")

    response = client.get(f"{URL}nukus/")

    assert response["Surrogate-Key"] == f"place:{place.pk}"
    assert "Last-Modified" in response
    assert "ETag" in response
