import pytest

from tests.weather.builders import a_place, a_snapshot, ago
from weather.models import Place, Snapshot

pytestmark = pytest.mark.django_db


def test_lists_snapshots_in_a_number_of_queries_that_does_not_grow(
    admin_client, django_assert_max_num_queries
):
    for number in range(30):
        a_snapshot(a_place(f"place-{number}"))

    with django_assert_max_num_queries(
        6
    ):  # session, user, places to filter by, bounded count twice, the page
        response = admin_client.get("/admin/weather/snapshot/")

    assert response.context["cl"].result_count == 30


def test_counts_no_further_than_an_editor_turns_pages(admin_client, django_assert_max_num_queries):
    a_snapshot(a_place())

    with django_assert_max_num_queries(6) as queries:
        admin_client.get("/admin/weather/snapshot/")

    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert ["LIMIT 10001" in count for count in counts] == [True]


def test_finds_places_and_snapshots_by_name(admin_client):
    a_snapshot(a_place("nukus", name_uz="Nukus", name_ru="Нукус", name_en=""))
    a_snapshot(a_place("bukhara"))

    places = admin_client.get("/admin/weather/place/", {"q": "нукус"})
    snapshots = admin_client.get("/admin/weather/snapshot/", {"q": "нукус"})

    assert places.context["cl"].result_count == 1
    assert snapshots.context["cl"].result_count == 1


def test_enters_a_place_and_its_weather_by_hand(admin_client):
    place = {
        "slug": "osh",
        "name_en": "Osh",
        "latitude": "40.5",
        "longitude": "72.8",
        "timezone": "Asia/Bishkek",
    }
    admin_client.post("/admin/weather/place/add/", {**place, "position": "1"})
    moment = ago(minutes=5)
    snapshot = {"temperature_c": "-0.5", "wind_speed_ms": "0", "condition_code": "snow", "source": "manual"}
    when = {"observed_at_0": f"{moment:%Y-%m-%d}", "observed_at_1": f"{moment:%H:%M:%S}"}

    admin_client.post("/admin/weather/snapshot/add/", {**snapshot, **when, "place": Place.objects.get().pk})

    assert Snapshot.objects.get().observed_at == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("hours_ago", "temperature_c", "told"),
    [
        (1, "200", "temperature must be from -90 to 60."),
        (-5, "20", "What was observed cannot be in the future."),
    ],
)
def test_tells_an_editor_what_is_wrong(admin_client, hours_ago, temperature_c, told):
    place, moment = a_place(), ago(hours=hours_ago)
    snapshot = {"temperature_c": temperature_c, "wind_speed_ms": "0", "condition_code": "snow"}
    when = {"observed_at_0": f"{moment:%Y-%m-%d}", "observed_at_1": f"{moment:%H:%M:%S}"}

    response = admin_client.post(
        "/admin/weather/snapshot/add/", {**snapshot, **when, "source": "manual", "place": place.pk}
    )

    assert told in response.content.decode()
    assert not Snapshot.objects.exists()


def test_the_list_of_places_says_whose_weather_is_out_of_date(
    admin_client, settings, django_assert_max_num_queries
):
    settings.WEATHER_STALE_AFTER = 3_600
    a_snapshot(a_place("tashkent", position=1), observed_at=ago(minutes=59))
    a_snapshot(a_place("nukus", position=2), observed_at=ago(minutes=61))
    a_place("bukhara", position=3)

    with django_assert_max_num_queries(5):  # session, user, bounded count twice, the page
        page = admin_client.get("/admin/weather/place/")

    model_admin = page.context["cl"].model_admin
    told = [str(model_admin.freshness(place)[1]) for place in page.context["cl"].result_list]
    assert told == ["fresh", "out of date", "none yet"]
    assert "59\xa0minutes ago" in page.content.decode()
