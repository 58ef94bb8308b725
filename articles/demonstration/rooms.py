"""Scenes indoors."""

from math import cos, pi, sin

from articles.demonstration.canvas import WIDTH, Canvas


def laboratory(c: Canvas) -> None:
    c.sky("#d3e8ee", "#bcd8e3", "#a7c9d8")
    c.box(120, 90, 520, 400, ("#8ec9e6", "#d9f0ee"))
    c.peak(330, 290, 490, 200, "#a9c6cf", "#8fb2c0", 0.25)
    c.peak(500, 330, 490, 180, "#a9c6cf", "#8fb2c0", 0.2)
    for x in (112, 372, 632):
        c.box(x, 82, 16, 416, "#f7fbfb")
    for y in (82, 282, 482):
        c.box(112, y, 536, 16, "#f7fbfb")
    c.polygon([(120, 498), (640, 498), (1000, 900), (330, 900)], "#ffffff", 0.16)
    for y in (250, 420):
        c.box(800, y, 680, 16, ("#c98d5b", "#a66d43"))
        c.box(800, y + 16, 680, 10, "#7fa4b5", 0.4)
        x = 825.0
        while x < 1430:
            width, height = c.random.uniform(30, 56), c.random.uniform(60, 120)
            colours = c.random.choice(
                (
                    ("#e9683c", "#c74a2c"),
                    ("#f2b84b", "#d9982f"),
                    ("#3aa3a8", "#23808a"),
                    ("#7a6cb0", "#5c4f92"),
                    ("#f3f7f7", "#cfdfe3"),
                )
            )
            c.box(x, y - height, width, height, colours)
            c.box(x + width * 0.25, y - height - 14, width * 0.5, 14, "#43566a")
            c.box(x + 4, y - height * 0.6, width - 8, height * 0.3, "#ffffff", 0.7)
            x += width + c.random.uniform(10, 34)
    c.box(0, 690, WIDTH, 24, ("#f4f7f6", "#d7e1e3"))
    c.box(0, 714, WIDTH, 186, ("#3c6f86", "#244d66"))
    for x in range(60, WIDTH, 390):
        c.box(x, 742, 340, 130, ("#4a8199", "#33657f"))
        c.box(x + 140, 762, 60, 9, "#dbe8ea")
    for x, colour, deep, size in (
        (250, "#f7b13c", "#e4782e", 1.0),
        (640, "#ef6a86", "#c23a66", 1.3),
        (1010, "#8e7bd6", "#5b49a8", 0.95),
    ):
        neck, half = 34 * size, 120 * size
        top, waist = 690 - 300 * size, 690 - 170 * size
        glass = [
            (x - neck, top),
            (x + neck, top),
            (x + neck, waist),
            (x + half, 690),
            (x - half, 690),
            (x - neck, waist),
        ]
        c.oval(x, 694, half * 1.1, 10, "#3b5566", 0.25)
        c.polygon(glass, "#ffffff", 0.45)
        level = 690 - 105 * size
        span = neck + (half - neck) * (level - waist) / (690 - waist)
        c.polygon(
            [(x - span + 6, level), (x + span - 6, level), (x + half - 9, 684), (x - half + 9, 684)],
            (colour, deep),
        )
        c.oval(x, level, span - 6, 8, "#ffffff", 0.35)
        c.line([*glass, glass[0]], "#5f8597", 5)
        c.box(x - neck - 9, top - 10, neck * 2 + 18, 12, "#5f8597")
        c.line(
            [(x - neck - 12 * size, waist + 36 * size), (x - half + 30 * size, 660)], "#ffffff", 9 * size, 0.8
        )
        for _ in range(9):
            bubble = c.random.uniform(3, 9)
            c.disc(
                x + c.random.uniform(-0.6, 0.6) * half,
                c.random.uniform(level + 12, 672),
                bubble,
                "#ffffff",
                0.5,
            )
    for step, colours in enumerate(
        (("#ffd94f", "#f2b632"), ("#f6a04a", "#e4782e"), ("#ef7fa0", "#d5527e"), ("#9a78d0", "#6a4ba8"))
    ):
        x = 1200 + step * 74
        c.box(x, 520, 40, 160, "#ffffff", 0.55)
        c.box(x, 590, 40, 90, colours)
        c.disc(x + 20, 680, 20, colours[1])
        c.line([(x, 520), (x, 682)], "#5f8597", 4)
        c.line([(x + 40, 520), (x + 40, 682)], "#5f8597", 4)
    c.box(1170, 566, 330, 16, ("#c98d5b", "#a66d43"))
    c.box(1170, 672, 330, 20, ("#c98d5b", "#a66d43"))
    for x in (1170, 1486):
        c.box(x, 566, 14, 120, "#a66d43")


def theatre(c: Canvas) -> None:
    c.sky("#2a1436", "#4a1c3f", "#5b2440")
    c.box(180, 120, 1240, 560, ("#22315f", "#3f4f8c", "#e09a6a", "#f6c98a"))
    c.glow(800, 560, 420, "#fff0c4", 0.9)
    c.disc(800, 540, 90, "#fff1c6")
    for x, top, half in ((380, 420, 260), (1180, 400, 300), (860, 500, 260)):
        c.peak(x, top, 690, half, "#7a5b86", "#5d477a")
    for x, radius in ((470, 60), (1120, 72)):
        c.box(x - radius, 590, radius * 2, 100, ("#c98f6a", "#a36e58"))
        c.polygon(
            [
                (x + radius * cos(a), 592 + radius * 1.25 * sin(a))
                for a in (pi + pi * s / 30 for s in range(31))
            ],
            ("#4bb5c0", "#2a7f9e"),
        )
    c.polygon([(180, 670), (1420, 670), (1560, 790), (40, 790)], ("#c07a45", "#7d4a30"))
    for plank in range(13):
        c.line([(180 + plank * 103.3, 670), (40 + plank * 126.7, 790)], "#5f3725", 3, 0.6)
    c.polygon([(640, 60), (720, 60), (720, 740), (330, 740)], "#fff2c4", 0.10)
    c.polygon([(900, 60), (960, 60), (1270, 740), (860, 740)], "#fff2c4", 0.12)
    for x, robe, sash, cap in (
        (560, ("#e4572e", "#a93624"), "#f2b84b", "#2a7f9e"),
        (800, ("#3aa36f", "#22704f"), "#fdf1dc", "#7a2f5c"),
        (1040, ("#4f78d0", "#2f4f9c"), "#e9683c", "#f2b84b"),
    ):
        lean = c.random.uniform(-14, 14)
        c.oval(x, 744, 86, 12, "#3a1f1a", 0.4)
        for hand in (-92, 92):
            c.line([(x + hand, 560 + lean * hand / 92), (x + hand * 0.5, 120)], "#fdf1dc", 2, 0.6)
            c.line([(x, 520), (x + hand * 0.6, 536), (x + hand, 560 + lean * hand / 92)], robe[0], 26)
            c.disc(x + hand, 560 + lean * hand / 92, 16, "#f0c39a")
            c.line([(x + hand * 0.3, 690), (x + hand * 0.34, 732)], "#4a2b2a", 18)
        c.line([(x, 400), (x, 120)], "#fdf1dc", 2, 0.6)
        c.polygon([(x - 34, 494), (x + 34, 494), (x + 84, 706), (x - 84, 706)], robe)
        for stripe in (-0.5, 0, 0.5):
            c.line([(x + 34 * stripe, 500), (x + 84 * stripe, 704)], sash, 6, 0.7)
        c.polygon([(x - 50, 580), (x + 50, 580), (x + 56, 604), (x - 56, 604)], sash)
        c.oval(x, 452, 48, 52, ("#f6cfa6", "#e0a87c"))
        for eye in (-17, 17):
            c.disc(x + eye, 450, 5.5, "#2b1b2b")
            c.disc(x + eye * 1.5, 470, 9, "#e4735a", 0.6)
        c.line([(x - 14, 476), (x, 483), (x + 14, 476)], "#8a3a35", 4)
        c.polygon([(x - 48, 434), (x - 36, 396), (x + 36, 396), (x + 48, 434)], cap)
        c.line([(x - 46, 430), (x + 46, 430)], sash, 6)
    for side in (-1, 1):
        for fold in range(7):
            at = 800 + side * (800 - fold * 46)
            inner = at - side * 64
            sweep = side * (fold - 2) * 16
            c.polygon(
                [(at, 0), (inner, 0), (inner - sweep * 0.2, 480), (inner + sweep, 800), (at + sweep, 800)],
                ("#8f1d2f", "#d23a45", "#7d1629") if fold % 2 else ("#6d1024", "#b32a3a", "#5c0c1f"),
            )
        c.box(800 + side * 590 - 120, 476, 240, 18, ("#f6cf7a", "#c9922f"))
    for swag in range(8):
        x = swag * 200 + 100
        c.polygon(
            [(x + 112 * cos(a), 110 * sin(a) + 52) for a in (pi * s / 30 for s in range(31))],
            ("#d23a45", "#8f1d2f"),
        )
        c.line(
            [(x + 112 * cos(a), 110 * sin(a) + 52) for a in (pi * s / 30 for s in range(31))], "#f6cf7a", 7
        )
    c.box(0, 0, WIDTH, 58, ("#b32a3a", "#8f1d2f"))
    c.box(0, 786, WIDTH, 114, ("#3a1430", "#1b0a1c"))
    for row, (y, radius) in enumerate(((838, 40), (900, 56))):
        for seat in range(13 - row * 3):
            x = seat * (132 + row * 40) + row * 60 + c.random.uniform(-12, 12)
            c.disc(x, y, radius, "#1c0b1f" if row else "#2a1029")
            c.oval(x, y + radius * 1.6, radius * 1.6, radius, "#1c0b1f" if row else "#2a1029")


def books(c: Canvas) -> None:
    c.sky("#3d2a3f", "#5a3a44", "#6e4746")
    palette = (
        ("#e4572e", "#b53d23"),
        ("#f2b84b", "#cf9330"),
        ("#2a8fae", "#1f6b86"),
        ("#57a57c", "#3b7d5d"),
        ("#8e5b9f", "#6a4079"),
        ("#f3e6cd", "#d5c29e"),
        ("#c94f6d", "#9a3852"),
        ("#3c5a99", "#2a4275"),
    )
    c.box(70, 40, 1010, 720, ("#4a2d2a", "#3a2325"))
    for shelf in range(3):
        floor = 262 + shelf * 232
        x = 96.0
        while x < 1010:
            width, height = c.random.uniform(26, 58), c.random.uniform(130, 190)
            colours = c.random.choice(palette)
            if c.random.random() < 0.1 and x < 920:
                c.polygon(
                    [(x, floor), (x + 34, floor), (x + 86, floor - height), (x + 52, floor - height - 12)],
                    colours,
                )
                x += 92
                continue
            c.box(x, floor - height, width, height, colours)
            c.box(x + width - 6, floor - height, 6, height, "#000000", 0.14)
            for band in (0.16, 0.22, 0.8):
                c.box(x, floor - height * (1 - band), width, 5, "#fff3d6", 0.7)
            x += width + 2
        c.box(70, floor, 1010, 22, ("#b9804f", "#8a5a3a"))
        c.box(70, floor + 22, 1010, 16, "#1d1113", 0.4)
    for x in (56, 1066):
        c.box(x, 30, 26, 740, ("#c48a57", "#8a5a3a"))
    c.box(56, 24, 1036, 24, ("#d29a66", "#a66d43"))
    c.box(1190, 90, 330, 400, ("#16244d", "#3a4c86", "#8a6a8f"))
    c.disc(1420, 190, 42, "#fdf3d6")
    c.peak(1290, 330, 490, 110, "#56679a", "#414f84", 0.25)
    c.peak(1430, 300, 490, 100, "#56679a", "#414f84", 0.25)
    for x in (1178, 1343, 1508):
        c.box(x, 78, 22, 424, ("#d29a66", "#a66d43"))
    for y in (70, 280, 484):
        c.box(1178, y, 352, 20, ("#d29a66", "#a66d43"))
    c.glow(1270, 560, 520, "#ffd58a", 0.75)
    c.box(0, 770, WIDTH, 130, ("#9c6440", "#5f3a2b"))
    c.box(0, 770, WIDTH, 10, "#e0a871")
    for step, (width, colours) in enumerate(((300, palette[2]), (270, palette[5]), (285, palette[0]))):
        c.box(700 - width / 2, 734 - step * 38, width, 36, colours)
        c.box(700 - width / 2 + 14, 740 - step * 38, width - 14, 24, "#fbf2de")
    c.polygon([(940, 772), (900, 730), (1060, 716), (1080, 756)], ("#fffaf0", "#e6d8ba"))
    c.polygon([(1080, 756), (1060, 716), (1220, 724), (1200, 772)], ("#fff6e4", "#decca6"))
    for line in range(4):
        c.line([(920 + line * 8, 736 + line * 8), (1050 + line * 5, 726 + line * 8)], "#a8977c", 3, 0.7)
        c.line([(1078 + line * 4, 726 + line * 8), (1204 - line * 4, 732 + line * 8)], "#a8977c", 3, 0.7)
    c.oval(1400, 774, 92, 14, ("#3aa3a8", "#1f6f78"))
    c.line([(1400, 770), (1400, 620), (1330, 520)], "#2a8088", 14)
    c.polygon([(1290, 470), (1372, 508), (1330, 610), (1190, 548)], ("#4bb5c0", "#1f6f78"))
    c.polygon([(1330, 610), (1190, 548), (1000, 770), (1330, 772)], "#fff0c0", 0.2)
