"""The workspace of a member: pending items, drafts, amendments and their outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import news_marks
from accounts.actions.tokens import new_token
from accounts.messages import secretariat_address
from accounts.models import Organisation, Person
from accounts.rules import Refusal, mandates_of, may_invite
from accounts.states import MandateKind
from accounts.views.acting import answers_refusals, refuse, signed_in
from charter import rules
from charter.actions.amending.revisions import changes_to_check
from charter.citations import Label
from charter.models import Amendment, Compromise, Round, SuggestedPosition, TaskNote
from charter.queries.amending import amendments, drafting, member_tasks, on_behalf
from charter.queries.amending.public_texts import PublicText, TextCitations, public_text, public_texts
from charter.queries.amending.rounds import decided_for, round_with_texts, running_round
from charter.queries.amending.shown_changes import changed_citations
from charter.queries.amending.supports import count_supports
from charter.queries.city import frameworks, help_entries, initiatives, unread_news, waves
from charter.queries.languages import tasks
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.queries.reading.comparing import redline_of
from charter.queries.reading.published_labels import published_labels
from charter.states import Stance
from charter.views.own_organisations import chosen, organisations_of
from charter.wording.charter_text import interface_language

Labels = dict[int, dict[str, Label]]


@login_required
@require_GET
@answers_refusals
def room(request: HttpRequest) -> HttpResponse:
    """The workspace of one organisation; a person with several organisations chooses one."""
    person = signed_in(request)
    mine = organisations_of(person)
    if not mine:
        return refuse(request, Refusal(_("The workspace is for the team of a member or a partner organization.")))
    organisation = chosen(request, mine)
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    return render(request, "charter/city/room.html", _context(request, organisation, mine))


@login_required
@require_POST
@answers_refusals
def mark_news_as_read(request: HttpRequest) -> HttpResponse:
    """Marks the listed news as read; events after the page was made remain new."""
    organisation = chosen(request, organisations_of(signed_in(request)))
    if organisation is None:
        raise Http404
    now = timezone.now()
    until = min(_moment(request.POST.get("until", "")) or now, now)
    news_marks.mark_news_as_read(person=signed_in(request), organisation=organisation, until=until)
    return redirect(f"{reverse('city')}?as={organisation.slug}")


def _moment(typed: str) -> datetime | None:
    try:
        moment = parse_datetime(typed)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def again(request: HttpRequest, organisation: Organisation, why: list[str]) -> HttpResponse:
    """The workspace again, with the typed text and the reasons why nothing was done."""
    for sentence in why:
        messages.error(request, sentence)
    context = _context(request, organisation, organisations_of(signed_in(request)))
    return render(request, "charter/city/room.html", context, status=422)


def _context(request: HttpRequest, organisation: Organisation, mine: list[Organisation]) -> dict[str, Any]:
    person = signed_in(request)
    now = timezone.now()
    mandate = next((m for m in mandates_of(person) if m.organisation_id == organisation.pk), None)
    since = unread_news.read_until(organisation, person, mandate)
    charter = charters.current_charter()
    round_ = running_round(charter) if charter else None
    commits = rules.may_commit(person, organisation) is True
    labels_by_round: Labels = {}
    citations = TextCitations(charter, interface_language()) if charter else None
    pending: Counter[str] = member_tasks.count_by_group(organisation) if commits else Counter()
    confirm = member_tasks.amendments_to_confirm(organisation, now) if pending["to_confirm"] else []
    waiting: dict[str, list[Any]] = {
        "to_confirm": _with_files([_with_changes(draft, labels_by_round) for draft in confirm]),
        "to_look_at": [_moved(amendment, citations) for amendment in member_tasks.amendments_to_check(organisation)]
        if pending["to_look_at"] and citations
        else [],
        "to_answer": [
            _compromise(compromise, labels_by_round) for compromise in member_tasks.compromises_to_answer(organisation)
        ]
        if pending["to_answer"]
        else [],
        "to_speak": [
            _speak(suggestion, labels_by_round, request)
            for suggestion in member_tasks.suggestions_to_answer(organisation)
        ]
        if pending["to_speak"]
        else [],
        "to_join": member_tasks.co_proposals_to_join(organisation) if pending["to_join"] else [],
        "to_carry_on": member_tasks.co_proposals_to_take_over(organisation) if pending["to_carry_on"] else [],
        "initiatives_to_confirm": member_tasks.initiatives_to_confirm(organisation)
        if pending["initiatives_to_confirm"]
        else [],
    }
    own = amendments.read_listed(person, organisation)
    supports, public = (
        count_supports(amendment.pk for amendment in own),
        public_texts(amendment.text for amendment in own if amendment.text),
    )
    return {
        "organisation": organisation,
        "several": len(mine) > 1,
        "mandate": mandate,
        "commits": commits,
        **waiting,
        "count": pending.total(),
        "questions": [_question(task_note) for task_note in tasks.list_unanswered_questions(organisation)],
        "drafts": _drafts(organisation, confirm, labels_by_round),
        "amendments": [_row(amendment, public.get(amendment.text_id or 0), citations, supports) for amendment in own],
        "stances": member_tasks.stances_of(organisation, now),
        "stance_choices": Stance.choices,
        "suggested": [] if commits else member_tasks.suggestions_to_answer(organisation),
        "people": (belonging := member_tasks.mandates_of(organisation, now)),
        "may_invite": may_invite(person, organisation) is True,
        "delegate": next((mandate for mandate in belonging if mandate.kind == MandateKind.DELEGATE), None),
        "secretariat": secretariat_address(),
        **(_entries(organisation) if waves.has_campaign() else {}),
        "may_change_links": rules.may_change_links(person, organisation) is True,
        "letters": member_tasks.latest_letters(person),
        "told": decided_for(organisation),
        "round": round_,
        "may_comment": rules.may_comment(person, round_) is True,
        "now": now,
        "since": since,
        "news": (news := _news(organisation, person, round_, since, now, citations, public)),
        "news_is_cut": len(news) >= unread_news.MOST,
        "token": new_token(),
    }


def _entries(organisation: Organisation) -> dict[str, dict[str, int] | None]:
    """How many frameworks, initiatives, offers and requests a member of the campaign has, by state.

    A partner has no frameworks and initiatives.
    """
    return {
        "frameworks": frameworks.count_entries(organisation) if organisation.is_government else None,
        "initiatives": initiatives.count_entries(organisation) if organisation.is_government else None,
        "help_entries": help_entries.count_entries(organisation),
    }


def _question(note: TaskNote) -> dict[str, str]:
    """A question of a language editor, with the provision it is about."""
    label = published_labels(note.provision.charter, interface_language()).get(str(note.provision.key))
    return {
        "cite": label.citation if label else note.provision.short,
        "text": note.text,
        "url": reverse("language_question", args=[note.pk]),
        "language": language_of(note.language).name,
    }


def _drafts(organisation: Organisation, confirm: list[Amendment], labels_by_round: Labels) -> list[dict[str, Any]]:
    rows = [amendment for amendment in member_tasks.drafts_of(organisation) if amendment not in confirm]
    noted = drafting.count_draft_notes(rows, organisation)
    return _with_files(
        [{**_with_changes(amendment, labels_by_round), "notes": noted.get(amendment.pk, 0)} for amendment in rows]
    )


def _with_files(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the day of the file from which the secretariat made a draft."""
    days = on_behalf.days_of_files(row["amendment"] for row in rows)
    return [{**row, "file_day": days.get(row["amendment"].pk)} for row in rows]


def _news(
    organisation: Organisation,
    person: Person,
    round_: Round | None,
    since: datetime | None,
    now: datetime,
    citations: TextCitations | None,
    public: Mapping[int, PublicText],
) -> list[dict[str, Any]]:
    """News that the person has not marked as read, each with the citation of its subject.

    `public` has texts that the page shows anyway, by id.
    """
    if since is None:
        return []
    events = unread_news.news_since(organisation, person, since, now) + (
        unread_news.windows_of_round(round_, since, now) if round_ else []
    )
    about = [event.values.get("amendment") for event in events]
    others = [a.text for a in about if a and a.text and a.text_id not in public]
    if others:
        public = {**public, **public_texts(amendments.texts_with_changes(others))}
    rows = []
    for event in sorted(events, key=lambda event: event.at, reverse=True):
        amendment = event.values.get("amendment")
        shown = public.get(amendment.text_id or 0) if amendment else None
        rows.append({"event": event, "citation": _citation(shown, citations)})
    return rows


def _citation(shown: PublicText | None, citations: TextCitations | None) -> str:
    """The citation of the first provision that a text changes."""
    first = next(iter(shown.text.changes.all()), None) if shown else None
    label = citations.of(shown).get(str(first.provision.key)) if first and citations else None
    return label.citation if label else ""


def _labels(round_: Round, labels_by_round: Labels) -> dict[str, Label]:
    """Citations, computed once a round."""
    if round_.pk not in labels_by_round:
        labels_by_round[round_.pk] = amendments.labels_of(round_with_texts(round_), interface_language())
    return labels_by_round[round_.pk]


def _with_changes(amendment: Amendment, labels_by_round: Labels) -> dict[str, Any]:
    text = amendment.text
    changes = (
        amendments.shown_changes(text, _labels(amendment.round, labels_by_round), interface_language()) if text else []
    )
    return {"amendment": amendment, "changes": changes, "citation": changed_citations(changes)}


def _moved(amendment: Amendment, citations: TextCitations) -> dict[str, Any]:
    """An amendment as it would read now, and as it read over the old text."""
    text = amendment.text
    assert text is not None
    public = public_text(text)
    is_working = public.current_version is None
    labels = citations.of_version(public.current_version)
    if is_working:
        labels = amendments.working_labels(round_with_texts(amendment.round), interface_language())
    changes = amendments.shown_changes(text, labels, interface_language())
    void = [change for change in changes_to_check(text) if change.carry == "void"]
    return {
        "amendment": amendment,
        "changes": changes,
        "citation": changed_citations(changes),
        "is_working": is_working,
        "old": amendments.shown_changes(public.text, citations.of(public), interface_language(), public.version),
        "can_stand": len(void) < len(text.changes.all()),
    }


def _compromise(compromise: Compromise, labels_by_round: Labels) -> dict[str, Any]:
    label = _labels(compromise.round, labels_by_round).get(str(compromise.provision.key))
    words = redline_of(compromise.before, compromise.html, interface_language())
    return {"compromise": compromise, "citation": label.citation if label else "", "redline": words}


def _speak(suggestion: SuggestedPosition, labels_by_round: Labels, request: HttpRequest) -> dict[str, Any]:
    """A suggested position, as the form that came back has it."""
    amendment, typed = suggestion.text.amendment, request.POST
    changes = amendments.shown_changes(
        suggestion.text, _labels(amendment.round, labels_by_round), interface_language()
    )
    return {
        "suggestion": suggestion,
        "amendment": amendment,
        "changes": changes,
        "citation": changes[0].citation if changes else "",
        "stance": typed.get(f"stance-{suggestion.pk}", suggestion.stance),
        "line": typed.get(f"line-{suggestion.pk}", suggestion.line),
        "typed": f"line-{suggestion.pk}" in typed,
        "chosen": str(suggestion.pk) in typed.getlist("chosen"),
    }


def _row(
    amendment: Amendment, public: PublicText | None, citations: TextCitations | None, supports: dict[int, int]
) -> dict[str, Any]:
    """A public amendment with the text that its page shows as proposed."""
    labels = citations.of(public) if citations else {}
    changes = amendments.shown_changes(public.text, labels, interface_language(), public.version) if public else []
    return {
        "amendment": amendment,
        "changes": changes,
        "citation": changed_citations(changes),
        "supported": supports.get(amendment.pk, 0),
    }
