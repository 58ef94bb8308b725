"""What weather there can be on earth; anything else is an error of whoever says so."""

from datetime import timedelta

CLOCKS_DIFFER_BY = timedelta(hours=1)  # a source's newest value may be of the hour that is about to begin
LIMITS: dict[str, tuple[float, float]] = {  # least and most
    "temperature_c": (-90, 60),
    "feels_like_c": (-120, 90),
    "humidity_percent": (0, 100),
    "pressure_hpa": (800, 1100),
    "wind_speed_ms": (0, 120),
    "wind_gust_ms": (0, 120),
}
