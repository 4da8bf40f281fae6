"""Provisions that a page quotes: the version and the citation, which must stand in that version."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from charter.queries.reading import charters
from charter.queries.versions.quoted_provisions import quoted_provisions


class QuotationBlock(blocks.StructBlock):
    """Versions never change, so a version and a citation name one wording in each language for ever."""

    version = blocks.IntegerBlock(min_value=1, label=_("Version"), help_text=_("The number of a published version."))
    citation = blocks.CharBlock(
        max_length=80,
        label=_("Provision"),
        help_text=_("The citation of the provision in this version, for example VI.2.3."),
    )

    class Meta:
        icon = "openquote"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        charter = charters.current_charter()
        pair = (cleaned["version"], cleaned["citation"])
        if charter is None or not quoted_provisions(charter, [pair], charters.first_language()):
            raise ValidationError(
                _("Version %(number)s has no provision %(citation)s.") % {"number": pair[0], "citation": pair[1]}
            )
        return cleaned


class QuotationsBlock(blocks.StreamBlock):
    provision = QuotationBlock(label=_("Provision"))
