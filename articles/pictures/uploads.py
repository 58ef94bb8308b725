"""Reads what an editor sends as a picture, and refuses what is none: by its size before it is decoded."""

import io
from contextlib import suppress

import PIL.Image
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ImageCms
from PIL.Image import Transpose

from articles.pictures import decoding

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_000  # WebP ends soon after it
ORIENTATION = 0x0112
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
SRGB = ImageCms.createProfile("sRGB")
SIXTEEN_BITS = {"I", "I;16", "I;16B", "I;16L"}


class BadFile(Exception):
    """The file is no picture that can be taken; the text tells an editor why, in the editor's language."""


def read(file: UploadedFile) -> PIL.Image.Image:
    """The picture in a file that was sent."""
    refuse_what_is_too_heavy(file.size)
    file.seek(0)  # a form that is shown again reads it again
    return picture(file.read())


def picture(content: bytes) -> PIL.Image.Image:
    """The picture in the file: upright, opaque, in sRGB, with nothing of what else the file says.

    Of one that moves, the first frame.
    """
    refuse_what_is_not_even_tried(content)
    try:
        with decoding.alone:
            return decoded(content)
    except BadFile:
        raise
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except PIL.UnidentifiedImageError as error:
        raise BadFile(_("This is no picture. JPEG, PNG, WebP, AVIF and GIF can be taken.")) from error
    except Exception as error:  # decoders raise whatever broken data lead them to
        raise BadFile(_("The picture is damaged, or a part of the file is missing.")) from error


def decoded(content: bytes) -> PIL.Image.Image:
    plain, profile, turn = opened(content)
    plain = in_srgb(plain, profile)
    return plain if turn is None else plain.transpose(turn)


def refuse_what_is_not_even_tried(content: bytes) -> None:
    if not content:
        raise BadFile(_("The file is empty."))
    refuse_what_is_too_heavy(len(content))
    start = content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") and b"<svg" in content[:100_000].lower():
        raise BadFile(_("SVG drawings cannot be taken, as they may hold programs. Save it as PNG."))
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"} and b"avif" not in content[:64]:
        raise BadFile(_("HEIC pictures cannot be taken. Save it as JPEG."))


def refuse_what_is_too_heavy(size: int) -> None:
    megabytes = settings.PICTURE_MEGABYTES
    if size > megabytes * 1_000_000:
        raise BadFile(_("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes})


def refuse_what_is_too_large(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise too_many_pixels()
    if max(width, height) > LONGEST_SIDE:
        raise BadFile(_("No side of a picture may be longer than %(side)s pixels.") % {"side": LONGEST_SIDE})


def too_many_pixels() -> BadFile:
    return BadFile(
        _("The picture has more than %(millions)s megapixels.") % {"millions": MOST_PIXELS // 10**6}
    )


def opened(content: bytes) -> tuple[PIL.Image.Image, bytes | None, Transpose | None]:
    """A picture that knows nothing of its file, its colour profile, and the turn that sets it upright.

    What the file's own decoder holds ends here, before more copies are made.
    """
    with PIL.Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        refuse_what_is_too_large(*picture.size)
        picture.load()
        plain, turn = opaque(picture), None
        with suppress(Exception):  # a broken EXIF block says nothing about how to turn
            turn = UPRIGHT.get(picture.getexif().get(ORIENTATION))
        profile = picture.info.get("icc_profile")
    plain.info = {}
    return plain, profile, turn


def in_srgb(plain: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    if profile:
        with suppress(OSError, ImageCms.PyCMSError):  # a profile that cannot be used is as good as none
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if plain.mode == "RGB":
                ImageCms.profileToProfile(plain, source, SRGB, inPlace=True)
            else:
                plain = ImageCms.profileToProfile(plain, source, SRGB, outputMode="RGB")
            plain.info = {}
    return plain if plain.mode == "RGB" else plain.convert("RGB")


def opaque(picture: PIL.Image.Image) -> PIL.Image.Image:
    """In grey, RGB or CMYK; what could be seen through is white."""
    if picture.mode in SIXTEEN_BITS:
        return decoding.in_bands(picture, "L", in_eight_bits)
    if picture.has_transparency_data:
        return decoding.in_bands(picture, "RGB", on_white)
    return picture.copy() if picture.mode in {"L", "RGB", "CMYK"} else picture.convert("RGB")


def in_eight_bits(band: PIL.Image.Image) -> PIL.Image.Image:
    return band.point(lambda value: value * (1 / 256)).convert("L")


def on_white(band: PIL.Image.Image) -> PIL.Image.Image:
    seen = band.convert("RGBA")
    sheet = PIL.Image.new("RGB", band.size, "white")
    sheet.paste(seen, mask=seen.getchannel("A"))
    return sheet
