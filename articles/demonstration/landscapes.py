"""Scenes of open country, and of the globe."""

from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageOps

from articles.demonstration.canvas import HEIGHT, WIDTH, Canvas


def mountains(c: Canvas) -> None:
    c.sky("#4f86b8", "#9cc3d6", "#fbe3bd", "#fbd0a0", "#fbd0a0")
    c.glow(1180, 330, 420, "#fff3d0", 0.9)
    c.disc(1180, 330, 62, "#fff6df")
    for x, top, half in ((120, 330, 330), (520, 290, 340), (1010, 350, 330), (1460, 300, 360)):
        c.peak(x, top, 640, half, "#a9bdd2", "#8ea6c2", 0.2)
    for x, top, half in ((330, 200, 420), (800, 130, 470), (1330, 230, 400)):
        c.peak(x, top, 700, half, "#7d93b3", "#566e97", 0.3)
    c.hills(620, 45, ("#86a67a", "#5f8a66"), 1.6)
    c.hills(690, 40, ("#6d9a5f", "#3f7355"), 1.2)
    c.line([(0, 430), (800, 560), (1600, 690)], "#33445c", 3)
    for x in (360, 860, 1270):
        y = 430 + x * 0.1625
        c.line([(x, y), (x, y + 24)], "#33445c", 4)
        c.box(x - 27, y + 22, 54, 44, ("#e9683c", "#c74a2c"))
        c.box(x - 20, y + 30, 40, 17, "#fdeccb")
    c.hills(770, 36, ("#4d8355", "#2c5f4b"), 1.5)
    for step in range(15):
        c.poplar(
            40 + step * 112 + c.random.uniform(-30, 30),
            c.random.uniform(800, 850),
            c.random.uniform(120, 190),
            c.random.choice(("#2f6b4c", "#3b7a50", "#27594a")),
        )
    c.hills(850, 18, ("#37704c", "#1f4a3c"), 2)


def globe(c: Canvas) -> None:
    c.sky("#0d1b3d", "#16315f", "#23507f")
    c.stars(170, HEIGHT)
    c.glow(800, 450, 620, "#4fb3d9", 0.55)
    sheet = c.image.copy()
    c.disc(800, 450, 340, ("#3f9ec4", "#226a9c", "#153f74"))
    for x, y, size in (
        (650, 300, 130),
        (760, 420, 90),
        (960, 330, 120),
        (1010, 560, 130),
        (640, 620, 90),
        (870, 720, 80),
    ):
        one, two, three = (c.random.uniform(0, 6) for _ in range(3))
        turns = [2 * pi * step / 90 for step in range(90)]
        coast = [
            (a, size * (1 + 0.2 * sin(2 * a + one) + 0.13 * sin(5 * a + two) + 0.06 * sin(9 * a + three)))
            for a in turns
        ]
        c.polygon([(x + r * 1.15 * cos(a), y + r * 0.8 * sin(a)) for a, r in coast], ("#9cc98a", "#5b9f77"))
    for share in (-0.75, -0.4, 0, 0.4, 0.75):
        y, half = 450 + 340 * share, 340 * (1 - share * share) ** 0.5
        c.line([(800 - half, y), (800 + half, y)], "#e8f6ff", 2, 0.35)
        turns = [pi * step / 60 - pi / 2 for step in range(61)]
        c.line([(800 + 340 * share * 1.25 * cos(a), 450 + 340 * sin(a)) for a in turns], "#e8f6ff", 2, 0.35)
    c.glow(650, 290, 430, "#ffffff", 0.4)
    c.glow(1080, 720, 620, "#06122e", 0.95)
    mask = Image.new("L", c.image.size)
    ring = [(460 * c.scale, 110 * c.scale), (1140 * c.scale, 790 * c.scale)]
    ImageDraw.Draw(mask).ellipse(ring, fill=255)
    c.image.paste(Image.composite(c.image, sheet, mask))
    towns = {"a": (590, 400), "b": (840, 280), "c": (1020, 470), "d": (720, 640), "e": (950, 650)}
    for start, end in ("ab", "bc", "ce", "da", "ac", "db"):
        (x0, y0), (x1, y1) = towns[start], towns[end]
        arc = [
            (x0 + (x1 - x0) * s, y0 + (y1 - y0) * s - 150 * sin(pi * s)) for s in (n / 40 for n in range(41))
        ]
        c.line(arc, "#ffc46b", 4, 0.9)
    for x, y in towns.values():
        c.glow(x, y, 46, "#ffd98f", 0.9)
        c.disc(x, y, 11, "#fff3d6")


def solar(c: Canvas) -> None:
    c.sky("#35507f", "#c9788a", "#f6a868", "#fcd48f")
    c.glow(1120, 470, 520, "#fff0c0", 0.95)
    c.disc(1120, 455, 92, ("#fff6d8", "#ffd97f"))
    c.hills(500, 32, ("#c9825f", "#b06a52"), 1.3)
    c.hills(550, 22, ("#d99a63", "#b97650"), 1.8)
    c.polygon([(0, 575), (WIDTH, 560), (WIDTH, HEIGHT), (0, HEIGHT)], ("#e2ab70", "#9a5f45"))
    for row in range(4):
        size, y = 0.5 * 1.55**row, 590 + 46 * (1.62**row - 1) * 1.25
        for column in range(-9, 10):
            x = 800 + column * 250 * size - 60 * row
            top, bottom = y - 20 * size, y + 88 * size
            if x > WIDTH or x + 300 * size < 0:
                continue
            c.polygon(
                [
                    (x - 10 * size, bottom + 26 * size),
                    (x + 220 * size, bottom + 26 * size),
                    (x + 250 * size, bottom + 8 * size),
                    (x + 20 * size, bottom + 8 * size),
                ],
                "#4a2b2a",
                0.35,
            )
            c.line([(x + 115 * size, bottom - 10), (x + 115 * size, bottom + 26 * size)], "#5d6475", 9 * size)
            c.polygon(
                [(x + 40 * size, top), (x + 262 * size, top), (x + 224 * size, bottom), (x, bottom)],
                ("#6c9bd0", "#2b4c86", "#1b2f5e"),
            )
            for share in (0.25, 0.5, 0.75):
                c.line(
                    [(x + (40 + 222 * share) * size, top), (x + 224 * share * size, bottom)],
                    "#c9dcf2",
                    2,
                    0.6,
                )
                across = top + (bottom - top) * share
                c.line(
                    [(x + 40 * (1 - share) * size, across), (x + (262 - 38 * share) * size, across)],
                    "#c9dcf2",
                    2,
                    0.6,
                )
            c.polygon(
                [
                    (x + 150 * size, top),
                    (x + 200 * size, top),
                    (x + 90 * size, bottom),
                    (x + 40 * size, bottom),
                ],
                "#ffffff",
                0.12,
            )


def train(c: Canvas) -> None:
    c.sky("#0b1437", "#1d2f66", "#4a5690", "#a0748f")
    c.stars(220, 520)
    c.glow(1270, 190, 260, "#dfe6ff", 0.7)
    c.disc(1270, 190, 70, "#fdf6e0")
    c.disc(1248, 172, 14, "#e3d9be", 0.7)
    c.disc(1294, 210, 20, "#e3d9be", 0.6)
    c.hills(490, 60, ("#585a8c", "#3a3c6b"), 1.2)
    c.hills(560, 36, ("#383b68", "#262a50"), 1.7)
    c.box(0, 705, WIDTH, 195, ("#2a2c4e", "#12142c"))
    c.box(0, 716, WIDTH, 5, "#9aa3c0")
    for step in range(64):
        c.box(step * 26, 722, 12, 9, "#4c4a5c")
    for wagon in range(-1, 4):
        x = wagon * 372 - 60
        c.box(x, 560, 360, 128, ("#2f8f9d", "#1c5f78"))
        c.box(x, 560, 360, 16, "#dfe9ea")
        c.box(x, 652, 360, 10, "#f2b84b")
        c.box(x + 360, 590, 12, 90, "#12142c")
        for window in range(5):
            c.box(x + 26 + window * 66, 592, 46, 40, ("#fff1b8", "#ffc867"))
            c.glow(x + 49 + window * 66, 770, 60, "#ffcf7a", 0.35)
        for wheel in (50, 100, 260, 310):
            c.disc(x + wheel, 697, 19, "#15172b")
            c.disc(x + wheel, 697, 8, "#6d7590")
    c.polygon([(1416, 560), (1480, 566), (1545, 620), (1566, 688), (1416, 688)], ("#2f8f9d", "#1c5f78"))
    c.polygon([(1416, 560), (1480, 566), (1496, 576), (1416, 576)], "#dfe9ea")
    c.polygon([(1470, 590), (1502, 590), (1534, 630), (1470, 630)], ("#cfe9f2", "#8bbfd2"))
    c.polygon([(1416, 652), (1556, 652), (1560, 662), (1416, 662)], "#f2b84b")
    c.polygon([(1558, 668), (1600, 640), (1600, 760), (1558, 680)], "#fff3c4", 0.35)
    c.glow(1558, 674, 90, "#fff3c4", 1)
    c.hills(840, 16, ("#1a1b38", "#0c0d22"), 2.2)


def field(c: Canvas) -> None:
    c.sky("#4f93c2", "#a9d0dc", "#fbe6c2", "#fbcf98", "#fbcf98")
    c.glow(420, 400, 460, "#fff4d2", 0.95)
    c.disc(420, 392, 58, "#fff7e2")
    c.peak(980, 300, 480, 420, "#b4c2d4", "#9dafc9", 0.2)
    c.peak(1330, 260, 480, 460, "#b4c2d4", "#93a7c4", 0.25)
    c.hills(455, 14, ("#8fae86", "#6d9468"), 2.4)
    for step in range(24):
        c.poplar(20 + step * 70, 482, c.random.uniform(45, 85), "#53836a")
    c.box(0, 475, WIDTH, 425, ("#8aa65a", "#4e6b3a"))
    for furrow in range(-14, 15):
        foot = 800 + furrow * 190
        c.polygon(
            [(800 + furrow * 34 - 3, 475), (800 + furrow * 34 + 3, 475), (foot + 46, 900), (foot - 46, 900)],
            "#5b4632",
            0.75,
        )
    for depth in range(26):
        near = (depth / 25) ** 1.9
        y, size = 482 + 400 * near, 3 + 30 * near
        for furrow in range(-15, 15):
            x = 800 + (furrow + 0.5) * (34 + 156 * near) + c.random.uniform(-1, 1) * size * 0.4
            if not -60 < x < WIDTH + 60:
                continue
            c.oval(x, y + size * 0.7, size * 1.5, size, c.random.choice(("#3f6a3c", "#4a7a42", "#57873f")))
            for _ in range(3):
                px, py = x + c.random.uniform(-1, 1) * size, y + c.random.uniform(-0.3, 0.7) * size
                c.disc(px, py + size * 0.12, size * 0.46, "#c9c6cf")
                c.disc(px, py, size * 0.44, "#fffdf6")


def sunrise(c: Canvas) -> None:
    c.sky("#33386f", "#8a5a8f", "#e8836b", "#fbc07a", "#fde3a8")
    c.glow(800, 560, 760, "#fff0bf", 0.95)
    for radius, opacity in ((260, 0.16), (205, 0.22), (150, 1)):
        c.disc(800, 545, radius, "#fff3cd", opacity)
    for x, y, size in ((230, 190, 1.0), (520, 120, 0.7), (1180, 170, 1.1), (1420, 270, 0.8)):
        for dx, dy, rx in ((0, 0, 150), (70, -12, 100), (-80, 8, 90)):
            c.oval(x + dx * size, y + dy * size, rx * size, 11 * size, "#eeb3a0")
    for x, width, y, colours in (
        (-60, 430, 480, ("#b0617a", "#8c4d6e")),
        (1120, 560, 455, ("#b0617a", "#8c4d6e")),
        (-80, 260, 520, ("#8f4a6c", "#6d3c62")),
        (1340, 380, 515, ("#8f4a6c", "#6d3c62")),
    ):
        c.polygon([(x, y), (x + width, y), (x + width + 70, 660), (x - 70, 660)], colours)
        for layer in (0.25, 0.5):
            c.box(x - 70 * layer, y + (660 - y) * layer, width + 140 * layer, 8, "#ffd0a0", 0.18)
    c.hills(625, 14, ("#c26a5c", "#9a4f55"), 1.5)
    c.hills(685, 22, ("#8d4a55", "#6a3850"), 1.1)
    c.polygon([(770, 668), (830, 668), (1060, 900), (640, 900)], "#f4b07a", 0.28)
    for x, y, size in (
        (600, 742, 1.0),
        (690, 730, 0.8),
        (985, 752, 1.15),
        (1090, 738, 0.9),
        (1165, 730, 0.75),
    ):
        c.polygon(
            [
                (x - 8 * size, y),
                (x + 8 * size, y),
                (x + 40 * size, y + 100 * size),
                (x - 6 * size, y + 100 * size),
            ],
            "#3b1f3a",
            0.25,
        )
        for points, width in (
            ([(0, -88), (-4, -46)], 17),
            ([(-4, -46), (20, -26), (14, 0)], 10),
            ([(-4, -46), (-18, -22), (-40, -16)], 10),
            ([(2, -80), (22, -64), (34, -76)], 7),
            ([(-2, -80), (-22, -68), (-24, -50)], 7),
        ):
            c.line([(x + px * size, y + py * size) for px, py in points], "#3b1f3a", width * size)
        c.disc(x + 5 * size, y - 106 * size, 13 * size, "#3b1f3a")
    c.hills(840, 26, ("#532c48", "#2f1a35"), 1.7)
    for _ in range(150):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(840, 900)
        c.line([(x, y), (x + c.random.uniform(-9, 9), y - c.random.uniform(14, 40))], "#29172f", 3)


def lake(c: Canvas) -> None:
    c.sky("#3f7fb0", "#86bcd4", "#dcecdf", "#fdebcb", "#fdebcb", "#fdebcb", "#fdebcb")
    for x, y, size in ((300, 130, 1.0), (1250, 100, 1.2), (900, 190, 0.7)):
        for dx, dy, rx, ry in ((0, 0, 120, 22), (50, -22, 70, 30), (-50, -14, 60, 24)):
            c.oval(x + dx * size, y + dy * size, rx * size, ry * size, "#eef5f4")
    for x, top, half in ((90, 250, 360), (620, 230, 340), (1150, 250, 330), (1540, 200, 340)):
        c.peak(x, top, 520, half, "#a3bdd0", "#86a3bf", 0.24)
    for x, top, half in ((350, 150, 380), (880, 190, 320), (1330, 130, 380)):
        c.peak(x, top, 520, half, "#7f9fb8", "#5b7d9f", 0.3)
    c.hills(490, 14, ("#6f9b78", "#4d8069"), 1.8)
    for step in range(60):
        x, height = step * 27 + c.random.uniform(-10, 10), c.random.uniform(36, 84)
        if not 560 < x < 1010:
            c.polygon(
                [(x - height * 0.22, 522), (x, 522 - height), (x + height * 0.22, 522)],
                c.random.choice(("#2f6a5c", "#3a7862", "#27594f")),
            )
    shore = round(520 * c.scale)
    mirror = ImageOps.flip(c.image.crop((0, round(140 * c.scale), c.image.width, shore)))
    c.image.paste(mirror, (0, shore))
    c.box(0, 520, WIDTH, 380, "#2c7a9c", 0.42)
    c.glow(800, 900, 900, "#0d3f63", 0.6)
    for _ in range(150):
        y = 520 + 380 * c.random.random() ** 0.7
        x, half = c.random.uniform(0, WIDTH), c.random.uniform(10, 30) * (1 + (y - 520) / 110)
        c.oval(x, y, half, 1 + (y - 520) / 160, "#eafaff", 0.28)
    c.oval(700, 742, 190, 14, "#0b3550", 0.35)
    c.polygon([(520, 690), (880, 690), (838, 740), (562, 740)], ("#d9653b", "#9d3f2b"))
    c.polygon([(520, 690), (880, 690), (872, 700), (528, 700)], "#fbe3c0")
    c.line([(690, 690), (690, 470)], "#5a3a2a", 8)
    c.polygon([(702, 478), (702, 668), (846, 668)], ("#fffaf0", "#e6dcc8"))
    c.polygon([(680, 500), (680, 668), (592, 668)], ("#f2ddb8", "#dcbf90"))
