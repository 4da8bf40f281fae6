"""Signed corrections of one language, printed beside the version that stays as it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from charter.models import Corrigendum
from charter.queries.comparing import redline
from charter.queries.reading import Line
from charter.templatetags.charter_text import attributes, in_words, interface
from charter.templatetags.moments import day


def correction(line: Line, corrigendum: Corrigendum) -> dict[str, Any]:
    """Number, date, reason, and the redline from the printed words to the right ones."""
    numbered = {"number": corrigendum.number, "day": day(corrigendum.at)}
    return {
        "title": _("Corrigendum %(number)s, %(day)s") % numbered,
        "reason": in_words(corrigendum.reason),
        "words": redline(line.html, corrigendum.wording.html, interface()),
        **attributes(corrigendum.language),
    }
