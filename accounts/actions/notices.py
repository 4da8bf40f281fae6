"""Letters about people: who is invited, who speaks for a member now, who is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse, reverse_lazy
from django.utils import formats, timezone, translation
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters, strangers
from accounts.models import Invitation, Mandate, Organisation, Person
from accounts.queries.people import everybody
from accounts.states import MailKind, MandateKind

Words = str | Promise
LEAVES = (
    _("{city} leaves on {day}"),
    _(
        "From {day} on {city} is no longer a member. Every mandate for it ends then, yours too, and so do its open "
        "invitations. What it proposed, supported and said stays public and stays its own. Your account stays."
    ),
)
MERGES = (
    _("{city} becomes part of {into} on {day}"),
    _(
        "From {day} on {city} is part of {into}. Every mandate for {city} ends then, yours too, and so do its open "
        "invitations; to speak for {into} you need a new mandate. What {city} proposed, supported and said stays "
        "public and stays its own. Your account stays."
    ),
)


def _day(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "DATE_FORMAT")


def _what(kind: str) -> str:
    return str(MandateKind(kind).label).lower()


day, what = lazy(_day, str), lazy(_what, str)


def in_language(language: str, name: str, *parts: object) -> str:
    """The address of a page under the language of who is written to."""
    with translation.override(language):
        return reverse(name, args=parts)


def tell(people: Iterable[Person], subject: Words, body: Words, key: str, at: datetime) -> None:
    """One letter a person, whose link opens the people of the member."""
    link = reverse_lazy("people")
    letters.write(to=people, kind=MailKind.MANDATE, subject=subject, body=body, link=link, key=key, at=at)


def invited(invitation: Invitation, token: str) -> None:
    """The invitation itself, with its private link, in the language chosen for the person."""
    city = invitation.organisation
    body = format_lazy(
        _("{by} invites you as {what} of {city}. The link is yours alone. It works once, until {day}."),
        by=invitation.invited_by or _("The secretariat"),
        what=what(invitation.kind),
        city=city,
        day=day(invitation.expires_at),
    )
    strangers.write(
        address=invitation.email,
        language=invitation.language,
        kind=MailKind.INVITATION,
        subject=format_lazy(_("You are invited to speak for {city}"), city=city),
        body=body,
        link=in_language(invitation.language, "invitation", token),
        key=f"invitation:{invitation.pk}:{invitation.sendings}",
    )


def given(mandate: Mandate, at: datetime) -> None:
    """Colleagues learn who is new among them."""
    city = mandate.organisation
    people = [person for person in everybody(city, at) if person.pk != mandate.person_id]
    subject = format_lazy(_("{person} now speaks with you for {city}"), person=mandate.person, city=city)
    body = format_lazy(_("{person} is {what} of {city}."), person=mandate.person, what=what(mandate.kind), city=city)
    tell(people, subject, body, f"mandate:{mandate.pk}", at)


def ended(mandate: Mandate, by: Person, at: datetime) -> None:
    """The person whose mandate ended, and the colleagues who stay."""
    city = mandate.organisation
    people = {p.pk: p for p in [*everybody(city, at), mandate.person] if p.pk != by.pk and p.is_active}
    subject = format_lazy(_("{person} no longer speaks for {city}"), person=mandate.person, city=city)
    body = format_lazy(_("The mandate as {what} has ended. What was said on it stays said."), what=what(mandate.kind))
    tell(people.values(), subject, body, f"mandate_ended:{mandate.pk}", at)


def left(city: Organisation, people: Iterable[Person], since: datetime, at: datetime) -> None:
    """Those whose mandates end because the member leaves, or merges into another, from the morning of that day."""
    said = {"city": city, "day": day(since), "into": city.merged_into or ""}
    subject, body = LEAVES if city.merged_into is None else MERGES
    letters.write(
        to={person.pk: person for person in people if person.is_active}.values(),
        kind=MailKind.MANDATE,
        subject=format_lazy(subject, **said),
        body=format_lazy(body, **said),
        link=reverse_lazy("member", args=[city.slug]),
        key=f"member_left:{city.pk}:{at.timestamp()}",
        at=at,
    )


def away(mandate: Mandate, by: Person, at: datetime) -> None:
    """Everybody of the member learns that the delegate is away, and what follows from it."""
    city = mandate.organisation
    subject = format_lazy(_("The delegate of {city} is away"), city=city)
    body = format_lazy(
        _("{by} marked {person} as away. Until the return the substitute confirms for {city}. {note}"),
        by=by,
        person=mandate.person,
        city=city,
        note=mandate.away_note,
    )
    tell(everybody(city, at), subject, body, f"away:{mandate.pk}:{at.timestamp()}", at)


def back(mandate: Mandate, by: Person, at: datetime) -> None:
    city = mandate.organisation
    subject = format_lazy(_("The delegate of {city} is back"), city=city)
    body = format_lazy(_("{by} marked {person} as back."), by=by, person=mandate.person)
    tell(everybody(city, at), subject, body, f"back:{mandate.pk}:{at.timestamp()}", at)
