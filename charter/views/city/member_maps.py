"""The maps of members and of frameworks, and the tables with the same content."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import countries
from charter.queries.city.members import MemberPlace


def drawn(places: list[MemberPlace], withheld: int) -> dict[str, Any]:
    """The map of members; `withheld` is how many withhold their names. Empty where nobody is found."""
    if not places:
        return {}
    text = _text_on_members(places, withheld)
    return {"what": _("Members"), "text": text, **_dots_and_rows(places, "members")}


def drawn_frameworks(places: list[MemberPlace]) -> dict[str, Any]:
    """The map of frameworks, each at the place of its member; empty where there are none."""
    if not places:
        return {}
    return {"what": _("Frameworks"), "text": _text_on_frameworks(places), **_dots_and_rows(places, "frameworks")}


def _dots_and_rows(places: list[MemberPlace], page: str) -> dict[str, Any]:
    """`places` for the dots, and `rows` of the table by country, which lead to the page of that name."""
    dots = [(place.latitude, place.longitude) for place in places if _is_known(place)]
    return {"places": dots, "rows": _rows(places, reverse(page))}


def _is_known(place: MemberPlace) -> bool:
    return place.latitude is not None and place.longitude is not None


def _text_on_members(places: list[MemberPlace], withheld: int) -> str:
    dots, nations, without = _counts(places)
    sentences = [
        ngettext("%(n)s member is shown on the map.", "%(n)s members are shown on the map.", dots) % {"n": dots},
        ngettext("The members come from %(n)s country.", "The members come from %(n)s countries.", nations)
        % {"n": nations},
    ]
    if without:
        word = ngettext(
            "%(n)s member has no location on the map yet.", "%(n)s members have no location on the map yet.", without
        )
        sentences.append(word % {"n": without})
    if withheld:
        word = ngettext("The name of %(n)s member is withheld.", "The names of %(n)s members are withheld.", withheld)
        sentences.append(word % {"n": withheld})
    return " ".join(sentences)


def _text_on_frameworks(places: list[MemberPlace]) -> str:
    dots, nations, without = _counts(places)
    sentences = [
        ngettext("%(n)s framework is shown on the map.", "%(n)s frameworks are shown on the map.", dots) % {"n": dots},
        ngettext("The frameworks come from %(n)s country.", "The frameworks come from %(n)s countries.", nations)
        % {"n": nations},
    ]
    if without:
        word = ngettext(
            "The members of %(n)s framework have no location on the map yet.",
            "The members of %(n)s frameworks have no location on the map yet.",
            without,
        )
        sentences.append(word % {"n": without})
    return " ".join(sentences)


def _counts(places: list[MemberPlace]) -> tuple[int, int, int]:
    """How many places have a dot, how many countries there are, and how many places have no dot."""
    dots = sum(map(_is_known, places))
    return dots, len({place.country for place in places if place.country}), len(places) - dots


def _rows(places: list[MemberPlace], page: str) -> list[dict[str, Any]]:
    """A line for each country, by its name, with the address of the list for it."""
    counts, shown = Counter(p.country for p in places), Counter(p.country for p in places if _is_known(p))
    named = sorted(counts, key=lambda code: (not code, countries.country_name(code).casefold()))
    return [
        {
            "name": countries.country_name(code) if code else _("No country given"),
            "url": f"{page}?{urlencode({'country': code})}" if code else "",
            "count": counts[code],
            "shown": shown[code],
        }
        for code in named
    ]
