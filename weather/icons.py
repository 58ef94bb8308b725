"""Draws the icons of the weather. `manage.py draw_weather_icons` keeps them as the files that are served."""

from collections.abc import Iterable

from weather.conditions import CONDITIONS, icon

SUN_COLOUR, MOON_COLOUR, CLOUD_COLOUR = "#f0a020", "#8c9ac8", "#9aa8b8"
RAIN_COLOUR, SNOW_COLOUR, BOLT_COLOUR, DUST_COLOUR = "#3c86d0", "#64b4dc", "#f0a020", "#b89468"


def stroke(colour: str, path: str, width: float = 4) -> str:
    return f'<path d="{path}" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" fill="none"/>'


def circle(colour: str, x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>'


def sun(x: float, y: float, radius: float) -> str:
    """A disc with eight rays."""
    inner, outer = radius + 4, radius + 9
    slant = 0.7071
    rays = (
        f"M{x + inner * across:g} {y + inner * down:g}L{x + outer * across:g} {y + outer * down:g}"
        for across, down in (
            *((0, -1), (slant, -slant), (1, 0), (slant, slant)),
            *((0, 1), (-slant, slant), (-1, 0), (-slant, -slant)),
        )
    )
    return circle(SUN_COLOUR, x, y, radius) + stroke(SUN_COLOUR, "".join(rays), 3)


def moon(x: float, y: float, radius: float) -> str:
    """A crescent, lit from the right."""
    top, bottom = y - radius, y + radius
    outline = f"M{x:g} {top:g}A{radius:g} {radius:g} 0 1 1 {x:g} {bottom:g}"
    return (
        f'<path d="{outline}A{radius * 1.3:g} {radius * 1.3:g} 0 0 0 {x:g} {top:g}Z" fill="{MOON_COLOUR}"/>'
    )


def cloud(x: float, y: float, size: float = 1) -> str:
    """A cloud whose flat foot is at y, x being its middle."""
    return (
        f'<path d="M{x - 16 * size:g} {y:g}a{9 * size:g} {9 * size:g} 0 0 1 {-1 * size:g} {-18 * size:g}'
        f"a{12 * size:g} {12 * size:g} 0 0 1 {23 * size:g} {-5 * size:g}"
        f'a{11.5 * size:g} {11.5 * size:g} 0 0 1 {10 * size:g} {23 * size:g}z" fill="{CLOUD_COLOUR}"/>'
    )


def drops(places: Iterable[float], length: float = 10, top: float = 46) -> str:
    return stroke(RAIN_COLOUR, "".join(f"M{x:g} {top:g}l{-length * 0.3:g} {length:g}" for x in places))


def flakes(places: Iterable[float], y: float = 51) -> str:
    """Stars of three strokes."""
    return stroke(SNOW_COLOUR, "".join(f"M{x:g} {y - 5:g}v10m-4.3 -7.5l8.6 5m0 -5l-8.6 5" for x in places), 2)


def stones(places: Iterable[float], y: float = 52) -> str:
    return "".join(circle(SNOW_COLOUR, x, y, 3.5) for x in places)


def bolt() -> str:
    return f'<path d="M35 38l-10 12h7l-4 11 12 -15h-7l5 -8z" fill="{BOLT_COLOUR}"/>'


def bars(colour: str, heights: Iterable[float], left: float = 12, right: float = 52) -> str:
    return stroke(colour, "".join(f"M{left:g} {y:g}H{right:g}" for y in heights))


LOW = cloud(32, 42)
FALLING = {  # what comes out of the cloud
    "drizzle": drops((24, 34, 44), length=5, top=47),
    "rain": drops((24, 34, 44)),
    "heavy-rain": drops((20, 28, 36, 44), length=14, top=46),
    "freezing-rain": drops((24, 34, 44), length=7) + bars(SNOW_COLOUR, (60,), 20, 46),
    "sleet": drops((22, 42)) + flakes((31,), 53),
    "snow": flakes((22, 33, 44), 53),
    "heavy-snow": flakes((20, 33, 46), 49) + flakes((26.5, 39.5), 58),
    "hail": stones((22, 32, 42)),
    "thunderstorm": bolt(),
}
WITHOUT_SKY = {
    "cloudy": cloud(24, 38, 0.8) + cloud(36, 48),
    "fog": cloud(32, 36) + bars(CLOUD_COLOUR, (44, 52, 60)),
    "haze": circle(SUN_COLOUR, 32, 24, 11) + bars(CLOUD_COLOUR, (42, 50, 58)),
    "dust": bars(DUST_COLOUR, (24, 38, 52))
    + "".join(circle(DUST_COLOUR, x, y, 2.5) for x, y in ((18, 31), (34, 31), (48, 31), (26, 45), (42, 45))),
    "wind": stroke(CLOUD_COLOUR, "M8 26H38a7 7 0 1 0 -7 -7M8 36H50a7 7 0 1 1 -7 7M8 46H28a6 6 0 1 1 -6 6"),
    **{name: LOW + falling for name, falling in FALLING.items()},
}


def under_the_sky(light: str) -> dict[str, str]:
    """The pictures with a sun or a moon, by day or by night."""
    whole, beside, behind = {
        "day": (sun(32, 32, 13), sun(24, 24, 11), sun(22, 19, 8)),
        "night": (moon(30, 32, 18), moon(24, 24, 14), moon(22, 19, 11)),
    }[light]
    return {
        "clear": whole,
        "mostly-clear": beside + cloud(43, 52, 0.6),
        "partly-cloudy": beside + cloud(38, 50, 0.9),
        "showers": behind + cloud(36, 42, 0.9) + FALLING["rain"],
        "sleet-showers": behind + cloud(36, 42, 0.9) + FALLING["sleet"],
        "snow-showers": behind + cloud(36, 42, 0.9) + FALLING["snow"],
    }


def drawings() -> dict[str, str]:
    """Each icon that a condition can have, as an SVG document by its name."""
    pictures = WITHOUT_SKY | {
        f"{name}-{light}": picture
        for light in ("day", "night")
        for name, picture in under_the_sky(light).items()
    }
    names = sorted({icon(code, is_day) for code in CONDITIONS for is_day in (True, False)})
    return {
        name: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{pictures[name]}</svg>\n'
        for name in names
    }
