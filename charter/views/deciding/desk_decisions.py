"""Deciding on one amendment, or correcting a public decision, for moderators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.locales import localize_commas
from accounts.numbers import whole_number
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules, texts
from charter.actions.deciding import decisions, releases
from charter.actions.deciding import open_decisions as open_decision_actions
from charter.actions.deciding.decision_writing import Decided
from charter.actions.secretariat import identical_decisions
from charter.forms.deciding.desk_decisions import CorrectionForm, DecisionForm
from charter.forms.deciding.desk_releases import SendBackForm
from charter.models import Amendment, Change, Decision
from charter.queries.amending import amendments, identical_amendments
from charter.queries.amending.amendments import current_revision
from charter.queries.amending.identical_amendments import change_identities
from charter.queries.deciding import accepted_conflicts, ruled_out
from charter.queries.deciding.compromises import agreed_compromises_of
from charter.queries.reading import charters, working_text
from charter.queries.secretariat import handling, queue
from charter.states import AmendmentState, Outcome
from charter.views.deciding import changed_words, open_decisions
from charter.views.desk_frame import (
    address_of,
    describe_change,
    desk_status,
    kind_in_words,
    labels_of,
    labels_of_merged,
    name_of,
    support_in_words,
)
from charter.views.ticked_rows import require_all
from charter.wording.amendments import describe_entry
from charter.wording.charter_text import (
    amendment_status,
    charter_words,
    interface_language,
    join_numbers,
    language_attributes,
    outcome_status,
)
from charter.wording.round_times import format_day

UNDECIDED_OR_DECIDED = (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)
BESIDE = (*UNDECIDED_OR_DECIDED, AmendmentState.MERGED)
RETURNED = gettext_lazy("Returned. The decision is not published until the secretariat has decided again.")
DECIDED = gettext_lazy("The decision is saved. It becomes public when the secretariat publishes the decisions.")


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def decide(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """One amendment with all its changes, and the form for the decision or for correcting a public one."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    amendment = amendments.numbered_amendment(round, number)
    if amendment is None:
        raise Http404
    if "send_back" in request.POST and amendment.decision is not None:
        return _send_back(request, amendment, amendment.decision)
    form, inserting = _form(request, amendment), "insert" in request.POST
    sitting = open_decisions.typed(request, amendment) if request.method == "GET" and form is not None else None
    if inserting and form is not None:
        form = _form(request, amendment, form.with_phrase())
    elif request.method == "GET" and form is not None and (agreed := _agreed(request, amendment, form)):
        form = _form(request, amendment, agreed)
    elif request.method == "GET" and (falls := _falling(request, amendment)):
        form = _form(request, amendment, falls)
    elif request.method == "GET" and (kept := open_decisions.kept(form, sitting)):
        form = _form(request, amendment, kept)
    elif request.method == "POST":
        require(rules.may_moderate(signed_in(request)))
        answer = _decide(request, amendment, form) if form is not None and form.is_valid() else None
        if answer is not None:
            return answer
    moderates = rules.may_moderate(signed_in(request)) is True
    beside = identical_amendments.amendments_beside(amendment, BESIDE) if moderates else []
    context = _context(amendment, form) | _handled(request, amendment, beside) | {"inserted": inserting}
    if amendment.decision is not None and rules.may_send_back(signed_in(request), amendment.decision) is True:
        context["returning"] = SendBackForm()
    context |= open_decisions.context(request, amendment, form, sitting) | _fallen(amendment, form, beside)
    return render(request, "charter/deciding/decide.html", context, status=422 if form and form.errors else 200)


def _send_back(request: HttpRequest, amendment: Amendment, decision: Decision) -> HttpResponse:
    """A member of the body returns the decision with a word; the page again where that was refused."""
    form = SendBackForm(request.POST)
    address = address_of(amendment)
    if form.is_valid():
        arguments = {"decision": decision, "by": signed_in(request), "word": form.cleaned_data["word"]}
        answer = run_form_action(request, form, lambda: releases.send_back(**arguments), address, RETURNED)
        if answer is not None:
            return answer
    context = _context(amendment, None) | {"returning": form}
    return render(request, "charter/deciding/decide.html", context, status=422)


def _form(request: HttpRequest, amendment: Amendment, initial: dict[str, Any] | None = None) -> DecisionForm | None:
    """The form that fits: to decide, to correct, or none."""
    decision = amendment.decision
    if not rules.may_moderate(signed_in(request)) or amendment.text is None:
        return None
    public = decision is not None and decision.is_released
    if amendment.state not in UNDECIDED_OR_DECIDED:
        return None
    kind = CorrectionForm if public else DecisionForm
    changes = list(amendment.text.changes.all())
    arguments: dict[str, Any] = {"amendment": amendment, "changes": changes, "languages": charters.charter_languages()}
    return kind(initial=initial, **arguments) if initial is not None else kind(request.POST or None, **arguments)


def _decide(request: HttpRequest, amendment: Amendment, form: DecisionForm) -> HttpResponse | None:
    change = next(iter(form.changes), None)
    together = list(amendments.amendments_for_page().filter(pk__in=_together(request)))

    def action() -> object:
        by, decided, note = signed_in(request), _read_decision(form), form.cleaned_data.get("note", "")
        require_all(_together(request), [other.pk for other in together])
        if isinstance(form, CorrectionForm) and amendment.decision is not None:
            arguments = {"decision": amendment.decision, "note": note, "by": by}
            if together:
                return identical_decisions.correct_identical(identical=together, decided=decided, **arguments)
            return decisions.correct_decision(**arguments, **_each(decided))
        open_decision_actions.close_editing_session(amendment=amendment, by=by)
        seen = form.cleaned_data["revision"]
        if together:
            return identical_decisions.decide_identical(
                amendment=amendment, identical=together, decided=decided, by=by, seen=seen
            )
        return decisions.decide_amendment(amendment=amendment, by=by, seen=seen, **_each(decided))

    def next_address(_decision: object) -> str:
        if "next" in request.POST:
            following = queue.next_undecided(amendment.round, change)
            return address_of(following) if following else reverse("desk")
        return reverse("desk_provision", args=[change.provision.short]) if change else reverse("desk")

    answer = run_form_action(request, form, action, next_address, DECIDED)
    if answer is None:
        form.look_again(current_revision(amendment))
    return answer


def _together(request: HttpRequest) -> list[int]:
    """The numbers of the amendments that are decided with this one; typed text that is no number becomes 0."""
    return [whole_number(number) or 0 for number in request.POST.getlist("together")]


def _read_decision(form: DecisionForm) -> Decided:
    outcome, other = form.cleaned_data["outcome"], form.cleaned_data.get("other")
    return Decided(outcome, form.reason(), other, form.words(), form.taken(), form.decision_type())


def _each(decided: Decided) -> dict[str, Any]:
    """The same as the actions on one amendment take it."""
    return {field.name: getattr(decided, field.name) for field in fields(decided)}


def _context(amendment: Amendment, form: DecisionForm | None) -> dict[str, Any]:
    round_ = amendment.round
    labels = labels_of_merged([amendment], round_).get(amendment.pk) or labels_of(round_)
    changes = list(amendment.text.changes.all()) if amendment.text else []
    decision = amendment.decision
    first = changes[0] if changes else None
    cite = labels.get(str(first.provision.key)) if first else None
    above = []
    if first:
        url = reverse("desk_provision", args=[first.provision.short]) + f"?round={amendment.round.number}"
        above.append((localize_commas(cite.citation) if cite else first.provision.short, url))
    stances = queue.positions_by_stance([amendment.text_id] if amendment.text_id else [])
    own_language_words = _in_own_language(changes)
    return {
        "amendment": amendment,
        "crumbs": secretariat_breadcrumbs(*above, here=str(amendment)),
        "form": form,
        "correcting": isinstance(form, CorrectionForm),
        "cities": name_of(amendment),
        "came": describe_entry(amendment),
        "status": outcome_status(decision) if decision else amendment_status(amendment),
        "decision": decision,
        "resolution": getattr(amendment, "resolution", None),
        "released_on": format_day(decision.release.at) if decision and decision.release else "",
        "support": support_in_words(stances.get(amendment.text_id or 0, {})),
        "positions": [p for rows in stances.get(amendment.text_id or 0, {}).values() for p in rows if p.line],
        "changes": [{**_shown(change, labels), "here": own_language_words.get(change.pk)} for change in changes],
        "public_url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "action": address_of(amendment),
        "keys": [{"keys": ["D"], "word": _("decide")}],
    }


def _handled(request: HttpRequest, amendment: Amendment, beside: list[Amendment]) -> dict[str, Any]:
    """For moderators: the assignment, the due date, the notes, and the amendments that are decided with this one."""
    if rules.may_moderate(signed_in(request)) is not True:
        return {}
    named = _together(request)
    same = _identical(amendment, beside)
    offered = {other.pk for other in same}
    ticked = named if request.method == "POST" else [other.pk for other in same if _is_decided_alike(other, amendment)]
    return {
        **changed_words.shown(amendment),
        "handling": handling.find_handling(amendment),
        "handling_url": reverse("desk_handling", args=[amendment.round.number, amendment.number]),
        "notes": handling.desk_notes(amendment),
        "together": [pk for pk in named if pk not in offered],
        "offered": [
            {**_named(same_amendment), "pk": same_amendment.pk, "chosen": same_amendment.pk in ticked}
            for same_amendment in same
        ],
        "partly": [_named(same_amendment) for same_amendment in queue.partly_identical(amendment)],
    }


def _identical(amendment: Amendment, beside: list[Amendment]) -> list[Amendment]:
    """Amendments that propose the same, and can be decided with this one: whose decision is as public as its own."""
    if amendment.state not in UNDECIDED_OR_DECIDED:
        return []
    public = amendment.decision is not None and amendment.decision.is_released
    mine = change_identities(amendment)
    return [
        other
        for other in beside
        if other.state in UNDECIDED_OR_DECIDED and change_identities(other) == mine
        if (other.decision is not None and other.decision.is_released) is public
    ]


def _is_decided_alike(other: Amendment, amendment: Amendment) -> bool:
    """Whether nobody decided otherwise on the other one."""
    mine, theirs = amendment.decision, other.decision
    same = mine is not None and theirs is not None and (mine.outcome, mine.type) == (theirs.outcome, theirs.type)
    return theirs is None or same


def _named(amendment: Amendment) -> dict[str, Any]:
    return {
        "number": amendment.number,
        "cities": name_of(amendment),
        "url": address_of(amendment),
        "status": desk_status(amendment)["word"],
    }


def _falling(request: HttpRequest, amendment: Amendment) -> dict[str, Any] | None:
    """A proposed decision for an amendment that a merge settled, which the address puts into the form."""
    falls, part = request.GET.get("falls", ""), request.GET.get("part_of", "")
    if not falls and not part:
        return None
    met = [
        other
        for accepted_conflict in accepted_conflicts.conflicts_with_accepted(amendment)
        for other in accepted_conflict.others(amendment)
    ]
    if falls in {str(other.number) for other in (*ruled_out.amendments_that_ruled_out(amendment), *met)}:
        return {"outcome": Outcome.FALLS.value, "because_of": falls}
    merged = identical_amendments.amendments_beside(amendment, [AmendmentState.MERGED])
    granted = next((other for other in ruled_out.granted_by(amendment, merged) if str(other.number) == part), None)
    if granted is None:
        return None
    reasons = granted.decision.reason if granted.decision else None
    reasons_by_language = (
        {f"reason_{reason.language}": reason.text for reason in (reasons, *reasons.translations.all())}
        if reasons
        else {}
    )
    return {"outcome": Outcome.AS_PART.value, "because_of": part, **reasons_by_language}


def _agreed(request: HttpRequest, amendment: Amendment, form: DecisionForm) -> dict[str, Any] | None:
    """A proposed decision with an agreed compromise text, which the address puts into the form."""
    chosen = request.GET.get("compromise", "")
    compromise = next((each for each in agreed_compromises_of(amendment) if str(each.pk) == chosen), None)
    if compromise is None:
        return None
    fields_with_text = {
        f"words_{change.pk}": texts.plain_text(compromise.html)
        for change in form.changes
        if change.provision_id == compromise.provision_id and change.language == compromise.language
    }
    reasons = [compromise.reason, *compromise.reason.translations.all()]
    fields_with_text |= {f"reason_{reason.language}": reason.text for reason in reasons}
    return {"outcome": Outcome.WITH_CHANGES.value, **fields_with_text}


def _fallen(amendment: Amendment, form: DecisionForm | None, beside: list[Amendment]) -> dict[str, Any]:
    """Which merged amendments settle this one, and until when its member looks at one to be checked."""
    if form is None:
        return {}
    looked = rules.is_checked(amendment)
    merged = [other for other in beside if other.state == AmendmentState.MERGED]
    agreed = agreed_compromises_of(amendment) if amendment.state == AmendmentState.UNDER_REVIEW else []
    return {
        "agreed": [
            {
                "others": join_numbers(other for other in compromise.amendments.all() if other != amendment),
                "url": f"?compromise={compromise.pk}#decide",
                "answers_url": reverse("desk_compromise_answers", args=[compromise.pk]),
            }
            for compromise in agreed
        ],
        "granted": [
            {"number": other.number, "url": f"?part_of={other.number}#decide"}
            for other in ruled_out.granted_by(amendment, merged)
        ],
        "conflicts": [
            {**_named(other), "on": accepted_conflict.on, "falls_url": f"?falls={other.number}#decide"}
            for accepted_conflict in accepted_conflicts.conflicts_with_accepted(amendment)
            for other in accepted_conflict.others(amendment)
        ],
        "granted_in_part": [
            {"number": other.number, "url": address_of(other)}
            for other in ruled_out.granted_in_part_by(amendment, merged)
        ],
        "falls": [
            {"number": other.number, "url": f"?falls={other.number}#decide"}
            for other in ruled_out.amendments_that_ruled_out(amendment)
        ],
        "looks": "" if looked is True else getattr(looked, "why", ""),
    }


def _in_own_language(changes: list[Change]) -> dict[int, str]:
    """By change id: the current text of its provision in the reader's language, where the change has another one."""
    foreign = [change for change in changes if change.language != interface_language()]
    words = working_text.words_in({change.provision for change in foreign}, interface_language()) if foreign else {}
    return {change.pk: charter_words(words[change.provision_id]) for change in foreign if change.provision_id in words}


def _shown(change: Change, labels: Mapping[str, Any]) -> dict[str, Any]:
    label = labels.get(str(change.provision.key))
    return {
        "pk": change.pk,
        "cite": label.citation if label else _("deleted from the text"),
        "url": reverse("desk_provision", args=[change.provision.short]),
        "kind": kind_in_words(change, labels),
        "words": describe_change(change, short=False),
        "note": change.carry_note,
        **language_attributes(change.language),
    }
