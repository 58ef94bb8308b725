"""Draws temperatures over time, for whoever sees and for whoever does not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil, floor

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from weather.conditions import degrees

Point = tuple[datetime, float]

WIDTH, HEIGHT = 440, 150  # the letters can then be read on a phone too
LEFT, RIGHT, TOP, BOTTOM = 44, 24, 12, 24  # margins
GAP = timedelta(hours=3)  # the line does not bridge a longer silence
LABEL_EVERY = 6  # hours


def temperatures(points: Sequence[Point], begin: datetime, end: datetime) -> SafeString:
    """An SVG of the temperatures, in the order of their times; its label tells the extremes and the last."""
    if not points:
        return SafeString("")
    warmest, coldest = (pick(points, key=lambda point: point[1]) for pick in (max, min))
    lowest, highest = scale(coldest[1], warmest[1])

    def x(at: datetime) -> float:
        return round(LEFT + (at - begin) / (end - begin) * (WIDTH - LEFT - RIGHT), 1)

    def y(temperature_c: float) -> float:
        return round(TOP + (highest - temperature_c) / (highest - lowest) * (HEIGHT - TOP - BOTTOM), 1)

    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" width="100%" font-size="12" fill="none"'
        ' stroke="currentColor" class="max-w-xl">{}{}{}{}</svg>',
        described(coldest, warmest, points[-1]),
        WIDTH,
        HEIGHT,
        format_html_join(
            "",
            '<path d="M{} {}H{}" stroke-opacity=".2"/>'
            '<text x="{}" y="{}" text-anchor="end" fill="currentColor" stroke="none">{}</text>',
            (
                (LEFT, y(line), WIDTH - RIGHT, LEFT - 6, y(line) + 4, degrees(line))
                for line in lines(lowest, highest)
            ),
        ),
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="middle" fill="currentColor" stroke="none">{}</text>',
            ((x(hour), HEIGHT - 6, f"{hour:%H:%M}") for hour in hours(begin, end)),
        ),
        format_html(
            '<path d="{}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>',
            " ".join(strokes(points, x, y)),
        ),
        format_html(
            '<circle cx="{}" cy="{}" r="4" fill="currentColor"/>', x(points[-1][0]), y(points[-1][1])
        ),
    )


def described(coldest: Point, warmest: Point, last: Point) -> str:
    return _("Temperature: lowest {coldest}, highest {warmest}, last {last}.").format(
        **{
            name: _("{degrees} at {time}").format(
                degrees=degrees(temperature_c), time=f"{timezone.localtime(at):%d.%m. %H:%M}"
            )
            for name, (at, temperature_c) in (("coldest", coldest), ("warmest", warmest), ("last", last))
        }
    )


def scale(coldest: float, warmest: float) -> tuple[int, int]:
    """Whole fives around the temperatures."""
    lowest, highest = floor(coldest / 5) * 5, ceil(warmest / 5) * 5
    return (lowest, highest) if highest > lowest else (lowest - 5, highest + 5)


def lines(lowest: int, highest: int) -> range:
    return range(lowest, highest + 1, 5 if highest - lowest <= 25 else 10)


def hours(begin: datetime, end: datetime) -> list[datetime]:
    """The hours of the site's clocks that are written below the plot."""
    first = timezone.localtime(begin).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    every = (first + timedelta(hours=number) for number in range(int((end - begin) / timedelta(hours=1))))
    return [hour for hour in every if hour.hour % LABEL_EVERY == 0]


def strokes(points: Sequence[Point], x, y) -> list[str]:
    """The line as path commands: it begins anew after a gap."""
    befores = [None, *(at for at, _ in points)]
    return [
        f"{'L' if before and at - before <= GAP else 'M'}{x(at)} {y(temperature_c)}"
        for before, (at, temperature_c) in zip(befores, points, strict=False)
    ]
