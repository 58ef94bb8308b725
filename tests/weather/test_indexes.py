import pytest
from django.db import connection

from newsapi.narrowing import NAMES
from newsapi.statements import filled_with
from tests.weather.builders import a_place, ago
from weather.models import Snapshot
from weather.querysets import NEWEST_FIRST

pytestmark = pytest.mark.django_db
HOURLY = """
    INSERT INTO weather_snapshot
        (place_id, observed_at, temperature_c, wind_speed_ms, condition_code, is_day, source, updated_at)
    SELECT id, now() - hours * interval '1 hour', 17, 1, 'clear', true,
        CASE hours % 50 WHEN 0 THEN 'manual' ELSE 'met_norway' END, now()
    FROM weather_place, generate_series(1, 500) AS hours
"""
DAY = (ago(days=2), ago(days=1))


def at_place(name: str):
    groups = [[name]]
    place = filled_with(NAMES.values("place", groups))
    return Snapshot.objects.at_places(NAMES.together("place", NAMES.form(groups), place))


@pytest.mark.parametrize(
    ("snapshots", "index"),
    [
        (Snapshot.objects.all(), "snapshot_by_time"),
        (Snapshot.objects.on_day(DAY), "snapshot_by_time"),
        (at_place("place-7"), "snapshot_by_place"),
        (at_place("1"), "snapshot_by_place"),
        (Snapshot.objects.from_sources(["manual"]), "snapshot_by_source"),
    ],
    ids=["all", "day", "slug", "id", "source"],
)
def test_reads_each_list_from_an_index_in_its_order(snapshots, index):
    for number in range(20):
        a_place(f"place-{number}")
    with connection.cursor() as cursor:
        cursor.execute(HOURLY)
        cursor.execute("ANALYZE weather_snapshot")

    plan = snapshots.order_by(*NEWEST_FIRST).values_list("pk")[:21].explain()

    assert f"using {index}" in plan
    assert "Sort" not in plan
