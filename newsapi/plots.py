"""Small plots, as coordinates for SVG."""

from collections.abc import Sequence


def line(values: Sequence[float], width: int, height: int) -> str:
    """The points of a line through the values, from left to right; the largest touches the top."""
    top, step = max(values, default=0) or 1, width / max(len(values) - 1, 1)
    return " ".join(
        f"{index * step:.1f},{height - value / top * height:.1f}" for index, value in enumerate(values)
    )


def columns(values: Sequence[float], width: int, height: int) -> str:
    """The path of a column for each value, from left to right; the largest has the whole height."""
    top, step = max(values, default=0) or 1, width / max(len(values), 1)
    return "".join(
        f"M{index * step:.1f} {height}v{-value / top * height:.1f}h{step * 0.8:.1f}V{height}z"
        for index, value in enumerate(values)
        if value
    )
