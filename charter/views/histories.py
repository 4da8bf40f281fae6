"""The record of an amendment and of a round at the desk, in words, with what each act changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.models import Amendment, Round
from charter.queries import histories
from charter.queries.histories import Changed, Done, Named
from charter.states import CompromiseState, MergeState, Outcome

from .desk_frame import address_of, name_of, the_charter

ACTS = {
    "amendment begun": gettext_lazy("Begun"),
    "amendment entered on behalf": gettext_lazy("Entered on behalf of its member"),
    "amendment sent": gettext_lazy("Sent to the delegate"),
    "amendment sent back": gettext_lazy("Sent back with a word"),
    "amendment confirmed": gettext_lazy("Confirmed"),
    "amendment carried over": gettext_lazy("Carried over to the new text"),
    "amendment written anew": gettext_lazy("Written anew over the present text"),
    "amendment withdrawn": gettext_lazy("Withdrawn"),
    "amendment assigned": gettext_lazy("Assigned"),
    "amendment decided": gettext_lazy("Decided"),
    "decision taken back": gettext_lazy("Decision taken back"),
    "decision corrected": gettext_lazy("Decision corrected"),
    "decision followed": gettext_lazy("Decided by how a conflict was settled"),
    "decision restored": gettext_lazy("Decided as before: the merge was taken back"),
    "decision returned": gettext_lazy("Returned by the body"),
    "decisions released": gettext_lazy("Made public"),
    "compromise put": gettext_lazy("Compromise put"),
    "decided words put": gettext_lazy("Changed words put to who asked"),
    "compromise carried over": gettext_lazy("Compromise carried over to the new text"),
    "compromise closed": gettext_lazy("Compromise closed"),
    "merge begun": gettext_lazy("Merge begun"),
    "merge applied": gettext_lazy("Merge applied"),
    "merge taken back": gettext_lazy("Merge taken back"),
    "merge dropped": gettext_lazy("Merge dropped"),
    "round opened": gettext_lazy("Round opened"),
    "round extended": gettext_lazy("Timetable moved"),
    "round closed": gettext_lazy("Round closed"),
    "late amendments ruled on": gettext_lazy("Ruled on what came late"),
    "release planned": gettext_lazy("Hour of the release set"),
    "release plan dropped": gettext_lazy("Hour of the release dropped"),
}
FIELDS = {
    "outcome": gettext_lazy("Decision"),
    "because_of": gettext_lazy("Because of amendment"),
    "to": pgettext_lazy("who handles it", "With"),
    "due": gettext_lazy("Due"),
    "public": gettext_lazy("Public"),
    "returned": gettext_lazy("Returned"),
    "state": gettext_lazy("State"),
    "agreed": gettext_lazy("Agreed"),
    "proposals_until": gettext_lazy("Proposals until"),
    "confirm_until": gettext_lazy("Delegates confirm until"),
    "support_until": gettext_lazy("Support until"),
    "editing_from": gettext_lazy("Closed editing week from"),
    "editing_until": gettext_lazy("Closed editing week until"),
    "closed_at": gettext_lazy("Closed"),
}
STATES = {**dict(CompromiseState.choices), **dict(MergeState.choices)}


@login_required
@require_safe
@answers_refusals
def amendment(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """Each act on an amendment, the latest first."""
    require(rules.may_moderate(signed_in(request)))
    found = get_object_or_404(Amendment.objects.for_rows(), round__number=round, number=number)
    crumbs = [{"word": str(found), "url": address_of(found)}]
    return _page(request, histories.of_amendment(found), f"{found}, {name_of(found)}", crumbs, found.round)


@login_required
@require_safe
@answers_refusals
def round_(request: HttpRequest, number: int) -> HttpResponse:
    """Each act on a round, the latest first."""
    require(rules.may_moderate(signed_in(request)))
    found = get_object_or_404(Round, charter=the_charter(), number=number)
    crumbs = [{"word": _("Rounds"), "url": reverse("desk_rounds")}]
    return _page(request, histories.of_round(found), _("Round %(n)d") % {"n": number}, crumbs, found)


def _page(request: HttpRequest, acts: list[Done], name: str, crumbs: list[dict[str, str]], of: Round) -> HttpResponse:
    named = histories.named(acts)
    context = {
        "name": name,
        "zone": of.zone_name,
        "rows": [_row(act, named, of) for act in acts if act.act in ACTS],
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, *crumbs, {"word": _("Record"), "url": ""}],
    }
    return render(request, "charter/desk/history.html", context)


def _row(act: Done, named: Named, of: Round) -> dict[str, Any]:
    return {
        "number": act.number,
        "at": _moment(act.at, of),
        "what": ACTS[act.act],
        "by": _person(act.by, named) if act.by else _("automatically"),
        "changes": [_change(one, named, of) for one in act.changes if one.field in FIELDS],
    }


def _change(one: Changed, named: Named, of: Round) -> dict[str, Any]:
    before, after = (_said(one.field, value, named, of) for value in (one.before, one.after))
    return {"field": FIELDS[one.field], "before": before, "after": after}


def _said(field: str, value: Any, named: Named, of: Round) -> str:
    """A value in words; nothing for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field == "outcome":
        return str(Outcome(value).label) % {"number": "…", "body": "…"}
    if field == "because_of":
        return str(named.amendments.get(value, ""))
    if field == "to":
        return _person(value, named)
    return str(STATES[value]) if field == "state" else _when(str(value), of)


def _person(pk: int, named: Named) -> str:
    return str(named.people[pk]) if pk in named.people else _("A former member")


def _when(value: str, of: Round) -> str:
    """An hour in the time of the round, or a day."""
    moment = parse_datetime(value) if "T" in value else None
    day = parse_date(value) if moment is None else None
    return _moment(moment, of) if moment else date_format(day) if day else value


def _moment(at: datetime, of: Round) -> str:
    return date_format(timezone.localtime(at, of.tz), "DATETIME_FORMAT")
