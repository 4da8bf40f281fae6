"""The map of the directory, and the table with the same content."""

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
    """`places` for the dots, `text` with the counts, `rows` of the table by country; empty where nobody is found."""
    dots = [(member_place.latitude, member_place.longitude) for member_place in places if _is_known(member_place)]
    return {"places": dots, "text": _text(places, len(dots), withheld), "rows": _rows(places)} if places else {}


def _is_known(place: MemberPlace) -> bool:
    return place.latitude is not None and place.longitude is not None


def _text(places: list[MemberPlace], dots: int, withheld: int) -> str:
    nations, without = (
        len({member_place.country for member_place in places if member_place.country}),
        len(places) - dots,
    )
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


def _rows(places: list[MemberPlace]) -> list[dict[str, Any]]:
    """A line for each country, by its name, with the address of its members."""
    members, shown = Counter(p.country for p in places), Counter(p.country for p in places if _is_known(p))
    named = sorted(members, key=lambda code: (not code, countries.country_name(code).casefold()))
    return [
        {
            "name": countries.country_name(code) if code else _("No country given"),
            "url": f"{reverse('members')}?{urlencode({'country': code})}" if code else "",
            "members": members[code],
            "shown": shown[code],
        }
        for code in named
    ]
