"""Scenes of towns and the people in them, drawn without people."""

from math import cos, pi, sin

from articles.demonstration.canvas import WIDTH, Canvas


def stadium(c: Canvas) -> None:
    c.sky("#101c46", "#2a3f7a", "#6a6aa0")
    c.stars(90, 260)
    c.oval(800, 620, 1000, 330, ("#39436f", "#1f274d"))
    c.oval(800, 640, 940, 300, ("#5a4a7c", "#2a2f5c"))
    for _ in range(2600):
        a, r = c.random.uniform(pi, 2 * pi), c.random.uniform(0.8, 0.99)
        colour = c.random.choice(("#ffd27a", "#e9683c", "#f3f3f3", "#3bb0a0", "#4f86d8", "#c95b7c"))
        c.disc(800 + 940 * r * cos(a), 640 + 300 * r * sin(a), 4.5, colour, 0.85)
    c.oval(800, 690, 800, 270, ("#2b3a5a", "#22304d"))
    field = [(330, 500), (1270, 500), (1720, 900), (-120, 900)]
    c.polygon(field, ("#4da35a", "#2f8a4b"))
    for step in range(0, 10, 2):
        one, two = step / 10, (step + 1) / 10
        c.polygon(
            [
                (330 + 940 * one, 500),
                (330 + 940 * two, 500),
                (-120 + 1840 * two, 900),
                (-120 + 1840 * one, 900),
            ],
            "#ffffff",
            0.08,
        )
    c.line([(800, 500), (800, 900)], "#f5fff3", 5, 0.8)
    c.line([(330, 502), (1270, 502)], "#f5fff3", 4, 0.8)
    turns = [2 * pi * step / 80 for step in range(81)]
    c.line([(800 + 190 * cos(a), 680 + 75 * sin(a)) for a in turns], "#f5fff3", 5, 0.8)
    for x in (150, 470, 1130, 1450):
        base = 400 if x in (470, 1130) else 480
        c.line([(x, base), (x, 130)], "#232a4a", 12)
        c.polygon(
            [
                (x - 55, 130),
                (x + 55, 130),
                (800 + (x - 800) * 0.2 + 260, 960),
                (800 + (x - 800) * 0.2 - 260, 960),
            ],
            "#fff6cf",
            0.05,
        )
        c.glow(x, 115, 170, "#fff6cf", 0.8)
        c.box(x - 62, 86, 124, 58, "#2c3459")
        for lamp in range(8):
            c.disc(x - 45 + lamp % 4 * 30, 101 + lamp // 4 * 28, 10, "#fffbe6")
    c.oval(836, 786, 30, 9, "#123a22", 0.5)
    c.disc(830, 764, 24, ("#ffffff", "#c7d2dc"))
    c.disc(826, 762, 8, "#26304a")


def heart(c: Canvas) -> None:
    c.sky("#d6eef0", "#eaf5ee", "#fdf3e3")
    c.glow(800, 300, 560, "#ffffff", 0.9)
    for x, y, radius in ((180, 180, 90), (1440, 150, 120), (1330, 430, 50), (300, 420, 60)):
        c.disc(x, y, radius, "#bfe3e2", 0.5)
    for x, width, top in ((40, 210, 560), (230, 170, 610), (1180, 200, 590), (1370, 190, 540)):
        c.box(x, top, width, 280, ("#b9d9dd", "#9cc5cc"))
        for row in range(3):
            for column in range(int(width / 48)):
                c.box(x + 20 + column * 48, top + 26 + row * 56, 24, 30, "#e9f6f5")
    c.hills(800, 16, ("#9bcf9d", "#63a982"), 1.4)
    c.box(430, 560, 740, 250, ("#ffffff", "#e3eef0"))
    c.box(640, 500, 320, 310, ("#ffffff", "#dde9ed"))
    c.box(430, 552, 740, 12, "#3aa3a8")
    c.box(640, 492, 320, 12, "#3aa3a8")
    for x in (466, 526, 586, 984, 1044, 1104):
        for y in (600, 670, 740):
            c.box(x, y, 38, 42, ("#8ed0da", "#5faebd"))
    c.box(740, 690, 120, 120, ("#8ed0da", "#4b9aac"))
    c.line([(800, 690), (800, 810)], "#ffffff", 5)
    c.box(785, 530, 30, 100, "#e4572e")
    c.box(750, 565, 100, 30, "#e4572e")
    for side, x0 in ((-1, 380), (1, 1220)):
        for step in range(3):
            x = x0 + side * step * 120
            c.box(x - 6, 770, 12, 60, "#7a5a44")
            c.disc(x, 750, 46, "#57a57c")
            c.disc(x + 12, 760, 32, "#3f8a6a", 0.5)
    c.box(0, 812, WIDTH, 88, ("#cfd9d8", "#b2c1c2"))
    turns = [2 * pi * step / 160 for step in range(160)]
    shape = [(sin(a) ** 3 * 16, -(13 * cos(a) - 5 * cos(2 * a) - 2 * cos(3 * a) - cos(4 * a))) for a in turns]
    c.polygon([(800 + x * 13.5, 262 + y * 12.6) for x, y in shape], "#b8dcdd", 0.9)
    c.polygon([(800 + x * 12.4, 256 + y * 11.6) for x, y in shape], ("#f4735a", "#d93a4a"))
    c.oval(712, 180, 42, 26, "#ffffff", 0.35)
    beat = [
        (0, 262),
        (560, 262),
        (640, 262),
        (676, 232),
        (706, 262),
        (742, 262),
        (772, 150),
        (808, 352),
        (838, 262),
        (880, 262),
        (912, 226),
        (944, 262),
        (1600, 262),
    ]
    c.line(beat, "#ffffff", 11, 0.95)
    c.line([point for point in beat if point[0] <= 640], "#3aa3a8", 7)
    c.line([point for point in beat if point[0] >= 944], "#3aa3a8", 7)


def market(c: Canvas) -> None:
    c.sky("#6bb2d1", "#bfe0dc", "#fdebc8")
    for x, radius in ((260, 150), (800, 230), (1360, 140)):
        c.box(x - radius * 1.05, 420 - radius * 0.35, radius * 2.1, 300, ("#e9cfa0", "#cfa672"))
        c.box(x - radius * 0.92, 420 - radius * 0.62, radius * 1.84, radius * 0.3, ("#2a7f9e", "#1f6787"))
        turns = [pi + pi * step / 40 for step in range(41)]
        c.polygon(
            [(x + radius * 0.9 * cos(a), 420 - radius * 0.6 + radius * 0.85 * sin(a)) for a in turns],
            ("#59c1c9", "#2a8fae"),
        )
        for share in (-0.6, -0.2, 0.2, 0.6):
            ribs = [
                (x + radius * 0.9 * share * cos(a), 420 - radius * (0.6 + 0.85 * sin(a)))
                for a in (pi / 2 * step / 12 for step in range(13))
            ]
            c.line(ribs, "#e6fbfa", 3, 0.4)
        c.line([(x, 420 - radius * 1.45), (x, 420 - radius * 1.7)], "#f2b84b", 6)
    for y, sag in ((130, 70), (90, 50)):
        rope = [(x, y + sag * 4 * (x / WIDTH) * (1 - x / WIDTH)) for x in range(0, WIDTH + 1, 40)]
        c.line(rope, "#7a5a44", 3)
        for number, (x, height) in enumerate(rope):
            c.polygon(
                [(x - 14, height), (x + 14, height), (x, height + 30)],
                ("#e4572e", "#f2b84b", "#2a8fae", "#57a57c")[number % 4],
            )
    c.box(0, 690, WIDTH, 210, ("#d9b98c", "#a9805a"))
    awnings = (("#e4572e", "#c7412a"), ("#2a8fae", "#1f6f8f"), ("#57a57c", "#3d8463"), ("#f2a541", "#d68a2b"))
    fruit = (
        ("#e94f37", "#f07a4a"),
        ("#f6c445", "#f2a541"),
        ("#6aa84f", "#93c464"),
        ("#7c3f72", "#a05a90"),
        ("#f28c38", "#f6b15c"),
    )
    for stall, (bright, dark) in enumerate(awnings):
        x = 20 + stall * 394
        c.box(x + 20, 460, 340, 250, ("#6b4a3c", "#4c3430"))
        for pole in (22, 344):
            c.box(x + pole, 430, 14, 420, "#7d5a43")
        c.box(x + 6, 690, 368, 150, ("#b9804f", "#8a5a3a"))
        for plank in (728, 766, 804):
            c.box(x + 6, plank, 368, 4, "#6b4430", 0.6)
        for heap in range(3):
            pair = fruit[(stall * 2 + heap) % 5]
            for row in range(4):
                for piece in range(5 - row):
                    px, py = x + 62 + heap * 120 + (piece - (4 - row) / 2) * 23, 680 - row * 19
                    c.disc(px, py, 14, pair[0])
                    c.disc(px - 4, py - 4, 6, pair[1])
        for stripe in range(8):
            left, right = x - 14 + stripe * 51, x - 14 + (stripe + 1) * 51
            colour = bright if stripe % 2 == 0 else "#fff4df"
            shade = dark if stripe % 2 == 0 else "#e9d9bb"
            c.polygon(
                [
                    (x + 20 + stripe * 42.5, 380),
                    (x + 20 + (stripe + 1) * 42.5, 380),
                    (right, 480),
                    (left, 480),
                ],
                colour,
            )
            c.oval((left + right) / 2, 482, 25.5, 20, shade)
        c.polygon([(x + 20, 500), (x + 360, 500), (x + 360, 540), (x + 20, 520)], "#1e1414", 0.25)
        c.polygon([(x + 6, 840), (x + 374, 840), (x + 400, 868), (x - 20, 868)], "#5b3f2e", 0.35)


def skyline(c: Canvas) -> None:
    c.sky("#27346b", "#6a5a93", "#d98386", "#fbb981", "#fde0ac")
    c.glow(500, 560, 560, "#ffe9b8", 0.9)
    c.disc(500, 540, 80, ("#fff5d6", "#ffd489"))
    x = -20.0
    while x < WIDTH:
        width, height = c.random.uniform(50, 110), c.random.uniform(90, 260)
        c.box(x, 640 - height, width, 300, ("#a76f8f", "#8a5f88"))
        x += width + 4
    c.polygon([(1085, 700), (1112, 330), (1128, 330), (1155, 700)], ("#6f4f80", "#54406f"))
    c.line([(1120, 330), (1120, 110)], "#6f4f80", 8)
    c.line([(1040, 700), (1112, 470)], "#6f4f80", 9)
    c.line([(1200, 700), (1128, 470)], "#6f4f80", 9)
    c.oval(1120, 380, 50, 20, ("#8f6796", "#5a4573"))
    c.oval(1120, 330, 30, 13, ("#8f6796", "#5a4573"))
    x = -40.0
    while x < WIDTH:
        width, height = c.random.uniform(90, 150), c.random.uniform(80, 330)
        if x + width > 600 and x < 960:
            height *= 0.35
        c.box(x, 720 - height, width, height + 40, ("#54447a", "#3a3564"))
        for row in range(int(height / 34)):
            for column in range(int(width / 26)):
                if c.random.random() < 0.45:
                    c.box(x + 10 + column * 26, 734 - height + row * 34, 12, 17, "#ffd98a", 0.9)
        x += width + 8
    c.box(640, 590, 280, 150, ("#e5b88a", "#b98566"))
    c.polygon([(745, 740), (745, 650), (780, 615), (815, 650), (815, 740)], ("#5a3d58", "#3c2c4c"))
    for bay in (662, 858):
        c.polygon(
            [(bay, 740), (bay, 665), (bay + 20, 645), (bay + 40, 665), (bay + 40, 740)],
            ("#8f5f62", "#6b4658"),
        )
    c.box(700, 545, 160, 45, ("#2e8fa8", "#23708f"))
    c.polygon(
        [(780 + 84 * cos(a), 548 + 112 * sin(a)) for a in (pi + pi * step / 40 for step in range(41))],
        ("#6fd0d0", "#2e8fa8"),
    )
    for minaret in (612, 922):
        c.polygon(
            [(minaret, 740), (minaret + 8, 480), (minaret + 28, 480), (minaret + 36, 740)],
            ("#eec595", "#b98566"),
        )
        c.polygon(
            [(minaret + 18 + 18 * cos(a), 482 + 26 * sin(a)) for a in (pi + pi * s / 20 for s in range(21))],
            "#4bb5c0",
        )
    c.hills(745, 8, ("#33466a", "#24314f"), 3)
    for step in range(30):
        c.disc(
            step * 56 + c.random.uniform(-14, 14),
            752,
            c.random.uniform(28, 48),
            c.random.choice(("#2d5a5e", "#356a66", "#254b55")),
        )
    c.box(0, 775, WIDTH, 125, ("#6d5d80", "#3d3658"))
    for lamp in range(7):
        x = 90 + lamp * 240
        c.line([(x, 830), (x, 690)], "#231f3c", 7)
        c.glow(x, 684, 80, "#ffe2a0", 0.9)
        c.disc(x, 684, 13, "#fff6da")
        c.oval(x, 834, 95, 13, "#ffdf9a", 0.25)
        c.box(x + 70, 806, 100, 9, "#2b2447")
        c.box(x + 70, 784, 100, 8, "#2b2447")
        for leg in (78, 154):
            c.box(x + leg, 784, 8, 46, "#2b2447")
