"""The page for an address that does not exist, or is hidden: the nearest addresses, and a search."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.locales import localize_commas
from charter.models import Version
from charter.queries.reading import address_suggestions
from charter.queries.reading.former_addresses import Departure
from charter.views.text_frame import words_language
from charter.wording.charter_text import language_attributes

WORDS = 10


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answers 404 with the nearest articles and provisions; reveals no more than the address contains."""
    context = {"reason": _reason(exception), "suggestions": _rows(request)}
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, departure: Departure, version: Version) -> HttpResponse:
    """Answers 410 for a deleted article, with its last place and the present places of its provisions."""
    names = {"name": departure.name, "last": departure.was.number, "number": version.number}
    reason = (
        _("Version %(last)s had “%(name)s” at this address. Version %(number)s does not contain this article.") % names
    )
    then = _row(departure.was.number, departure.address, departure.name)
    context = {
        "reason": reason,
        "then": [then],
        "now": [_row(version.number, chapter.address, chapter.name) for chapter in departure.now],
    }
    return render(request, "410.html", context, status=410)


def _row(number: int, address: str, name: str) -> dict[str, Any]:
    """A row that leads to an article of a version."""
    return {
        "title": name,
        "url": reverse("article", args=[number, address]),
        "after": f" · {_('Version %(number)s') % {'number': number}}",
    }


def _reason(exception: Exception) -> str:
    """The sentence a view gave; Django's own messages are for developers."""
    reason = exception.args[0] if exception.args and type(exception) is Http404 else ""
    return reason if isinstance(reason, str) and reason.endswith(".") else ""


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    suggestions = address_suggestions.suggestions_near(request.path_info, words_language(request))
    if suggestions is None:
        return []
    number = suggestions.version.number
    chapters = [
        {
            "title": chapter.name,
            "title_in": language_attributes(chapter.language),
            "url": reverse("article", args=[number, chapter.address]),
            "after": f" · {_('Version %(number)s') % {'number': number}}",
            "words": Truncator(chapter.first).words(WORDS),
            **language_attributes(chapter.language),
        }
        for chapter in suggestions.chapters
    ]
    provisions = [
        {
            "title": _("History of %(citation)s") % {"citation": localize_commas(row.citation)},
            "url": reverse("provision", args=[row.provision.short]),
            "words": Truncator(row.wording.text if row.wording else "").words(WORDS),
            **language_attributes(row.language),
        }
        for row in suggestions.provisions
    ]
    return [*provisions, *chapters]
