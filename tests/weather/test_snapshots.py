from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.weather.builders import a_place, a_snapshot, ago

pytestmark = pytest.mark.django_db
URL = "/api/v1/weather/snapshots/"
TASHKENT = ZoneInfo("Asia/Tashkent")


def ids(response) -> list[int]:
    return [snapshot["id"] for snapshot in response.json()["results"]]


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=TASHKENT)


def problem(response) -> dict:
    assert response.status_code == 400
    return response.json()["errors"][0]


class TestList:
    def test_shows_the_newest_first(self, client):
        place = a_place()
        old = a_snapshot(place, observed_at=ago(days=2))
        new = a_snapshot(place, observed_at=ago(days=1))

        assert ids(client.get(URL)) == [new.pk, old.pk]

    def test_can_show_the_oldest_first(self, client):
        place = a_place()
        old = a_snapshot(place, observed_at=ago(days=2))
        new = a_snapshot(place, observed_at=ago(days=1))

        assert ids(client.get(URL, {"ordering": "observed_at"})) == [old.pk, new.pk]

    def test_shows_each_as_on_its_own_page(self, client):
        snapshot = a_snapshot(a_place())

        [listed] = client.get(URL, {"locale": "ru"}).json()["results"]

        assert listed == client.get(f"{URL}{snapshot.pk}/", {"locale": "ru"}).json()

    def test_pages_by_cursor_without_skips_or_repeats_where_moments_are_equal(self, client):
        moment = ago(hours=1)
        first, second, third = (a_snapshot(a_place(slug), observed_at=moment) for slug in ("a", "b", "c"))
        page = client.get(URL, {"page_size": 1})

        next_page = client.get(page.json()["next"])
        last_page = client.get(next_page.json()["next"])

        assert [ids(page), ids(next_page), ids(last_page)] == [[third.pk], [second.pk], [first.pk]]
        assert last_page.json()["next"] is None
        assert ids(client.get(last_page.json()["previous"])) == [second.pk]

    def test_a_new_snapshot_moves_nothing_on_the_pages_of_a_cursor(self, client):
        place = a_place()
        old = a_snapshot(place, observed_at=ago(days=2))
        a_snapshot(place, observed_at=ago(days=1))
        page = client.get(URL, {"page_size": 1})
        a_snapshot(place, observed_at=ago(minutes=1))

        assert ids(client.get(page.json()["next"])) == [old.pk]

    def test_pages_by_number_and_counts_when_asked(self, client):
        place = a_place()
        old = a_snapshot(place, observed_at=ago(days=2))
        a_snapshot(place, observed_at=ago(days=1))

        response = client.get(URL, {"page": 2, "page_size": 1, "count": "exact"})

        assert ids(response) == [old.pk]
        assert response.json()["count"] == 2

    def test_is_empty_when_nothing_was_observed(self, client):
        response = client.get(URL)

        assert response.json() == {"next": None, "previous": None, "results": []}
        assert response["Surrogate-Key"] == "list:snapshot"

    @pytest.mark.parametrize(("count", "queries"), [({}, 2), ({"count": "exact"}, 3)])
    def test_costs_the_same_whatever_its_size(self, client, django_assert_num_queries, count, queries):
        place = a_place()
        for hours in range(60):
            a_snapshot(place, observed_at=ago(hours=hours))

        with django_assert_num_queries(queries):  # the page's ids, its rows; and the count
            response = client.get(URL, {"place": "tashkent", "page_size": 50, **count})

        assert len(ids(response)) == 50

    def test_is_cached_until_the_first_of_them_goes_stale(self, client, settings):
        settings.WEATHER_STALE_AFTER = 7200
        place = a_place()
        a_snapshot(place, observed_at=ago(minutes=10))
        a_snapshot(place, observed_at=ago(seconds=7190))
        a_snapshot(place, observed_at=ago(days=1))

        response = client.get(URL)

        lives = dict(part.partition("=")[::2] for part in response["Cache-Control"].split(", "))
        assert 0 < int(lives["s-maxage"]) <= 10


class TestPlace:
    def test_narrows_to_a_place_by_slug(self, client):
        here, elsewhere = a_place("nukus"), a_place("bukhara")
        snapshot = a_snapshot(here)
        a_snapshot(elsewhere)

        assert ids(client.get(URL, {"place": "nukus"})) == [snapshot.pk]

    def test_narrows_to_a_place_by_id(self, client):
        here, elsewhere = a_place("nukus"), a_place("bukhara")
        snapshot = a_snapshot(here)
        a_snapshot(elsewhere)

        assert ids(client.get(URL, {"place": here.pk})) == [snapshot.pk]

    def test_a_comma_means_or(self, client):
        nukus, bukhara, osh = a_place("nukus"), a_place("bukhara"), a_place("osh")
        older, newer = a_snapshot(nukus, observed_at=ago(days=1)), a_snapshot(bukhara)
        a_snapshot(osh)

        assert ids(client.get(URL, {"place": f"nukus,{bukhara.pk}"})) == [newer.pk, older.pk]

    def test_finds_nothing_at_an_unknown_place(self, client):
        a_snapshot(a_place())

        assert ids(client.get(URL, {"place": "samarkand"})) == []

    @pytest.mark.parametrize("name", ["Nukus", "nukus,,osh", "%", "9" * 25, ""])
    def test_refuses_what_is_no_slug(self, client, name):
        assert problem(client.get(URL, {"place": name}))["code"] == "not_a_slug"


class TestTimes:
    def test_date_is_a_day_of_the_sites_zone(self, client):
        place = a_place()
        a_snapshot(place, observed_at=at(2025, 3, 13, 23, 59))
        first = a_snapshot(place, observed_at=at(2025, 3, 14, 0, 0))
        last = a_snapshot(place, observed_at=at(2025, 3, 14, 23, 59))
        a_snapshot(place, observed_at=at(2025, 3, 15, 0, 0))

        assert ids(client.get(URL, {"date": "2025-03-14"})) == [last.pk, first.pk]

    def test_from_is_inclusive_and_to_is_exclusive(self, client):
        place = a_place()
        a_snapshot(place, observed_at=at(2025, 3, 14, 11, 59))
        inside = a_snapshot(place, observed_at=at(2025, 3, 14, 12, 0))
        a_snapshot(place, observed_at=at(2025, 3, 14, 13, 0))
        asked = {"observed_after": "2025-03-14T12:00:00+05:00", "observed_before": "2025-03-14T08:00:00Z"}

        assert ids(client.get(URL, asked)) == [inside.pk]

    def test_a_bare_date_to_includes_nothing_of_that_day(self, client):
        place = a_place()
        before = a_snapshot(place, observed_at=at(2025, 3, 13, 23, 59))
        a_snapshot(place, observed_at=at(2025, 3, 14, 0, 0))

        assert ids(client.get(URL, {"observed_before": "2025-03-14"})) == [before.pk]

    @pytest.mark.parametrize(
        ("parameter", "value", "code"),
        [
            ("date", "2025-02-30", "not_a_date"),
            ("date", "yesterday", "not_a_date"),
            ("date", "2025-03-14T00:00:00Z", "not_a_date"),
            ("observed_after", "14.03.2025", "not_a_time"),
            ("observed_before", "", "not_a_time"),
        ],
    )
    def test_refuses_what_is_no_time(self, client, parameter, value, code):
        refused = problem(client.get(URL, {parameter: value}))

        assert (refused["parameter"], refused["code"]) == (parameter, code)


class TestSource:
    def test_narrows_to_sources(self, client):
        place = a_place()
        manual = a_snapshot(place, source="manual")
        norwegian = a_snapshot(place, source="met_norway", observed_at=ago(hours=1))
        a_snapshot(place, source="open_meteo")

        assert ids(client.get(URL, {"source": "manual,met_norway"})) == [manual.pk, norwegian.pk]

    def test_given_again_it_adds_to_the_sources(self, client):
        place = a_place()
        manual = a_snapshot(place, source="manual")
        norwegian = a_snapshot(place, source="met_norway", observed_at=ago(hours=1))
        a_snapshot(place, source="open_meteo")

        assert ids(client.get(f"{URL}?source=manual&source=met_norway")) == [manual.pk, norwegian.pk]

    def test_refuses_an_unknown_source_and_suggests_a_known_one(self, client):
        refused = problem(client.get(URL, {"source": "met-norway"}))

        assert (refused["code"], refused["suggestion"]) == ("not_allowed", "met_norway")


class TestDetail:
    def test_names_what_it_shows_for_purging(self, client):
        place = a_place()
        snapshot = a_snapshot(place)

        response = client.get(f"{URL}{snapshot.pk}/")

        assert response["Surrogate-Key"] == f"place:{place.pk}"
        assert "Last-Modified" in response
        assert "ETag" in response

    def test_costs_one_query(self, client, django_assert_num_queries):
        snapshot = a_snapshot(a_place())

        with django_assert_num_queries(1):
            client.get(f"{URL}{snapshot.pk}/")

    @pytest.mark.parametrize("name", ["999999", "9" * 30, "0", "tashkent", "-1", "٣"])
    def test_knows_no_other_snapshot(self, client, name):
        response = client.get(f"{URL}{name}/")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "not_found"

    def test_is_read_only(self, client):
        snapshot = a_snapshot(a_place())

        assert client.delete(f"{URL}{snapshot.pk}/").status_code == 405
