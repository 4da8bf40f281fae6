"""A member's own room: what waits, drafts, amendments and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.actions import visits
from accounts.messages import secretariat
from accounts.models import Organisation, Person
from accounts.rules import Refusal, mandates_of
from accounts.states import MandateKind
from accounts.views.acting import answers_refusals, refuse, signed_in
from charter import rules
from charter.actions import endings
from charter.actions.revisions import looked_at
from charter.citations import Label
from charter.forms.acting import new_token
from charter.models import Advice, Amendment, Compromise, Round, TaskNote
from charter.queries import amendments, charters, city, drafting, tasks
from charter.queries import since as new
from charter.queries.comparing import redline
from charter.queries.rounds import decided_for, running
from charter.queries.supports import supported
from charter.queries.tongues import tongue
from charter.states import Stance
from charter.templatetags.charter_text import interface

from .own import chosen, organisations_of

Labels = dict[int, dict[str, Label]]


@login_required
@require_GET
@answers_refusals
def room(request: HttpRequest) -> HttpResponse:
    """The room of one organisation; who belongs to several chooses."""
    person = signed_in(request)
    mine = organisations_of(person)
    if not mine:
        return refuse(request, Refusal(_("This room belongs to the people of a member or a partner.")))
    organisation = chosen(request, mine)
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    return render(request, "charter/city/room.html", _context(request, organisation, mine))


def again(request: HttpRequest, organisation: Organisation, why: list[str]) -> HttpResponse:
    """The room once more, with what was typed and why nothing of it was done."""
    for sentence in why:
        messages.error(request, sentence)
    context = _context(request, organisation, organisations_of(signed_in(request)))
    return render(request, "charter/city/room.html", context, status=422)


def _context(request: HttpRequest, organisation: Organisation, mine: list[Organisation]) -> dict[str, Any]:
    person = signed_in(request)
    now = timezone.now()
    since = visits.enter(person=person, organisation=organisation, at=now)
    charter = charters.current()
    round_ = running(charter) if charter else None
    if round_ is not None:
        endings.not_confirmed(round_, at=now)
    commits = rules.may_commit(person, organisation) is True
    labels: Labels = {}
    confirm = city.to_confirm(organisation) if commits else []
    waiting: dict[str, list[Any]] = {
        "to_confirm": [_with_changes(one, labels) for one in confirm],
        "to_look_at": [_moved(one, labels) for one in city.to_look_at(organisation)] if commits else [],
        "to_answer": [_compromise(one, labels) for one in city.to_answer(organisation)] if commits else [],
        "to_speak": [_speak(one, labels, request) for one in city.to_speak(organisation)] if commits else [],
        "to_join": city.to_join(organisation) if commits else [],
        "to_carry_on": city.to_carry_on(organisation) if commits else [],
    }
    own = list(amendments.listed(person).filter(organisation=organisation))
    supports = supported(one.pk for one in own)
    return {
        "organisation": organisation,
        "several": len(mine) > 1,
        "mandate": next((m for m in mandates_of(person) if m.organisation_id == organisation.pk), None),
        "commits": commits,
        **waiting,
        "count": city.waiting([organisation]) if commits else 0,
        "questions": [_question(one) for one in tasks.asked_of(organisation)],
        "drafts": _drafts(organisation, confirm, labels),
        "amendments": [_row(one, labels, supports) for one in own],
        "stances": city.stances(organisation, now),
        "stance_choices": Stance.choices,
        "suggested": [] if commits else city.to_speak(organisation),
        "people": (belonging := city.people(organisation, now)),
        "delegate": next((one for one in belonging if one.kind == MandateKind.DELEGATE), None),
        "secretariat": secretariat(),
        "letters": city.letters(person),
        "told": decided_for(organisation),
        "round": round_,
        "now": now,
        "since": since,
        "news": _news(organisation, person, round_, since, now, labels),
        "token": new_token(),
    }


def _question(note: TaskNote) -> dict[str, str]:
    """A question of a language editor, with the provision it is about."""
    order = note.provision.charter.arrangement
    label = order.labels(interface()).get(str(note.provision.key)) if order else None
    return {
        "cite": label.citation if label else note.provision.short,
        "text": note.text,
        "url": reverse("language_question", args=[note.pk]),
        "language": tongue(note.language).name,
    }


def _drafts(organisation: Organisation, confirm: list[Amendment], known: Labels) -> list[dict[str, Any]]:
    rows = [one for one in city.drafts(organisation) if one not in confirm]
    noted = drafting.noted(rows, organisation)
    return [{**_with_changes(one, known), "notes": noted.get(one.pk, 0)} for one in rows]


def _news(
    organisation: Organisation,
    person: Person,
    round_: Round | None,
    since: datetime | None,
    now: datetime,
    known: Labels,
) -> list[dict[str, Any]]:
    """What is new since the last visit, each with the citation of what it is about; nothing on a first visit."""
    if since is None:
        return []
    events = new.news(organisation, person, since, now) + (new.of_round(round_, since, now) if round_ else [])
    found = []
    for event in sorted(events, key=lambda event: event.at, reverse=True):
        amendment = event.values.get("amendment")
        found.append({"event": event, "citation": _citation(amendment, known) if amendment else ""})
    return found


def _citation(amendment: Amendment, known: Labels) -> str:
    first = next(iter(amendment.text.changes.all()), None) if amendment.text else None
    label = _labels(amendment.round, known).get(str(first.provision.key)) if first else None
    return label.citation if label else ""


def _labels(round_: Round, known: Labels) -> dict[str, Label]:
    """Citations, computed once a round."""
    if round_.pk not in known:
        whole = Round.objects.select_related("charter__arrangement", "version__arrangement").get(pk=round_.pk)
        known[round_.pk] = amendments.labels_of(whole, interface())
    return known[round_.pk]


def _with_changes(amendment: Amendment, known: Labels) -> dict[str, Any]:
    text = amendment.text
    changes = amendments.shown(text, _labels(amendment.round, known), interface()) if text else []
    return {"amendment": amendment, "changes": changes, "citation": changes[0].citation if changes else ""}


def _moved(amendment: Amendment, known: Labels) -> dict[str, Any]:
    """An amendment as it would read now, and as it read over the old text."""
    row = _with_changes(amendment, known)
    text = amendment.text
    assert text is not None
    old = (
        amendments.shown(text.carried_from, _labels(amendment.round, known), interface()) if text.carried_from else []
    )
    void = [change for change in looked_at(text) if change.carry == "void"]
    return {**row, "old": old, "can_stand": len(void) < len(text.changes.all())}


def _compromise(compromise: Compromise, known: Labels) -> dict[str, Any]:
    label = _labels(compromise.round, known).get(str(compromise.provision.key))
    words = redline(compromise.before, compromise.html, interface())
    return {"compromise": compromise, "citation": label.citation if label else "", "redline": words}


def _speak(advice: Advice, known: Labels, request: HttpRequest) -> dict[str, Any]:
    """A suggested position, as the form that came back has it."""
    amendment, typed = advice.text.amendment, request.POST
    changes = amendments.shown(advice.text, _labels(amendment.round, known), interface())
    return {
        "advice": advice,
        "amendment": amendment,
        "changes": changes,
        "citation": changes[0].citation if changes else "",
        "stance": typed.get(f"stance-{advice.pk}", advice.stance),
        "line": typed.get(f"line-{advice.pk}", advice.line),
        "chosen": str(advice.pk) in typed.getlist("chosen"),
    }


def _row(amendment: Amendment, known: Labels, supports: dict[int, int]) -> dict[str, Any]:
    row = _with_changes(amendment, known)
    return {**row, "supported": supports.get(amendment.pk, 0)}
