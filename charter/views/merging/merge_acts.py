"""The buttons of an open merge, each with its own address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.form_actions import FormAction, run_form_action
from charter import rules
from charter.actions.merging import merges
from charter.forms.deciding.desk_releases import EndorsingForm
from charter.forms.merging.desk_merges import WRITE, ChosenForm, MergeForm, ReferForm, ResolveForm
from charter.models import Merge
from charter.queries.merging import merge_candidates, merge_views
from charter.states import MergeState
from charter.views.merging import merge_pages
from charter.views.merging.merge_pages import Settling

APPLIED = gettext_lazy("The merge was applied. Its text is now part of the working text.")
PUT = gettext_lazy("Your text resolves the conflict. The text is sent to the members concerned as a compromise text.")
MergeAct = Callable[[HttpRequest, Merge], HttpResponse | MergeForm | Settling]


def _on_open_merge(act: MergeAct) -> Callable[..., HttpResponseBase]:
    """A view that does the act; where it is refused, the page of the merge with the form that the act returned.

    Opened as a page, or sent for a merge that has ended, the address leads to the page of the merge.
    """

    @login_required
    @require_http_methods(["GET", "POST"])
    @answers_refusals
    @wraps(act)
    def view(request: HttpRequest, key: str) -> HttpResponse:
        is_page = request.method == "GET"
        require((rules.may_read_decisions_before_release if is_page else rules.may_moderate)(signed_in(request)))
        merge = get_object_or_404(merge_candidates.merges_for_page(), key=key)
        if is_page or merge.state != MergeState.OPEN:
            query = request.GET.urlencode()
            return redirect(_address(merge) + (f"?{query}" if query else ""))
        answer = act(request, merge)
        if isinstance(answer, HttpResponse):
            return answer
        merge = merge_candidates.merges_for_page().get(pk=merge.pk)
        if isinstance(answer, MergeForm):
            return merge_pages.merge_page(request, merge, answer)
        return merge_pages.merge_page(request, merge, MergeForm(), answer)

    return view


@_on_open_merge
def choose(request: HttpRequest, merge: Merge) -> HttpResponse | MergeForm:
    """Selects the amendments that are merged."""
    form, candidates = MergeForm(request.POST), merge_views.candidates_for(merge)
    chosen = ChosenForm(request.POST, candidates=candidates, language=merge.language)
    if not form.is_valid():
        return form
    if not chosen.is_valid():
        form.add_error(None, _("Choose amendments of this article."))
        return form
    ticked = set(chosen.chosen())
    amendments = [amendment for amendment in candidates if amendment.pk in ticked]
    return _do(request, merge, form, partial(merges.choose_amendments, amendments=amendments, **_step(form)))


@_on_open_merge
def undo(request: HttpRequest, merge: Merge) -> HttpResponse | MergeForm:
    """Undoes the last step."""
    form = MergeForm(request.POST)
    return _do(request, merge, form, partial(merges.undo_step, **_step(form))) if form.is_valid() else form


@_on_open_merge
def redo(request: HttpRequest, merge: Merge) -> HttpResponse | MergeForm:
    """Does the step again that was undone last."""
    form = MergeForm(request.POST)
    return _do(request, merge, form, partial(merges.redo_step, **_step(form))) if form.is_valid() else form


@_on_open_merge
def discard(request: HttpRequest, merge: Merge) -> HttpResponse | MergeForm:
    """Ends the merge without a change of the text."""
    form = MergeForm(request.POST)
    return _do(request, merge, form, merges.drop_merge) if form.is_valid() else form


@_on_open_merge
def apply(request: HttpRequest, merge: Merge) -> HttpResponse | MergeForm:
    """Brings the result into the working text."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        return form
    return _do(request, merge, form, partial(merges.apply_merge, early=form.cleaned_data["early"]), APPLIED)


@_on_open_merge
def release_and_apply(request: HttpRequest, merge: Merge) -> HttpResponse | MergeForm:
    """Publishes the decisions on the selected amendments and brings the result into the working text."""
    form, endorsing = MergeForm(request.POST), EndorsingForm(request.POST, prefix="body")
    if not form.is_valid():
        return form
    if not endorsing.is_valid():
        form.add_error(None, " ".join(str(error) for errors in endorsing.errors.values() for error in errors))
        return form
    action = partial(merges.apply_merge, early=form.cleaned_data["early"], release=endorsing.endorsed())
    return _do(request, merge, form, action, APPLIED)


@_on_open_merge
def resolve(request: HttpRequest, merge: Merge) -> HttpResponse | ResolveForm:
    """Settles a conflict by one of its wordings, or by a text of the secretariat that the members are asked about."""
    form = ResolveForm(request.POST, view=merge_views.view_of_merge(merge))
    if not form.is_valid():
        return form
    by = signed_in(request)
    arguments: dict[str, Any] = {
        "merge": merge,
        "by": by,
        "revision": form.cleaned_data["revision"],
        "view": form.view,
        "conflict_id": form.cleaned_data["conflict"],
        "why": form.reason_of_losers(),
    }
    if form.cleaned_data["choice"] == WRITE:
        action: FormAction = partial(
            merges.write_compromise,
            html=form.html(),
            answer_by=form.until(),
            reason={by.language: form.cleaned_data["to_members"]},
            **arguments,
        )
        return run_form_action(request, form, action, _address(merge), PUT) or form
    option = form.option()
    assert option is not None
    action = partial(merges.resolve_conflict, choice=option.choice, **arguments)
    return run_form_action(request, form, action, _address(merge)) or form


@_on_open_merge
def refer(request: HttpRequest, merge: Merge) -> HttpResponse | ReferForm:
    """Leaves a conflict open, with all its wordings in square brackets."""
    form = ReferForm(request.POST, view=merge_views.view_of_merge(merge))
    if not form.is_valid():
        return form
    action = partial(
        merges.refer_conflict,
        merge=merge,
        by=signed_in(request),
        revision=form.cleaned_data["revision"],
        view=form.view,
        conflict_id=form.cleaned_data["conflict"],
        reason=form.cleaned_data["reason"],
    )
    return run_form_action(request, form, action, _address(merge)) or form


def _address(merge: Merge) -> str:
    return reverse("desk_merge", args=[merge.key])


def _step(form: MergeForm) -> dict[str, Any]:
    """The revision that the page showed: a step of somebody else in between refuses this one."""
    return {"revision": form.cleaned_data["revision"]}


def _do(
    request: HttpRequest, merge: Merge, form: MergeForm, action: Callable[..., object], message: Any = ""
) -> HttpResponse | MergeForm:
    done = partial(action, merge=merge, by=signed_in(request))
    return run_form_action(request, form, done, _address(merge), message) or form
