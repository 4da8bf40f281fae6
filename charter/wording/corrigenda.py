"""Signed corrections of one language, printed beside the version that stays as it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from charter.models import Corrigendum
from charter.queries.reading.articles import TextLine
from charter.queries.reading.comparing import redline_of
from charter.wording.charter_text import in_words_apart, interface_language, language_attributes
from charter.wording.round_times import format_day


def title_with_version(corrigendum: Corrigendum) -> str:
    """Number, version and date."""
    values = {"number": corrigendum.number, "version": corrigendum.version.number, "day": format_day(corrigendum.at)}
    return _("Corrigendum %(number)s to version %(version)s, %(day)s") % values


def show_correction(line: TextLine, corrigendum: Corrigendum) -> dict[str, Any]:
    """Number, date, reason, and the redline from the printed words to the right ones."""
    numbered = {"number": corrigendum.number, "day": format_day(corrigendum.at)}
    return {
        "title": _("Corrigendum %(number)s, %(day)s") % numbered,
        "reason": in_words_apart(corrigendum.reason),
        "words": redline_of(line.html, corrigendum.wording.html, interface_language()),
        **language_attributes(corrigendum.language),
    }
