"""Sending a compromise text and reading the answers, for moderators."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.locales import localize_commas
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules, texts
from charter.actions.amending.changes import typed_over
from charter.actions.deciding import compromises
from charter.forms.deciding.compromises import CloseForm
from charter.forms.deciding.desk_decisions import CompromiseForm
from charter.models import Change, Compromise, Provision
from charter.queries.amending import accepted_words
from charter.queries.deciding import compromise_answers
from charter.queries.deciding.compromise_answers import Answers
from charter.queries.deciding.compromises import compromises_for_page, compromises_in
from charter.queries.reading import charters
from charter.queries.reading.comparing import redline_of
from charter.queries.reading.current_wordings import current_wording
from charter.queries.reading.provisions import provisions_with_charter
from charter.queries.secretariat import queue
from charter.states import CompromiseState
from charter.views.desk_frame import (
    address_of,
    chosen_round,
    describe_change,
    labels_of,
    name_of,
    numbers,
    the_charter,
    views_of,
)
from charter.wording.charter_text import (
    charter_words,
    in_words_apart,
    interface_language,
    language_attributes,
    quote_words,
)
from charter.wording.compromise_answers import agreement_blocker_sentence
from charter.wording.round_times import format_moment


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def put(request: HttpRequest, short: str) -> HttpResponse:
    """Present words, each amendment's redline, the box, the members asked and the day."""
    require(rules.may_moderate(signed_in(request)))
    place = get_object_or_404(provisions_with_charter(), short=short)
    round_ = chosen_round(request, place.charter)
    meetings = queue.meetings_at(round_, place) if round_ else []
    if round_ is None or not meetings:
        raise Http404
    language = request.POST.get("language") or request.GET.get("language") or meetings[0].language
    meeting = next((m for m in meetings if m.language == language), meetings[0])
    # Those in other languages too: members that wrote in two languages can agree on one text.
    others = [m for m in meetings if m is not meeting and not m.at_point]
    changes = [change for m in (meeting, *others) for group in m.groups for change in group.changes]
    begin = {"words": texts.plain_text(meeting.base)}
    form = CompromiseForm(
        request.POST or None, round_=round_, changes=changes, languages=charters.charter_languages(), initial=begin
    )
    if request.method == "POST" and form.is_valid():
        answer = _put(request, place, meeting.language, form)
        if answer is not None:
            return answer
    labels = labels_of(round_)
    cite = localize_commas(labels[str(place.key)].citation) if str(place.key) in labels else short
    context = {
        "round": round_,
        "silence": round_.get_silence_display(),
        "cite": cite,
        "crumbs": secretariat_breadcrumbs((cite, reverse("desk_provision", args=[short])), here=_("Compromise text")),
        "form": form,
        "language": meeting.language,
        "base": charter_words(meeting.base),
        "rows": [_proposed_change(change) for change in changes],
        **language_attributes(meeting.language),
    }
    return render(request, "charter/deciding/compromise.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers of the members, and the form for closing the compromise."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    compromise = compromise_at(pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = run_form_action(
            request,
            form,
            lambda: compromises.close_compromise(
                compromise=compromise, by=signed_in(request), agreed=form.cleaned_data["act"] == "agreed"
            ),
            reverse("desk_compromise_answers", args=[pk]),
            _("Closed."),
        )
        if answer is not None:
            return answer
    return render(
        request,
        "charter/deciding/answers.html",
        {**shown(compromise, request), "form": form, **replies_to(compromise)},
    )


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All compromises of the round, for moderators."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    round_ = chosen_round(request, the_charter())
    found_compromises = compromises_in(round_)
    labels = labels_of(round_) if round_ else {}
    rows = [
        {
            "title": _("%(cite)s: amendments %(numbers)s")
            % {
                "cite": localize_commas(labels[str(c.provision.key)].citation)
                if str(c.provision.key) in labels
                else c.provision.short,
                "numbers": numbers(c.amendments.all()),
            },
            "url": reverse("desk_compromise_answers", args=[c.pk]),
            "words": charter_words(c.html),
            "meta": _state(c),
            **language_attributes(c.language),
        }
        for c in found_compromises
    ]
    crumbs = secretariat_breadcrumbs(here=_("Compromise texts"))
    context = {"rows": rows, "views": views_of(request, "compromises"), "crumbs": crumbs}
    return render(request, "charter/deciding/compromises.html", context)


def _put(request: HttpRequest, place: Provision, language: str, form: CompromiseForm) -> HttpResponse | None:
    base = current_wording(place, language)
    chosen = set(form.cleaned_data["amendments"])
    chosen_amendments = {
        c.text.amendment_id: c.text.amendment for c in form.changes if str(c.text.amendment_id) in chosen
    }

    def action() -> object:
        return compromises.propose_compromise(
            round_=form.round_,
            amendments=list(chosen_amendments.values()),
            provision=place,
            language=language,
            html=typed_over(base, form.cleaned_data["words"]),
            reason=form.reason(),
            by=signed_in(request),
            answer_by=form.until(),
        )

    return run_form_action(
        request, form, action, reverse("desk_provision", args=[place.short]), _("Sent to the members concerned.")
    )


def compromise_at(pk: int) -> Compromise:
    return get_object_or_404(compromises_for_page(), pk=pk)


def _proposed_change(change: Change) -> dict[str, Any]:
    amendment = change.text.amendment
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "words": describe_change(change, short=False),
        "reason": quote_words(change.text.reason),
        **language_attributes(change.language),
    }


def shown(compromise: Compromise, request: HttpRequest) -> dict[str, Any]:
    labels = labels_of(compromise.round)
    key = str(compromise.provision.key)
    cite = localize_commas(labels[key].citation) if key in labels else compromise.provision.short
    return {
        "compromise": compromise,
        "cite": cite,
        "crumbs": secretariat_breadcrumbs(
            (cite, reverse("desk_provision", args=[compromise.provision.short])), here=_("Compromise text")
        ),
        "redline": redline_of(compromise.before, compromise.html, interface_language()),
        "reason": in_words_apart(compromise.reason),
        "translated": accepted_words.texts_of_compromise(compromise),
        "until": format_moment(compromise.answer_by, compromise.round, signed_in(request)),
        "state": _state(compromise),
        "is_open": compromise.state == CompromiseState.ASKED,
        "is_decided": compromise.decided_id is not None,
        "amendments": [
            {
                "number": a.number,
                "city": name_of(a),
                "url": reverse("amendment", args=[compromise.round.number, a.number]),
            }
            for a in compromise.amendments.all()
        ],
        **language_attributes(compromise.language),
    }


def replies_to(compromise: Compromise) -> dict[str, Any]:
    """Every member that was asked, with its answer or without one, and the result of the answers."""
    answers_ = compromise_answers.answers_to(compromise)
    over = timezone.now() > compromise.answer_by or compromise.state == CompromiseState.CLOSED
    silent = _("No reply") if over else _("No reply yet")
    rows = [
        {
            "city": str(row.organisation),
            "answer": row.response.get_answer_display() if row.response else silent,
            "word": row.response.word if row.response else "",
        }
        for row in answers_.rows
    ]
    return {
        "rows": rows,
        "counts": counted(answers_, over),
        "silence": "" if compromise.decided_id else answers_.silence.label,
        "may_close": compromise.state == CompromiseState.ASKED and compromise.decided_id is None,
        "against": list(
            map(agreement_blocker_sentence, compromise_answers.blockers_of_agreement(compromise, timezone.now()))
        ),
    }


def counted(answers_: Answers, over: bool) -> str:
    """The number of each answer, in a sentence; before the due date, missing answers are not counted as silence."""
    numbers_ = {
        "yes": len(answers_.assented),
        "no": len(answers_.refused),
        "silent": len(answers_.silent),
        "asked": len(answers_.rows),
    }
    if over:
        return _("Members asked: %(asked)s. Yes: %(yes)s, no: %(no)s, no reply: %(silent)s.") % numbers_
    return _("Members asked: %(asked)s. Yes: %(yes)s, no: %(no)s, no reply yet: %(silent)s.") % numbers_


def _state(compromise: Compromise) -> str:
    if compromise.state == CompromiseState.ASKED:
        return str(compromise.get_state_display())
    if compromise.decided_id:
        return _("Closed: the members’ own text") if compromise.agreed else _("Closed: text of the secretariat")
    return _("Closed: agreed") if compromise.agreed else _("Closed: not agreed")
