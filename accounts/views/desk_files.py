"""Members in and out by file: a preview that names every row, then one button."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import rules
from accounts.actions import organisations
from accounts.exports import members as member_exports
from accounts.forms.desk import FileForm, TakeForm
from accounts.imports import members, sheets
from accounts.imports.columns import columns_of_members
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action

TYPES = {
    "csv": (member_exports.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (member_exports.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Upload, preview, take in. The preview carries the file's rows, so that what is taken in is what was seen."""
    require(rules.may_keep_members(signed_in(request)))
    if request.method == "POST" and "rows" in request.POST:
        return _take(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context = {"form": form, "columns": columns_of_members(), "here": "files"}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            context |= _preview(sheets.read_upload(upload, upload.name))
        except sheets.Unreadable as refused:
            form.add_error("file", str(refused))
    return render(request, "members/desk/file.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest) -> HttpResponse:
    take = TakeForm(request.POST)
    if take.is_valid():
        rows = take.cleaned_data["rows"]
        planned = members.plan_members(rows)
        entries = [planned_member.entry for planned_member in planned if planned_member.entry]
        action = partial(organisations.import_members, entries=entries, by=signed_in(request))
        answer = run_form_action(request, take, action, reverse("desk_members"), _("The file was imported."))
        if answer is not None:
            return answer
    context = {"form": FileForm(), "columns": columns_of_members(), "here": "files", "refused": take.errors}
    return render(request, "members/desk/file.html", context, status=422)


def _preview(rows: list[sheets.SheetRow]) -> dict[str, object]:
    sheets.require_columns(rows, [] if rows and "address" in rows[0].cells else ["name"])
    planned = members.plan_members(rows)
    changed = [
        planned_member
        for planned_member in planned
        if planned_member.entry and not planned_member.is_new and planned_member.changes
    ]
    return {
        "planned": planned,
        "ignored": sheets.unknown_columns(rows, member_exports.HEAD),
        "faulty": [planned_member for planned_member in planned if planned_member.faults],
        "new": [planned_member for planned_member in planned if planned_member.is_new and planned_member.entry],
        "changed": changed,
        "leaving": any("left_on" in planned_member.changes for planned_member in changed),
        "same": sum(
            1
            for planned_member in planned
            if planned_member.entry and not planned_member.is_new and not planned_member.changes
        ),
        "take": TakeForm(initial={"rows": TakeForm.packed(rows)}),
    }


@login_required
@require_GET
@answers_refusals
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """All members as a file."""
    require(rules.may_keep_members(signed_in(request)))
    if ending not in TYPES:
        raise Http404
    way, kind = TYPES[ending]
    answer = HttpResponse(way(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="members.{ending}"'
    return answer
