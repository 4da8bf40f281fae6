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
from accounts.actions import invitations as acts
from accounts.forms.desk import FileForm, TakeForm
from accounts.imports import invitations, sheets
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .deeds import do

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
            context |= _preview(sheets.read(upload.read(), upload.name))
        except sheets.Unreadable as refused:
            form.add_error("file", str(refused))
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _context() -> dict[str, object]:
    return {"form": FileForm(), "columns": invitations.HEAD, "here": "invitations"}


def _invite(request: HttpRequest) -> HttpResponse:
    take = TakeForm(request.POST)
    if take.is_valid():
        planned = invitations.plan(take.cleaned_data["rows"])
        asked = [one.asked for one in planned if one.asked]
        deed = partial(acts.invite_all, asked=asked, by=signed_in(request))
        answer = do(request, take, deed, reverse("desk_invitations"), _("Invited. The letters leave within minutes."))
        if answer is not None:
            return answer
    return render(request, PAGE, {**_context(), "refused": take.errors}, status=422)


def _preview(rows: list[sheets.Row]) -> dict[str, object]:
    planned = invitations.plan(rows)
    return {
        "planned": planned,
        "faulty": [one for one in planned if one.faults],
        "new": [one for one in planned if one.is_new],
        "same": sum(1 for one in planned if one.asked and not one.is_new),
        "take": TakeForm(initial={"rows": TakeForm.packed(rows)}),
    }
