"""What is taken for a picture, and what is refused in which words."""

import io
import resource
import struct

import PIL.Image
import pytest
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from articles.pictures import uploads
from articles.pictures.uploads import BadFile
from tests.pictures import a_file, a_picture, a_png_that_says_it_is, halves

TAKEN = "JPEG, PNG, WebP, AVIF and GIF can be taken."
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
RED, BLUE = (254, 0, 0), (0, 0, 254)


def near(colour, wanted) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(colour, wanted, strict=True))


def with_exif(picture: PIL.Image.Image, **tags) -> bytes:
    exif = PIL.Image.Exif()
    exif[0x0112] = tags.get("orientation", 1)
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 18.0, 0.0), 3: "E", 4: (69.0, 16.0, 0.0)})
    return a_file("jpeg", picture, quality=95, exif=exif)


@pytest.mark.parametrize("format_name", ["jpeg", "png", "webp", "avif", "gif"])
def test_a_picture_is_read_whatever_its_format(format_name):
    picture = uploads.picture(a_file(format_name))

    assert (picture.mode, picture.size) == ("RGB", (64, 36))
    assert near(picture.getpixel((10, 10)), (0, 128, 128))


@pytest.mark.parametrize(
    ("mode", "format_name"),
    [("L", "jpeg"), ("L", "png"), ("1", "png"), ("P", "png"), ("P", "gif"), ("LA", "png"), ("RGBA", "webp")],
)
def test_a_picture_of_any_mode_becomes_rgb(mode, format_name):
    picture = uploads.picture(a_file(format_name, a_picture(colour="white").convert(mode)))

    assert picture.mode == "RGB"
    assert near(picture.getpixel((10, 10)), (255, 255, 255))


def test_a_cmyk_picture_keeps_its_colours():
    picture = uploads.picture(a_file("jpeg", a_picture(colour="red").convert("CMYK"), quality=95))

    assert near(picture.getpixel((10, 10)), RED)


def test_sixteen_bits_become_eight_and_stay_as_bright():
    grey = PIL.Image.new("I;16", (8, 8), 128 * 256)

    assert uploads.picture(a_file("png", grey)).getpixel((4, 4)) == (128, 128, 128)


def test_what_could_be_seen_through_is_white():
    picture = a_picture(mode="RGBA", colour=(255, 0, 0, 0))

    assert uploads.picture(a_file("png", picture)).getpixel((4, 4)) == (255, 255, 255)


def test_a_palette_with_a_transparent_colour_is_white_there():
    picture = a_picture(colour="red").quantize(4)

    read = uploads.picture(a_file("gif", picture, transparency=picture.getpixel((0, 0))))

    assert read.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("format_name", ["gif", "webp", "png"])
def test_of_a_picture_that_moves_the_first_frame_is_taken(format_name):
    frames = [a_picture(colour=colour) for colour in ("red", "blue")]

    read = uploads.picture(a_file(format_name, frames[0], save_all=True, append_images=frames[1:]))

    assert near(read.getpixel((4, 4)), (255, 0, 0))


@pytest.mark.parametrize(
    ("orientation", "size", "left_or_top"),
    [
        (1, (640, 360), RED),
        (2, (640, 360), BLUE),
        (3, (640, 360), BLUE),
        (4, (640, 360), RED),
        (5, (360, 640), RED),
        (6, (360, 640), RED),
        (7, (360, 640), BLUE),
        (8, (360, 640), BLUE),
    ],
)
def test_a_picture_is_turned_upright(orientation, size, left_or_top):
    picture = uploads.picture(with_exif(halves(), orientation=orientation))

    assert picture.size == size
    assert near(picture.getpixel((20, 20)), left_or_top)


def test_nothing_of_what_the_file_says_beside_the_picture_is_kept():
    notes = PngInfo()
    notes.add_text("Author", "Somebody")

    pictures = [
        uploads.picture(with_exif(halves())),
        uploads.picture(a_file("jpeg", comment=b"taken at home")),
        uploads.picture(a_file("png", pnginfo=notes)),
    ]

    assert [each.info for each in pictures] == [{}, {}, {}]
    assert [len(each.getexif()) for each in pictures] == [0, 0, 0]


def test_a_profile_is_converted_to_what_browsers_assume():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

    same = uploads.picture(a_file("jpeg", a_picture(colour="red"), quality=95, icc_profile=srgb.tobytes()))
    useless = uploads.picture(a_file("jpeg", a_picture(colour="red"), quality=95, icc_profile=lab.tobytes()))

    assert near(same.getpixel((4, 4)), RED)
    assert near(useless.getpixel((4, 4)), RED)
    assert (same.info, useless.info) == ({}, {})


@pytest.mark.filterwarnings("ignore::UserWarning")  # by which Pillow tells of it
@pytest.mark.parametrize(
    "broken",
    [
        b"Exif\0\0",
        b"Exif\0\0MM\0\x2a\xff\xff\xff\xff",
        b"Exif\0\0II\x2a\0\x08\0\0\0\xff\xff" + b"\xff" * 40,
        b"Exif\0\0" + b"\x00" * 200,
    ],
)
def test_a_broken_exif_block_does_no_harm(broken):
    assert uploads.picture(a_file("jpeg", exif=broken)).size == (64, 36)


def test_a_broken_colour_profile_does_no_harm():
    assert uploads.picture(a_file("jpeg", icc_profile=b"no profile")).size == (64, 36)


NONE = f"This is no picture. {TAKEN}"
NO_SVG = "SVG drawings cannot be taken, as they may hold programs. Save it as PNG."
DAMAGED = "The picture is damaged, or a part of the file is missing."
TOO_MANY = "The picture has more than 50 megapixels."
REFUSED = {
    "nothing": (b"", "The file is empty."),
    "a program": (b"MZ" + b"\x90" * 5_000, NONE),
    "a text": (b"Just some words.\n" * 100, NONE),
    "zeros": (b"\0" * 10_000, NONE),
    "a document": (b"%PDF-1.7\n", NONE),
    "a bitmap": (a_file("bmp"), NONE),
    "a scan": (a_file("tiff"), NONE),
    "a drawing": (SVG, NO_SVG),
    "a drawing after a mark": (b"\xef\xbb\xbf\n" + SVG, NO_SVG),
    "what telephones make": (
        b"\0\0\0\x18ftypheic" + b"\0" * 100,
        "HEIC pictures cannot be taken. Save it as JPEG.",
    ),
    "a part of a JPEG": (a_file("jpeg", halves())[:1_000], DAMAGED),
    "a part of a PNG": (a_file("png", halves())[:-60], DAMAGED),
    "a part of a WebP": (a_file("webp", halves())[:-60], DAMAGED),
    "a part of an AVIF": (a_file("avif", halves())[:-60], DAMAGED),
    "the beginning of a JPEG": (a_file("jpeg")[:10], DAMAGED),
    "less than the header says": (a_png_that_says_it_is(400, 400), DAMAGED),
    "a bomb": (a_png_that_says_it_is(40_000, 40_000), TOO_MANY),
    "a little too much": (a_png_that_says_it_is(8_000, 6_251), TOO_MANY),
    "twice too much": (a_png_that_says_it_is(12_000, 9_000), TOO_MANY),
    "a line": (a_png_that_says_it_is(16_001, 1), "No side of a picture may be longer than 16000 pixels."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_with_the_reason(name):
    content, reason = REFUSED[name]

    with pytest.raises(BadFile) as refusal:
        uploads.picture(content)

    assert str(refusal.value) == reason


def said_to_be(width, height, format_name) -> bytes:
    """A small picture whose header tells another size."""
    content = bytearray(a_file(format_name))
    if format_name == "jpeg":
        place = content.index(b"\xff\xc0") + 5
        content[place : place + 4] = struct.pack(">HH", height, width)
    elif format_name == "gif":
        content[6:10] = struct.pack("<HH", width, height)
    else:  # webp: its own header, in front of the one of the frame
        extended = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0"
        extended += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        return b"RIFF" + struct.pack("<I", len(content) + 10) + b"WEBP" + extended + bytes(content[12:])
    return bytes(content)


@pytest.mark.parametrize("format_name", ["jpeg", "gif", "webp"])
def test_a_bomb_is_refused_before_it_takes_memory(format_name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(BadFile):
        uploads.picture(said_to_be(40_000, 40_000, format_name))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_file_may_be_as_large_as_the_configuration_says(settings):
    settings.PICTURE_MEGABYTES = 1
    content = a_file("jpeg")

    assert uploads.picture(content + b"\0" * (1_000_000 - len(content))).size == (64, 36)
    with pytest.raises(BadFile, match=r"^The file is larger than 1 MB\.$"):
        uploads.picture(content + b"\0" * (1_000_001 - len(content)))


def test_what_hangs_behind_a_picture_is_not_kept():
    picture = uploads.picture(a_file("jpeg") + b"<script>alert(1)</script>")
    buffer = io.BytesIO()
    picture.save(buffer, "jpeg")

    assert b"script" not in buffer.getvalue()
