"""Releasing decisions, and the public table of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import decisions
from charter.actions import releases as planning
from charter.forms.decisions import TableForm
from charter.forms.desk_releases import AT_AN_HOUR, DROP, ReleaseForm
from charter.messages import moment
from charter.models import Adoption, Change, Decision, ReleasePlan, Round
from charter.queries import assents, releases
from charter.queries import decisions as decided
from charter.states import AmendmentState, ChangeKind, Fate
from charter.templatetags.charter_text import asked_by, attributes, in_words, naming, outcome
from charter.templatetags.moments import day
from charter.templatetags.proposing import came

from .desk_frame import (
    address_of,
    articles_of,
    kind_in_words,
    labels_of,
    the_charter,
    views_of,
    what_changes,
)
from .frame import take_away
from .publicly import publicly

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def release(request: HttpRequest, round: int) -> HttpResponse:
    """What would become public, and the button."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    round_ = get_object_or_404(Round.objects.select_related("charter", "body"), number=round)
    plan = releases.of_round(round_)
    form = ReleaseForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        answer = _release(request, round_, plan, form)
        if answer is not None:
            return answer
    may = rules.may_release(signed_in(request), round_)
    labels, waiting = labels_of(round_), list(decided.waiting(round_))
    context = {
        "round": round_,
        "form": form,
        "views": views_of(request, "release"),
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Release"), "url": ""}],
        "rows": [_row(decision, labels) for decision in waiting if decision.returned_at is None],
        "returned": [_returned(decision) for decision in waiting if decision.returned_at is not None],
        "plan": plan,
        "planned_at": moment(plan.due, round_) if plan else "",
        "moderates": rules.may_moderate(signed_in(request)) is True,
        "released": round_.releases.order_by("-at"),
        "refused": "" if may is True else str(getattr(may, "why", "")),
    }
    return render(request, "charter/desk/release.html", context, status=422 if form.errors else 200)


def _release(request: HttpRequest, round_: Round, plan: ReleasePlan | None, form: ReleaseForm) -> HttpResponse | None:
    """Now, at an hour, or no more at the hour that was set."""
    act, said = form.cleaned_data["act"], dict[str, Any](by=signed_in(request))
    here = reverse("desk_release", args=[round_.number])
    if act == DROP:
        over = _("The hour is no longer set.")
        return do(request, form, lambda: plan and planning.drop_plan(plan=plan, **said), here, over)
    said |= {"round_": round_, "endorsed": form.endorsed()}
    if act == AT_AN_HOUR:
        return do(request, form, lambda: planning.plan(due=form.due(), **said), here, _("The hour is set."))
    return do(request, form, lambda: decisions.release(**said), here, _("Released. Each member gets a letter."))


def _returned(decision: Decision) -> dict[str, Any]:
    """What the body wants looked at again."""
    return {
        "title": str(decision.amendment),
        "url": address_of(decision.amendment),
        "text": decision.returned_with,
        "meta": f"{decision.returned_by}, {day(decision.returned_at)}" if decision.returned_at else "",
    }


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


def _row(decision: Decision, labels: dict[str, Any]) -> dict[str, Any]:
    """What a row of a table of decisions shows."""
    amendment = decision.amendment
    changes = list(decision.text.changes.all())
    cites = list(dict.fromkeys(labels[key].citation for c in changes if (key := str(c.provision.key)) in labels))
    return {
        "number": amendment.number,
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "desk_url": address_of(amendment),
        "city": asked_by(amendment),
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
        "made": decision,
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
    shown = decided.those(list(page.object_list))
    said = assents.closed_of(one.amendment_id for one in shown)
    return {
        "filters": form,
        "tally": tally,
        "released_on": day(last.at) if last else "",
        "endorsed": last.body if last else "",
        "endorsed_on": day(last.endorsed_on) if last and last.endorsed_on else "",
        "minutes": last.minutes if last else "",
        "page": page,
        "count": len(wanted),
        "rows": [_row(one, labels) | {"assents": said.get(one.amendment_id, [])} for one in shown],
        "without_end": [
            {"number": a.number, "url": reverse("amendment", args=[round_.number, a.number])}
            for a in decided.without_end(round_)
        ]
        if round_.pending_is_public
        else [],
        "withdrawn": [
            {
                "number": a.number,
                "url": reverse("amendment", args=[round_.number, a.number]),
                "city": asked_by(a),
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
        "did": divided_or_joined(adoption, labels),
        "reason": in_words(adoption.reason) if adoption.reason else "",
        "by": naming(adoption.asked_by, adoption.at) if adoption.asked_by else adoption.asked_by_words,
        "one": decided.one_language_only(adoption),
        "language": adoption.language,
    }


def divided_or_joined(adoption: Adoption, labels: dict[str, Any]) -> str:
    """What became of the provision itself; empty where its words alone changed."""
    if adoption.other is None:
        return ""
    label = labels.get(str(adoption.other.key))
    cite = label.citation if label else adoption.other.short
    if adoption.fate == Fate.SPLIT:
        return _("Divided: %(cite)s is the second part.") % {"cite": cite}
    return _("Joined with %(cite)s.") % {"cite": cite}
