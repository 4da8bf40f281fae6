"""What a merge leaves where it is: accepted changes in other languages at the provisions of its article."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from charter import rules
from charter.models import Amendment
from charter.queries import crossings
from charter.queries.crossings import Elsewhere, Lack
from charter.queries.merge_views import MergeView
from charter.queries.tongues import tongue

from .desk_frame import address_of, name_of, numbers
from .excerpts import redline_of

LACKS = {
    Lack.OWN: _("No editor of %(language)s has translated these words yet."),
    Lack.DECIDED: _("These are the words of the decision. No editor of %(language)s has translated them yet."),
    Lack.COMPROMISE: _("These are the words of a compromise. No editor of %(language)s has translated them yet."),
    Lack.ANEW: _("What was accepted changed since it was translated. An editor of %(language)s translates it anew."),
    Lack.BORDER: _("Where it divides is said in its own language alone. It enters the merge of that language."),
}


def in_other_languages(view: MergeView, person: Person | None = None) -> list[dict[str, Any]]:
    """Each with the chosen amendments that it may collide with, and what it lacks to be chosen itself."""
    citations = {row.key: row.label.citation for row in view.rows}
    return [_row(one, citations, view.merge.language, person) for one in crossings.elsewhere(view)]


def _row(one: Elsewhere, citations: dict[str, str], language: str, person: Person | None) -> dict[str, Any]:
    amendment, said = one.amendment, {"language": tongue(language).name}
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "cite": citations.get(str(one.change.provision.key), ""),
        "place_url": reverse("desk_provision", args=[one.change.provision.short]),
        "tongue": tongue(one.change.language),
        "words": redline_of(one.change, one.html),
        "translated": one.translated,
        "meets": numbers(one.meets),
        "ready": one.is_ready,
        "lacks": str(LACKS[one.lacks]) % said if one.lacks in LACKS else one.fault,
        "translate_url": write_url(person, amendment, language) if one.lacks != Lack.BORDER else "",
    }


def write_url(person: Person | None, amendment: Amendment, language: str) -> str:
    """Where the person writes what was accepted in another language; empty for who may not."""
    may = rules.may_translate_accepted(person, amendment, language) is True
    return reverse("amendment_translation", args=[amendment.round.number, amendment.number, language]) if may else ""
