"""Whether the sun is up, where a source does not say so."""

from datetime import UTC, datetime
from math import asin, cos, degrees, radians, sin

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
HORIZON = -0.833  # degrees: the upper edge of the sun, seen through the bending air


def is_up(at: datetime, latitude: float, longitude: float) -> bool:
    return height(at, latitude, longitude) > HORIZON


def height(at: datetime, latitude: float, longitude: float) -> float:
    """Degrees of the sun's middle above the horizon, right to about a hundredth for a century to come.

    The low precision formulas of the Astronomical Almanac.
    """
    days = (at - J2000).total_seconds() / 86_400
    mean_longitude = 280.460 + 0.9856474 * days
    anomaly = radians(357.528 + 0.9856003 * days)
    ecliptic = radians(mean_longitude + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    tilt = radians(23.439 - 0.0000004 * days)
    declination = asin(sin(tilt) * sin(ecliptic))
    # The sun's right ascension as a vector, and the turn of the earth: no quadrant has to be chosen.
    turn = radians(280.46062 + 360.98564737 * days + longitude)
    toward = cos(ecliptic) * cos(turn) + cos(tilt) * sin(ecliptic) * sin(turn)
    north = radians(latitude)
    sine = sin(north) * sin(declination) + cos(north) * toward
    return degrees(asin(max(-1, min(1, sine))))
