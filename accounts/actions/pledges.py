"""Joining: an application is saved page by page, sent, returned for information, accepted. Nobody needs an account.

A person may enter the address of somebody else. The first email therefore contains no typed text, and no other email
is written before its link was opened. No subject contains typed text.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import files, invitations, members, organisations, records, strangers
from accounts.actions.invitations import token_digest
from accounts.actions.notices import in_language
from accounts.email_texts import compose_template
from accounts.locales import join_in_words
from accounts.models import CONTACT, HEAD, Organisation, Person, Pledge
from accounts.queries import joining
from accounts.queries.site_settings import site_name, site_settings
from accounts.rules import Refusal, Refused, require
from accounts.states import (
    OPEN_PLEDGES,
    UNDECIDED_PLEDGES,
    WAVES,
    EmailTemplateKind,
    MailKind,
    MandateKind,
    OrganisationKind,
    PledgeState,
)

NEEDED = {
    "name": _("the official name"),
    "country": _("the country"),
    "official_kind": _("the type of local government"),
    "population_band": _("the population"),
    "head_name": _("the name of the political head"),
    "head_office": _("the title of the political head"),
    "pledges": _("the pledge"),
    "contact_name": _("the name of the technical contact"),
    "language": _("the language of our emails to you"),
    "themes": _("your priority themes"),
    "agrees_to_keep": _("the consent to store these data"),
}
NOT_NOW = _("The application has already been sent. The secretariat will read it.")
NONE_TAKEN = _("The site does not accept membership applications. Write to the secretariat.")
DECIDED = _("The secretariat has already decided on the application.")
UNCONFIRMED = _(
    "Confirm your address first: open the link that we sent to %(email)s. If that address is wrong, correct it "
    "on page 1."
)
NOTHING_MORE = _(
    "The applicant has not confirmed the address in this application. The site sends no more "
    "emails to the address. You can delete the application."
)
CHANGED = _(
    "The application was changed after you opened this page. Compare your answers with the saved ones, then save "
    "again."
)
NO_PAPER = _("Only an application that came on paper can be corrected by the secretariat.")
BROKEN = _("The link is not valid, or the address in the application was changed. Use the newest link in your email.")
A_MEMBERSHIP = _(
    "You cannot delete the application, because it has become a membership. You can delete the personal data in it."
)
Token = str


@transaction.atomic
def begin_pledge(*, language: str, at: datetime | None = None, **answers: Any) -> tuple[Pledge, Token]:
    """The first page is saved, and the address on it is asked to confirm itself."""
    require_applications()
    at, token = at or timezone.now(), secrets.token_urlsafe(32)
    answers["email"] = answers["email"].strip().lower()
    pledge = Pledge.objects.create(
        digest=token_digest(token), language=language, begun_at=at, changed_at=at, **answers
    )
    _email_confirmation_link(pledge, token, at)
    records.append_acts(records.Act("joining begun", pledge), at=at)
    return pledge, token


@transaction.atomic
def save_pledge(*, pledge: Pledge, token: Token = "", at: datetime | None = None, **answers: Any) -> Pledge:
    """Saves what one page says, complete or not. A changed address confirms itself too, by a link with the token."""
    pledge, at = _open(pledge), at or timezone.now()
    before = pledge.email
    if answers.get("letter"):
        files.delete_after_commit(pledge.letter)
    for name, value in answers.items():
        setattr(pledge, name, value)
    pledge.email = pledge.email.strip().lower()
    if pledge.email != before:
        pledge.confirmed_at = None
        _email_confirmation_link(pledge, token, at)
    pledge.changed_at = at
    pledge.save()
    return pledge


@transaction.atomic
def enter_paper(
    *, by: Person, received_by: str, received_on: date, at: datetime | None = None, **answers: Any
) -> Pledge:
    """Stores the answers of a paper form, with the day and the way of its arrival, and the scan.

    A complete form counts as sent. The contact gets a private link; its address is on the signed paper.
    """
    require(rules.may_keep_members(by))
    require_applications()
    at, token = at or timezone.now(), secrets.token_urlsafe(32)
    answers["email"] = answers["email"].strip().lower()
    receipt = {"received_by": received_by, "received_on": received_on}
    pledge = Pledge(digest=token_digest(token), confirmed_at=at, begun_at=at, **receipt, **answers)
    _send_if_complete(pledge, at)
    body = _(
        "The secretariat entered the application that you sent on paper. A private link opens the application. "
        "If answers are missing, you can add them and send the application. You can also delete the application."
    )
    link = in_language(pledge.language, "join_check", token)
    subject = _("Your membership application has arrived")
    _write(pledge, subject, body, link=link, key=f"pledge_entered:{pledge.pk}:{at.timestamp()}")
    content = {"received_by": received_by, "received_on": received_on.isoformat()}
    records.append_acts(records.Act("joining entered from paper", pledge, by, content=content), at=at)
    return pledge


@transaction.atomic
def correct_paper(*, pledge: Pledge, by: Person, revision: int, at: datetime | None = None, **answers: Any) -> Pledge:
    """Corrects what was entered from a paper form, until the application is decided on. The scan stays."""
    require(rules.may_keep_members(by))
    require_applications()
    pledge, at = _undecided(pledge), at or timezone.now()
    require(pledge.came_on_paper or Refusal(NO_PAPER))
    require(pledge.revision == revision or Refusal(CHANGED))
    if answers.get("letter"):
        files.delete_after_commit(pledge.letter)
    for name, value in answers.items():
        setattr(pledge, name, value)
    pledge.email = pledge.email.strip().lower()
    _send_if_complete(pledge, at)
    records.append_acts(records.Act("joining corrected from paper", pledge, by), at=at)
    return pledge


def _send_if_complete(pledge: Pledge, at: datetime) -> None:
    pledge.changed_at = at
    if not missing_answers(pledge) and pledge.state != PledgeState.COMPLETE:
        pledge.state, pledge.sent_at = PledgeState.COMPLETE, at
    pledge.save()


@transaction.atomic
def repeat_confirmation_email(*, pledge: Pledge, token: Token, at: datetime | None = None) -> None:
    """Emails the link by which the address is confirmed once more."""
    pledge, at = _open(pledge), at or timezone.now()
    if pledge.confirmed_at is None:
        _email_confirmation_link(pledge, token, at)
        records.append_acts(records.Act("joining address asked again", pledge), at=at)


@transaction.atomic
def confirm_address(*, pledge: Pledge, token: Token, proof: str, at: datetime | None = None) -> Pledge:
    """The address of the application belongs to the person who opened the emailed link; repeating changes nothing."""
    pledge, at = _open(pledge), at or timezone.now()
    require(is_proof(pledge, token, proof) or Refusal(BROKEN, hidden=True))
    if pledge.confirmed_at is None:
        pledge.confirmed_at = at
        pledge.save(update_fields=["confirmed_at"])
        records.append_acts(records.Act("joining address confirmed", pledge), at=at)
    return pledge


def is_proof(pledge: Pledge, token: Token, proof: str) -> bool:
    """Whether this was mailed, for this form, to the address that is on it now."""
    return constant_time_compare(proof, _proof(pledge, token))


def missing_answers(pledge: Pledge) -> list[str]:
    """The names of the answers that are still needed."""
    return [name for name in NEEDED if not getattr(pledge, name)]


@transaction.atomic
def send_pledge(*, pledge: Pledge, at: datetime | None = None) -> Pledge:
    """Hands the form in, once everything needed is on it."""
    pledge, at = _open(pledge), at or timezone.now()
    require(pledge.confirmed_at is not None or Refusal(UNCONFIRMED % {"email": pledge.email}))
    if missing_answers(pledge):
        lacking = join_in_words(NEEDED[name] for name in missing_answers(pledge))
        raise Refused(Refusal(_("Add the missing answers: %(what)s.") % {"what": lacking}))
    pledge.state, pledge.sent_at, pledge.changed_at = PledgeState.COMPLETE, at, at
    pledge.save(update_fields=["state", "sent_at", "changed_at"])
    subject, body = (
        _("Your membership application has arrived"),
        _("The secretariat will read your application and write to you."),
    )
    _write(pledge, subject, body, key=f"pledge_sent:{pledge.pk}:{at.timestamp()}")
    records.append_acts(records.Act("joining form sent", pledge), at=at)
    return pledge


@transaction.atomic
def remind_contact(*, pledge: Pledge, by: Person, at: datetime | None = None) -> Token:
    """Writes to the contact of a form that is not finished, with a new private link; the old one ends."""
    require(rules.may_keep_members(by))
    pledge, at = _open(pledge), at or timezone.now()
    require(pledge.confirmed_at is not None or Refusal(NOTHING_MORE))
    token = _new_link(pledge)
    pledge.reminded_at = at
    pledge.save(update_fields=["digest", "reminded_at"])
    subject = _("Your membership application is not finished")
    body = _("Your answers are saved. The link opens the application where you stopped. Older links no longer work.")
    link = in_language(pledge.language, "join_page", token, 1)
    _write(pledge, subject, body, link=link, key=f"pledge_reminded:{pledge.pk}:{at.timestamp()}")
    records.append_acts(records.Act("joining reminded", pledge, by), at=at)
    return token


@transaction.atomic
def remind_contacts(*, by: Person, at: datetime | None = None) -> int:
    """Reminds the contact of each form that has lain unfinished for a week; says how many letters go."""
    require(rules.may_keep_members(by))
    at = at or timezone.now()
    late = list(joining.pledges_to_remind(at))
    for pledge in late:
        remind_contact(pledge=pledge, by=by, at=at)
    return len(late)


@transaction.atomic
def ask_back(*, pledge: Pledge, by: Person, words: str, at: datetime | None = None) -> Token:
    """Gives the form back with a question, by a new private link."""
    require(rules.may_keep_members(by))
    require_applications()
    require(bool(words.strip()) or Refusal(_("Explain what is missing or unclear.")))
    pledge, at = _undecided(pledge), at or timezone.now()
    require(pledge.confirmed_at is not None or Refusal(NOTHING_MORE))
    token = _new_link(pledge)
    pledge.state, pledge.asked, pledge.changed_at = PledgeState.INCOMPLETE, words.strip(), at
    pledge.save(update_fields=["digest", "state", "asked", "changed_at"])
    subject, body = _("A question about your membership application"), _secretariat_message(pledge)
    link = in_language(pledge.language, "join_page", token, 1)
    _write(pledge, subject, body, link=link, key=f"pledge_asked:{pledge.pk}:{at.timestamp()}")
    records.append_acts(records.Act("joining asked back", pledge, by), at=at)
    return token


@transaction.atomic
def accept_pledge(
    *, pledge: Pledge, by: Person, wave: int, joined_wave: str = "", at: datetime | None = None
) -> Organisation:
    """The government becomes a member: its entry, its step and wave, and the first invitations.

    `wave` is the step of the counter, `joined_wave` the code of a wave of the campaign.
    """
    require(rules.may_keep_members(by))
    pledge, at = _undecided(pledge), at or timezone.now()
    if pledge.state != PledgeState.COMPLETE:
        raise Refused(
            Refusal(
                _("The application was not sent yet. You can accept the application after the applicant sends it.")
            )
        )
    require(wave in WAVES or Refusal(_("Choose a step.")))
    organisation = _member(pledge, by, at, wave=wave, joined_wave_id=joined_wave or None)
    pledge.organisation, pledge.state = organisation, PledgeState.ACCEPTED
    pledge.decided_at, pledge.decided_by, pledge.changed_at = at, by, at
    pledge.save()
    _first_invitations(pledge, organisation, by, at)
    records.append_acts(records.Act("joining accepted", pledge, by, content={"member": organisation.pk}), at=at)
    return organisation


@transaction.atomic
def decline_pledge(*, pledge: Pledge, by: Person, words: str, at: datetime | None = None) -> None:
    """Says no, with a reason that is mailed to the contact."""
    require(rules.may_keep_members(by))
    require(bool(words.strip()) or Refusal(_("Give the reason.")))
    pledge, at = _undecided(pledge), at or timezone.now()
    require(pledge.confirmed_at is not None or Refusal(NOTHING_MORE))
    pledge.state, pledge.asked = PledgeState.DECLINED, words.strip()
    pledge.decided_at, pledge.decided_by, pledge.changed_at = at, by, at
    pledge.save()
    subject, body = _("About your membership application"), _secretariat_message(pledge)
    _write(pledge, subject, body, key=f"pledge_declined:{pledge.pk}")
    records.append_acts(records.Act("joining declined", pledge, by), at=at)


@transaction.atomic
def delete_pledge(*, pledge: Pledge, by: Person | None = None, at: datetime | None = None) -> None:
    """Deletes an application and its letter: by its author, by the secretariat, or when due. The number stays."""
    require(by is None or rules.may_keep_members(by))
    require(pledge.organisation_id is None or Refusal(A_MEMBERSHIP))
    act = records.Act("joining form deleted", Pledge(pk=pledge.pk), by)
    files.delete_after_commit(pledge.letter)
    files.delete_after_commit(pledge.scan)
    strangers.delete_letters(pledge.email)
    Pledge.objects.filter(pk=pledge.pk).delete()
    records.append_acts(act, at=at)


@transaction.atomic
def delete_personal_data(*, pledge: Pledge, by: Person | None = None, at: datetime | None = None) -> None:
    """Deletes names, offices, addresses and the letter of an accepted application; data of the government stay.

    Requested by the political head or the contact, by the secretariat, or due after its time. The private link ends.
    """
    require(by is None or rules.may_keep_members(by))
    strangers.delete_letters(pledge.email)
    _new_link(pledge)
    pledge.asked = ""
    _empty(pledge, *HEAD, *CONTACT)
    records.append_acts(records.Act("people taken off joining form", pledge, by), at=at)


def forget_person(addresses: list[str], name: str, person: Person) -> None:
    """Takes one person off every form: by address, or by name on the form of a member that the person spoke for."""
    own = (
        Pledge.objects.filter(organisation__mandates__person=person)
        if len(name.strip()) > 2
        else Pledge.objects.none()
    )
    for fields, email_field in ((HEAD, "head_email"), (CONTACT, "email")):
        person_pledges = set(own.filter(**{f"{fields[0]}__iexact": name}))
        for address in addresses:
            person_pledges |= set(Pledge.objects.filter(**{f"{email_field}__iexact": address}))
        for pledge in person_pledges:
            pledge.refresh_from_db()
            _empty(pledge, *fields)


def _empty(pledge: Pledge, *fields: str) -> None:
    """The letter and the scan go with whoever goes: they name both."""
    for name in fields:
        setattr(pledge, name, "")
    files.delete_after_commit(pledge.letter)
    files.delete_after_commit(pledge.scan)
    pledge.letter = pledge.scan = ""
    pledge.save()


def pledge_by_token(token: str) -> Pledge | None:
    return Pledge.objects.filter(digest=token_digest(token)).first()


def _member(pledge: Pledge, by: Person, at: datetime, **joining: Any) -> Organisation:
    copied = ("country", "sections", "themes", "population_band", "website")
    organisation = members.register_member(
        name=pledge.name,
        language=pledge.name_language,
        kind=OrganisationKind.GOVERNMENT,
        by=by,
        at=at,
        **joining,
        joined_on=timezone.localdate(at),
        official_kind_id=pledge.official_kind or None,
        **{name: getattr(pledge, name) for name in copied},
    )
    organisation.language = pledge.language
    organisation.save(update_fields=["language"])
    if not pledge.may_be_named:
        because = str(_("The member requested this in the membership application."))
        organisations.withhold_name(organisation=organisation, by=by, because=because, at=at)
    return organisation


def _first_invitations(pledge: Pledge, organisation: Organisation, by: Person, at: datetime) -> None:
    """The technical contact as focal point; the political head as delegate where the form gives an address."""
    common: dict[str, Any] = {"organisation": organisation, "language": pledge.language, "by": by, "at": at}
    contact: dict[str, Any] = {"email": pledge.email, "name": pledge.contact_name, "office": pledge.contact_office}
    invitations.invite_person(kind=MandateKind.FOCAL_POINT, **contact, **common)
    if pledge.head_email and pledge.head_email.lower() != pledge.email:
        head: dict[str, Any] = {"email": pledge.head_email, "name": pledge.head_name, "office": pledge.head_office}
        evidence = str(_("Membership application %(number)s")) % {"number": pledge.pk}
        invitations.invite_person(kind=MandateKind.DELEGATE, evidence=evidence, **head, **common)


def _email_confirmation_link(pledge: Pledge, token: Token, at: datetime) -> None:
    subject, body = compose_template(EmailTemplateKind.JOINING, {"site": site_name()})
    link = in_language(pledge.language, "join_confirm", token, _proof(pledge, token))
    key = f"pledge_begun:{pledge.pk}:{at.timestamp()}"
    _write(pledge, subject, body, link=link, key=key)


def _proof(pledge: Pledge, token: Token) -> str:
    return salted_hmac("accounts.joining", f"{token} {pledge.email}", algorithm="sha256").hexdigest()


def _secretariat_message(pledge: Pledge) -> Any:
    return format_lazy("{}\n\n{}", _("The secretariat writes about your membership application:"), pledge.asked)


def _write(pledge: Pledge, subject: Any, body: Any, *, key: str, link: str = "") -> None:
    strangers.write_to_address(
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
    pledge.digest = token_digest(token)
    return token


def require_applications() -> None:
    """Refuses what leads to an application on a site that takes none."""
    require(site_settings().has_pledge or Refusal(NONE_TAKEN))


def _open(pledge: Pledge) -> Pledge:
    require_applications()
    locked_pledge = (
        Pledge.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=pledge.pk, state__in=OPEN_PLEDGES)
        .first()
    )
    if locked_pledge is None:
        raise Refused(Refusal(NOT_NOW))
    return locked_pledge


def _undecided(pledge: Pledge) -> Pledge:
    locked_pledge = (
        Pledge.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=pledge.pk, state__in=UNDECIDED_PLEDGES)
        .first()
    )
    if locked_pledge is None:
        raise Refused(Refusal(DECIDED))
    return locked_pledge
