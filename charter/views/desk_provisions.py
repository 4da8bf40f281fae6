"""One provision at the desk, with all that is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.citations import Label
from charter.forms.desk import DecisionForm
from charter.models import Amendment, Compromise, Provision
from charter.queries import charters, crossings, desk, ledger
from charter.queries.desk_meetings import Group, Meeting, Stretch
from charter.queries.tongues import tongue
from charter.queries.translations import Translated
from charter.states import LedgerState
from charter.templatetags.charter_text import attributes, interface, words

from .desk_frame import (
    THROUGH,
    address_of,
    chosen_round,
    desk_status,
    kind_in_words,
    labels_of,
    name_of,
    numbers,
    support_in_words,
    what_changes,
)


@login_required
@require_safe
@answers_refusals
def provision(request: HttpRequest, short: str) -> HttpResponse:
    """One provision: its words, where wordings meet, each group with its reasons and support, and the decision."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    place = get_object_or_404(Provision.objects.select_related("charter__arrangement"), short=short)
    round_ = chosen_round(request, place.charter)
    if round_ is None:
        raise Http404
    labels = labels_of(round_)
    label = labels.get(str(place.key))
    meetings = crossings.between_languages(desk.meetings(round_, place), interface())
    count = sum(len(group.changes) for meeting in meetings for group in meeting.groups)
    cite = label.citation if label else short
    panel = _panel(request, meetings)
    person, moderates = signed_in(request), rules.may_moderate(signed_in(request)) is True
    context = {
        "round": round_,
        "cite": cite,
        "title": ngettext("%(cite)s: %(count)d amendment", "%(cite)s: %(count)d amendments", count)
        % {"cite": cite, "count": count},
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": cite, "url": ""}],
        "meetings": [_met(meeting, labels, person) for meeting in meetings],
        "languages": _out_of_step(place, moderates),
        "compromises": _compromises(place),
        "compromise_url": reverse("desk_compromise", args=[short]) if count and moderates else "",
        "life_url": reverse("provision", args=[short]),
        "keys": [*THROUGH, {"keys": ["D"], "word": _("decide")}],
        **panel,
    }
    return render(request, "charter/desk/provision.html", context)


def _met(meeting: Meeting, labels: dict[str, Label], person: Person) -> dict[str, Any]:
    stances = desk.stances(change.text_id for group in meeting.groups for change in group.changes)
    return {
        "base": meeting.base,
        "language": meeting.language,
        "stretches": [_stretch(stretch, meeting.language) for stretch in meeting.stretches],
        "wordings": _wordings(meeting),
        "groups": [_grouped(group, stances, labels, person) for group in meeting.groups],
        **attributes(meeting.language),
    }


def _of_the_charter(text: str, language: str) -> str:
    """Words of the charter inside a sentence of the page, in their own language and direction."""
    spoken = tongue(language)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', spoken.tag, spoken.dir, text) if text else ""


def _stretch(stretch: Stretch, language: str) -> dict[str, str]:
    after = _of_the_charter(stretch.after, language)
    behind = format_html(_("after “{words}”"), words=after) if after else _("here")
    words = _of_the_charter(stretch.base, language) or behind
    count = len({*stretch.wordings.values()})
    said = ngettext("%(n)d wording clashes", "%(n)d wordings clash", count) % {"n": count} if stretch.clash else ""
    return {"words": words, "said": said or _("no clash")}


def _wordings(meeting: Meeting) -> list[dict[str, Any]]:
    """A row of the collation for each group, a cell for each stretch."""
    rows = []
    for group in meeting.groups:
        ids = [change.pk for change in group.changes]
        cells = [
            {
                "words": _cell(s, ids, meeting.language),
                "cities": ngettext("%(n)d member", "%(n)d members", len(ids)) % {"n": len(ids)},
                "clash": s.clash,
                "stretch": s.base,
            }
            for s in meeting.stretches
        ]
        names = [{"word": a.number, "url": address_of(a)} for a in group.amendments]
        rows.append({"numbers": names, "cells": cells})
    return rows


def _cell(stretch: Stretch, ids: Sequence[int], language: str) -> str:
    """A wording's words for a stretch; empty where it leaves the present ones."""
    found = [stretch.wordings[pk] for pk in ids if pk in stretch.wordings]
    if not found:
        return ""
    return _of_the_charter(found[0], language) or _("left out")


def _grouped(
    group: Group, stances: dict[int, dict[str, Any]], labels: dict[str, Label], person: Person
) -> dict[str, Any]:
    first = group.first
    return {
        "title": capfirst(str(first.text.title) if first.text.title else first.get_kind_display()),
        "amendments": [
            {
                "number": a.number,
                "url": address_of(a),
                "cities": name_of(a),
                "reason": change.text.reason,
                "support": support_in_words(stances.get(change.text_id, {})),
                "status": desk_status(a, change),
                "note": change.carry_note,
                "read": group.read.get(a.pk),
            }
            for a, change in zip(group.amendments, group.changes, strict=True)
        ],
        "same": len(group.changes) > 1,
        "words": what_changes(first, short=False),
        "kind": kind_in_words(first, labels),
        "clashes": numbers(group.clashes),
        "across": numbers(group.across),
        "translated": _translated(group),
        "on": ", ".join(f"“{words.strip()}”" for words in group.on),
        "decide_url": f"?for={first.text.amendment.number}#decide" if _lead(person, group) else "",
        **attributes(first.language),
    }


def _translated(group: Group) -> Translated | None:
    """What any of the amendments that ask for the same words has as their working translation."""
    found = (group.read[c.text.amendment_id].of_change(c) for c in group.changes if c.text.amendment_id in group.read)
    return next((one for one in found if one is not None), None)


def _lead(person: Person, group: Group) -> Amendment | None:
    """The amendment by which this person decides on the group now; None where all is public, over, or not theirs."""
    lead = next((a for a in group.amendments if a.decision is None), group.amendments[0])
    public = lead.decision is not None and lead.decision.is_released
    return lead if rules.may_decide(person, lead) is True and not public else None


def _panel(request: HttpRequest, meetings: list[Meeting]) -> dict[str, Any]:
    """The form to decide the group that the address names, else the first one without a decision."""
    groups = [group for meeting in meetings for group in meeting.groups]
    wanted = request.GET.get("for", "")
    named = [g for g in groups if any(str(a.number) == wanted for a in g.amendments)]
    open_ones = [g for g in groups if any(a.decision is None for a in g.amendments)]
    group = next(iter(named or open_ones or groups), None)
    lead = _lead(signed_in(request), group) if group else None
    if group is None or lead is None:
        return {"group": None}
    others = [a for a in group.amendments if a.pk != lead.pk and a.decision is None]
    whole = Amendment.objects.select_related("text", "round__body").get(pk=lead.pk)
    changes = list(whole.text.changes.select_related("base", "provision")) if whole.text else []
    form = DecisionForm(amendment=whole, changes=changes, languages=charters.languages())
    return {
        "group": group,
        "form": form,
        "action": address_of(lead),
        "together": [a.pk for a in others],
        "named": numbers([lead, *others]),
    }


def _out_of_step(place: Provision, moderates: bool) -> list[dict[str, Any]]:
    """Languages of the provision that moved each in its own way, or are behind: the desk settles the first."""
    found = [ledger.line(place.charter, place, code) for code in charters.languages()]
    return [
        {
            "language": line.language,
            "state": line.state,
            "meets": line.state == LedgerState.MEETS,
            "url": reverse("desk_exception", args=[line.language, place.short]) if moderates else "",
        }
        for line in found
        if line is not None and line.is_open
    ]


def _compromises(place: Provision) -> list[dict[str, Any]]:
    rows = Compromise.objects.filter(provision=place).prefetch_related("amendments")
    return [
        {
            "title": _("Compromise for %(numbers)s") % {"numbers": numbers(list(c.amendments.all()))},
            "url": reverse("desk_compromise_answers", args=[c.pk]),
            "text": c.get_state_display(),
            "words": words(c.html),
            **attributes(c.language),
        }
        for c in rows
    ]
