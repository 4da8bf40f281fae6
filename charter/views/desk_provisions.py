"""One provision at the desk, with all that is asked of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.forms.desk import DecisionForm
from charter.models import Amendment, Compromise, Provision, Remark
from charter.queries import charters, crossings, desk, ledger, remarks
from charter.queries.desk_meetings import Group, Meeting
from charter.states import LedgerState
from charter.templatetags.charter_text import attributes, interface, naming, words

from . import desk_meeting, sittings, structure
from .desk_frame import THROUGH, address_of, chosen_round, labels_of, numbers

MOST_COMMENTS = 20


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
    asking = {a.pk: a for meeting in meetings for group in meeting.groups for a in group.amendments}
    count = len(asking)
    cite = label.citation if label else short
    person, moderates = signed_in(request), rules.may_moderate(signed_in(request)) is True
    said = remarks.counts(Amendment, asking)
    stances = desk.stances(a.text_id for a in asking.values() if a.text_id)
    context = {
        "round": round_,
        "cite": cite,
        "title": ngettext("%(cite)s: %(count)d amendment", "%(cite)s: %(count)d amendments", count)
        % {"cite": cite, "count": count},
        "crumbs": _crumbs(place, cite),
        "meetings": [desk_meeting.met(m, labels, lambda group: _lead(person, group), stances, said) for m in meetings],
        "languages": _out_of_step(place, moderates),
        "compromises": _compromises(place),
        "comments": [_comment(one, asking) for one in remarks.concerning(place, asking.values(), MOST_COMMENTS)],
        "compromise_url": reverse("desk_compromise", args=[short]) if count and moderates else "",
        "life_url": reverse("provision", args=[short]),
        "ways": structure.ways(person, place),
        **_to_answer(place, moderates),
        "keys": [*THROUGH, {"keys": ["D"], "word": _("decide")}],
        **_panel(request, meetings),
    }
    return render(request, "charter/desk/provision.html", context)


def _crumbs(place: Provision, cite: str) -> list[dict[str, str]]:
    crumbs = [{"word": _("Desk"), "url": reverse("desk")}]
    arrangement = place.charter.arrangement
    section = arrangement.section_of(place.key) if arrangement else None
    if section:
        word = _("Article %(number)s") % {"number": section.number} if section.number else section.address
        crumbs.append({"word": word, "url": reverse("desk_article", args=[section.address])})
    return [*crumbs, {"word": cite, "url": ""}]


def _comment(remark: Remark, asking: dict[int, Amendment]) -> dict[str, Any]:
    """A comment on the provision, or on one of its amendments."""
    amendment = asking.get(int(remark.object_pk)) if remark.content_type.model == "amendment" else None
    about = _("on amendment %(number)s") % {"number": amendment.number} if amendment else _("on the provision")
    said = [remark.get_kind_display(), about, date_format(localtime(remark.submit_date), "DATE_FORMAT")]
    return {
        "title": naming(remark.organisation, remark.submit_date) or _("secretariat"),
        "url": reverse("remark", args=[remark.pk]),
        "text": remark.comment,
        "meta": " · ".join(map(str, said)),
    }


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
    given: dict[str, Any] = {"amendment": whole, "changes": changes, "languages": charters.languages()}
    form = DecisionForm(**given)
    form = DecisionForm(**given, initial=sittings.kept(request, whole, form))
    return {
        **sittings.context(request, whole, form),
        "group": group,
        "form": form,
        "action": address_of(lead),
        "together": [a.pk for a in others],
        "named": numbers([lead, *others]),
    }


def _to_answer(place: Provision, moderates: bool) -> dict[str, Any]:
    """How many comments the secretariat has not answered, and where it answers all in one note."""
    waiting = remarks.unanswered(place).count() if moderates else 0
    return {"unanswered": waiting, "comments_url": reverse("desk_comments", args=[place.short])} if waiting else {}


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
