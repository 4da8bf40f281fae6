"""The contents of a note on the text of a provision: its proposers, the reasons, and the decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from accounts.locales import in_quotes
from charter.models import Amendment
from charter.queries.amending.supports import count_supports
from charter.queries.reading.word_sources import Asker, Run
from charter.states import CameFrom, StructuralEffect
from charter.wording.charter_text import (
    in_html,
    interface_language,
    language_attributes,
    outcome_status,
    proposers_html,
    public_name_of,
    quote_words,
)
from charter.wording.round_times import format_day


def supports_of(askers: Iterable[Asker]) -> dict[int, int]:
    """How many members support the amendments of these askers, by the id of the amendment."""
    return count_supports(amendments_of(askers))


def run_terms(run: Run, supports: dict[int, int]) -> list[dict[str, Any]]:
    """The terms of the note of a run: who proposed its words, the reason and the decision."""
    return [row for asker in run.askers for row in _asker_terms(asker, supports)] + _put(run)


def act_terms(acts: Sequence[Asker], supports: dict[int, int]) -> list[dict[str, Any]]:
    """The terms of structural acts on a provision: who moved, split or combined it."""
    return [{"term": _act_in_words(act), "text": _who(act, supports)} for act in acts]


def amendment_address(amendment: Amendment) -> str:
    return address_of("amendment", amendment.round.number, amendment.number)


def _asker_terms(asker: Asker, supports: dict[int, int]) -> list[dict[str, Any]]:
    if asker.source:
        return _source_terms(asker)
    if asker.adoption is None:
        return _wording_terms(asker)
    terms: list[dict[str, Any]] = [{"term": _("Proposed by"), "text": _who(asker, supports)}]
    terms += [{"term": _("Also proposed by"), "text": _also(amendment)} for amendment in _granted(asker)]
    reason = asker.reason
    if reason:
        terms.append({"term": _("Reason"), **_quoted(reason)})
    if asker.decision:
        terms.append({"term": _("Decision"), "status": _decided(asker)})
    return terms


def amendments_of(askers: Iterable[Asker]) -> list[int]:
    return [asker.amendment.pk for asker in askers if asker.amendment]


def _act_in_words(act: Asker) -> str:
    """What was done with the provision, before the name of who proposed it."""
    assert act.adoption is not None
    if not act.adoption.fate:
        return _("Moved on the proposal of")
    is_split = act.adoption.fate == StructuralEffect.SPLIT
    return _("Split on the proposal of") if is_split else _("Combined on the proposal of")


def _put(run: Run) -> list[dict[str, Any]]:
    """The source and the reason of a compromise text: once, for any number of proposers."""
    compromises = (asker.adoption.compromise for asker in run.askers if asker.adoption)
    compromise = next((candidate for candidate in compromises if candidate), None)
    if compromise is None:
        return []
    whose = {"term": _("Source of the text"), "text": _("The secretariat: a compromise text sent to the members.")}
    return [whose, {"term": _("Reason for this text"), **_quoted(compromise.reason)}]


def _who(asker: Asker, supports: dict[int, int]) -> str:
    adoption, amendment = asker.adoption, asker.amendment
    assert adoption is not None
    if amendment is None:
        name = public_name_of(adoption.asked_by, adoption.at) or adoption.asked_by_words or _("the secretariat")
        strong = format_html("<strong>{}</strong>", name)
        sentence = _("%(who)s, as a compromise text sent to the members")
        return in_html(sentence, {"who": strong}) if adoption.compromise_id else strong
    if adoption.in_place:
        return _in_place(amendment)
    count = supports.get(amendment.pk, 0)
    names = {
        "who": format_html("<strong>{}</strong>", proposers_html(amendment)),
        "amendment": _numbered(amendment),
        "round": amendment.round.number,
        "n": count,
    }
    if not count:
        return in_html(_("%(who)s, %(amendment)s of round %(round)s"), names)
    with_support = ngettext(
        "%(who)s, %(amendment)s of round %(round)s, and %(n)s member in support",
        "%(who)s, %(amendment)s of round %(round)s, and %(n)s members in support",
        count,
    )
    return in_html(with_support, names)


def _granted(asker: Asker) -> list[Amendment]:
    """Amendments that were accepted as part of the one whose words these are."""
    in_place = asker.adoption is not None and asker.adoption.in_place
    return asker.amendment.granted if asker.amendment and not in_place else []


def _also(amendment: Amendment) -> SafeString:
    names = {
        "who": format_html("<strong>{}</strong>", proposers_html(amendment)),
        "amendment": _numbered(amendment),
        "round": amendment.round.number,
    }
    return in_html(_("%(who)s, %(amendment)s of round %(round)s"), names)


def _numbered(amendment: Amendment) -> SafeString:
    sentence = _("amendment %(number)s") % {"number": amendment.number}
    return format_html('<a href="{}">{}</a>', amendment_address(amendment), sentence)


def _in_place(amendment: Amendment) -> str:
    """Changed words that their members did not take for their own."""
    link = format_html('<a href="{}">{}</a>', amendment_address(amendment), amendment)
    return in_html(_("the secretariat, instead of the proposal of amendment %(name)s"), {"name": link})


def _quoted(reason: Any) -> dict[str, Any]:
    """A reason in the interface's language where it is translated, else in its own; the language is named."""
    localized_text = reason.in_language(interface_language())
    original = _("(original)") if localized_text.pk == reason.pk else _("(translated)")
    return {"text": in_quotes(localized_text.text), "after": original, **language_attributes(localized_text.language)}


def _decided(asker: Asker) -> dict[str, str]:
    decision = asker.decision
    assert decision is not None and decision.release is not None
    status = outcome_status(decision)
    names = {"outcome": status["word"], "day": format_day(decision.release.at), "reason": quote_words(decision.reason)}
    return {"shape": status["shape"], "word": in_html(_("%(outcome)s, %(day)s. %(reason)s"), names)}


def _source_terms(asker: Asker) -> list[dict[str, Any]]:
    source = asker.source
    assert source is not None
    terms = [{"term": _("First text"), "text": source.body or _("imported by the secretariat")}]
    if source.dated:
        terms.append({"term": _("Date"), "text": format_day(source.dated)})
    terms.append({"term": _("Document"), "text": source.document})
    return terms


def _wording_terms(asker: Asker) -> list[dict[str, Any]]:
    assert asker.wording is not None
    aligned = asker.wording.came_from == CameFrom.ALIGNMENT
    whose = (
        _("Text of the language editors, updated to match another language version.")
        if aligned
        else _("The secretariat.")
    )
    return [{"term": _("Source of the text"), "text": whose}]
