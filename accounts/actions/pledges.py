"""Joining: a form saved page by page, sent, asked back, accepted. Nobody needs an account for it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import invitations, members, organisations, records, strangers
from accounts.actions.invitations import digest
from accounts.actions.notices import in_language
from accounts.locales import listed
from accounts.models import CONTACT, HEAD, Organisation, Person, Pledge
from accounts.queries import joining
from accounts.rules import Refusal, Refused, require
from accounts.states import (
    OPEN_PLEDGES,
    UNDECIDED_PLEDGES,
    WAVES,
    MailKind,
    MandateKind,
    OrganisationKind,
    PledgeState,
)

NEEDED = {
    "name": _("the official name"),
    "country": _("the country"),
    "official_kind": _("the kind of government"),
    "population_band": _("how many people live there"),
    "head_name": _("the name of the political head"),
    "head_office": _("the office of the political head"),
    "pledges": _("the pledge"),
    "contact_name": _("the name of the technical contact"),
    "language": _("the language in which we write"),
    "themes": _("what you would work on first"),
    "agrees_to_keep": _("the consent to keep these data"),
}
NOT_NOW = _("This form was sent already. The secretariat reads it.")
DECIDED = _("This form has been decided upon already.")
A_MEMBERSHIP = _("This form became a membership. Take the people off it instead.")
Token = str


@transaction.atomic
def begin(*, language: str, at: datetime | None = None, **answers: Any) -> tuple[Pledge, Token]:
    """The first page is saved, and a private link to the form is mailed to the address on it."""
    at, token = at or timezone.now(), secrets.token_urlsafe(32)
    answers["email"] = answers["email"].strip().lower()
    pledge = Pledge.objects.create(digest=digest(token), language=language, begun_at=at, changed_at=at, **answers)
    _write(
        pledge,
        format_lazy(_("Your form to join, for {name}"), name=pledge.name),
        _("What you have filled in is saved. The link opens it again, on any device, until you send it."),
        link=in_language(language, "join_page", token, 1),
        key=f"pledge_begun:{pledge.pk}",
    )
    records.append(records.Act("joining begun", pledge), at=at)
    return pledge, token


@transaction.atomic
def save(*, pledge: Pledge, at: datetime | None = None, **answers: Any) -> Pledge:
    """Saves what one page says, complete or not."""
    pledge = _open(pledge)
    for name, value in answers.items():
        setattr(pledge, name, value)
    pledge.changed_at = at or timezone.now()
    pledge.save()
    return pledge


def missing(pledge: Pledge) -> list[str]:
    """The names of the answers that are still needed."""
    return [name for name in NEEDED if not getattr(pledge, name)]


@transaction.atomic
def send(*, pledge: Pledge, at: datetime | None = None) -> Pledge:
    """Hands the form in, once everything needed is on it."""
    pledge, at = _open(pledge), at or timezone.now()
    if missing(pledge):
        lacking = listed(NEEDED[name] for name in missing(pledge))
        raise Refused(Refusal(_("Still missing: %(what)s.") % {"what": lacking}))
    pledge.state, pledge.sent_at, pledge.changed_at = PledgeState.COMPLETE, at, at
    pledge.save(update_fields=["state", "sent_at", "changed_at"])
    subject = format_lazy(_("The form of {name} has arrived"), name=pledge.name)
    body = _("The secretariat reads it and writes to you.")
    _write(pledge, subject, body, key=f"pledge_sent:{pledge.pk}:{at.timestamp()}")
    records.append(records.Act("joining form sent", pledge), at=at)
    return pledge


@transaction.atomic
def remind(*, pledge: Pledge, by: Person, at: datetime | None = None) -> Token:
    """Writes to the contact of a form that is not finished, with a new private link; the old one ends."""
    require(rules.may_keep_members(by))
    pledge, at = _open(pledge), at or timezone.now()
    token = _new_link(pledge)
    pledge.reminded_at = at
    pledge.save(update_fields=["digest", "reminded_at"])
    subject = format_lazy(_("The form of {name} is not finished"), name=pledge.name)
    body = _("What you filled in is kept. The link opens it where you left it. An older link does not work any more.")
    link = in_language(pledge.language, "join_page", token, 1)
    _write(pledge, subject, body, link=link, key=f"pledge_reminded:{pledge.pk}:{at.timestamp()}")
    records.append(records.Act("joining reminded", pledge, by), at=at)
    return token


@transaction.atomic
def remind_all(*, by: Person, at: datetime | None = None) -> int:
    """Reminds the contact of each form that has lain unfinished for a week; says how many letters go."""
    require(rules.may_keep_members(by))
    at = at or timezone.now()
    late = list(joining.to_remind(at))
    for pledge in late:
        remind(pledge=pledge, by=by, at=at)
    return len(late)


@transaction.atomic
def ask_back(*, pledge: Pledge, by: Person, words: str, at: datetime | None = None) -> Token:
    """Gives the form back with a question, by a new private link."""
    require(rules.may_keep_members(by))
    require(bool(words.strip()) or Refusal(_("Say what is missing or unclear.")))
    pledge, at = _undecided(pledge), at or timezone.now()
    token = _new_link(pledge)
    pledge.state, pledge.asked, pledge.changed_at = PledgeState.INCOMPLETE, words.strip(), at
    pledge.save(update_fields=["digest", "state", "asked", "changed_at"])
    subject = format_lazy(_("A question about the form of {name}"), name=pledge.name)
    link = in_language(pledge.language, "join_page", token, 1)
    _write(pledge, subject, pledge.asked, link=link, key=f"pledge_asked:{pledge.pk}:{at.timestamp()}")
    records.append(records.Act("joining asked back", pledge, by), at=at)
    return token


@transaction.atomic
def accept(*, pledge: Pledge, by: Person, wave: int, at: datetime | None = None) -> Organisation:
    """The government becomes a member: its entry, its wave, and the first invitations."""
    require(rules.may_keep_members(by))
    pledge, at = _undecided(pledge), at or timezone.now()
    if pledge.state != PledgeState.COMPLETE:
        raise Refused(Refusal(_("Only a form that was sent can be accepted.")))
    require(wave in WAVES or Refusal(_("Choose a wave.")))
    organisation = _member(pledge, by, wave, at)
    pledge.organisation, pledge.state = organisation, PledgeState.ACCEPTED
    pledge.decided_at, pledge.decided_by, pledge.changed_at = at, by, at
    pledge.save()
    _first_invitations(pledge, organisation, by, at)
    records.append(records.Act("joining accepted", pledge, by, content={"member": organisation.pk}), at=at)
    return organisation


@transaction.atomic
def decline(*, pledge: Pledge, by: Person, words: str, at: datetime | None = None) -> None:
    """Says no, with a reason that is mailed to the contact."""
    require(rules.may_keep_members(by))
    require(bool(words.strip()) or Refusal(_("Say why.")))
    pledge, at = _undecided(pledge), at or timezone.now()
    pledge.state, pledge.asked = PledgeState.DECLINED, words.strip()
    pledge.decided_at, pledge.decided_by, pledge.changed_at = at, by, at
    pledge.save()
    subject = format_lazy(_("About the form of {name}"), name=pledge.name)
    _write(pledge, subject, pledge.asked, key=f"pledge_declined:{pledge.pk}")
    records.append(records.Act("joining declined", pledge, by), at=at)


@transaction.atomic
def delete(*, pledge: Pledge, by: Person | None = None, at: datetime | None = None) -> None:
    """Deletes a form and its letter: asked by who wrote it, by the secretariat, or by time. Its number stays."""
    require(by is None or rules.may_keep_members(by))
    require(pledge.organisation_id is None or Refusal(A_MEMBERSHIP))
    act = records.Act("joining form deleted", Pledge(pk=pledge.pk), by)
    _delete_letter(pledge)
    strangers.forget(pledge.email)
    Pledge.objects.filter(pk=pledge.pk).delete()
    records.append(act, at=at)


@transaction.atomic
def forget_people(*, pledge: Pledge, by: Person | None = None, at: datetime | None = None) -> None:
    """Takes names, offices, addresses and the letter off an accepted form; what the government said of itself stays.

    Asked by the political head or the contact, by the secretariat, or by time. The private link ends.
    """
    require(by is None or rules.may_keep_members(by))
    strangers.forget(pledge.email)
    _new_link(pledge)
    pledge.asked = ""
    _empty(pledge, *HEAD, *CONTACT)
    records.append(records.Act("people taken off joining form", pledge, by), at=at)


def forget_person(addresses: list[str], name: str, person: Person) -> None:
    """Takes one person off every form: by address, or by name on the form of a member that the person spoke for."""
    own = (
        Pledge.objects.filter(organisation__mandates__person=person)
        if len(name.strip()) > 2
        else Pledge.objects.none()
    )
    for fields, known in ((HEAD, "head_email"), (CONTACT, "email")):
        found = set(own.filter(**{f"{fields[0]}__iexact": name}))
        for address in addresses:
            found |= set(Pledge.objects.filter(**{f"{known}__iexact": address}))
        for pledge in found:
            pledge.refresh_from_db()
            _empty(pledge, *fields)


def _empty(pledge: Pledge, *fields: str) -> None:
    """The letter goes with whoever goes: it names both."""
    for name in fields:
        setattr(pledge, name, "")
    _delete_letter(pledge)
    pledge.letter = ""
    pledge.save()


def _delete_letter(pledge: Pledge) -> None:
    if pledge.letter:
        kept, name = pledge.letter.storage, str(pledge.letter.name)
        transaction.on_commit(lambda: kept.delete(name))


def by_token(token: str) -> Pledge | None:
    return Pledge.objects.filter(digest=digest(token)).first()


def _member(pledge: Pledge, by: Person, wave: int, at: datetime) -> Organisation:
    copied = ("country", "sections", "population_band", "website")
    organisation = members.register(
        name=pledge.name,
        language=pledge.name_language,
        kind=OrganisationKind.GOVERNMENT,
        by=by,
        at=at,
        wave=wave,
        joined_on=timezone.localdate(at),
        official_kind_id=pledge.official_kind or None,
        **{name: getattr(pledge, name) for name in copied},
    )
    organisation.language = pledge.language
    organisation.save(update_fields=["language"])
    if not pledge.may_be_named:
        because = str(_("Asked for in the joining form."))
        organisations.withhold_name(organisation=organisation, by=by, because=because, at=at)
    return organisation


def _first_invitations(pledge: Pledge, organisation: Organisation, by: Person, at: datetime) -> None:
    """The technical contact as focal point; the political head as delegate where the form gives an address."""
    common: dict[str, Any] = {"organisation": organisation, "language": pledge.language, "by": by, "at": at}
    contact: dict[str, Any] = {"email": pledge.email, "name": pledge.contact_name, "office": pledge.contact_office}
    invitations.invite(kind=MandateKind.FOCAL_POINT, **contact, **common)
    if pledge.head_email and pledge.head_email.lower() != pledge.email:
        head: dict[str, Any] = {"email": pledge.head_email, "name": pledge.head_name, "office": pledge.head_office}
        evidence = str(_("Joining form %(number)s")) % {"number": pledge.pk}
        invitations.invite(kind=MandateKind.DELEGATE, evidence=evidence, **head, **common)


def _write(pledge: Pledge, subject: Any, body: Any, *, key: str, link: str = "") -> None:
    strangers.write(
        address=pledge.email,
        language=pledge.language,
        kind=MailKind.JOINING,
        subject=subject,
        body=body,
        link=link,
        key=key,
    )


def _new_link(pledge: Pledge) -> Token:
    token = secrets.token_urlsafe(32)
    pledge.digest = digest(token)
    return token


def _open(pledge: Pledge) -> Pledge:
    found = (
        Pledge.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=pledge.pk, state__in=OPEN_PLEDGES)
        .first()
    )
    if found is None:
        raise Refused(Refusal(NOT_NOW))
    return found


def _undecided(pledge: Pledge) -> Pledge:
    found = (
        Pledge.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=pledge.pk, state__in=UNDECIDED_PLEDGES)
        .first()
    )
    if found is None:
        raise Refused(Refusal(DECIDED))
    return found
