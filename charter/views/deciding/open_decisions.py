"""Two moderators at one decision: who else has it open, and typed text that is not a decision yet."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BooleanField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.dates import date_format
from accounts.locales import join_in_words
from accounts.numbers import whole_number
from accounts.rules import Refused, require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.actions.deciding import open_decisions as open_decision_actions
from charter.forms.deciding.desk_decisions import CorrectionForm, DecisionForm
from charter.models import Amendment, DeskSitting
from charter.queries.amending.amendments import amendments_with_round
from charter.queries.deciding import open_decisions
from charter.views.desk_frame import address_of

NEVER_KEPT = ("token", "csrfmiddlewaretoken", "revision", "together", "act")


@login_required
@require_POST
@answers_refusals
def keep(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """Stores the typed parts of a decision, for its moderator only; with `act=forget` deletes them."""
    person = signed_in(request)
    require(rules.may_moderate(person))
    amendment = get_object_or_404(amendments_with_round(), round__number=round, number=number)
    if request.POST.get("act") == "forget":
        open_decision_actions.close_editing_session(amendment=amendment, by=person)
        return redirect(address_of(amendment))
    typed = {name: str(value) for name, value in request.POST.items() if name not in NEVER_KEPT}
    revision = whole_number(request.POST.get("revision", "")) or 0
    try:
        open_decision_actions.keep_typed_decision(amendment=amendment, by=person, typed=typed, revision=revision)
    except Refused as refused:
        return JsonResponse({"why": str(refused.refusal.why)}, status=422)
    return JsonResponse({"saved": _saved_at(timezone.now()), "others": _others(amendment, request)})


def kept(form: DecisionForm | None, sitting: DeskSitting | None) -> dict[str, Any] | None:
    """What this moderator typed and did not decide, as the form begins with it; boxes left out had no tick."""
    if form is None or sitting is None:
        return None
    unticked = {name: False for name, field in form.fields.items() if isinstance(field, BooleanField)}
    return {**unticked, **sitting.typed}


def context(
    request: HttpRequest, amendment: Amendment, form: DecisionForm | None, sitting: DeskSitting | None
) -> dict[str, Any]:
    """Records that the moderator has the decision open. Returns other moderators, stored text, and addresses."""
    if form is None or isinstance(form, CorrectionForm) or not rules.may_moderate(signed_in(request)):
        return {}
    open_decision_actions.open_editing_session(amendment=amendment, by=signed_in(request))
    return {
        "keep_url": reverse("desk_keep", args=[amendment.round.number, amendment.number]),
        "others_here": _others(amendment, request),
        "kept_at": _saved_at(sitting.typed_at) if sitting and sitting.typed_at else "",
        "moved_since": sitting is not None and sitting.revision != amendment.revision,
    }


def typed(request: HttpRequest, amendment: Amendment) -> DeskSitting | None:
    """The row with what this moderator typed and did not decide."""
    if not rules.may_moderate(signed_in(request)):
        return None
    return open_decisions.typed_decision(amendment, signed_in(request))


def _others(amendment: Amendment, request: HttpRequest) -> str:
    """Who else has it open, as a sentence; empty where nobody has."""
    sittings = open_decisions.moderators_at_decision(amendment, signed_in(request), timezone.now())
    if not sittings:
        return ""
    sentence = ngettext("%(people)s also has this page open.", "%(people)s also have this page open.", len(sittings))
    return sentence % {"people": join_in_words(desk_sitting.person for desk_sitting in sittings)}


def _saved_at(at: Any) -> str:
    return _("Saved on the server at %(time)s.") % {"time": date_format(timezone.localtime(at), "TIME_FORMAT")}
