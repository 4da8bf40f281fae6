"""Deciding on one amendment, releasing decisions, and the public table of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import decisions
from charter.forms.decisions import TableForm
from charter.forms.desk import CorrectionForm, DecisionForm, ReleaseForm
from charter.models import Adoption, Amendment, Change, Decision, Handling, Round
from charter.queries import amendments as found
from charter.queries import charters, desk, handling
from charter.queries import decisions as decided
from charter.queries.desk_meetings import identity
from charter.states import AmendmentState, ChangeKind
from charter.templatetags.charter_text import attributes, in_words, outcome, proposer, status
from charter.templatetags.moments import day
from charter.templatetags.proposing import came

from .desk_frame import (
    address_of,
    articles_of,
    kind_in_words,
    labels_of,
    name_of,
    support_in_words,
    the_charter,
    views_of,
    what_changes,
)
from .frame import take_away
from .publicly import publicly

DECIDED = gettext_lazy("Decided. Nothing is public before the release.")
PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def decide(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """One amendment with all its changes, and the form to decide on it or to correct what is public."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    amendment = get_object_or_404(found.for_page(), round__number=round, number=number)
    form = _form(request, amendment)
    if request.method == "POST":
        require(rules.may_moderate(signed_in(request)))
        answer = _decide(request, amendment, form) if form is not None and form.is_valid() else None
        if answer is not None:
            return answer
    context = _context(amendment, form) | _handled(request, amendment)
    return render(request, "charter/desk/decide.html", context, status=422 if form and form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def release(request: HttpRequest, round: int) -> HttpResponse:
    """What would become public, and the button."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    round_ = get_object_or_404(Round.objects.select_related("charter", "body"), number=round)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = do(
            request,
            form,
            lambda: decisions.release(round_=round_, by=signed_in(request), body=form.cleaned_data["body"]),
            reverse("desk_release", args=[round]),
            _("Released. Each member gets a letter."),
        )
        if answer is not None:
            return answer
    may = rules.may_release(signed_in(request), round_)
    labels = labels_of(round_)
    context = {
        "round": round_,
        "form": form,
        "views": views_of(request, "release"),
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Release"), "url": ""}],
        "rows": [_row(decision, labels) for decision in decided.waiting(round_)],
        "released": round_.releases.order_by("-at"),
        "refused": "" if may is True else str(getattr(may, "why", "")),
    }
    return render(request, "charter/desk/release.html", context)


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """The public table: released decisions alone, and what changed without an amendment."""
    charter = the_charter()
    rounds = list(Round.objects.filter(charter=charter, releases__isnull=False).distinct().order_by("-number"))
    wanted = request.GET.get("round", "")
    round_ = next((r for r in rounds if str(r.number) == wanted), rounds[0] if rounds else None)
    if wanted and (round_ is None or str(round_.number) != wanted):
        raise Http404(_("No decisions of this round are public yet."))
    context: dict[str, Any] = {
        "round": round_,
        "rounds": [{"word": _("Round %(n)d") % {"n": r.number}, "url": f"?round={r.number}"} for r in rounds],
        "others": [
            without_amendment(a, labels) for labels in [_labels(charter)] for a in decided.without_amendment(charter)
        ],
    }
    if round_ is not None:
        context |= _table(request, round_)
    return render(request, "charter/decisions/table.html", context)


def _form(request: HttpRequest, amendment: Amendment) -> DecisionForm | None:
    """The form that fits: to decide, to correct, or none."""
    decision = amendment.decision
    if not rules.may_moderate(signed_in(request)) or amendment.text is None:
        return None
    public = decision is not None and decision.is_released
    if amendment.state not in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED):
        return None
    kind = CorrectionForm if public else DecisionForm
    changes = list(amendment.text.changes.all())
    return kind(request.POST or None, amendment=amendment, changes=changes, languages=charters.languages())


def _decide(request: HttpRequest, amendment: Amendment, form: DecisionForm) -> HttpResponse | None:
    change = next(iter(form.changes), None)
    together = list(found.for_page().filter(pk__in=[pk for pk in request.POST.getlist("together") if pk.isdecimal()]))

    def deed() -> object:
        if isinstance(form, CorrectionForm) and amendment.decision is not None:
            return decisions.correct(
                decision=amendment.decision, note=form.cleaned_data["note"], by=signed_in(request), **_said(form)
            )
        for other in together:
            _alike(other, amendment, form, request)
        return decisions.decide(amendment=amendment, by=signed_in(request), **_said(form))

    def there(made: object) -> str:
        if "next" in request.POST:
            following = desk.next_undecided(amendment.round, change)
            return address_of(following) if following else reverse("desk")
        return reverse("desk_provision", args=[change.provision.short]) if change else reverse("desk")

    return do(request, form, deed, there, DECIDED)


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
        return
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
    return {
        "handling": Handling.objects.filter(amendment=amendment).select_related("assigned_to").first(),
        "handling_url": reverse("desk_handling", args=[amendment.round.number, amendment.number]),
        "notes": handling.notes(amendment),
        "together": [pk for pk in request.POST.getlist("together") if pk.isdecimal()],
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


def _row(decision: Decision, labels: dict[str, Any]) -> dict[str, Any]:
    """What a row of a table of decisions shows."""
    amendment = decision.amendment
    changes = list(decision.text.changes.all())
    cites = list(dict.fromkeys(labels[key].citation for c in changes if (key := str(c.provision.key)) in labels))
    return {
        "number": amendment.number,
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "desk_url": address_of(amendment),
        "city": proposer(amendment),
        "came": came(amendment),
        "cites": cites,
        "asked": [_asked(c, labels) for c in changes],
        "status": outcome(decision),
        "reason": in_words(decision.reason),
        "note": in_words(decision.note) if decision.note else "",
        "in_text": amendment.state == AmendmentState.MERGED,
        "place_url": reverse("provision", args=[changes[0].provision.short]) if changes else "",
        "places": changes,
        "outcome": decision.outcome,
    }


def _asked(change: Change, labels: dict[str, Any]) -> dict[str, Any]:
    kind = "" if change.kind == ChangeKind.INSERT else kind_in_words(change, labels)
    return {"kind": kind, "words": what_changes(change), **attributes(change.language)}


def _table(request: HttpRequest, round_: Round) -> dict[str, Any]:
    labels, tally = labels_of(round_), decided.tally(round_)
    form = TableForm(request.GET, articles=articles_of(round_.charter), cities=decided.cities(round_))
    wanted = decided.narrowed(round_, **form.chosen())
    page = Paginator(wanted, PAGE).get_page(request.GET.get("page"))
    last = round_.releases.order_by("-at").first()
    return {
        "filters": form,
        "tally": tally,
        "released_on": day(last.at) if last else "",
        "endorsed": last.body if last else "",
        "page": page,
        "count": len(wanted),
        "rows": [_row(decision, labels) for decision in decided.those(list(page.object_list))],
        "withdrawn": [
            {
                "number": a.number,
                "url": reverse("amendment", args=[round_.number, a.number]),
                "city": proposer(a),
            }
            for a in decided.ended(round_)
        ],
        "next_version": round_.version.number + 1,
        "downloads": take_away(f"decisions/{round_.number}")[0],
    }


def _labels(charter: Any) -> dict[str, Any]:
    return charter.arrangement.labels() if charter.arrangement else {}


def without_amendment(adoption: Adoption, labels: dict[str, Any]) -> dict[str, Any]:
    """A change that no amendment asked for: where, why, and for whom."""
    label = labels.get(str(adoption.provision.key))
    return {
        "cite": label.citation if label else _("left the text"),
        "url": reverse("provision", args=[adoption.provision.short]),
        "day": day(adoption.at),
        "reason": in_words(adoption.reason) if adoption.reason else "",
        "by": str(adoption.asked_by) if adoption.asked_by else adoption.asked_by_words,
        "one": decided.one_language_only(adoption),
        "language": adoption.language,
    }
