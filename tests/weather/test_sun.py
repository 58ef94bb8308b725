from datetime import UTC, datetime

import pytest

from weather import sun

TASHKENT = (41.3111, 69.2797)
TROMSO = (69.65, 18.96)
SUVA = (-18.14, 178.44)


@pytest.mark.parametrize(
    ("place", "moment", "degrees"),
    [
        (TASHKENT, (2025, 3, 20, 7, 30), 48.67),  # 90° less the latitude: the equinox
        (TASHKENT, (2025, 6, 21, 7, 25), 72.12),  # and 23.44° more
        (TASHKENT, (2025, 12, 21, 7, 21), 25.25),  # and 23.44° less
        (TROMSO, (2025, 6, 20, 22, 46), 3.1),  # at midnight
        (SUVA, (2025, 12, 21, 0, 4), 84.7),  # high in the south
    ],
)
def test_stands_as_high_as_it_should_at_noon(place, moment, degrees):
    assert sun.height(datetime(*moment, tzinfo=UTC), *place) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize(
    ("place", "moment", "is_up"),
    [
        (TASHKENT, (2025, 3, 14, 1, 32), False),  # it rises at 06:37 there
        (TASHKENT, (2025, 3, 14, 1, 42), True),
        (TASHKENT, (2025, 3, 14, 13, 24), True),  # and sets at 18:29
        (TASHKENT, (2025, 3, 14, 13, 34), False),
        (TROMSO, (2025, 12, 21, 11, 0), False),  # polar night
        (TROMSO, (2025, 6, 21, 23, 0), True),
    ],
)
def test_is_up_by_day(place, moment, is_up):
    assert sun.is_up(datetime(*moment, tzinfo=UTC), *place) is is_up
