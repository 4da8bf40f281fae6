"""Changes that a merge leaves out: accepted changes in other languages on provisions of its article."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from charter import rules
from charter.models import Amendment
from charter.queries.languages.names import language_of
from charter.queries.merging.merge_views import MergeView
from charter.queries.secretariat import cross_language_conflicts
from charter.queries.secretariat.cross_language_conflicts import Elsewhere, Lack
from charter.views.desk_frame import address_of, linked_numbers, name_of
from charter.views.excerpts import redline_of
from charter.wording.merges import fault_sentence

LACKS = {
    Lack.OWN: _("No editor of %(language)s has translated this text yet."),
    Lack.DECIDED: _("No editor of %(language)s has translated the text of the decision yet."),
    Lack.COMPROMISE: _("No editor of %(language)s has translated the compromise text yet."),
    Lack.ANEW: _(
        "The accepted text changed after it was translated. An editor of %(language)s must translate it again."
    ),
    Lack.BORDER: _(
        "The place of the split is defined only in the original language of the amendment. The "
        "change is part of the merge in that language."
    ),
}


def in_other_languages(view: MergeView, person: Person | None = None) -> list[dict[str, Any]]:
    """Changes in other languages, with the chosen amendments that may conflict, and the missing translations."""
    citations = {row.key: row.label.citation for row in view.rows}
    return [
        _row(elsewhere, citations, view.merge.language, person)
        for elsewhere in cross_language_conflicts.conflicts_elsewhere(view)
    ]


def _row(elsewhere: Elsewhere, citations: dict[str, str], language: str, person: Person | None) -> dict[str, Any]:
    amendment = elsewhere.amendment
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "cite": citations.get(str(elsewhere.change.provision.key), ""),
        "place_url": reverse("desk_provision", args=[elsewhere.change.provision.short]),
        "language": language_of(elsewhere.change.language),
        "words": redline_of(elsewhere.change, elsewhere.html),
        "translated": elsewhere.translated,
        "meets": linked_numbers(elsewhere.meets),
        "ready": elsewhere.is_ready,
        "lacks": _lacks(elsewhere, language),
        "translate_url": write_url(person, amendment, language) if elsewhere.lacks != Lack.BORDER else "",
    }


def _lacks(elsewhere: Elsewhere, language: str) -> str:
    """What it needs to be chosen; empty where it is ready."""
    if elsewhere.lacks in LACKS:
        return str(LACKS[elsewhere.lacks]) % {"language": language_of(language).in_words}
    return fault_sentence(elsewhere.fault) if elsewhere.fault else ""


def write_url(person: Person | None, amendment: Amendment, language: str) -> str:
    """The page for translating the accepted text of an amendment; empty if the person may not translate it."""
    may = rules.may_translate_accepted(person, amendment, language) is True
    return reverse("amendment_translation", args=[amendment.round.number, amendment.number, language]) if may else ""
