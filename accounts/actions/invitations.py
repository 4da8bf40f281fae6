"""Inviting people by a private link: sent, sent again, taken back, accepted once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import members, notices, records
from accounts.models import Invitation, Mandate, Organisation, Person
from accounts.queries import people
from accounts.queries.people import delegate_of, person_by_address
from accounts.rules import Refusal, Refused, require
from accounts.states import COMMITTING, EVERY_MEMBER, MandateKind

NO_INVITATION = _("The link does not open an invitation.")
ALREADY = _("The person already has this role for %(name)s: %(what)s.")
WAITING = _("An invitation to this address is already pending. Send the invitation again, or cancel it first.")
SIGN_IN = _("The address already has an account. Sign in first, then open the link again.")
ANOTHER = _("The invitation was sent to a different address. Sign in with the address that received the invitation.")


@dataclass(frozen=True)
class InvitationRequest:
    """Whom to invite, for which member, as what, in which language."""

    organisation: Organisation
    email: str
    kind: str
    language: str
    name: str = ""
    office: str = ""
    evidence: str = ""

    @property
    def kind_name(self) -> str:
        return str(MandateKind(self.kind).label)


@transaction.atomic
def invite_person(
    *,
    organisation: Organisation,
    email: str,
    kind: str,
    language: str,
    by: Person | None,
    name: str = "",
    office: str = "",
    evidence: str = "",
    at: datetime | None = None,
) -> Invitation:
    """Offers a mandate to an address, by a letter in that language whose link holds for some days."""
    at, email = at or timezone.now(), email.strip().lower()
    if by is not None:
        require(rules.may_invite(by, organisation, kind))
    require(rules.belongs_to_network(organisation, at))
    require(_may_be_offered(organisation, email, kind, evidence, at))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        kind=kind,
        language=language,
        name=name,
        office=office,
        evidence=evidence,
        digest=token_digest(token),
        invited_by=by,
        invited_at=at,
        sent_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    notices.write_invitation(invitation, token)
    records.append_acts(_act("invitation sent", invitation, by), at=at)
    return invitation


@transaction.atomic
def invite_people(
    *, invitation_requests: Sequence[InvitationRequest], by: Person, at: datetime | None = None
) -> dict[str, int]:
    """Invites everybody of a list; who holds the mandate, or has an invitation that waits, gets no second letter."""
    require(rules.may_keep_members(by))
    at = at or timezone.now()
    offered, counts = people.offered_mandates(at), {"new": 0, "same": 0}
    for invitation_request in invitation_requests:
        if (invitation_request.email, invitation_request.organisation.pk, invitation_request.kind) in offered:
            counts["same"] += 1
        else:
            _invite_or_resend(invitation_request, by, at)
            counts["new"] += 1
    return counts


def _invite_or_resend(invitation_request: InvitationRequest, by: Person, at: datetime) -> None:
    """An invitation that has expired is sent again, since one address has one for each mandate."""
    before = Invitation.objects.open().filter(
        organisation=invitation_request.organisation,
        email=invitation_request.email,
        kind=invitation_request.kind,
        expires_at__lte=at,
    )
    expired = before.first()
    if expired:
        resend_invitation(invitation=expired, by=by, at=at)
    else:
        invite_person(**vars(invitation_request), by=by, at=at)


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: Person, at: datetime | None = None) -> Invitation:
    """The letter once more, with a new link; the old one opens nothing from then on."""
    at = at or timezone.now()
    invitation = _open(invitation)
    require(rules.may_invite(by, invitation.organisation, invitation.kind))
    require(rules.belongs_to_network(invitation.organisation, at))
    token = secrets.token_urlsafe(32)
    invitation.digest, invitation.sent_at, invitation.sendings = token_digest(token), at, invitation.sendings + 1
    invitation.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    invitation.save(update_fields=["digest", "sent_at", "sendings", "expires_at"])
    notices.write_invitation(invitation, token)
    records.append_acts(_act("invitation sent again", invitation, by), at=at)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Person, at: datetime | None = None) -> None:
    """Takes an invitation back: its link opens nothing from then on."""
    invitation = _open(invitation)
    require(rules.may_invite(by, invitation.organisation, invitation.kind))
    invitation.revoked_at = at or timezone.now()
    invitation.save(update_fields=["revoked_at"])
    records.append_acts(_act("invitation taken back", invitation, by), at=at)


def invitation_by_token(token: str, at: datetime | None = None) -> Invitation | None:
    """The invitation that the link opens; none where it was used, taken back, has expired or never was."""
    valid = Invitation.objects.valid(at or timezone.now()).select_related("organisation__name", "invited_by")
    return valid.filter(digest=token_digest(token)).first()


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    by: Person | None = None,
    name: str = "",
    password: str = "",
    name_is_public: bool = False,
    at: datetime | None = None,
) -> Mandate:
    """Takes the mandate up, once; `by` has an account already, else name and password make one.

    Without a password, the person signs in by a provider, by a passkey or by a code.
    """
    at = at or timezone.now()
    valid = Invitation.objects.select_for_update(of=("self",), no_key=True).valid(at)
    invitation = valid.select_related("organisation").filter(digest=token_digest(token)).first()
    if invitation is None:
        raise Refused(Refusal(NO_INVITATION, hidden=True))
    person = _invited_person(invitation, by) or members.enrol_person(
        email=invitation.email,
        name=name,
        language=invitation.language,
        password=password or None,
        by=invitation.invited_by,
        name_is_public=name_is_public,
    )
    mandate = _take_up(invitation, person, at)
    invitation.accepted_at, invitation.mandate = at, mandate
    invitation.save(update_fields=["accepted_at", "mandate"])
    notices.write_new_mandate(mandate, at)
    records.append_acts(_act("invitation accepted", invitation, person), at=at)
    return mandate


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _may_be_offered(organisation: Organisation, email: str, kind: str, evidence: str, at: datetime) -> bool | Refusal:
    if kind in COMMITTING and not evidence.strip():
        return Refusal(members.ON_EVIDENCE)
    if kind == MandateKind.DELEGATE and delegate_of(organisation, at):
        return Refusal(members.ONE_DELEGATE % {"name": organisation})
    person = person_by_address(email)
    mandates = Mandate.objects.holding(at).filter(organisation=organisation, kind=kind)
    if person and mandates.filter(person=person).exists():
        return Refusal(ALREADY % {"what": MandateKind(kind).label.lower(), "name": organisation})
    waiting = Invitation.objects.open().filter(organisation=organisation, email=email, kind=kind)
    return Refusal(WAITING) if waiting.exists() else True


def _invited_person(invitation: Invitation, by: Person | None) -> Person | None:
    """The person with the account to which the invitation was sent; none where there is no account yet."""
    person = person_by_address(invitation.email)
    if by is None and person is not None:
        raise Refused(Refusal(SIGN_IN))
    if by is not None and by != person:
        raise Refused(Refusal(ANOTHER))
    return person


def _take_up(invitation: Invitation, person: Person, at: datetime) -> Mandate:
    city, kind = invitation.organisation, invitation.kind
    mandate = Mandate.objects.holding(at).filter(organisation=city, person=person, kind=kind).first()
    return mandate or members.give_mandate(
        person=person, organisation=city, kind=kind, since=at, office=invitation.office, evidence=invitation.evidence
    )


def _open(invitation: Invitation) -> Invitation:
    locked_invitation = (
        Invitation.objects.select_for_update(of=("self",), no_key=True).open().filter(pk=invitation.pk).first()
    )
    if locked_invitation is None:
        raise Refused(Refusal(_("The invitation has already been answered or cancelled.")))
    return locked_invitation


def _act(act: str, invitation: Invitation, by: Person | None) -> records.Act:
    mandate = rules.holds_any(by, invitation.organisation, EVERY_MEMBER)
    content = {"member": invitation.organisation_id, "kind": invitation.kind}
    return records.Act(act, invitation, by, mandate, content)
