import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsapi.locales import Locale
from weather.conditions import COMPASS_POINTS, CONDITIONS, compass, degrees, icon, line, text, whole

UZ, UZ_CYRL, RU, EN = LOCALES = [Locale(code) for code in ("uz", "uz-Cyrl", "ru", "en")]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (UZ, "+17° ochiq havo, shamol 1 m/s, JGʻ"),
        (UZ_CYRL, "+17° очиқ ҳаво, шамол 1 м/с, ЖҒ"),
        (RU, "+17° ясно, ветер 1 м/с, ЮЗ"),
        (EN, "+17° clear, wind 1 m/s, SW"),
    ],
)
def test_says_the_weather_in_each_locale(locale, expected):
    assert line(17.0, "clear", 1.0, 225.0, locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (UZ, "−3° qor, shamolsiz"),
        (UZ_CYRL, "−3° қор, шамолсиз"),
        (RU, "−3° снег, штиль"),
        (EN, "−3° snow, calm"),
    ],
)
def test_calls_wind_that_nobody_feels_calm(locale, expected):
    assert line(-3.0, "snow", 0.49, 225.0, locale) == expected


def test_half_a_metre_a_second_is_wind():
    assert line(5.0, "fog", 0.5, 0.0, EN) == "+5° fog, wind 1 m/s, N"


def test_leaves_out_a_direction_that_is_not_known():
    assert line(5.0, "fog", 2.5, None, RU) == "+5° туман, ветер 3 м/с"


@pytest.mark.parametrize(
    ("temperature_c", "expected"),
    [
        (0.0, "0°"),
        (-0.0, "0°"),
        (0.4, "0°"),
        (-0.4, "0°"),
        (0.49999999999999994, "0°"),
        (0.5, "+1°"),
        (-0.5, "\N{MINUS SIGN}1°"),
        (1.5, "+2°"),
        (2.5, "+3°"),
        (-2.5, "\N{MINUS SIGN}3°"),
        (-2.49, "\N{MINUS SIGN}2°"),
        (38.7, "+39°"),
        (-90.0, "\N{MINUS SIGN}90°"),
    ],
)
def test_rounds_degrees_half_away_from_zero(temperature_c, expected):
    assert degrees(temperature_c) == expected


@given(st.floats(min_value=-90, max_value=60))
def test_rounds_alike_on_both_sides_of_zero(temperature_c):
    assert whole(-temperature_c) == -whole(temperature_c)
    assert abs(whole(temperature_c) - temperature_c) <= 0.5


@pytest.mark.parametrize(
    ("from_deg", "expected"),
    [
        (0, "N"),
        (22.4, "N"),
        (22.5, "NE"),
        (45, "NE"),
        (67.5, "E"),
        (90, "E"),
        (112.5, "SE"),
        (157.5, "S"),
        (202.4, "S"),
        (202.5, "SW"),
        (247.4, "SW"),
        (247.5, "W"),
        (292.5, "NW"),
        (337.4, "NW"),
        (337.5, "N"),
        (359.9, "N"),
        (None, None),
    ],
)
def test_names_the_nearest_of_eight_compass_points(from_deg, expected):
    assert compass(from_deg, EN) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("uz", ["Shm", "ShmShq", "Shq", "JShq", "J", "JGʻ", "Gʻ", "ShmGʻ"]),
        ("uz-Cyrl", ["Шм", "ШмШқ", "Шқ", "ЖШқ", "Ж", "ЖҒ", "Ғ", "ШмҒ"]),
        ("ru", ["С", "СВ", "В", "ЮВ", "Ю", "ЮЗ", "З", "СЗ"]),
        ("en", ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]),
    ],
)
def test_goes_round_the_compass_clockwise(code, expected):
    assert list(COMPASS_POINTS[code]) == expected


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_no_two_conditions_read_alike(locale):
    assert len({text(code, locale) for code in CONDITIONS}) == len(CONDITIONS)


@pytest.mark.parametrize("code", CONDITIONS)
def test_writes_conditions_in_small_letters_of_their_script(code):
    assert text(code, EN).isascii()
    assert text(code, UZ).isascii() or "ʻ" in text(code, UZ)
    assert set(text(code, UZ_CYRL)) <= set("абвгдежзийклмнопрстуфхцчшъэюяўқғҳё -")
    assert set(text(code, RU)) <= set("абвгдежзийклмнопрстуфхцчшщъыьэюяё -")


@pytest.mark.parametrize(
    ("code", "is_day", "expected"),
    [
        ("clear", True, "clear-day"),
        ("clear", False, "clear-night"),
        ("snow_showers", False, "snow-showers-night"),
        ("cloudy", True, "cloudy"),
        ("cloudy", False, "cloudy"),
    ],
)
def test_icons_differ_by_night_only_where_the_sky_is_seen(code, is_day, expected):
    assert icon(code, is_day) == expected


def test_knows_the_conditions_that_clients_were_promised():
    promised = (
        "clear mostly_clear partly_cloudy cloudy fog drizzle rain heavy_rain showers sleet snow heavy_snow"
    )

    assert set(promised.split()) | {"thunderstorm", "hail", "dust"} <= set(CONDITIONS)
