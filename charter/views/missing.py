"""The page for an address that was never given, or is hidden: what was meant, and a search."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from charter.models import Version
from charter.queries import suggestions
from charter.queries.departures import Departure
from charter.templatetags.charter_text import attributes
from charter.views.frame import words_language

WORDS = 10


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answers 404 with the nearest articles and provisions; says no more than the address gave away."""
    context = {"reason": _reason(exception), "suggestions": _rows(request)}
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, departure: Departure, version: Version) -> HttpResponse:
    """Answers 410 for an article that left the text, with where it stood last and where what is left of it went."""
    names = {"name": departure.name, "last": departure.was.number, "number": version.number}
    reason = _("“%(name)s” stood here in version %(last)s. Version %(number)s has no such article.") % names
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
    said = exception.args[0] if exception.args and type(exception) is Http404 else ""
    return said if isinstance(said, str) and said.endswith(".") else ""


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    found = suggestions.near(request.path_info, words_language(request))
    if found is None:
        return []
    number = found.version.number
    chapters = [
        {
            "title": chapter.name,
            "url": reverse("article", args=[number, chapter.address]),
            "after": f" · {_('Version %(number)s') % {'number': number}}",
            "words": Truncator(chapter.first).words(WORDS),
            **attributes(chapter.language),
        }
        for chapter in found.chapters
    ]
    provisions = [
        {
            "title": _("The life of %(citation)s") % {"citation": row.citation},
            "url": reverse("provision", args=[row.provision.short]),
            "words": Truncator(row.wording.text if row.wording else "").words(WORDS),
            **attributes(row.language),
        }
        for row in found.provisions
    ]
    return [*provisions, *chapters]
