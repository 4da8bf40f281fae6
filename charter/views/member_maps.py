"""The directory's map, and the table that says the same."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import countries
from charter.queries.members import Place


def drawn(places: list[Place], withheld: int) -> dict[str, Any]:
    """`places` for the dots, `text` with the counts, `rows` of the table by country; empty where nobody is found."""
    dots = [(one.latitude, one.longitude) for one in places if _is_known(one)]
    return {"places": dots, "text": _text(places, len(dots), withheld), "rows": _rows(places)} if places else {}


def _is_known(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None


def _text(places: list[Place], dots: int, withheld: int) -> str:
    nations, without = len({one.country for one in places if one.country}), len(places) - dots
    said = [
        ngettext("%(n)s member stands on the map.", "%(n)s members stand on the map.", dots) % {"n": dots},
        ngettext("They come from %(n)s country.", "They come from %(n)s countries.", nations) % {"n": nations},
    ]
    if without:
        word = ngettext("%(n)s member has no place on it yet.", "%(n)s members have no place on it yet.", without)
        said.append(word % {"n": without})
    if withheld:
        word = ngettext("%(n)s member withholds its name.", "%(n)s members withhold their names.", withheld)
        said.append(word % {"n": withheld})
    return " ".join(said)


def _rows(places: list[Place]) -> list[dict[str, Any]]:
    """A line for each country, by its name, with the address of its members."""
    members, shown = Counter(p.country for p in places), Counter(p.country for p in places if _is_known(p))
    named = sorted(members, key=lambda code: (not code, countries.name(code).casefold()))
    return [
        {
            "name": countries.name(code) if code else _("No country given"),
            "url": f"{reverse('members')}?{urlencode({'country': code})}" if code else "",
            "members": members[code],
            "shown": shown[code],
        }
        for code in named
    ]
