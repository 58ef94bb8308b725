"""Small plots, as coordinates for SVG."""

from collections.abc import Sequence


def line(values: Sequence[float], width: int, height: int) -> str:
    """The points of a line through the values, from left to right; the largest touches the top."""
    top, step = max(values, default=0) or 1, width / max(len(values) - 1, 1)
    return " ".join(
        f"{index * step:.1f},{height - value / top * height:.1f}" for index, value in enumerate(values)
    )
