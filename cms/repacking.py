"""Files that were sent to Wagtail, written again in a child process; Wagtail reads what is written here alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.imports.refusals import Unreadable

# Pages show pictures 960 pixels wide, and screens may have two or more pixels for each of them.
LONGEST_SIDE = 2048
MOST_PIXELS = 64_000_000
READ = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
LONGEST_TRANSLATION = 1024 * 1024
NO_PICTURE = _("The file is not a readable image. Send a JPEG, PNG, WebP, AVIF or GIF file.")
TOO_MANY_PIXELS = _("The image has more than %(n)s million pixels. Make the image smaller and send it again.")
NO_TRANSLATION = _("The file is not a PO file that was downloaded from this site.")
LONG_TRANSLATION = _("The PO file is larger than 1 MB.")


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


def repack_translation(data: bytes) -> bytes:
    """A PO file that wagtail-localize gave out, with all its entries."""
    import polib  # not at the top: most files are pictures

    if len(data) > LONGEST_TRANSLATION:
        raise Unreadable(LONG_TRANSLATION)
    # The package takes a text for the name of a file where there is one of that name.
    source, target = Path("given.po"), Path("made.po")
    source.write_bytes(data)
    try:
        entries = polib.pofile(str(source))
    except (OSError, ValueError, LookupError):
        raise Unreadable(NO_TRANSLATION) from None
    if "X-WagtailLocalize-TranslationID" not in entries.metadata:
        raise Unreadable(NO_TRANSLATION)
    entries.encoding = "utf-8"
    entries.metadata["Content-Type"] = "text/plain; charset=utf-8"
    entries.save(str(target))
    return target.read_bytes()
