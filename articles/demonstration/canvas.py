"""The sheet that demonstration pictures are drawn on: smooth shapes and gradients, no text."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1600, 900  # the sheet that scenes are drawn on, whatever the size of the picture
Point = tuple[float, float]
Colours = str | tuple[str, ...]  # one colour, or a gradient from top to bottom


class Canvas:
    """A sheet with smooth shapes, in units of a 1600 by 900 picture."""

    def __init__(self, scene: str, scale: float):
        self.scale = scale
        self.image = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)))
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.random = Random(scene)  # noqa: S311  the same picture every time is the wish

    def scaled(self, points: list[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def gradient(self, colours: tuple[str, ...], size: tuple[int, int]) -> Image.Image:
        strip = Image.new("RGB", (1, len(colours)))
        strip.putdata([ImageColor.getrgb(colour) for colour in colours])
        return strip.resize(size, Image.Resampling.BILINEAR, box=(0, 0.5, 1, len(colours) - 0.5))

    def sky(self, *colours: str) -> None:
        self.image.paste(self.gradient(colours, self.image.size))

    def polygon(self, points: list[Point], colours: Colours, opacity: float = 1) -> None:
        """Fill a polygon; a gradient runs over the polygon's own height."""
        corners = self.scaled(points)
        if isinstance(colours, str):
            self.pen.polygon(corners, fill=(*ImageColor.getrgb(colours), round(255 * opacity)))
            return
        left, top = (int(min(corner[axis] for corner in corners)) for axis in (0, 1))
        right, bottom = (int(max(corner[axis] for corner in corners)) + 1 for axis in (0, 1))
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in corners], fill=round(255 * opacity))
        self.image.paste(self.gradient(colours, mask.size), (left, top), mask)

    def box(
        self, x: float, y: float, width: float, height: float, colours: Colours, opacity: float = 1
    ) -> None:
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colours, opacity)

    def oval(self, x: float, y: float, rx: float, ry: float, colours: Colours, opacity: float = 1) -> None:
        steps = 24 + int(max(rx, ry) / 2)
        angles = [2 * pi * step / steps for step in range(steps)]
        self.polygon([(x + rx * cos(a), y + ry * sin(a)) for a in angles], colours, opacity)

    def disc(self, x: float, y: float, radius: float, colours: Colours, opacity: float = 1) -> None:
        self.oval(x, y, radius, radius, colours, opacity)

    def line(self, points: list[Point], colour: str, width: float, opacity: float = 1) -> None:
        fill = (*ImageColor.getrgb(colour), round(255 * opacity))
        self.pen.line(self.scaled(points), fill=fill, width=round(width * self.scale), joint="curve")

    def glow(self, x: float, y: float, radius: float, colour: str, opacity: float) -> None:
        size = round(2 * radius * self.scale)
        distance = Image.radial_gradient("L").resize((size, size))  # 0 in the middle, 181 at the edges
        light = distance.point(lambda value: 255 * opacity * max(0, 1 - value / 179) ** 2)
        corner = (round((x - radius) * self.scale), round((y - radius) * self.scale))
        self.image.paste(Image.new("RGB", light.size, colour), corner, light)

    def stars(self, count: int, lowest: float) -> None:
        for _ in range(count):
            x, y = self.random.uniform(0, WIDTH), self.random.uniform(0, lowest)
            self.disc(x, y, self.random.uniform(0.8, 2.4), "#fff6dc", self.random.uniform(0.3, 0.9))

    def hills(self, y: float, height: float, colours: Colours, waves: float = 2) -> None:
        """A rolling horizon about y, filled to the bottom."""
        one, two = self.random.uniform(0, 6), self.random.uniform(0, 6)
        turn = 2 * pi * waves / WIDTH
        tops = [
            (x, y - height * (0.65 * sin(x * turn + one) + 0.35 * sin(2.3 * x * turn + two)))
            for x in range(0, WIDTH + 10, 10)
        ]
        self.polygon([*tops, (WIDTH, HEIGHT), (0, HEIGHT)], colours)

    def peak(
        self, x: float, top: float, base: float, half: float, lit: str, shaded: str, snow: float = 0
    ) -> None:
        """A mountain lit from the left, its snow reaching down that share (at most 0.3) of the height."""
        shares = (0.3, 0.55, 0.8, 1)
        bends = [x + half * self.random.uniform(-0.1, 0.14) for _ in shares]
        crest = [
            (x, top),
            *((bend, top + (base - top) * share) for bend, share in zip(bends, shares, strict=True)),
        ]
        middle = x + (bends[0] - x) * snow / 0.3
        for side, rock, white in ((-1, lit, "#fbf6f1"), (1, shaded, "#c3cfe4")):
            edge = x + side * half * snow
            teeth = ((0, 1), (0.25, 0.85), (0.5, 1.2), (0.78, 0.8), (1, 1))
            foot = [(edge + (middle - edge) * a, top + (base - top) * snow * b) for a, b in teeth]
            self.polygon([*crest, (x + side * half, base)], rock)
            self.polygon([(x, top), *foot], white)

    def poplar(self, x: float, base: float, height: float, colour: str) -> None:
        self.box(x - height * 0.02, base - height * 0.3, height * 0.04, height * 0.3, "#4a3b30")
        self.oval(x, base - height * 0.57, height * 0.12, height * 0.43, colour)
        self.oval(x + height * 0.04, base - height * 0.54, height * 0.07, height * 0.36, "#0b1f22", 0.18)
