"""A picture that was sent, written again in a child process; the site stores what is written here alone."""

from __future__ import annotations

import os
from io import BytesIO
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.imports.child import read_in_child
from accounts.imports.refusals import Unreadable

LARGEST = 10 * 1024**2
# Pages show pictures 960 pixels wide, and screens may have two or more pixels for each of them.
LONGEST_SIDE = 2048
MOST_PIXELS = 64_000_000
READ = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
NO_PICTURE = _("The file is not a readable image. Send a JPEG, PNG, WebP, AVIF or GIF file.")
TOO_MANY_PIXELS = _("The image has more than %(n)s million pixels. Make the image smaller and send it again.")
TOO_LARGE = _("The image is larger than 10 MB. Make the image smaller and send it again.")


def read_upload(file: IO[bytes]) -> bytes:
    """The picture as the site writes it. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise Unreadable(TOO_LARGE)
    picture: bytes = read_in_child("accounts.imports.pictures:repack_picture", file)
    return picture


def ending_of(picture: bytes) -> str:
    """`png` or `jpg`, as the site wrote it."""
    return "png" if picture.startswith(b"\x89PNG") else "jpg"


def repack_picture(data: bytes) -> bytes:
    """The picture as JPEG, or as PNG where parts of it are transparent or it was drawn in few colours.

    Of a moving picture the first frame is kept. What a camera notes, such as the place, is left out.
    """
    Image.MAX_IMAGE_PIXELS = None  # they are counted here, before they are read
    try:
        with Image.open(BytesIO(data), formats=READ) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable(TOO_MANY_PIXELS, n=MOST_PIXELS // 1_000_000)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _written(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise Unreadable(NO_PICTURE) from None


def _written(image: Image.Image) -> bytes:
    is_photograph = image.format not in ("GIF", "PNG") and not image.has_transparency_data
    mode = "RGB" if is_photograph else "RGBA"
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    # A palette cannot be made smaller; all else is, before it is copied.
    small = image if image.mode in ("RGB", "RGBA", "L", "LA", "CMYK") else image.convert(mode)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(small.convert(mode))
    upright.info.clear()
    out = BytesIO()
    if is_photograph:
        upright.save(out, "JPEG", quality=90, icc_profile=profile)
    else:
        upright.save(out, "PNG", icc_profile=profile)
    return out.getvalue()
