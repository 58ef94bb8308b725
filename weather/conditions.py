"""The words of the weather: our condition codes with texts and icons, compass points, and the line to print.

Every provider's codes are mapped to these; a code that has been published is never renamed.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.functional import lazy

from newsapi.locales import Locale, of_the_page

CALM_BELOW = 0.5  # m/s


@dataclass(frozen=True)
class Condition:
    """What the sky does. Texts are in small letters, as they stand within the line."""

    uz: str
    ru: str
    en: str
    icon: str
    shows_sky: bool = False  # the icon then has a sun or a moon

    @property
    def names(self) -> dict[str, str]:
        return {"uz": self.uz, "ru": self.ru, "en": self.en}


CONDITIONS = {
    "clear": Condition("ochiq havo", "ясно", "clear", "clear", shows_sky=True),
    "mostly_clear": Condition("biroz bulutli", "малооблачно", "mostly clear", "mostly-clear", shows_sky=True),
    "partly_cloudy": Condition(
        "oʻzgaruvchan bulutli", "переменная облачность", "partly cloudy", "partly-cloudy", shows_sky=True
    ),
    "cloudy": Condition("bulutli", "облачно", "cloudy", "cloudy"),
    "mist": Condition("yengil tuman", "дымка", "mist", "fog"),
    "fog": Condition("tuman", "туман", "fog", "fog"),
    "haze": Condition("gʻubor", "мгла", "haze", "haze"),
    "smoke": Condition("tutun", "дым", "smoke", "haze"),
    "dust": Condition("chang", "пыль", "dust", "dust"),
    "dust_storm": Condition("chang-toʻzon", "пыльная буря", "dust storm", "dust"),
    "squall": Condition("shiddatli shamol", "шквал", "squalls", "wind"),
    "tornado": Condition("quyun", "смерч", "tornado", "wind"),
    "drizzle": Condition("mayda yomgʻir", "морось", "drizzle", "drizzle"),
    "freezing_drizzle": Condition(
        "muzlovchi mayda yomgʻir", "ледяная морось", "freezing drizzle", "freezing-rain"
    ),
    "light_rain": Condition("yengil yomgʻir", "небольшой дождь", "light rain", "rain"),
    "rain": Condition("yomgʻir", "дождь", "rain", "rain"),
    "heavy_rain": Condition("kuchli yomgʻir", "сильный дождь", "heavy rain", "heavy-rain"),
    "freezing_rain": Condition("muzlovchi yomgʻir", "ледяной дождь", "freezing rain", "freezing-rain"),
    "light_showers": Condition(
        "qisqa muddatli yengil yomgʻir",
        "небольшой кратковременный дождь",
        "light showers",
        "showers",
        shows_sky=True,
    ),
    "showers": Condition(
        "qisqa muddatli yomgʻir", "кратковременный дождь", "showers", "showers", shows_sky=True
    ),
    "heavy_showers": Condition("jala", "ливень", "heavy showers", "showers", shows_sky=True),
    "light_sleet": Condition("yengil qor aralash yomgʻir", "небольшой мокрый снег", "light sleet", "sleet"),
    "sleet": Condition("qor aralash yomgʻir", "мокрый снег", "sleet", "sleet"),
    "heavy_sleet": Condition("kuchli qor aralash yomgʻir", "сильный мокрый снег", "heavy sleet", "sleet"),
    "sleet_showers": Condition(
        "qisqa muddatli qor aralash yomgʻir",
        "кратковременный мокрый снег",
        "sleet showers",
        "sleet-showers",
        shows_sky=True,
    ),
    "light_snow": Condition("yengil qor", "небольшой снег", "light snow", "snow"),
    "snow": Condition("qor", "снег", "snow", "snow"),
    "heavy_snow": Condition("kuchli qor", "сильный снег", "heavy snow", "heavy-snow"),
    "snow_showers": Condition(
        "qisqa muddatli qor", "кратковременный снег", "snow showers", "snow-showers", shows_sky=True
    ),
    "heavy_snow_showers": Condition(
        "qisqa muddatli kuchli qor",
        "сильный кратковременный снег",
        "heavy snow showers",
        "snow-showers",
        shows_sky=True,
    ),
    "blowing_snow": Condition("qor boʻroni", "метель", "blowing snow", "heavy-snow"),
    "thunderstorm": Condition("momaqaldiroq", "гроза", "thunderstorm", "thunderstorm"),
    "rain_thunderstorm": Condition(
        "momaqaldiroqli yomgʻir", "дождь с грозой", "rain and thunder", "thunderstorm"
    ),
    "heavy_rain_thunderstorm": Condition(
        "momaqaldiroqli kuchli yomgʻir", "сильный дождь с грозой", "heavy rain and thunder", "thunderstorm"
    ),
    "sleet_thunderstorm": Condition(
        "momaqaldiroqli qor aralash yomgʻir", "мокрый снег с грозой", "sleet and thunder", "thunderstorm"
    ),
    "snow_thunderstorm": Condition("momaqaldiroqli qor", "снег с грозой", "snow and thunder", "thunderstorm"),
    "hail_thunderstorm": Condition("doʻlli momaqaldiroq", "гроза с градом", "thunderstorm with hail", "hail"),
    "hail": Condition("doʻl", "град", "hail", "hail"),
}

# Clockwise from the north. In Uzbek, shimol and sharq begin alike: hence three letters.
COMPASS_POINTS = {
    "uz": ("Shm", "ShmShq", "Shq", "JShq", "J", "JGʻ", "Gʻ", "ShmGʻ"),
    "uz-Cyrl": ("Шм", "ШмШқ", "Шқ", "ЖШқ", "Ж", "ЖҒ", "Ғ", "ШмҒ"),
    "ru": ("С", "СВ", "В", "ЮВ", "Ю", "ЮЗ", "З", "СЗ"),
    "en": ("N", "NE", "E", "SE", "S", "SW", "W", "NW"),
}
WIND = {"uz": "shamol {} m/s", "uz-Cyrl": "шамол {} м/с", "ru": "ветер {} м/с", "en": "wind {} m/s"}
CALM = {"uz": "shamolsiz", "uz-Cyrl": "шамолсиз", "ru": "штиль", "en": "calm"}


@lru_cache
def text(code: str, locale: Locale) -> str:
    return locale.name(CONDITIONS[code].names)


# Of a code: its text for whoever reads the page.
in_the_editors_language = lazy(lambda code: text(code, of_the_page()), str)


def icon(code: str, is_day: bool) -> str:
    """The name of a picture; only those with a sun or a moon differ by day and night."""
    condition = CONDITIONS[code]
    return f"{condition.icon}-{'day' if is_day else 'night'}" if condition.shows_sky else condition.icon


def compass(from_deg: float | None, locale: Locale) -> str | None:
    """The nearest of eight points; halfway between two, the next one clockwise."""
    if from_deg is None:
        return None
    return COMPASS_POINTS[locale.code][int((from_deg + 22.5) // 45) % 8]


def line(
    temperature_c: float, code: str, wind_speed_ms: float, wind_from_deg: float | None, locale: Locale
) -> str:
    """The sentence to print: `+17° clear, wind 1 m/s, SW`."""
    parts = [f"{degrees(temperature_c)} {text(code, locale)}"]
    if wind_speed_ms < CALM_BELOW:
        parts.append(CALM[locale.code])
    else:
        parts.append(WIND[locale.code].format(whole(wind_speed_ms)))
        if point := compass(wind_from_deg, locale):
            parts.append(point)
    return ", ".join(parts)


def degrees(temperature_c: float) -> str:
    """Whole degrees with `+` or a true minus; nothing before zero."""
    number = whole(temperature_c)
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{abs(number)}°"


def whole(value: float) -> int:
    """The nearest whole number; of two equally near, the one further from zero."""
    return int(Decimal(str(value)).to_integral_value(ROUND_HALF_UP))
