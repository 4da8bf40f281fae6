"""Emails about suggested positions: to the delegate, and to the person who suggested them."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.states import MailKind
from charter.actions.amending.amendment_letters import Words, letter_subject, write_letters
from charter.models import Amendment, SuggestedPosition
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.states import Stance


def write_suggestion(suggestion: SuggestedPosition, amendment: Amendment, at: datetime) -> None:
    """To the people who decide for the member: the suggested position and its amendment."""
    subject = format_lazy(
        _("{person} suggests a position for {city}"), person=suggestion.by, city=suggestion.organisation
    )
    body = format_lazy(
        _("Suggested position on amendment {name}: {stance}. Confirm, change or decline it in your workspace."),
        stance=Stance(suggestion.stance).label,
        name=str(amendment),
    )
    people = [person for person in people_who_may_bind(suggestion.organisation, at) if person.pk != suggestion.by_id]
    concerns = letter_subject(amendment, amendment.round.support_until, organisation=suggestion.organisation)
    write_letters(people, MailKind.ADVICE, subject, body, f"advice:{suggestion.pk}", ("city",), concerns, at=at)


def write_other_stance(suggestion: SuggestedPosition, stance: str, by: Person, at: datetime) -> None:
    """To who suggested it: the delegate took another stance."""
    subject = format_lazy(_("{person} took a position that is different from your suggestion"), person=by)
    body = format_lazy(
        _("Amendment {name}: you suggested {old}; the position of {city} is {new}."),
        name=str(suggestion.text.amendment),
        old=Stance(suggestion.stance).label,
        city=suggestion.organisation,
        new=Stance(stance).label,
    )
    _write_to_suggester(suggestion, suggestion.text.amendment, by, subject, body, at)


def write_declined_suggestion(suggestion: SuggestedPosition, amendment: Amendment, by: Person, at: datetime) -> None:
    """To the person who suggested the position: the delegate takes none."""
    subject = format_lazy(_("{person} did not follow your suggestion"), person=by)
    body = format_lazy(
        _("{city} takes no position on amendment {name} for now."), city=suggestion.organisation, name=str(amendment)
    )
    _write_to_suggester(suggestion, amendment, by, subject, body, at)


def _write_to_suggester(
    suggestion: SuggestedPosition, amendment: Amendment, by: Person, subject: Words, body: Words, at: datetime
) -> None:
    link = ("amendment", amendment.round.number, amendment.number)
    people = [suggestion.by] if suggestion.by_id != by.pk else []
    concerns = letter_subject(amendment, organisation=suggestion.organisation)
    write_letters(people, MailKind.ADVICE, subject, body, f"advice_answered:{suggestion.pk}", link, concerns, at=at)
