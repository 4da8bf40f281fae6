"""Letters about people: who is invited, who speaks for a member now, who is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters, strangers
from accounts.dates import date_format
from accounts.email_texts import compose_template
from accounts.models import Invitation, Mandate, Organisation, Person
from accounts.queries.people import people_of
from accounts.queries.site_settings import site_name
from accounts.states import EmailTemplateKind, MailKind, MandateKind

Words = str | Promise
LEAVES = (
    _("The membership of {city} ends on {day}"),
    _(
        "From {day}, {city} is no longer a member. All mandates for {city} end on that day, including yours, "
        "and open invitations are cancelled. The proposals, positions and comments of {city} stay public under "
        "its name. Your account stays open."
    ),
)
MERGES = (
    _("{city} becomes part of {into} on {day}"),
    _(
        "From {day}, {city} is part of {into}. All mandates for {city} end on that day, including yours, and "
        "open invitations are cancelled. To act for {into} you need a new mandate. The proposals, positions and "
        "comments of {city} stay public under its name. Your account stays open."
    ),
)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def _what(kind: str) -> str:
    return str(MandateKind(kind).label).lower()


day, what = lazy(_day, str), lazy(_what, str)


def in_language(language: str, name: str, *parts: object) -> str:
    """The address of a page under the language of who is written to."""
    with translation.override(language):
        return reverse(name, args=parts)


def write_notices(people: Iterable[Person], subject: Words, body: Words, key: str, at: datetime) -> None:
    """One email to each person, with a link to the team of the member."""
    link = reverse_lazy("people")
    letters.write_letters(to=people, kind=MailKind.MANDATE, subject=subject, body=body, link=link, key=key, at=at)


def write_invitation(invitation: Invitation, token: str) -> None:
    """The invitation itself, with its private link, in the language chosen for the person."""
    city = invitation.organisation
    values = {
        "by": invitation.invited_by or _("The secretariat"),
        "what": what(invitation.kind),
        "city": city,
        "site": site_name(),
        "day": day(invitation.expires_at),
    }
    subject, body = compose_template(EmailTemplateKind.INVITATION, values)
    strangers.write_to_address(
        address=invitation.email,
        language=invitation.language,
        kind=MailKind.INVITATION,
        subject=subject,
        body=body,
        link=in_language(invitation.language, "invitation", token),
        key=f"invitation:{invitation.pk}:{invitation.sendings}",
    )


def write_new_mandate(mandate: Mandate, at: datetime) -> None:
    """Colleagues learn who is new among them."""
    city = mandate.organisation
    people = [person for person in people_of(city, at) if person.pk != mandate.person_id]
    subject = format_lazy(_("{person} now also represents {city}"), person=mandate.person, city=city)
    body = format_lazy(
        _("{person} has a mandate for {city}: {what}."), person=mandate.person, what=what(mandate.kind), city=city
    )
    write_notices(people, subject, body, f"mandate:{mandate.pk}", at)


def write_ended_mandate(mandate: Mandate, by: Person, at: datetime) -> None:
    """The person whose mandate ended, and the colleagues who stay."""
    city = mandate.organisation
    people = {p.pk: p for p in [*people_of(city, at), mandate.person] if p.pk != by.pk and p.is_active}
    subject = format_lazy(_("{person} no longer represents {city}"), person=mandate.person, city=city)
    body = format_lazy(
        _("Your mandate as {what} has ended. What you did under the mandate remains valid."), what=what(mandate.kind)
    )
    write_notices(people.values(), subject, body, f"mandate_ended:{mandate.pk}", at)


def write_leaving(city: Organisation, people: Iterable[Person], since: datetime, at: datetime) -> None:
    """Those whose mandates end because the member leaves, or merges into another, from the morning of that day."""
    arguments = {"city": city, "day": day(since), "into": city.merged_into or ""}
    subject, body = LEAVES if city.merged_into is None else MERGES
    letters.write_letters(
        to={person.pk: person for person in people if person.is_active}.values(),
        kind=MailKind.MANDATE,
        subject=format_lazy(subject, **arguments),
        body=format_lazy(body, **arguments),
        link=reverse_lazy("member", args=[city.slug]),
        key=f"member_left:{city.pk}:{at.timestamp()}",
        at=at,
    )


def write_absence(mandate: Mandate, by: Person, at: datetime) -> None:
    """Everybody of the member learns that the delegate is away, and what follows from it."""
    city = mandate.organisation
    subject = format_lazy(_("The delegate of {city} is away"), city=city)
    body = format_lazy(
        _("{by} marked {person} as away. Until {person} returns, the alternate confirms for {city}. {note}"),
        by=by,
        person=mandate.person,
        city=city,
        note=mandate.away_note,
    )
    write_notices(people_of(city, at), subject, body, f"away:{mandate.pk}:{at.timestamp()}", at)


def write_return(mandate: Mandate, by: Person, at: datetime) -> None:
    city = mandate.organisation
    subject = format_lazy(_("The delegate of {city} is back"), city=city)
    body = format_lazy(_("{by} recorded the return of {person}."), by=by, person=mandate.person)
    write_notices(people_of(city, at), subject, body, f"back:{mandate.pk}:{at.timestamp()}", at)
