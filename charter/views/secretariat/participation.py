"""Participation in a round: how far each member came, reminders, and the list for telephone calls."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.members import start_of_day
from accounts.forms.acting import ActingForm
from accounts.queries.site_settings import congress_of_site
from accounts.rules import Refusal, may_keep_members, require
from accounts.views.acting import answers_refusals, refuse, refuse_form, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.form_actions import run_form_action
from charter.actions.secretariat import reminders
from charter.models import Round
from charter.queries.amending.rounds import running_round
from charter.queries.secretariat.member_steps import MemberStep, list_steps
from charter.states import ParticipationStep, Phase
from charter.views.desk_frame import before_import, imported, rooms
from charter.wording.round_times import days_left

SHAPES = {
    ParticipationStep.NOT_INVITED: "missing",
    ParticipationStep.INVITED: "draft",
    ParticipationStep.BOUNCED: "check",
    ParticipationStep.DELIVERED: "waiting",
    ParticipationStep.SIGNED_IN: "waiting",
    ParticipationStep.DRAFTED: "draft",
    ParticipationStep.SENT: "review",
    ParticipationStep.CONFIRMED: "accepted",
}


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Every member with its furthest step, the least advanced first, and the time that is left."""
    require(may_keep_members(signed_in(request)))
    charter, now = imported(), timezone.now()
    if charter is None:
        return before_import(request, _("Participation"))
    round_ = running_round(charter)
    context: dict[str, Any] = {
        "views": rooms(charter, round_, "participation", signed_in(request)),
        "round": round_,
    }
    if round_ is not None:
        rows = list_steps(round_, now)
        count = Counter(row.step for row in rows)
        context |= {
            "rows": [_row(row) for row in rows],
            "tally": [{"word": step.label, "count": count[step]} for step in ParticipationStep if count[step]],
            "windows": _windows(round_),
            "have_all_responded": bool(rows) and all(row.has_responded for row in rows),
            "form": ActingForm() if round_.phase(now) == Phase.OPEN else None,
        }
    return render(request, "charter/secretariat/participation.html", context)


@login_required
@require_POST
@answers_refusals
def remind(request: HttpRequest) -> HttpResponse:
    """Reminds every member that has not responded."""
    require(may_keep_members(signed_in(request)))
    charter = imported()
    round_ = running_round(charter) if charter is not None else None
    if round_ is None:
        return refuse(request, Refusal(reminders.NOT_OPEN))
    form, address = ActingForm(request.POST), reverse("desk_participation")
    action = partial(reminders.remind_members, round_=round_, by=signed_in(request))
    answer = run_form_action(request, form, action, lambda count: _reminded(request, count, address))
    return answer or refuse_form(request, form)


@login_required
@require_safe
@answers_refusals
def calls(request: HttpRequest) -> HttpResponse:
    """A list to print: the members that have not responded, with everybody who can be called."""
    require(may_keep_members(signed_in(request)))
    charter, now = imported(), timezone.now()
    round_ = running_round(charter) if charter is not None else None
    rows = [row for row in list_steps(round_, now) if not row.has_responded] if round_ else []
    context = {
        "crumbs": breadcrumbs((_("Participation"), reverse("desk_participation")), here=_("List for telephone calls")),
        "round": round_,
        "rows": [_row(row) for row in rows],
    }
    return render(request, "charter/secretariat/calls.html", context)


def _row(row: MemberStep) -> dict[str, Any]:
    return {
        "name": row.organisation,
        "url": reverse("desk_member", args=[row.organisation.slug]),
        "status": {"shape": SHAPES[row.step], "word": row.step.label},
        "reminded_at": row.reminded_at,
        "contacts": row.contacts,
    }


def _windows(round_: Round) -> list[dict[str, Any]]:
    """What ends next, with the days that are left."""
    ends = [
        (_("Proposals"), round_.proposals_until),
        (_("Confirmation by the delegates"), round_.confirm_until),
        (_("Support"), round_.support_until),
    ]
    now, congress = timezone.now(), congress_of_site()
    if congress:
        name, day = congress
        ends.append((name or _("Congress"), start_of_day(day)))
    return [{"word": word, "at": at, "left": days_left(at, now) if at > now else _("ended")} for word, at in ends]


def _reminded(request: HttpRequest, count: int, address: str) -> str:
    if count:
        sentence = ngettext("%(n)d member was reminded.", "%(n)d members were reminded.", count) % {"n": count}
        messages.success(request, sentence)
    else:
        messages.info(
            request, _("No reminder was sent. Every member responded, or was reminded less than a week ago.")
        )
    return address
