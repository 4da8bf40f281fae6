"""Letters about suggested positions: to the delegate, and back to who suggested them."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.states import MailKind
from charter.actions.notices import Words, about, tell
from charter.models import Advice, Amendment
from charter.queries.city import deciders
from charter.states import Stance


def suggested(advice: Advice, amendment: Amendment, at: datetime) -> None:
    """To who decides for the member: what is suggested, and to which amendment."""
    subject = format_lazy(_("{person} suggests what {city} says"), person=advice.by, city=advice.organisation)
    body = format_lazy(
        _("{stance} to amendment {name}. Confirm it, change it or decline it in your room."),
        stance=Stance(advice.stance).label,
        name=str(amendment),
    )
    people = [person for person in deciders(advice.organisation, at) if person.pk != advice.by_id]
    concerns = about(amendment, amendment.round.support_until, organisation=advice.organisation)
    tell(people, MailKind.ADVICE, subject, body, f"advice:{advice.pk}", ("city",), concerns, at=at)


def changed(advice: Advice, stance: str, by: Person, at: datetime) -> None:
    """To who suggested it: the delegate took another stance."""
    subject = format_lazy(_("{person} says something else than you suggested"), person=by)
    body = format_lazy(
        _("To amendment {name} you suggested: {old}. {city} says: {new}."),
        name=str(advice.text.amendment),
        old=Stance(advice.stance).label,
        city=advice.organisation,
        new=Stance(stance).label,
    )
    _tell_back(advice, advice.text.amendment, by, subject, body, at)


def declined(advice: Advice, amendment: Amendment, by: Person, at: datetime) -> None:
    """To who suggested it: the delegate says nothing."""
    subject = format_lazy(_("{person} does not take up what you suggested"), person=by)
    body = format_lazy(
        _("{city} says nothing to amendment {name} now."), city=advice.organisation, name=str(amendment)
    )
    _tell_back(advice, amendment, by, subject, body, at)


def _tell_back(advice: Advice, amendment: Amendment, by: Person, subject: Words, body: Words, at: datetime) -> None:
    there = ("amendment", amendment.round.number, amendment.number)
    people = [advice.by] if advice.by_id != by.pk else []
    concerns = about(amendment, organisation=advice.organisation)
    tell(people, MailKind.ADVICE, subject, body, f"advice_answered:{advice.pk}", there, concerns, at=at)
