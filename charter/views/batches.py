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

from accounts.numbers import whole
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import batches as acts
from charter.citations import Label
from charter.forms.acting import ActingForm
from charter.forms.handling import AssignTogetherForm, TogetherForm
from charter.models import Amendment, Batch, Change, Round
from charter.queries import charters, desk, handling
from charter.queries.desk_meetings import distinct
from charter.states import BatchKind
from charter.templatetags.charter_text import attributes

from .choosing import require_all
from .desk_frame import address_of, desk_status, kind_in_words, labels_of, name_of, numbers, what_changes

MOST = 1000


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def decide(request: HttpRequest) -> HttpResponse:
    """The chosen amendments, and one decision with one reason for all of them."""
    require(rules.may_moderate(signed_in(request)))
    changes = _chosen(request)
    amendments = distinct(changes)
    if not amendments:
        return _nothing(request)
    acting, inserting = request.POST.get("act") == "decide", "insert" in request.POST
    given: dict[str, Any] = {"amendments": amendments, "languages": charters.languages()}
    form = TogetherForm(request.POST if acting or inserting else None, **given)
    if inserting:
        form = TogetherForm(initial=form.with_phrase(), **given)
    elif acting and form.is_valid():
        said: dict[str, Any] = {"outcome": form.cleaned_data["outcome"], "because_of": form.cleaned_data.get("other")}
        said |= {"by": signed_in(request), "reason": form.reason()}
        answer = do(
            request,
            form,
            _to_all(request, amendments, lambda: acts.decide(amendments=amendments, **said)),
            _back(amendments),
            _("Decided. Nothing is public before the release."),
        )
        if answer is not None:
            return answer
    return _page(request, changes, form, "decide", _("Decide together"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def assign(request: HttpRequest) -> HttpResponse:
    """The chosen amendments, and to whom they go until when."""
    require(rules.may_moderate(signed_in(request)))
    changes = _chosen(request)
    amendments = distinct(changes)
    if not amendments:
        return _nothing(request)
    acting = request.POST.get("act") == "assign"
    form = AssignTogetherForm(request.POST if acting else None, moderators=handling.moderators(timezone.now()))
    if acting and form.is_valid():
        said: dict[str, Any] = {"given": form.given(), "by": signed_in(request)}
        answer = do(
            request,
            form,
            _to_all(request, amendments, lambda: acts.assign(amendments=amendments, **said)),
            _back(amendments),
            _("Assigned."),
        )
        if answer is not None:
            return answer
    return _page(request, changes, form, "assign", _("Assign together"))


@login_required
@require_POST
@answers_refusals
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes what was done to several amendments."""
    require(rules.may_moderate(signed_in(request)))
    batch = get_object_or_404(Batch.objects.select_related("round"), pk=pk)
    form, there = ActingForm(request.POST), _queue(batch.round) if batch.round else reverse("desk_waiting")
    require(rules.may_undo(signed_in(request), batch))
    form.is_valid()
    answer = do(request, form, lambda: acts.undo(batch=batch, by=signed_in(request)), there, _("Undone."))
    return answer or redirect(there)


def undoable(batch: Batch | None) -> dict[str, Any] | None:
    """What the queue, or the list of everything that waits, says of the last act on several, with its button."""
    if batch is None:
        return None
    count = len(batch.rows.all())
    if batch.kind == BatchKind.DECIDED:
        said = ngettext("You decided %(n)d amendment together.", "You decided %(n)d amendments together.", count)
    elif batch.kind == BatchKind.SHARED:
        said = ngettext("You assigned %(n)d thing together.", "You assigned %(n)d things together.", count)
    else:
        said = ngettext("You assigned %(n)d amendment together.", "You assigned %(n)d amendments together.", count)
    return {"said": said % {"n": count}, "url": reverse("desk_undo", args=[batch.pk]), "token": ActingForm()["token"]}


def _to_all(request: HttpRequest, amendments: list[Amendment], deed: Callable[[], Batch]) -> Callable[[], Batch]:
    """The deed, where these are all that the form names."""

    def doing() -> Batch:
        require_all(_given(request), [one.pk for one in amendments])
        return deed()

    return doing


def _given(request: HttpRequest) -> list[str]:
    return request.POST.getlist("chosen") or request.GET.getlist("chosen")


def _chosen(request: HttpRequest) -> list[Change]:
    """Changes of the amendments that were ticked, of the round of the first of them."""
    given = _given(request)
    ids = list(dict.fromkeys(pk for pk in map(whole, given) if pk is not None))[:MOST]
    first = Amendment.objects.filter(pk__in=ids, number__isnull=False).select_related("round").first()
    return desk.chosen(first.round, ids) if first else []


def _nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "charter/desk/nothing_chosen.html", {"crumbs": _crumbs(_("Nothing chosen"))})


def _back(amendments: list[Amendment]) -> str:
    return _queue(amendments[0].round)


def _queue(round_: Round) -> str:
    return f"{reverse('desk')}?round={round_.number}"


def _crumbs(last: str) -> list[dict[str, str]]:
    return [{"word": _("Desk"), "url": reverse("desk")}, {"word": last, "url": ""}]


def _page(request: HttpRequest, changes: list[Change], form: Any, act: str, title: str) -> HttpResponse:
    amendments = distinct(changes)
    by_amendment: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        by_amendment[change.text.amendment_id].append(change)
    labels = labels_of(amendments[0].round)
    met = desk.clashing(amendments[0].round, amendments)
    context = {
        "title": title,
        "act": act,
        "form": form,
        "inserted": "insert" in request.POST,
        "crumbs": _crumbs(title),
        "rows": [_row(one, by_amendment[one.pk], labels, met) for one in amendments],
    }
    return render(request, "charter/desk/together.html", context, status=422 if form.errors else 200)


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
        "clashes": numbers(others),
        "changes": [
            {
                "cite": labels[key].citation if (key := str(one.provision.key)) in labels else _("left the text"),
                "kind": kind_in_words(one, labels),
                "words": what_changes(one),
                **attributes(one.language),
            }
            for one in changes
        ],
    }
