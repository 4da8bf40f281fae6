"""A merge as a Word file for a legal service, and the clean copies that come back."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.locales import localize_commas
from accounts.rules import Refusal, Refused, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.merging import merges
from charter.actions.papers import clean_copies
from charter.exports.merge_papers import write_merge_docx
from charter.exports.writing import FORMATS
from charter.files.refusals import Unreadable
from charter.forms.papers.clean_copies import CleanCopyForm, UseTextForm
from charter.importing.clean_copies import Comparison, CopyLine, OtherChange, Treatment, compare_copy, paper_of_file
from charter.importing.returned_lines import read_upload
from charter.models import Amendment, CleanCopy, Merge
from charter.queries.languages.names import language_of
from charter.queries.merging import merge_candidates, merge_views
from charter.queries.merging.merge_views import MergeView
from charter.queries.papers.merge_papers import GONE, amendments_in, clean_copies_of, clean_copy
from charter.queries.reading.comparing import redline_of
from charter.states import ChangeKind, MergeState
from charter.views.desk_frame import address_of, name_of
from charter.wording.charter_text import interface_language

ALREADY_SENT = gettext_lazy("The file was already imported. Nothing new was stored.")
USED = gettext_lazy("The merge now has the text of the file, as text of the secretariat.")
TREATMENTS = {
    Treatment.KEPT: {"shape": "accepted", "word": pgettext_lazy("an amendment in a file", "Kept")},
    Treatment.DROPPED: {"shape": "refused", "word": pgettext_lazy("an amendment in a file", "Discarded")},
    Treatment.CHANGED: {"shape": "changes", "word": pgettext_lazy("an amendment in a file", "Changed")},
}
OTHERS = {
    ChangeKind.INSERT: gettext_lazy("New provision after %(citation)s"),
    ChangeKind.MOVE: gettext_lazy("%(citation)s is moved after %(after)s"),
    ChangeKind.SPLIT: gettext_lazy("%(citation)s is split"),
    ChangeKind.JOIN: gettext_lazy("%(citation)s is combined with %(after)s"),
}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest, key: UUID) -> HttpResponse:
    """The Word file of an open merge, a form for a clean copy, and the copies received."""
    require(rules.may_moderate(signed_in(request)))
    merge = get_object_or_404(merge_candidates.merges_for_page(), key=key)
    if merge.state != MergeState.OPEN:
        return redirect("desk_merge", key)
    imports = request.method == "POST" and request.POST.get("act") != "download"
    form = CleanCopyForm(request.POST if imports else None, request.FILES if imports else None)
    answer = None
    if request.method == "POST" and not imports:
        answer = _download(request, merge, form)
    elif imports and form.is_valid():
        answer = _take_in(request, merge, form)
    context = {
        "merge": merge,
        "name": _address(merge),
        "language": language_of(merge.language),
        "form": form,
        "copies": clean_copies_of(merge),
        "crumbs": _crumbs(merge, _("Clean copies")),
    }
    is_refused = bool(form.is_bound and form.errors)
    return answer or render(request, "charter/papers/clean/index.html", context, status=422 if is_refused else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def look(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a clean copy keeps, deletes and changes, provision by provision. Each use of a text is a separate act."""
    copy = _readable(request, key)
    merge = copy.paper.merge
    comparison = compare_copy(copy)
    view = merge_views.view_of_merge(merge) if merge.state == MergeState.OPEN else None
    if request.POST.get("act") == "delete":
        return _delete(request, copy)
    form = UseTextForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = _use(request, copy, comparison, view, form)
        if answer is not None:
            return answer
    return _show(request, copy, comparison, view, form)


@login_required
@require_safe
@answers_refusals
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file as it was sent."""
    copy = _readable(request, key)
    return FileResponse(copy.file.open("rb"), as_attachment=True, filename=copy.filename)


def _readable(request: HttpRequest, key: UUID) -> CleanCopy:
    require(rules.may_moderate(signed_in(request)))
    copy = clean_copy(key)
    if copy is None:
        raise Http404(_("There is no such file."))
    return copy


def _download(request: HttpRequest, merge: Merge, form: CleanCopyForm) -> HttpResponse | None:
    """The file; where pandoc cannot make it, a message with the reason."""
    view = merge_views.view_of_merge(merge)
    paper = clean_copies.issue_merge_paper(view=view, by=signed_in(request))
    try:
        data = write_merge_docx(paper)
    except Unreadable as refused:
        messages.error(request, str(refused))
        return None
    answer = HttpResponse(data, content_type=FORMATS["docx"].content_type)
    name = f"merge-{view.merge_base.section.address}-{merge.language}.docx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _take_in(request: HttpRequest, merge: Merge, form: CleanCopyForm) -> HttpResponse | None:
    """Stores the file of a valid form and leads to its page; None with the reason in the form."""
    uploaded = form.cleaned_data["file"]
    try:
        returned = read_upload(uploaded, uploaded.name)
        paper = paper_of_file(merge, returned)
    except Unreadable as refused:
        form.add_error("file", str(refused))
        return None
    try:
        copy, is_new = clean_copies.receive_clean_copy(
            paper=paper,
            by=signed_in(request),
            file=uploaded,
            filename=uploaded.name,
            digest=hashlib.file_digest(uploaded, "sha256").hexdigest(),
            reading=returned.as_json(),
        )
    except Refused as refused:
        form.add_error("file", str(refused.refusal.why))
        return None
    if not is_new:
        messages.info(request, ALREADY_SENT)
    return redirect("desk_clean_copy", copy.key)


def _use(
    request: HttpRequest, copy: CleanCopy, comparison: Comparison, view: MergeView | None, form: UseTextForm
) -> HttpResponse | None:
    """Stores the text of one provision in the merge, as text of the secretariat."""
    key = str(form.cleaned_data["provision"])
    line = comparison.line_of(key)
    if view is None or line is None or (why := _refusal(line, view)):
        form.add_error(None, _("The text cannot be used here.") if view is None or line is None else why)
        return None
    action = partial(
        merges.write_wording,
        merge=view.merge,
        key=key,
        html=line.html,
        by=signed_in(request),
        revision=form.cleaned_data["revision"],
        view=view,
    )
    return run_form_action(request, form, action, reverse("desk_clean_copy", args=[copy.key]), USED)


def _refusal(line: CopyLine, view: MergeView) -> str:
    """Why the text of a provision in the file cannot become its text in the merge; empty if it can."""
    if line.text is None:
        return _("The file does not contain the provision. Decide on the amendment, or change the selection.")
    key = str(UUID(line.line.key))
    may = merges.may_write_wording(view, key)
    if isinstance(may, Refusal):
        return str(may.why)
    row = next((row for row in view.rows if row.key == key), None)
    if (
        row is None
        or (row.before, row.gone) != (line.line.before, line.line.effect == GONE)
        or row.after != line.line.after
    ):
        return _("The merge has changed at this place since the file was downloaded.")
    return ""


def _delete(request: HttpRequest, copy: CleanCopy) -> HttpResponse:
    merge = copy.paper.merge
    clean_copies.delete_clean_copy(copy=copy, by=signed_in(request))
    messages.success(request, _("The file was deleted. The merge still contains the texts from the file."))
    return redirect("desk_merge_copies", merge.key)


def _show(
    request: HttpRequest, copy: CleanCopy, comparison: Comparison, view: MergeView | None, form: UseTextForm
) -> HttpResponse:
    merge = copy.paper.merge
    amendments = amendments_in(line.line for line in comparison.lines)
    rows = [
        _row(line, amendments, view, copy) for line in comparison.lines if line.treatments or not line.is_as_merged
    ]
    context = {
        "copy": copy,
        "merge": merge,
        "language": language_of(merge.language),
        "form": form,
        "token": form.fields["token"].initial,
        "amendments": [_named(amendments[pk], treatment) for pk, treatment in sorted(comparison.treatments.items())],
        "rows": [row for row in rows if not row["is_as_merged"]],
        "kept": [row for row in rows if row["is_as_merged"]],
        "others": [_other(change) for change in comparison.others],
        "unplaced": comparison.unplaced,
        "left_out": comparison.left_out,
        "open_marks": comparison.open_marks,
        "crumbs": _crumbs(merge, copy.filename, (_("Clean copies"), reverse("desk_merge_copies", args=[merge.key]))),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "charter/papers/clean/copy.html", context, status=status)


def _row(line: CopyLine, amendments: dict[int, Amendment], view: MergeView | None, copy: CleanCopy) -> dict[str, Any]:
    """A provision with what became of its amendments, and what a moderator can do with the text of the file."""
    row: dict[str, Any] = {
        "key": UUID(line.line.key),
        "citation": line.line.citation,
        "is_as_merged": line.is_as_merged,
        "amendments": [_named(amendments[pk], treatment) for pk, treatment in line.treatments.items()],
        "is_edited": line.is_edited,
        "redline": redline_of("" if line.line.effect == GONE else line.line.after, line.html, interface_language()),
    }
    if view is None or line.is_as_merged:
        return row
    key = str(row["key"])
    now = next((block for block in view.rows if block.key == key), None)
    conflict = next((conflict for conflict in view.conflicts if conflict.key == key), None)
    if line.text and now is not None and not now.gone and now.after == line.html:
        row["is_used"] = True
    elif line.text and conflict is not None:
        row["conflict_url"] = f"{reverse('desk_merge', args=[view.merge.key])}?copy={copy.key}#conflict-{conflict.id}"
    else:
        row["why_not"] = _refusal(line, view)
    return row


def _named(amendment: Amendment, treatment: Treatment) -> dict[str, Any]:
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        **TREATMENTS[treatment],
    }


def _other(change: OtherChange) -> dict[str, str]:
    places = {"citation": localize_commas(change.citation), "after": localize_commas(change.after_citation)}
    title = str(OTHERS[ChangeKind(change.kind)]) % places
    return {"title": title, "text": change.text}


def _address(merge: Merge) -> str:
    section = merge.charter.arrangement.section(merge.article.key) if merge.charter.arrangement else None
    return section.address if section else merge.article.slug


def _crumbs(merge: Merge, here: str, *above: tuple[str, str]) -> list[Crumb]:
    name = _(", ").join([_address(merge), language_of(merge.language).name])
    links = ((_("Merge"), reverse("desk_merges")), (name, reverse("desk_merge", args=[merge.key])), *above)
    return secretariat_breadcrumbs(*links, here=here)
