"""People invited by file: a preview that names every row, then one button."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.actions import invitations as invitation_actions
from accounts.forms.desk import FileForm, TakeForm
from accounts.imports import invitations, sheets
from accounts.imports.columns import columns_of_people
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action

PAGE = "members/desk/invitations.html"


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Upload, preview, invite. The preview carries the file's rows, so that who is invited is who was seen."""
    require(rules.may_keep_members(signed_in(request)))
    if request.method == "POST" and "rows" in request.POST:
        return _invite(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context = {**_context(), "form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            context |= _preview(sheets.read_upload(upload, upload.name))
        except sheets.Unreadable as refused:
            form.add_error("file", str(refused))
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _context() -> dict[str, object]:
    return {"form": FileForm(), "columns": columns_of_people(), "here": "invitations"}


def _invite(request: HttpRequest) -> HttpResponse:
    take = TakeForm(request.POST)
    if take.is_valid():
        planned = invitations.plan_invitations(take.cleaned_data["rows"])
        invitation_requests = [
            planned_invitation.request for planned_invitation in planned if planned_invitation.request
        ]
        action = partial(
            invitation_actions.invite_people, invitation_requests=invitation_requests, by=signed_in(request)
        )
        answer = run_form_action(
            request,
            take,
            action,
            reverse("desk_invitations"),
            _("The invitations were created. The emails will be sent within minutes."),
        )
        if answer is not None:
            return answer
    return render(request, PAGE, {**_context(), "refused": take.errors}, status=422)


def _preview(rows: list[sheets.SheetRow]) -> dict[str, object]:
    sheets.require_columns(rows, [column.name for column in columns_of_people() if column.is_required])
    planned = invitations.plan_invitations(rows)
    return {
        "planned": planned,
        "ignored": sheets.unknown_columns(rows, invitations.HEAD),
        "faulty": [planned_invitation for planned_invitation in planned if planned_invitation.faults],
        "new": [planned_invitation for planned_invitation in planned if planned_invitation.is_new],
        "same": sum(
            1 for planned_invitation in planned if planned_invitation.request and not planned_invitation.is_new
        ),
        "take": TakeForm(initial={"rows": TakeForm.packed(rows)}),
    }
