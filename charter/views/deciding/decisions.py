"""Releasing decisions, and the public table of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.locales import comma, localize_commas
from accounts.models import load_names
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.actions.deciding import decisions
from charter.actions.deciding import releases as release_actions
from charter.citations import Label
from charter.forms.deciding.decision_filters import TableForm
from charter.forms.deciding.desk_releases import AT_AN_HOUR, DROP, ReleaseForm
from charter.messages import moment_in_words
from charter.models import Adoption, AmendmentText, Change, Charter, Decision, Merge, ReleasePlan, Round
from charter.queries.amending.public_texts import TextCitations, public_texts
from charter.queries.amending.rounds import rounds_with_decisions, rounds_with_names
from charter.queries.deciding import accepted_conflicts, agreed_texts, compromise_answers, effects, releases
from charter.queries.deciding import decisions as decision_queries
from charter.queries.deciding.accepted_conflicts import AcceptedConflict
from charter.queries.merging.settling_merges import settling_merges
from charter.queries.reading import articles, charters
from charter.queries.reading.published_labels import latest_version
from charter.states import AmendmentState, ChangeKind, StructuralEffect
from charter.views.desk_frame import (
    address_of,
    articles_of,
    describe_change,
    imported,
    kind_in_words,
    labels_of,
    views_of,
)
from charter.views.public_pages import publicly
from charter.views.text_frame import before_charter, download_links
from charter.wording.amendments import describe_entry
from charter.wording.bodies import body_name_apart
from charter.wording.charter_text import (
    in_words_apart,
    interface_language,
    language_attributes,
    name_proposers,
    outcome_status,
    public_name_of,
    quote_words,
)
from charter.wording.round_times import format_day


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def release(request: HttpRequest, round: int) -> HttpResponse:
    """What would become public, and the button."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    round_ = get_object_or_404(rounds_with_names(), number=round)
    plan = releases.release_plan(round_)
    form = ReleaseForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        answer = _release(request, round_, plan, form)
        if answer is not None:
            return answer
    may = rules.may_release(signed_in(request), round_)
    labels, waiting = labels_of(round_), list(decision_queries.unreleased_decisions(round_))
    conflicts = accepted_conflicts.conflicts_in_round(round_)
    settling = settling_merges(round_, conflicts)
    context = {
        "round": round_,
        "form": form,
        "views": views_of(request, "release"),
        "crumbs": secretariat_breadcrumbs(here=_("Publish decisions")),
        "rows": [_row(decision, labels) for decision in waiting if decision.returned_at is None],
        "returned": [_returned(decision) for decision in waiting if decision.returned_at is not None],
        "plan": plan,
        "planned_at": moment_in_words(plan.due, round_) if plan else "",
        "moderates": rules.may_moderate(signed_in(request)) is True,
        "released": round_.releases.order_by("-at"),
        "refused": "" if may is True else str(getattr(may, "why", "")),
        "trial_url": reverse("desk_trials"),
        "conflicts": [_conflict(conflict, labels, settling.get(conflict)) for conflict in conflicts],
    }
    return render(request, "charter/deciding/release.html", context, status=422 if form.errors else 200)


def _release(request: HttpRequest, round_: Round, plan: ReleasePlan | None, form: ReleaseForm) -> HttpResponse | None:
    """Now, at an hour, or no more at the hour that was set."""
    act, arguments = form.cleaned_data["act"], dict[str, Any](by=signed_in(request))
    address = reverse("desk_release", args=[round_.number])
    if act == DROP:
        over = _("The publication is no longer scheduled.")
        return run_form_action(
            request, form, lambda: plan and release_actions.drop_plan(plan=plan, **arguments), address, over
        )
    arguments |= {"round_": round_, "endorsed": form.endorsed()}
    if act == AT_AN_HOUR:
        return run_form_action(
            request,
            form,
            lambda: release_actions.plan_release(due=form.due(), **arguments),
            address,
            _("The publication is scheduled."),
        )
    return run_form_action(
        request,
        form,
        lambda: decisions.release_decisions(**arguments),
        address,
        _("Published. Each member receives an email."),
    )


def _conflict(conflict: AcceptedConflict, labels: dict[str, Any], settling: Merge | None) -> dict[str, Any]:
    """Accepted amendments that meet, where, what can be stated of each, and the open merge that resolves it."""
    label = labels.get(str(conflict.provision.key))
    return {
        "cite": label.citation if label else "",
        "on": conflict.on,
        "can_stand_together": conflict.can_stand_together,
        "merge_url": reverse("desk_merge", args=[settling.key]) if settling else "",
        "rows": [
            {
                "number": amendment.number,
                "cities": name_proposers(amendment),
                "url": address_of(amendment),
                "status": outcome_status(amendment.decision)["word"] if amendment.decision else "",
            }
            for amendment in conflict.amendments
        ],
    }


def _returned(decision: Decision) -> dict[str, Any]:
    """What the body wants looked at again."""
    returned = (str(decision.returned_by), format_day(decision.returned_at)) if decision.returned_at else ()
    return {
        "title": str(decision.amendment),
        "url": address_of(decision.amendment),
        "text": decision.returned_with,
        "meta": comma().join(returned),
    }


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """The public table: released decisions alone, and what changed without an amendment."""
    charter = imported()
    if charter is None:
        return before_charter(request, _("Decisions"))
    rounds = rounds_with_decisions(charter)
    requested = request.GET.get("round", "")
    round_ = next((r for r in rounds if str(r.number) == requested), rounds[0] if rounds else None)
    if requested and (round_ is None or str(round_.number) != requested):
        raise Http404(_("No decisions of this round are public yet."))
    citations = TextCitations(charter, interface_language(), [r.version for r in rounds])
    context: dict[str, Any] = {
        "round": round_,
        "rounds": [{"word": _("Round %(n)d") % {"n": r.number}, "url": f"?round={r.number}"} for r in rounds],
        "others": [without_amendment(a, citations.published) for a in decision_queries.without_amendment(charter)],
    }
    if round_ is not None:
        context |= _table(request, round_, citations)
    return render(request, "charter/deciding/decisions/table.html", context)


def _row(decision: Decision, labels: Mapping[str, Label], text: AmendmentText | None = None) -> dict[str, Any]:
    """What a row of a table of decisions shows: the changes of the given text, else those of the decided one."""
    amendment = decision.amendment
    changes = list((text or decision.text).changes.all())
    cites = list(dict.fromkeys(labels[key].citation for c in changes if (key := str(c.provision.key)) in labels))
    return {
        "number": amendment.number,
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "desk_url": address_of(amendment),
        "city": name_proposers(amendment),
        "came": describe_entry(amendment),
        "cites": cites,
        "asked": [_proposed_change(c, labels) for c in changes],
        "status": outcome_status(decision),
        "reason": quote_words(decision.reason),
        "note": in_words_apart(decision.note),
        "is_merged": amendment.state == AmendmentState.MERGED,
        "place_url": reverse("provision", args=[changes[0].provision.short]) if changes else "",
        "places": changes,
        "outcome": decision.outcome,
        "made": decision,
    }


def _articles(charter: Charter) -> list[tuple[str, str]]:
    """Articles of the latest version as the filters offer them; before the first version, of the working text."""
    version = latest_version(charter)
    if version is None:
        return articles_of(charter)
    return [
        (chapter.address, chapter.name)
        for chapter in articles.version_chapters(version, charters.edition_in(interface_language()))
    ]


def _proposed_change(change: Change, labels: Mapping[str, Label]) -> dict[str, Any]:
    kind = "" if change.kind == ChangeKind.INSERT else kind_in_words(change, labels)
    return {"kind": kind, "words": describe_change(change), **language_attributes(change.language)}


def _table(request: HttpRequest, round_: Round, citations: TextCitations) -> dict[str, Any]:
    tally = decision_queries.tally_decisions(round_)
    form = TableForm(
        request.GET, articles=_articles(round_.charter), cities=decision_queries.cities_with_decisions(round_)
    )
    decision_ids = decision_queries.narrowed_decision_ids(round_, **form.chosen())
    page = Paginator(decision_ids, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    last = round_.releases.order_by("-at").first()
    shown = decision_queries.decisions_by_id(list(page.object_list))
    answers, public = (
        compromise_answers.unnamed_closed_of(decision.amendment_id for decision in shown),
        public_texts((decision.text for decision in shown), all_ended=True),
    )
    agreed = agreed_texts.agreed_texts(each for several in answers.values() for each in several)
    revised = agreed_texts.revised_after(text.compromise for text in agreed.values())
    withdrawn = list(decision_queries.ended_amendments(round_))
    members = [
        *decision_queries.members_named_by(shown),
        *compromise_answers.list_asked_members(answers),
        *(member for amendment in withdrawn for member in amendment.members),
    ]
    load_names(members, decision_queries.texts_of_decisions(shown))
    in_text = effects.in_version(shown, latest_version(round_.charter))
    return {
        "filters": form,
        "tally": tally,
        "released_on": format_day(last.at) if last else "",
        "endorsed": body_name_apart(last) if last and last.body else "",
        "endorsed_on": format_day(last.endorsed_on) if last and last.endorsed_on else "",
        "minutes": last.minutes if last else "",
        "page": page,
        "count": len(decision_ids),
        "rows": [
            _row(decision, citations.of(public[decision.text_id]), public[decision.text_id].text)
            | {
                "responses": [
                    {
                        "answers": each,
                        "agreed": agreed.get(each.compromise.pk),
                        "revised": revised.get((each.compromise.pk, decision.amendment_id)),
                    }
                    for each in answers.get(decision.amendment_id, [])
                ],
                "in_text": decision.amendment_id in in_text,
            }
            for decision in shown
        ],
        "without_end": [
            {"number": number, "url": reverse("amendment", args=[round_.number, number])}
            for number in tally.open_numbers
        ]
        if round_.pending_is_public
        else [],
        "withdrawn": [
            {
                "number": a.number,
                "url": reverse("amendment", args=[round_.number, a.number]),
                "city": name_proposers(a),
            }
            for a in withdrawn
        ],
        "next_version": round_.version.number + 1,
        "downloads": download_links(f"decisions/{round_.number}")[0],
    }


def without_amendment(adoption: Adoption, labels: dict[str, Any]) -> dict[str, Any]:
    """A change that no amendment proposed: its place, its reason, and its proposer."""
    label = labels.get(str(adoption.provision.key))
    return {
        "cite": label.citation if label else _("deleted from the text"),
        "url": reverse("provision", args=[adoption.provision.short]),
        "day": format_day(adoption.at),
        "did": split_or_combined(adoption, labels),
        "reason": in_words_apart(adoption.reason) if adoption.reason else "",
        "by": public_name_of(adoption.asked_by, adoption.at) if adoption.asked_by else adoption.asked_by_words,
        "one": decision_queries.one_language_only(adoption),
        "language": adoption.language,
    }


def split_or_combined(adoption: Adoption, labels: dict[str, Any]) -> str:
    """What became of the provision itself; empty where its words alone changed."""
    if adoption.other is None:
        return ""
    label = labels.get(str(adoption.other.key))
    cite = localize_commas(label.citation) if label else adoption.other.short
    if adoption.fate == StructuralEffect.SPLIT:
        return _("Split: %(cite)s is the second part.") % {"cite": cite}
    return _("Combined with %(cite)s.") % {"cite": cite}
