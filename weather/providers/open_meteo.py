"""Open-Meteo: free for sites without advertising; others have a key, or a server of their own.

https://open-meteo.com/en/docs
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from weather.providers.failures import BadAnswer
from weather.providers.observation import (
    Observation,
    condition,
    direction,
    moment,
    number,
    number_or_none,
    readable,
    require_unit,
)
from weather.providers.provider import Provider, Report, coordinate

# All hundred codes of WMO table 4677, in order. Open-Meteo gives 0 to 3 a meaning of its own (how much cloud)
# and else uses a few; stations use the others. 20 to 29 tell what was an hour ago: clouds are left of it.
CONDITIONS = dict(
    enumerate(
        """
        clear mostly_clear partly_cloudy cloudy smoke haze dust dust dust dust_storm
        mist fog fog cloudy cloudy cloudy cloudy thunderstorm squall tornado
        cloudy cloudy cloudy cloudy cloudy cloudy cloudy cloudy cloudy cloudy
        dust_storm dust_storm dust_storm dust_storm dust_storm dust_storm
            blowing_snow blowing_snow blowing_snow blowing_snow
        fog fog fog fog fog fog fog fog fog fog
        drizzle drizzle drizzle drizzle drizzle drizzle freezing_drizzle freezing_drizzle light_rain rain
        light_rain light_rain rain rain heavy_rain heavy_rain freezing_rain freezing_rain light_sleet sleet
        light_snow light_snow snow snow heavy_snow heavy_snow light_snow light_snow light_snow freezing_rain
        light_showers showers heavy_showers sleet_showers sleet_showers
            snow_showers heavy_snow_showers hail hail hail
        hail light_rain rain light_snow snow
            thunderstorm hail_thunderstorm heavy_rain_thunderstorm thunderstorm hail_thunderstorm
        """.split()
    )
)
UNITS = {"temperature_2m": "°C", "wind_speed_10m": "m/s"}
VARIABLES = (
    "temperature_2m",
    "apparent_temperature",
    "relative_humidity_2m",
    "pressure_msl",
    "wind_speed_10m",
    "wind_gusts_10m",
    "wind_direction_10m",
    "weather_code",
    "is_day",
)
NEEDED = ("temperature_2m", "wind_speed_10m", "weather_code", "is_day")


class OpenMeteo(Provider):
    source = "open_meteo"
    pace = timedelta(minutes=15)  # what is called current there is renewed that often

    def urls(self, latitude, longitude):
        asked = {
            "latitude": coordinate(latitude),
            "longitude": coordinate(longitude),
            "current": ",".join(VARIABLES),
            "hourly": ",".join(VARIABLES),
            "wind_speed_unit": "ms",  # else km/h
            "timeformat": "unixtime",
            "forecast_days": 9,
        }
        if self.key:
            asked["apikey"] = self.key
        host = "customer-api.open-meteo.com" if self.key else "api.open-meteo.com"
        return [f"{self.address or f'https://{host}/v1'}/forecast?{urlencode(asked)}"]

    @staticmethod
    def parse(document):
        for name, unit in UNITS.items():
            require_unit(document["current_units"], name, unit)
            require_unit(document["hourly_units"], name, unit)
        hourly = document["hourly"]
        columns = [hourly["time"], *(hourly[name] for name in VARIABLES)]
        if len({len(each) for each in columns}) != 1:
            raise BadAnswer("The hours have different numbers of values.")
        hours = (dict(zip(("time", *VARIABLES), hour, strict=True)) for hour in zip(*columns, strict=True))
        # Models that end early leave values of the last hours empty.
        known = (hour for hour in hours if all(hour[name] is not None for name in NEEDED))
        return Report(observation(document["current"]), readable(known, observation))


def observation(values: dict[str, Any]) -> Observation:
    return Observation(
        at=moment(values["time"]),
        temperature_c=number(values["temperature_2m"], "temperature_2m"),
        feels_like_c=number_or_none(values["apparent_temperature"], "apparent_temperature"),
        humidity_percent=number_or_none(values["relative_humidity_2m"], "relative_humidity_2m"),
        pressure_hpa=number_or_none(values["pressure_msl"], "pressure_msl"),
        wind_speed_ms=number(values["wind_speed_10m"], "wind_speed_10m"),
        wind_gust_ms=number_or_none(values["wind_gusts_10m"], "wind_gusts_10m"),
        wind_from_deg=direction(values["wind_direction_10m"]),
        condition_code=condition(CONDITIONS, values["weather_code"]),
        is_day=number(values["is_day"], "is_day") == 1,
    )
