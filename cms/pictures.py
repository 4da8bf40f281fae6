"""Pictures of pages: none without words for those who do not see it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    words = blocks.CharBlock(
        max_length=300,
        label=_("Description of the picture"),
        help_text=_("Describe what the picture shows, for readers who cannot see it."),
    )
    by = blocks.CharBlock(required=False, max_length=200, label=_("Author of the picture"))

    class Meta:
        icon = "image"


class PicturesBlock(blocks.StreamBlock):
    picture = PictureBlock(label=_("Picture"))
