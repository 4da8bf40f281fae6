"""Pictures and files that pages show and give away."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage


@transaction.atomic
def keep_picture(*, title: str, name: str, data: bytes) -> AbstractImage:
    """Stores a picture in the library of the site."""
    picture = get_image_model()(title=title, file=ContentFile(data, name=name))
    picture.save()
    return picture


@transaction.atomic
def keep_file(*, title: str, name: str, data: bytes) -> AbstractDocument:
    """Stores a file in the library of the site, with its size and its hash, as its upload there does."""
    kept = get_document_model()(title=title, file=ContentFile(data, name=name))
    kept.save()
    kept.get_file_size()
    kept.get_file_hash()
    return kept
