"""MET Norway's Locationforecast 2.0: free for every site under CC BY 4.0, for those who keep its rules.

https://api.met.no/doc/TermsOfService
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from weather import sun
from weather.providers.observation import (
    Observation,
    condition,
    dated,
    direction,
    number,
    number_or_none,
    readable,
    require_unit,
)
from weather.providers.provider import Provider, Report, coordinate

CONDITIONS = {
    "clearsky": "clear",
    "fair": "mostly_clear",
    "partlycloudy": "partly_cloudy",
    "cloudy": "cloudy",
    "fog": "fog",
    "lightrain": "light_rain",
    "rain": "rain",
    "heavyrain": "heavy_rain",
    "lightrainshowers": "light_showers",
    "rainshowers": "showers",
    "heavyrainshowers": "heavy_showers",
    "lightsleet": "light_sleet",
    "sleet": "sleet",
    "heavysleet": "heavy_sleet",
    "lightsleetshowers": "sleet_showers",
    "sleetshowers": "sleet_showers",
    "heavysleetshowers": "sleet_showers",
    "lightsnow": "light_snow",
    "snow": "snow",
    "heavysnow": "heavy_snow",
    "lightsnowshowers": "snow_showers",
    "snowshowers": "snow_showers",
    "heavysnowshowers": "heavy_snow_showers",
    "lightrainandthunder": "rain_thunderstorm",
    "rainandthunder": "rain_thunderstorm",
    "heavyrainandthunder": "heavy_rain_thunderstorm",
    "lightrainshowersandthunder": "rain_thunderstorm",
    "rainshowersandthunder": "rain_thunderstorm",
    "heavyrainshowersandthunder": "heavy_rain_thunderstorm",
    "lightsleetandthunder": "sleet_thunderstorm",
    "sleetandthunder": "sleet_thunderstorm",
    "heavysleetandthunder": "sleet_thunderstorm",
    "lightssleetshowersandthunder": "sleet_thunderstorm",  # its own spelling, which will stay in this version
    "lightsleetshowersandthunder": "sleet_thunderstorm",
    "sleetshowersandthunder": "sleet_thunderstorm",
    "heavysleetshowersandthunder": "sleet_thunderstorm",
    "lightsnowandthunder": "snow_thunderstorm",
    "snowandthunder": "snow_thunderstorm",
    "heavysnowandthunder": "snow_thunderstorm",
    "lightssnowshowersandthunder": "snow_thunderstorm",  # as above
    "lightsnowshowersandthunder": "snow_thunderstorm",
    "snowshowersandthunder": "snow_thunderstorm",
    "heavysnowshowersandthunder": "snow_thunderstorm",
}
UNITS = {"air_temperature": "celsius", "wind_speed": "m/s"}
PERIODS = ("next_1_hours", "next_6_hours", "next_12_hours")  # the nearest one that there is tells the sky


class MetNorway(Provider):
    source = "met_norway"
    pace = timedelta(minutes=10)

    def urls(self, latitude, longitude):
        place = urlencode({"lat": coordinate(latitude), "lon": coordinate(longitude)})
        address = self.address or "https://api.met.no/weatherapi/locationforecast/2.0"
        return [f"{address}/compact?{place}"]

    @staticmethod
    def parse(document):
        longitude, latitude = document["geometry"]["coordinates"][:2]
        properties = document["properties"]
        for name, unit in UNITS.items():
            require_unit(properties["meta"]["units"], name, unit)
        place = number(latitude, "latitude"), number(longitude, "longitude")
        return Report(forecast=readable(properties["timeseries"], lambda each: observation(each, *place)))


def observation(entry: dict[str, Any], latitude: float, longitude: float) -> Observation | None:
    """One moment; None for those at the end that have no sky."""
    data = entry["data"]
    details = data["instant"]["details"]
    symbol = next((data[each]["summary"]["symbol_code"] for each in PERIODS if each in data), None)
    if symbol is None:
        return None
    sky, _, part_of_day = symbol.partition("_")
    at = dated(entry["time"])
    is_day = part_of_day == "day" if part_of_day else sun.is_up(at, latitude, longitude)
    return Observation(
        at=at,
        temperature_c=number(details["air_temperature"], "air_temperature"),
        humidity_percent=number_or_none(details.get("relative_humidity"), "relative_humidity"),
        pressure_hpa=number_or_none(details.get("air_pressure_at_sea_level"), "air_pressure_at_sea_level"),
        wind_speed_ms=number(details["wind_speed"], "wind_speed"),
        wind_gust_ms=number_or_none(details.get("wind_speed_of_gust"), "wind_speed_of_gust"),
        wind_from_deg=direction(details.get("wind_from_direction")),
        condition_code=condition(CONDITIONS, sky),
        is_day=is_day,
    )
