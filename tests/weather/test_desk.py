"""A place's page in the newsroom: how its weather stands, and the button that fetches it."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.people import a_person, signed_in
from tests.weather.builders import a_place, a_snapshot, ago
from tests.weather.source import fresh_for, met, met_entry, ok, status, the_hour
from weather import plot
from weather.models import Fetching, Snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    """Somebody of the weather desk, at work."""
    return signed_in(a_person("forecaster", "weather_desk"))


def page(client, place):
    response = client.get(f"/admin/weather/place/{place.pk}/change/")
    assert response.status_code == 200
    return response.content.decode()


def fetch_now(client, place):
    return client.post(f"/admin/weather/place/{place.pk}/fetch/", follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


class TestPage:
    def test_shows_the_current_line_and_how_old_it_is(self, desk):
        place = a_place()
        a_snapshot(place, observed_at=ago(minutes=10), temperature_c=17.0, wind_from_deg=225.0)

        html = page(desk, place)

        assert "+17° clear, wind 1 m/s, SW" in html
        assert "10\xa0minutes ago" in html
        assert "out of date" not in html

    def test_shows_that_it_is_out_of_date(self, desk):
        place = a_place()
        a_snapshot(place, observed_at=ago(hours=60))

        html = page(desk, place)

        assert "2\xa0days, 12\xa0hours ago, out of date" in html
        assert "<svg role" not in html

    def test_shows_a_place_without_weather(self, desk):
        assert "Nothing has been observed yet." in page(desk, a_place())

    def test_shows_how_far_fetching_is_and_why_it_failed(self, desk):
        place = a_place()
        Fetching.objects.create(
            place=place,
            source="met_norway",
            latitude=41.3111,
            longitude=69.2797,
            asked_at=ago(minutes=1),
            error="met_norway answers <503>.",
        )

        html = page(desk, place)

        assert "met_norway answers &lt;503&gt;." in html
        assert "Last asked" in html
        assert "Silence until" not in html

    def test_draws_the_last_48_hours(self, desk):
        place = a_place()
        a_snapshot(place, observed_at=ago(hours=50), temperature_c=-40.0)
        a_snapshot(place, observed_at=ago(hours=47), temperature_c=3.2)
        a_snapshot(place, observed_at=ago(hours=2), temperature_c=21.0)

        [label] = re.findall(r'<svg role="img" aria-label="([^"]+)"', page(desk, place))

        assert re.fullmatch(r"Temperature: lowest \+3° at .*, highest \+21° at .*, last \+21° at .*\.", label)

    def test_speaks_the_editors_language(self, desk):
        place = a_place()
        a_snapshot(place)
        desk.cookies["django_language"] = "ru"

        html = page(desk, place)

        assert "+17° ясно, ветер 1 м/с" in html
        assert "Градусы к северу от экватора" in html
        assert "Degrees" not in html

    def test_names_conditions_in_the_editors_language(self, desk):
        snapshot = a_snapshot(a_place(), condition_code="fog")
        desk.cookies["django_language"] = "uz"

        html = desk.get(f"/admin/weather/snapshot/{snapshot.pk}/change/").content.decode()

        assert re.search(r'<option value="fog" selected>\s*tuman\s*</option>', html)

    def test_of_a_new_place_has_no_panel(self, desk):
        response = desk.get("/admin/weather/place/add/")

        assert response.status_code == 200
        assert "Fetch now" not in response.content.decode()

    def test_costs_no_more_for_a_place_with_many_snapshots(self, desk, django_assert_max_num_queries):
        place = a_place()
        for minute in range(40):
            a_snapshot(place, observed_at=ago(minutes=minute))

        # session, user, member, sections, the place for the panel and for the form, its snapshots, its state,
        # and the history's length
        with django_assert_max_num_queries(10):
            page(desk, place)


class TestButton:
    def test_fetches_at_once(self, desk, source):
        place = a_place()
        source.answers_with(ok(met(met_entry(the_hour(), 17.2))))

        response = fetch_now(desk, place)

        assert told(response) == ["New weather has come."]
        assert response.redirect_chain == [(f"/admin/weather/place/{place.pk}/change/", 302)]
        assert Snapshot.objects.get().temperature_c == 17.2

    def test_says_that_nothing_is_newer(self, desk, source):
        place = a_place()
        Fetching.objects.create(
            place=place, source="met_norway", latitude=41.3111, longitude=69.2797, last_modified="a date"
        )
        source.answers_with(status(304, **fresh_for(minutes=30)))

        assert told(fetch_now(desk, place)) == ["The source has nothing newer."]

    def test_keeps_the_rules_of_the_source(self, desk, source):
        place = a_place()
        source.answers_with(ok(met(), **fresh_for(minutes=30)))
        fetch_now(desk, place)

        [message] = told(fetch_now(desk, place))

        assert message.startswith("Not asked: what is stored is right until ")
        assert len(source.requests) == 1

    def test_says_why_nothing_has_come(self, desk, source):
        source.answers_with(status(503))

        assert told(fetch_now(desk, a_place())) == ["No weather has come: met_norway answers 503."]

    def test_says_that_a_site_without_a_contact_asks_nobody(self, desk, source, settings):
        settings.WEATHER_CONTACT = ""

        [message] = told(fetch_now(desk, a_place()))

        assert message.startswith("WEATHER_CONTACT is not set.")
        assert source.requests == []

    def test_says_so_in_the_editors_language(self, desk, source, settings):
        settings.WEATHER_CONTACT = ""
        desk.cookies["django_language"] = "ru"

        [message] = told(fetch_now(desk, a_place()))

        assert message.startswith("WEATHER_CONTACT не задан.")

    @pytest.mark.parametrize("role", ["reporter", "editor", "photo_desk"])
    def test_is_for_those_who_may_change_places(self, source, role):
        place = a_place()
        client = signed_in(a_person(role, role))

        assert fetch_now(client, place).status_code == 403
        assert source.requests == []

    def test_is_for_those_who_have_signed_in(self, client, source):
        place = a_place()

        response = client.post(f"/admin/weather/place/{place.pk}/fetch/")

        assert response.status_code == 302
        assert source.requests == []

    def test_takes_no_get(self, desk, source):
        place = a_place()

        assert desk.get(f"/admin/weather/place/{place.pk}/fetch/").status_code == 405
        assert source.requests == []

    def test_knows_no_other_place(self, desk, source):
        assert desk.post("/admin/weather/place/999/fetch/").status_code == 404


class TestPlot:
    END = timezone.now()
    BEGIN = END - timedelta(hours=48)

    def draw(self, *points):
        return plot.temperatures(
            [(self.END - timedelta(hours=hours), value) for hours, value in points], self.BEGIN, self.END
        )

    def line(self, svg):
        return ElementTree.fromstring(svg).findall("path")[-1].attrib["d"]

    def test_is_empty_without_points(self):
        assert self.draw() == ""

    def test_goes_from_the_left_to_the_right(self):
        assert self.line(self.draw((48, 0.0), (46, 10.0), (45, 5.0))) == "M44.0 126.0 L59.5 12.0 L67.2 69.0"

    def test_does_not_bridge_a_silence(self):
        assert self.line(self.draw((10, 0.0), (9, 10.0), (3, 10.0), (2, 0.0))).count("M") == 2

    @pytest.mark.parametrize(
        ("coldest", "warmest", "expected"),
        [(0, 10, (0, 10)), (3.2, 21, (0, 25)), (-7, -6, (-10, -5)), (5, 5, (0, 10)), (-40, 45, (-40, 45))],
    )
    def test_has_whole_fives_at_its_edges(self, coldest, warmest, expected):
        assert plot.scale(coldest, warmest) == expected

    def test_writes_no_more_lines_than_can_be_read(self):
        assert list(plot.lines(-40, 45)) == list(range(-40, 46, 10))
        assert list(plot.lines(0, 25)) == [0, 5, 10, 15, 20, 25]
