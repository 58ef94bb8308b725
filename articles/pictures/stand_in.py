"""What readers see in the place of a picture that must not be shown any more."""

from PIL import Image, ImageDraw

FILE = "articles/pictures/stand-in.png"  # among the static files; it is what `draw` draws
WIDTH, HEIGHT = 1280, 720
SUPERSAMPLING = 4
ALT = {
    "uz": "Bu rasm endi mavjud emas",
    "ru": "Это изображение больше недоступно",
    "en": "This picture is no longer available",
}
PAPER, INK = "#e9ebee", "#a3aab4"


def draw() -> Image.Image:
    """A frame with a landscape, crossed out; without words, as it stands in every language."""
    size = (WIDTH * SUPERSAMPLING, HEIGHT * SUPERSAMPLING)
    sheet = Image.new("L", size, 0)
    pen = ImageDraw.Draw(sheet)

    def scaled(*numbers: int) -> list[int]:
        return [number * SUPERSAMPLING for number in numbers]

    pen.rounded_rectangle(scaled(460, 220, 820, 500), *scaled(28), outline=255, width=16 * SUPERSAMPLING)
    pen.ellipse(scaled(530, 278, 590, 338), fill=255)
    pen.polygon(scaled(560, 462, 630, 402, 655, 416, 724, 322, 780, 390, 780, 462), fill=255)
    pen.line(scaled(450, 530, 830, 190), fill=0, width=44 * SUPERSAMPLING)
    pen.line(scaled(450, 530, 830, 190), fill=255, width=16 * SUPERSAMPLING)
    mask = sheet.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    picture.paste(INK, mask=mask)
    return picture.quantize(16, dither=Image.Dither.NONE)
