"""What is sent to Wagtail is written again in a child process before Wagtail reads it."""

from __future__ import annotations

import io
import struct
import zlib

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.images.forms import get_image_form, get_image_multi_form
from wagtail.images.models import Image
from wagtail.models import Locale
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation, TranslationSource

from cms.forms import PictureField
from cms.models import PlainPage
from tests import factories
from tests.memory import grown

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves files of its own open.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def admin(client, moderator, settings):
    """A moderator of a demonstration, where no second factor is asked."""
    settings.DEMONSTRATION = moderator.is_demonstration = True
    moderator.save()
    client.force_login(moderator)
    return client


@pytest.fixture
def superuser(client, admin, moderator):
    moderator.is_superuser = True
    moderator.save()
    return admin


def photograph(size=(3000, 1000), turned: int = 1) -> bytes:
    """A JPEG that names the place where it was taken."""
    drawing, out = Drawing.new("RGB", size, "teal"), io.BytesIO()
    notes = drawing.getexif()
    notes[0x0112] = turned
    notes.get_ifd(0x8825).update({1: "N", 2: (41.0, 23.0, 0.0)})
    drawing.save(out, "JPEG", exif=notes)
    return out.getvalue()


def drawing(kind: str, mode: str, size=(30, 20)) -> bytes:
    out = io.BytesIO()
    Drawing.new(mode, size).save(out, kind)
    return out.getvalue()


def enormous() -> bytes:
    """A PNG of a few bytes that says it has 2,500 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def add(client, data: bytes, name: str):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("wagtailimages:add"), {"title": "The harbour", "file": file, "description": "x"})


def stored(picture: Image) -> Drawing.Image:
    return Drawing.open(io.BytesIO(picture.file.read()))


@pytest.mark.parametrize(("turned", "size"), [(1, (2048, 683)), (6, (683, 2048))])
def test_a_photograph_is_kept_smaller_upright_and_without_its_place(site, admin, turned, size):
    add(admin, photograph(turned=turned), "IMG_1.jpeg")
    kept = stored(Image.objects.get())
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", size, {})


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("PNG", "RGBA", "PNG"),
        ("PNG", "P", "PNG"),
        ("GIF", "P", "PNG"),
        ("WEBP", "RGB", "JPEG"),
        ("AVIF", "RGB", "JPEG"),
    ],
)
def test_every_kind_of_picture_is_written_again(site, admin, kind, mode, kept):
    add(admin, drawing(kind, mode), f"p.{kind.lower()}")
    assert stored(Image.objects.get()).format == kept


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (enormous(), "more than 64 million pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Send a JPEG, PNG, WebP, AVIF or GIF file"),
        (drawing("TIFF", "RGB"), "Send a JPEG, PNG, WebP, AVIF or GIF file"),
        (photograph()[:300], "Send a JPEG, PNG, WebP, AVIF or GIF file"),
    ],
)
def test_a_picture_that_cannot_be_read_is_told_beside_its_field(site, admin, data, sentence):
    answer = add(admin, data, "p.png")
    assert sentence in answer.context["form"].errors["file"][0]
    assert answer.context["form"]["title"].value() == "The harbour"
    assert not Image.objects.exists()


def test_the_site_grows_by_less_than_50_mb_for_a_large_picture(site, admin):
    data = drawing("PNG", "RGBA", (7000, 7000))
    field = PictureField()
    assert grown(lambda: field.to_python(SimpleUploadedFile("p.png", data))) < 50


def test_each_form_of_wagtail_that_takes_a_picture_takes_it_so():
    root = factories.person(is_superuser=True)
    assert isinstance(get_image_form(Image)(user=root).fields["file"], PictureField)
    assert "file" not in get_image_multi_form(Image)(user=root).fields


def test_the_picture_of_an_account_is_written_again():
    profile = UserProfile.get_for_user(factories.person())
    sent = {"avatar": SimpleUploadedFile("me.jpeg", photograph((300, 300)))}
    AvatarSettingsPanel.form_class({}, sent, instance=profile).save()
    kept = Drawing.open(io.BytesIO(profile.avatar.read()))
    assert (kept.size, dict(kept.getexif())) == ((300, 300), {})


@pytest.fixture
def translation(site) -> Translation:
    """A page on its way into French."""
    page = PlainPage.objects.get(slug="help", locale__language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="fr"))


def send_translation(client, translation, data: bytes):
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    return client.post(address, {"file": SimpleUploadedFile("fr.po", data)}, follow=True)


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b'msgid "x"\nmsgstr "y"\n', "The file is not a PO file from this site"),
        (b"x" * 2_000_000, "larger than 1 MB"),
    ],
)
def test_a_po_file_of_others_is_refused_with_a_sentence(superuser, translation, data, word):
    assert word in said(send_translation(superuser, translation, data))


def test_a_po_file_comes_back_as_it_was_filled_in(superuser, translation):
    po = translation.export_po()
    for entry in po:
        entry.msgstr = "Des mots élégants"
    answer = send_translation(superuser, translation, str(po).encode())
    assert "Successfully imported" in said(answer)
    assert {entry.msgstr for entry in translation.export_po()} == {"Des mots élégants"}


def redirects(client, name: str, data: bytes):
    return client.post(
        reverse("wagtailredirects:start_import"), {"import_file": SimpleUploadedFile(name, data)}, follow=True
    )


def table(far: bool = False) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["from", "to"])
    book.active.append(["/old/", "/new/"])
    if far:
        book.active["XFD3"] = "x"
    book.save(out)
    return out.getvalue()


def test_a_table_of_redirects_is_read_as_it_was_written_again(site, superuser):
    assert list(redirects(superuser, "r.xlsx", table()).context["dataset"]) == [["/old/", "/new/"]]
    assert list(redirects(superuser, "r.tsv", b"from\tto\n/old/\t/new/\n").context["dataset"]) == [["/old/", "/new/"]]


def test_a_table_of_redirects_that_is_too_wide_is_refused(site, superuser):
    assert "to the right of column 100" in said(redirects(superuser, "r.xlsx", table(far=True)))
