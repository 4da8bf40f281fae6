"""The audit log of an amendment and of a round for moderators, in sentences, with the changes of each act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.dates import date_format
from accounts.locales import comma
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Page, secretariat_breadcrumbs
from charter import rules
from charter.models import Round
from charter.queries.amending.amendments import amendments_for_rows
from charter.queries.secretariat import histories
from charter.queries.secretariat.histories import Changed, Named, RecordedAct
from charter.states import CompromiseState, MergeState, Outcome, ProposalState, RoundDate
from charter.views.desk_frame import address_of, name_of, the_charter

ACTS = {
    "amendment begun": gettext_lazy("Draft created"),
    "amendment entered on behalf": gettext_lazy("Entered on behalf of its member"),
    "amendment imported for its member": gettext_lazy("Imported by the secretariat from a file of its member"),
    "amendment sent": gettext_lazy("Sent to the delegate"),
    "amendment sent back": gettext_lazy("Returned with comments"),
    "amendment confirmed": gettext_lazy("Confirmed"),
    "amendment carried over": gettext_lazy("Carried over to the new text"),
    "amendment written anew": gettext_lazy("Revised for the current text"),
    "amendment withdrawn": gettext_lazy("Withdrawn"),
    "amendment assigned": gettext_lazy("Assigned"),
    "resolution attached": gettext_lazy("Resolution of the council attached"),
    "resolution removed": gettext_lazy("Resolution of the council removed"),
    "amendment decided": gettext_lazy("Decided"),
    "amendments decided together": gettext_lazy("Decided in one batch with other amendments"),
    "identical amendments decided": gettext_lazy("Decided with identical amendments"),
    "identical decisions corrected": gettext_lazy("Decision corrected for all identical amendments"),
    "batch undone": gettext_lazy("Decisions of one batch revoked"),
    "decision taken back": gettext_lazy("Decision revoked"),
    "decision corrected": gettext_lazy("Decision corrected"),
    "decision followed": gettext_lazy("Decided by the resolution of a conflict"),
    "decision restored": gettext_lazy("Previous decision restored: the merge was reversed"),
    "decision returned": gettext_lazy("Returned by the endorsing body"),
    "decisions released": gettext_lazy("Published"),
    "compromise put": gettext_lazy("Compromise text sent"),
    "decided words put": gettext_lazy("Changed text sent to the proposers"),
    "compromise carried over": gettext_lazy("Compromise text carried over to the new text"),
    "compromise closed": gettext_lazy("Compromise text closed"),
    "merge begun": gettext_lazy("Merge started"),
    "merge applied": gettext_lazy("Merge applied"),
    "merge taken back": gettext_lazy("Merge reversed"),
    "merge dropped": gettext_lazy("Merge discarded"),
    "round opened": gettext_lazy("Round opened"),
    "round extended": gettext_lazy("Timetable changed"),
    "timetable proposed": gettext_lazy("Earlier dates proposed"),
    "timetable confirmed": gettext_lazy("Earlier dates confirmed"),
    "timetable refused": gettext_lazy("Earlier dates refused"),
    "timetable withdrawn": gettext_lazy("Earlier dates withdrawn"),
    "round closed": gettext_lazy("Round closed"),
    "late amendments ruled on": gettext_lazy("Decision on late amendments"),
    "release planned": gettext_lazy("Publication scheduled"),
    "release plan dropped": gettext_lazy("Scheduled publication cancelled"),
}
FIELDS = {
    "outcome": gettext_lazy("Decision"),
    "because_of": gettext_lazy("Because of amendment"),
    "type": gettext_lazy("Type of decision"),
    "to": pgettext_lazy("who handles it", "Assigned to"),
    "due": gettext_lazy("Due"),
    "public": gettext_lazy("Public"),
    "returned": gettext_lazy("Returned"),
    "state": gettext_lazy("Status"),
    "agreed": gettext_lazy("Agreed"),
    **dict(RoundDate.choices),
    "closed_at": gettext_lazy("Closed"),
}
STATES = {**dict(CompromiseState.choices), **dict(MergeState.choices), **dict(ProposalState.choices)}


@login_required
@require_safe
@answers_refusals
def amendment(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """Each act on an amendment, the latest first."""
    require(rules.may_moderate(signed_in(request)))
    amendment_ = get_object_or_404(amendments_for_rows(), round__number=round, number=number)
    above = (str(amendment_), address_of(amendment_))
    return _page(
        request,
        histories.acts_on_amendment(amendment_),
        comma().join([str(amendment_), name_of(amendment_)]),
        above,
        amendment_.round,
    )


@login_required
@require_safe
@answers_refusals
def round_(request: HttpRequest, number: int) -> HttpResponse:
    """Each act on a round, the latest first."""
    require(rules.may_moderate(signed_in(request)))
    the_round = get_object_or_404(Round, charter=the_charter(), number=number)
    above = (_("Rounds"), reverse("desk_rounds"))
    return _page(request, histories.acts_on_round(the_round), _("Round %(n)d") % {"n": number}, above, the_round)


def _page(request: HttpRequest, acts: list[RecordedAct], name: str, above: Page, of: Round) -> HttpResponse:
    named = histories.names_in_acts(acts)
    context = {
        "name": name,
        "zone": of.zone_name,
        "rows": [_row(act, named, of) for act in acts if act.act in ACTS],
        "crumbs": secretariat_breadcrumbs(above, here=_("Audit log")),
    }
    return render(request, "charter/secretariat/history.html", context)


def _row(act: RecordedAct, named: Named, of: Round) -> dict[str, Any]:
    return {
        "number": act.number,
        "at": _moment(act.at, of),
        "what": ACTS[act.act],
        "by": _person(act.by, named) if act.by else _("automatically"),
        "changes": [_change(changed, named, of) for changed in act.changes if changed.field in FIELDS],
    }


def _change(changed: Changed, named: Named, of: Round) -> dict[str, Any]:
    before, after = (_value_in_words(changed.field, value, named, of) for value in (changed.before, changed.after))
    return {"field": FIELDS[changed.field], "before": before, "after": after}


def _value_in_words(field: str, value: Any, named: Named, of: Round) -> str:
    """A value in words; nothing for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field == "outcome":
        return str(Outcome(value).label) % {"number": "…", "body": "…"}
    if field == "because_of":
        return str(named.amendments.get(value, ""))
    if field == "type":
        return str(named.types.get(value, ""))
    if field == "to":
        return _person(value, named)
    return str(STATES[value]) if field == "state" else _when(str(value), of)


def _person(pk: int, named: Named) -> str:
    return str(named.people[pk]) if pk in named.people else _("A person whose account was deleted")


def _when(value: str, of: Round) -> str:
    """An hour in the time of the round, or a day."""
    moment = parse_datetime(value) if "T" in value else None
    day = parse_date(value) if moment is None else None
    return _moment(moment, of) if moment else date_format(day) if day else value


def _moment(at: datetime, of: Round) -> str:
    return date_format(timezone.localtime(at, of.tz), "DATETIME_FORMAT")
