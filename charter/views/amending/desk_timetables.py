"""Earlier dates of a round that one moderator proposed: another confirms or refuses them."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import FormAction, run_form_action
from charter import rules
from charter.actions.amending import timetables as actions
from charter.forms.amending.desk_rounds import TimetableForm
from charter.models import ProposedTimetable
from charter.queries.amending import timetables
from charter.states import ProposalState
from charter.views.desk_frame import the_charter


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposed dates beside the present ones, and the acts that the reader may do."""
    by = signed_in(request)
    require(rules.may_moderate(by))
    proposed = get_object_or_404(timetables.proposed_timetables(the_charter()), pk=pk)
    form = TimetableForm(request.POST or None)
    if form.is_bound and form.is_valid():
        answer = _act(request, form, proposed)
        if answer is not None:
            return answer
    may_answer = rules.may_answer_timetable(by, proposed)
    context = {
        "proposed": proposed,
        "round": proposed.round,
        "form": form,
        "is_pending": proposed.state == ProposalState.PENDING and not proposed.round.closed_at,
        "is_own": proposed.proposed_by_id == by.pk,
        "confirm_by": timetables.confirmable_until(proposed),
        "refused": "" if not isinstance(may_answer, Refusal) else may_answer.why,
        "crumbs": secretariat_breadcrumbs((_("Rounds"), reverse("desk_rounds")), here=_("Earlier dates")),
    }
    return render(request, "charter/amending/desk_rounds/timetable.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, form: TimetableForm, proposed: ProposedTimetable) -> HttpResponse | None:
    by = signed_in(request)
    action: FormAction
    if form.cleaned_data["act"] == "confirm":
        action = partial(actions.confirm_timetable, proposed=proposed, by=by)
        done = _("The dates were changed. Members are notified by email.")
    elif form.cleaned_data["act"] == "refuse":
        reason = form.cleaned_data["reason"].strip()
        action = partial(actions.refuse_timetable, proposed=proposed, by=by, reason=reason)
        done = _("The proposed dates were refused.")
    else:
        action = partial(actions.withdraw_timetable, proposed=proposed, by=by)
        done = _("The proposed dates were withdrawn.")
    return run_form_action(request, form, action, reverse("desk_rounds"), done)
