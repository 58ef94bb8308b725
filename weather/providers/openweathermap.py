"""OpenWeatherMap: the current weather and five days in steps of three hours, which its free plan has.

https://openweathermap.org/current, https://openweathermap.org/forecast5
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from weather import sun
from weather.providers.observation import (
    Observation,
    condition,
    direction,
    moment,
    number,
    number_or_none,
    readable,
)
from weather.providers.provider import Provider, Report, coordinate

CONDITIONS = {
    200: "rain_thunderstorm",
    201: "rain_thunderstorm",
    202: "heavy_rain_thunderstorm",
    210: "thunderstorm",
    211: "thunderstorm",
    212: "thunderstorm",
    221: "thunderstorm",
    230: "rain_thunderstorm",
    231: "rain_thunderstorm",
    232: "rain_thunderstorm",
    300: "drizzle",
    301: "drizzle",
    302: "drizzle",
    310: "drizzle",
    311: "drizzle",
    312: "drizzle",
    313: "showers",
    314: "heavy_showers",
    321: "light_showers",
    500: "light_rain",
    501: "rain",
    502: "heavy_rain",
    503: "heavy_rain",
    504: "heavy_rain",
    511: "freezing_rain",
    520: "light_showers",
    521: "showers",
    522: "heavy_showers",
    531: "showers",
    600: "light_snow",
    601: "snow",
    602: "heavy_snow",
    611: "sleet",
    612: "sleet_showers",
    613: "sleet_showers",
    615: "light_sleet",
    616: "sleet",
    620: "snow_showers",
    621: "snow_showers",
    622: "heavy_snow_showers",
    701: "mist",
    711: "smoke",
    721: "haze",
    731: "dust",
    741: "fog",
    751: "dust",
    761: "dust",
    762: "dust",
    771: "squall",
    781: "tornado",
    800: "clear",
    801: "mostly_clear",
    802: "partly_cloudy",
    803: "cloudy",
    804: "cloudy",
}


class OpenWeatherMap(Provider):
    source = "openweathermap"
    pace = timedelta(minutes=10)

    def urls(self, latitude, longitude):
        place = {"lat": coordinate(latitude), "lon": coordinate(longitude)}
        asked = urlencode({**place, "units": "metric", "appid": self.key})
        address = self.address or "https://api.openweathermap.org/data/2.5"
        return [f"{address}/weather?{asked}", f"{address}/forecast?{asked}"]

    @staticmethod
    def parse(current, forecast):
        place = current["coord"]
        latitude, longitude = number(place["lat"], "latitude"), number(place["lon"], "longitude")
        return Report(
            observation(current, latitude, longitude),
            readable(forecast["list"], lambda each: observation(each, latitude, longitude)),
        )


def observation(entry: dict[str, Any], latitude: float, longitude: float) -> Observation:
    main, wind, sky = entry["main"], entry["wind"], entry["weather"][0]  # the first is the main one
    at = moment(entry["dt"])
    pressure = main.get("sea_level", main.get("pressure"))
    return Observation(
        at=at,
        temperature_c=number(main["temp"], "temp"),
        feels_like_c=number_or_none(main.get("feels_like"), "feels_like"),
        humidity_percent=number_or_none(main.get("humidity"), "humidity"),
        pressure_hpa=number_or_none(pressure, "pressure"),
        wind_speed_ms=number(wind["speed"], "wind speed"),
        wind_gust_ms=number_or_none(wind.get("gust"), "wind gust"),
        wind_from_deg=direction(wind.get("deg")),
        condition_code=condition(CONDITIONS, sky["id"]),
        is_day=sky["icon"].endswith("d") if "icon" in sky else sun.is_up(at, latitude, longitude),
    )
