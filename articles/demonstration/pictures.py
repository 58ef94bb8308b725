"""The pictures of the demonstration newsroom, drawn by the project itself: always the same for a scene."""

from PIL import Image, ImageOps

from articles.demonstration import landscapes, rooms, towns
from articles.demonstration.canvas import HEIGHT, WIDTH, Canvas

SUPERSAMPLING = 3
SCENES = {
    scene.__name__: scene
    for scene in (
        landscapes.field,
        landscapes.globe,
        landscapes.lake,
        landscapes.mountains,
        landscapes.solar,
        landscapes.sunrise,
        landscapes.train,
        rooms.books,
        rooms.laboratory,
        rooms.theatre,
        towns.heart,
        towns.market,
        towns.skyline,
        towns.stadium,
    )
}


def draw(scene: str, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Draw a scene of SCENES; another shape than 16:9 is cut from the middle."""
    canvas = Canvas(scene, SUPERSAMPLING * max(width / WIDTH, height / HEIGHT))
    SCENES[scene](canvas)
    return ImageOps.fit(canvas.image, (width, height), Image.Resampling.LANCZOS)
