"""Deciding on one amendment at the desk, or correcting what is public."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.numbers import whole
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import decisions, desk_sittings, releases
from charter.forms.desk import CorrectionForm, DecisionForm
from charter.forms.desk_releases import SendBackForm
from charter.models import Amendment, Change, Decision, Handling
from charter.queries import amendments as found
from charter.queries import charters, desk, falling, handling
from charter.queries.desk_meetings import identity
from charter.states import AmendmentState, Outcome
from charter.templatetags.charter_text import attributes, outcome, status
from charter.templatetags.moments import day
from charter.templatetags.proposing import came

from . import changed_words, sittings
from .choosing import require_all, some_missing
from .desk_frame import address_of, kind_in_words, labels_of, name_of, support_in_words, what_changes

RETURNED = gettext_lazy("Returned. It is not released before it is decided anew.")
DECIDED = gettext_lazy("Decided. Nothing is public before the release.")


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def decide(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """One amendment with all its changes, and the form to decide on it or to correct what is public."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    amendment = get_object_or_404(found.for_page(), round__number=round, number=number)
    if "send_back" in request.POST and amendment.decision is not None:
        return _send_back(request, amendment, amendment.decision)
    form, inserting = _form(request, amendment), "insert" in request.POST
    if inserting and form is not None:
        form = _form(request, amendment, form.with_phrase())
    elif request.method == "GET" and (falls := _falling(request, amendment)):
        form = _form(request, amendment, falls)
    elif request.method == "GET" and (kept := sittings.kept(request, amendment, form)):
        form = _form(request, amendment, kept)
    elif request.method == "POST":
        require(rules.may_moderate(signed_in(request)))
        answer = _decide(request, amendment, form) if form is not None and form.is_valid() else None
        if answer is not None:
            return answer
    context = _context(amendment, form) | _handled(request, amendment) | {"inserted": inserting}
    if amendment.decision is not None and rules.may_send_back(signed_in(request), amendment.decision) is True:
        context["returning"] = SendBackForm()
    context |= sittings.context(request, amendment, form) | _fallen(amendment, form)
    return render(request, "charter/desk/decide.html", context, status=422 if form and form.errors else 200)


def _send_back(request: HttpRequest, amendment: Amendment, decision: Decision) -> HttpResponse:
    """A member of the body returns the decision with a word; the page again where that was refused."""
    form = SendBackForm(request.POST)
    here = address_of(amendment)
    if form.is_valid():
        said = {"decision": decision, "by": signed_in(request), "word": form.cleaned_data["word"]}
        answer = do(request, form, lambda: releases.send_back(**said), here, RETURNED)
        if answer is not None:
            return answer
    context = _context(amendment, None) | {"returning": form}
    return render(request, "charter/desk/decide.html", context, status=422)


def _form(request: HttpRequest, amendment: Amendment, initial: dict[str, Any] | None = None) -> DecisionForm | None:
    """The form that fits: to decide, to correct, or none."""
    decision = amendment.decision
    if not rules.may_moderate(signed_in(request)) or amendment.text is None:
        return None
    public = decision is not None and decision.is_released
    if amendment.state not in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED):
        return None
    kind = CorrectionForm if public else DecisionForm
    changes = list(amendment.text.changes.all())
    given: dict[str, Any] = {"amendment": amendment, "changes": changes, "languages": charters.languages()}
    return kind(initial=initial, **given) if initial is not None else kind(request.POST or None, **given)


def _decide(request: HttpRequest, amendment: Amendment, form: DecisionForm) -> HttpResponse | None:
    change = next(iter(form.changes), None)
    together = list(found.for_page().filter(pk__in=_together(request)))

    def deed() -> object:
        if isinstance(form, CorrectionForm) and amendment.decision is not None:
            return decisions.correct(
                decision=amendment.decision, note=form.cleaned_data["note"], by=signed_in(request), **_said(form)
            )
        require_all(_together(request), [other.pk for other in together])
        for other in together:
            _alike(other, amendment, form, request)
        desk_sittings.rise(amendment=amendment, by=signed_in(request))
        return decisions.decide(
            amendment=amendment, by=signed_in(request), seen=form.cleaned_data["revision"], **_said(form)
        )

    def there(made: object) -> str:
        if "next" in request.POST:
            following = desk.next_undecided(amendment.round, change)
            return address_of(following) if following else reverse("desk")
        return reverse("desk_provision", args=[change.provision.short]) if change else reverse("desk")

    answer = do(request, form, deed, there, DECIDED)
    if answer is None:
        form.look_again(Amendment.objects.get(pk=amendment.pk).revision)
    return answer


def _together(request: HttpRequest) -> list[int]:
    """The amendments that are decided with this one; what is no number names none."""
    return [whole(given) or 0 for given in request.POST.getlist("together")]


def _said(form: DecisionForm) -> dict[str, Any]:
    return {
        "outcome": form.cleaned_data["outcome"],
        "reason": form.reason(),
        "because_of": form.cleaned_data.get("other"),
        "words": form.words(),
        "taken": form.taken(),
    }


def _alike(other: Amendment, amendment: Amendment, form: DecisionForm, request: HttpRequest) -> None:
    """The same decision on another amendment that asks for the same words of the same provisions."""
    assert other.text is not None
    mine = {identity(change): change.pk for change in form.changes}
    theirs = {identity(change): change.pk for change in other.text.changes.all()}
    if other.round_id != amendment.round_id or not mine.keys() & theirs.keys():
        some_missing()
    pairs = {mine[key]: theirs[key] for key in mine.keys() & theirs.keys()}
    said = _said(form)
    said["words"] = {pairs[pk]: html for pk, html in said["words"].items() if pk in pairs}
    said["taken"] = {pairs[pk]: taken for pk, taken in said["taken"].items() if pk in pairs}
    decisions.decide(amendment=other, by=signed_in(request), **said)


def _context(amendment: Amendment, form: DecisionForm | None) -> dict[str, Any]:
    labels = labels_of(amendment.round)
    changes = list(amendment.text.changes.all()) if amendment.text else []
    decision = amendment.decision
    first = changes[0] if changes else None
    cite = labels.get(str(first.provision.key)) if first else None
    crumbs = [{"word": _("Desk"), "url": reverse("desk")}]
    if first:
        url = reverse("desk_provision", args=[first.provision.short]) + f"?round={amendment.round.number}"
        crumbs.append({"word": cite.citation if cite else first.provision.short, "url": url})
    crumbs.append({"word": str(amendment), "url": ""})
    stances = desk.stances([amendment.text_id] if amendment.text_id else [])
    return {
        "amendment": amendment,
        "crumbs": crumbs,
        "form": form,
        "correcting": isinstance(form, CorrectionForm),
        "cities": name_of(amendment),
        "came": came(amendment),
        "status": outcome(decision) if decision else status(amendment),
        "decision": decision,
        "released_on": day(decision.release.at) if decision and decision.release else "",
        "support": support_in_words(stances.get(amendment.text_id or 0, {})),
        "positions": [p for rows in stances.get(amendment.text_id or 0, {}).values() for p in rows if p.line],
        "changes": [_shown(change, labels) for change in changes],
        "public_url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "action": address_of(amendment),
    }


def _handled(request: HttpRequest, amendment: Amendment) -> dict[str, Any]:
    """For moderators: who has it until when, their notes, and what else is decided with it."""
    if rules.may_moderate(signed_in(request)) is not True:
        return {}
    named = _together(request)
    same = desk.identical(amendment) if amendment.state == AmendmentState.UNDER_REVIEW else []
    offered = {other.pk for other in same}
    return {
        **changed_words.shown(amendment),
        "handling": Handling.objects.filter(amendment=amendment).select_related("assigned_to").first(),
        "handling_url": reverse("desk_handling", args=[amendment.round.number, amendment.number]),
        "notes": handling.notes(amendment),
        "together": [pk for pk in named if pk not in offered],
        "offered": [{"pk": a.pk, "number": a.number, "cities": name_of(a), "chosen": a.pk in named} for a in same],
    }


def _falling(request: HttpRequest, amendment: Amendment) -> dict[str, Any] | None:
    """What the desk proposes for a void amendment, put into the form by a moderator who asked for it."""
    wanted = request.GET.get("falls", "")
    known = {str(one.number) for one in falling.because_of(amendment)} if wanted else set()
    return {"outcome": Outcome.FALLS.value, "because_of": wanted} if wanted in known else None


def _fallen(amendment: Amendment, form: DecisionForm | None) -> dict[str, Any]:
    """Because of which amendments a void one may fall, and until when its member looks at one to be checked."""
    if form is None or amendment.state != AmendmentState.UNDER_REVIEW:
        return {}
    looked = rules.is_looked_at(amendment)
    return {
        "falls": [
            {"number": one.number, "url": f"?falls={one.number}#decide"} for one in falling.because_of(amendment)
        ],
        "looks": "" if looked is True else getattr(looked, "why", ""),
    }


def _shown(change: Change, labels: dict[str, Any]) -> dict[str, Any]:
    label = labels.get(str(change.provision.key))
    return {
        "pk": change.pk,
        "cite": label.citation if label else _("left the text"),
        "url": reverse("desk_provision", args=[change.provision.short]),
        "kind": kind_in_words(change, labels),
        "words": what_changes(change, short=False),
        "note": change.carry_note,
        **attributes(change.language),
    }
