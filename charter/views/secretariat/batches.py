"""One act on several amendments of the queue, and its undoing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.numbers import whole_number
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.secretariat import batches
from charter.citations import Label
from charter.forms.acting import ActingForm
from charter.forms.secretariat.handling import AssignTogetherForm, TogetherForm
from charter.models import Amendment, Batch, Change, Round
from charter.queries.amending.amendments import first_numbered
from charter.queries.reading import charters
from charter.queries.secretariat import handling, queue
from charter.queries.secretariat.handling import batches_with_round
from charter.queries.secretariat.meetings import distinct_amendments
from charter.states import BatchKind
from charter.views.desk_frame import (
    address_of,
    describe_change,
    desk_status,
    kind_in_words,
    labels_of,
    name_of,
    numbers,
)
from charter.views.ticked_rows import require_all
from charter.wording.charter_text import language_attributes

MOST = 1000


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def decide(request: HttpRequest) -> HttpResponse:
    """The chosen amendments, and one decision with one reason for all of them."""
    require(rules.may_moderate(signed_in(request)))
    changes = _chosen(request)
    amendments = distinct_amendments(changes)
    if not amendments:
        return _nothing(request)
    acting, inserting = request.POST.get("act") == "decide", "insert" in request.POST
    form_arguments: dict[str, Any] = {"amendments": amendments, "languages": charters.charter_languages()}
    form = TogetherForm(request.POST if acting or inserting else None, **form_arguments)
    if inserting:
        form = TogetherForm(initial=form.with_phrase(), **form_arguments)
    elif acting and form.is_valid():
        arguments: dict[str, Any] = {
            "outcome": form.cleaned_data["outcome"],
            "because_of": form.cleaned_data.get("other"),
            "type_": form.decision_type(),
        }
        arguments |= {"by": signed_in(request), "reason": form.reason()}
        answer = run_form_action(
            request,
            form,
            _to_all(request, amendments, lambda: batches.decide_batch(amendments=amendments, **arguments)),
            _back(amendments),
            _("The decision is saved. It becomes public when the secretariat publishes the decisions."),
        )
        if answer is not None:
            return answer
    return _page(request, changes, form, "decide", _("Decide on several amendments"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def assign(request: HttpRequest) -> HttpResponse:
    """The chosen amendments, and to whom they go until when."""
    require(rules.may_moderate(signed_in(request)))
    changes = _chosen(request)
    amendments = distinct_amendments(changes)
    if not amendments:
        return _nothing(request)
    acting = request.POST.get("act") == "assign"
    form = AssignTogetherForm(request.POST if acting else None, moderators=handling.moderators_at(timezone.now()))
    if acting and form.is_valid():
        arguments: dict[str, Any] = {"assignment": form.given(), "by": signed_in(request)}
        answer = run_form_action(
            request,
            form,
            _to_all(request, amendments, lambda: batches.assign_batch(amendments=amendments, **arguments)),
            _back(amendments),
            _("Assigned."),
        )
        if answer is not None:
            return answer
    return _page(request, changes, form, "assign", _("Assign several amendments"))


@login_required
@require_POST
@answers_refusals
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes a batch."""
    require(rules.may_moderate(signed_in(request)))
    batch = get_object_or_404(batches_with_round(), pk=pk)
    form, address = ActingForm(request.POST), _queue(batch.round) if batch.round else reverse("desk_waiting")
    require(rules.may_undo(signed_in(request), batch))
    form.is_valid()
    answer = run_form_action(
        request,
        form,
        lambda: batches.undo_batch(batch=batch, by=signed_in(request)),
        address,
        _("The action was undone."),
    )
    return answer or redirect(address)


def undoable(batch: Batch | None) -> dict[str, Any] | None:
    """The sentence and button for undoing the last batch, for the queue or the list of pending items."""
    if batch is None:
        return None
    count = len(batch.rows.all())
    if batch.kind == BatchKind.DECIDED:
        sentence = ngettext(
            "You decided on %(n)d amendment in one batch.", "You decided on %(n)d amendments in one batch.", count
        )
    elif batch.kind == BatchKind.SHARED:
        sentence = ngettext("You assigned %(n)d item in one batch.", "You assigned %(n)d items in one batch.", count)
    else:
        sentence = ngettext(
            "You assigned %(n)d amendment in one batch.", "You assigned %(n)d amendments in one batch.", count
        )
    return {
        "sentence": sentence % {"n": count},
        "url": reverse("desk_undo", args=[batch.pk]),
        "token": ActingForm()["token"],
    }


def _to_all(request: HttpRequest, amendments: list[Amendment], action: Callable[[], Batch]) -> Callable[[], Batch]:
    """The action, where these are all that the form names."""

    def doing() -> Batch:
        require_all(_given(request), [amendment.pk for amendment in amendments])
        return action()

    return doing


def _given(request: HttpRequest) -> list[str]:
    return request.POST.getlist("chosen") or request.GET.getlist("chosen")


def _chosen(request: HttpRequest) -> list[Change]:
    """Changes of the amendments that were ticked, of the round of the first of them."""
    ticked = _given(request)
    ids = list(dict.fromkeys(pk for pk in map(whole_number, ticked) if pk is not None))[:MOST]
    first = first_numbered(ids)
    return queue.changes_of_amendments(first.round, ids) if first else []


def _nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "charter/secretariat/nothing_chosen.html", {"crumbs": _crumbs(_("Nothing selected"))})


def _back(amendments: list[Amendment]) -> str:
    return _queue(amendments[0].round)


def _queue(round_: Round) -> str:
    return f"{reverse('desk')}?round={round_.number}"


def _crumbs(last: str) -> list[Crumb]:
    return secretariat_breadcrumbs(here=last)


def _page(request: HttpRequest, changes: list[Change], form: Any, act: str, title: str) -> HttpResponse:
    amendments = distinct_amendments(changes)
    by_amendment: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        by_amendment[change.text.amendment_id].append(change)
    labels = labels_of(amendments[0].round)
    met = queue.conflicting_pairs(amendments[0].round, amendments)
    context = {
        "title": title,
        "act": act,
        "form": form,
        "inserted": "insert" in request.POST,
        "crumbs": _crumbs(title),
        "rows": [_row(amendment, by_amendment[amendment.pk], labels, met) for amendment in amendments],
    }
    return render(request, "charter/secretariat/together.html", context, status=422 if form.errors else 200)


def _row(
    amendment: Amendment, changes: list[Change], labels: dict[str, Label], met: list[tuple[Amendment, Amendment]]
) -> dict[str, Any]:
    others = [b if a.pk == amendment.pk else a for a, b in met if amendment.pk in (a.pk, b.pk)]
    return {
        "pk": amendment.pk,
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "status": desk_status(amendment),
        "conflicts": numbers(others),
        "changes": [
            {
                "cite": labels[key].citation
                if (key := str(change.provision.key)) in labels
                else _("deleted from the text"),
                "kind": kind_in_words(change, labels),
                "words": describe_change(change),
                **language_attributes(change.language),
            }
            for change in changes
        ],
    }
