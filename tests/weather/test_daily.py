from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.weather.builders import a_place, a_snapshot
from weather import history
from weather.models import Fetching, Snapshot

pytestmark = pytest.mark.django_db
URL = "/api/v1/weather/places/tashkent/daily/"
TASHKENT = ZoneInfo("Asia/Tashkent")
NOW = datetime(2025, 3, 14, 12, 30, tzinfo=TASHKENT)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def at(day, hour=0, minute=0, month=3):
    return datetime(2025, month, day, hour, minute, tzinfo=TASHKENT)


def observe(place, moment, temperature_c=17.0, condition_code="clear", **values):
    return a_snapshot(
        place, observed_at=moment, temperature_c=temperature_c, condition_code=condition_code, **values
    )


def dates(response):
    return [day["date"] for day in response.json()["results"]]


class TestDays:
    def test_have_the_promised_shape(self, client):
        place = a_place()
        observe(place, at(13, 5), 4.5, source="met_norway")
        observe(place, at(13, 14), 18.0, source="met_norway")
        observe(place, at(13, 15), 17.5, "cloudy", source="manual")

        answer = client.get(URL, {"locale": "en"}).json()

        assert answer == {
            "next": None,
            "previous": None,
            "results": [
                {
                    "date": "2025-03-13",
                    "temperature_min_c": 4.5,
                    "temperature_max_c": 18.0,
                    "temperature_mean_c": 13.3,
                    "condition": {"code": "clear", "text": "clear", "icon": "clear-day"},
                    "hour_count": 3,
                    "attributions": [
                        {"text": "Data from MET Norway", "url": "https://api.met.no/doc/License"}
                    ],
                }
            ],
        }

    def test_are_those_of_the_places_clocks(self, client):
        place = a_place("tashkent", timezone="America/Lima")
        observe(place, at(13, 9, 59))  # 23:59 on the 12th in Lima
        observe(place, at(13, 10))

        assert dates(client.get(URL)) == ["2025-03-12", "2025-03-13"]

    def test_are_those_of_clocks_that_differ_by_half_hours(self, client):
        place = a_place("tashkent", timezone="Asia/Kolkata")
        observe(place, at(13, 23, 29), 1.0)  # 23:59 in Kolkata
        observe(place, at(13, 23, 30), 2.0)

        assert [(day["date"], day["temperature_mean_c"]) for day in client.get(URL).json()["results"]] == [
            ("2025-03-13", 1.0),
            ("2025-03-14", 2.0),
        ]

    @pytest.mark.parametrize(
        ("zone", "day", "hours"),
        [
            ("Asia/Kolkata", "2024-10-27", 24),
            ("Europe/Berlin", "2024-10-27", 25),
            ("Europe/Berlin", "2024-03-31", 23),
            ("Australia/Adelaide", "2024-04-07", 25),
            ("Australia/Lord_Howe", "2024-04-07", 25),  # its last hour is half an hour
            ("America/Havana", "2024-11-03", 25),  # two midnights
            ("Asia/Beirut", "2024-03-31", 23),  # no midnight
            ("Antarctica/Troll", "2024-10-27", 26),  # two hours back
        ],
    )
    def test_have_as_many_hours_as_the_places_clocks_show(self, client, zone, day, hours):
        place = a_place("tashkent", timezone=zone)
        begin = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=ZoneInfo(zone)).timestamp() - 7200
        for half_hours in range(60):
            observe(place, datetime.fromtimestamp(begin + half_hours * 1800, TASHKENT))

        [found] = client.get(URL, {"from": day, "to": day}).json()["results"]

        assert (found["date"], found["hour_count"]) == (day, hours)

    def test_each_hour_counts_once_for_the_mean_and_every_snapshot_for_the_extremes(self, client):
        place = a_place()
        observe(place, at(13, 12, 0), 10.0)
        observe(place, at(13, 12, 20), 30.0, "dust")
        observe(place, at(13, 12, 40), -2.0, "dust")
        observe(place, at(13, 13, 0), 12.0)

        [day] = client.get(URL).json()["results"]

        assert (day["temperature_min_c"], day["temperature_max_c"]) == (-2.0, 30.0)
        assert (day["temperature_mean_c"], day["condition"]["code"]) == (11.0, "clear")

    @pytest.mark.parametrize(
        ("temperatures", "mean"),
        [
            ([-0.1, 0.0, 0.0, 0.0], 0.0),  # no minus before zero
            ([0.1] * 3 + [0.3] * 3 + [-0.9], 0.0),
            ([0.4, -0.1, -0.1], 0.1),
            ([0.1, 0.2, 0.3, -0.4], 0.0),  # half of a tenth, which sums of floats lose or gain
        ],
    )
    def test_have_an_exact_mean(self, client, temperatures, mean):
        place = a_place()
        for hour, temperature in enumerate(temperatures):
            observe(place, at(13, hour), temperature)

        answer = client.get(URL)

        assert answer.json()["results"][0]["temperature_mean_c"] == mean
        assert b"-0.0" not in answer.content

    def test_of_two_skies_that_lasted_alike_the_worse_prevails(self, client):
        place = a_place()
        observe(place, at(13, 12), condition_code="rain")
        observe(place, at(13, 13), condition_code="clear")

        [day] = client.get(URL).json()["results"]

        assert day["condition"]["code"] == "rain"

    def test_of_which_nothing_is_known_are_left_out(self, client):
        place = a_place()
        observe(place, at(10, 12))
        observe(place, at(12, 12))
        observe(a_place("nukus"), at(11, 12))

        assert dates(client.get(URL)) == ["2025-03-10", "2025-03-12"]


class TestRange:
    def test_is_the_last_thirty_days_when_nothing_is_asked(self, client):
        place = a_place()
        observe(place, at(12, 23, month=2))
        observe(place, at(13, 0, month=2))
        observe(place, at(14, 12))

        assert dates(client.get(URL)) == ["2025-02-13", "2025-03-14"]

    def test_has_its_first_and_its_last_day(self, client):
        place = a_place()
        for day in range(8, 13):
            observe(place, at(day, 12))

        response = client.get(URL, {"from": "2025-03-09", "to": "2025-03-11"})

        assert dates(response) == ["2025-03-09", "2025-03-10", "2025-03-11"]

    def test_is_thirty_days_until_the_last_when_only_that_is_asked(self, client):
        place = a_place()
        observe(place, at(30, 23, month=1))
        observe(place, at(31, 0, month=1))
        observe(place, at(2, 12))

        assert dates(client.get(URL, {"to": "2025-03-01"})) == ["2025-01-31"]

    @pytest.mark.parametrize(
        ("asked", "parameter", "code"),
        [
            ({"from": "yesterday"}, "from", "not_a_date"),
            ({"to": "2025-02-30"}, "to", "not_a_date"),
            ({"to": ""}, "to", "not_a_date"),
            ({"date": "2025-03-12"}, "date", "unknown_parameter"),
            ({"page": "2"}, "page", "unknown_parameter"),
        ],
    )
    def test_refuses_what_is_no_range(self, client, asked, parameter, code):
        a_place()

        response = client.get(URL, asked)

        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == parameter
        assert response.json()["errors"][0]["code"] == code

    @pytest.mark.parametrize("asked", [{"from": "2025-03-12", "to": "2025-03-11"}, {"from": "2025-03-15"}])
    def test_that_ends_before_it_begins_is_empty(self, client, asked):
        observe(a_place(), at(11, 12))

        assert client.get(URL, asked).json() == {"next": None, "previous": None, "results": []}

    def test_may_be_a_leap_year(self, client):
        place = a_place()
        observe(place, datetime(2024, 1, 1, 12, tzinfo=TASHKENT))
        observe(place, datetime(2024, 12, 31, 12, tzinfo=TASHKENT))

        answer = client.get(URL, {"from": "2024-01-01", "to": "2024-12-31"})

        assert dates(answer) == ["2024-01-01", "2024-12-31"]
        assert answer.json()["next"] is None

    def test_of_more_than_a_year_goes_on_at_next(self, client):
        place = a_place()
        observe(place, datetime(2024, 1, 1, 12, tzinfo=TASHKENT))
        observe(place, datetime(2025, 1, 1, 12, tzinfo=TASHKENT))
        first = client.get(URL, {"from": "2024-01-01", "to": "2025-03-01", "fields": "date"})

        second = client.get(first.json()["next"])

        assert first.json()["next"] == (f"http://testserver{URL}?fields=date&from=2025-01-01&to=2025-03-01")
        assert dates(first) == ["2024-01-01"]
        assert dates(second) == ["2025-01-01"]
        assert second.json()["next"] is None

    @pytest.mark.parametrize("day", ["1000-01-01", "8999-12-31"])
    def test_may_be_anywhere(self, client, day):
        a_place()

        assert dates(client.get(URL, {"from": day, "to": day})) == []


class TestAnswer:
    def test_costs_two_queries(self, client, django_assert_num_queries):
        place = a_place()
        for day in range(1, 13):
            observe(place, at(day, 12))

        with django_assert_num_queries(2):  # the place, its days
            client.get(URL)

    def test_lives_until_the_source_is_asked_again(self, client):
        place = a_place()
        Fetching.objects.create(
            place=place,
            source="met_norway",
            latitude=41.3,
            longitude=69.3,
            next_at=NOW + timedelta(seconds=25),
        )

        assert "s-maxage=25" in client.get(URL)["Cache-Control"]

    def test_lives_until_the_places_midnight(self, client, clock):
        clock.move_to(at(15) - timedelta(seconds=20))
        a_place()

        assert "s-maxage=20" in client.get(URL)["Cache-Control"]

    def test_shows_only_the_fields_that_were_asked_for(self, client):
        observe(a_place(), at(13, 12))

        answer = client.get(URL, {"fields": "date,condition.code"}).json()

        assert answer["results"] == [{"date": "2025-03-13", "condition": {"code": "clear"}}]

    def test_knows_no_other_place(self, client):
        assert client.get(URL).status_code == 404


class TestThinning:
    """After WEATHER_KEEP_DAYS one snapshot an hour is kept, and the extremes of the day."""

    def ids(self):
        return set(Snapshot.objects.values_list("pk", flat=True))

    def test_leaves_the_first_of_each_hour_and_the_extremes(self, settings):
        settings.WEATHER_KEEP_DAYS = 2
        place = a_place()
        kept = {
            observe(place, at(10, 12, 0), 10.0).pk,
            observe(place, at(10, 12, 10), 30.0).pk,
            observe(place, at(10, 12, 30), 5.0).pk,
            observe(place, at(10, 13, 50), 11.0).pk,
        }
        observe(place, at(10, 12, 20), 12.0)
        observe(place, at(10, 13, 55), 11.5)

        deleted = history.thin(place, NOW)

        assert deleted == 2
        assert self.ids() == kept

    def test_leaves_younger_days_as_they_are(self, settings):
        settings.WEATHER_KEEP_DAYS = 2
        place = a_place()
        for minute in range(0, 60, 10):
            observe(place, at(12, 0, minute))

        assert history.thin(place, NOW) == 0

    def test_begins_when_the_places_clocks_end_the_day(self, settings):
        settings.WEATHER_KEEP_DAYS = 2
        place = a_place()
        for minute in range(0, 40, 10):
            observe(place, at(11, 23, minute), float(minute))

        assert history.thin(place, NOW) == 2

    def test_changes_no_old_day(self, client, settings):
        settings.WEATHER_KEEP_DAYS = 1
        place = a_place()
        for number in range(48):
            observe(
                place, at(10, number // 4 + 6, number % 4 * 15), number * 0.3, ["clear", "rain"][number % 2]
            )
        before = client.get(URL).json()

        deleted = history.thin(place, NOW)

        assert deleted == 35
        assert client.get(URL).json() == before

    def test_leaves_one_an_hour_of_clocks_that_differ_by_half_hours(self, settings):
        settings.WEATHER_KEEP_DAYS = 2
        place = a_place(timezone="Asia/Kolkata")
        for minute in range(0, 60, 20):
            observe(place, at(10, 12, minute))  # from 12:30 in Kolkata

        assert history.thin(place, NOW) == 1
        assert {each.observed_at.minute for each in Snapshot.objects.all()} == {0, 40}

    def test_touches_no_other_place(self, settings):
        settings.WEATHER_KEEP_DAYS = 1
        place, other = a_place(), a_place("nukus")
        for minute in range(0, 60, 10):
            observe(other, at(10, 0, minute))

        history.thin(place, NOW)

        assert other.snapshots.count() == 6

    def test_does_nothing_the_second_time(self, settings):
        settings.WEATHER_KEEP_DAYS = 1
        place = a_place()
        for minute in range(0, 60, 10):
            observe(place, at(10, 0, minute))
        history.thin(place, NOW)

        assert history.thin(place, NOW) == 0
