"""How far each member came in a round, from the first invitation to a confirmed amendment, and whom to write to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from accounts.models import Invitation, Letter, Mandate, Organisation, Pledge
from accounts.states import LetterState, Membership
from charter.models import Amendment, Round
from charter.states import RESPONDED, AmendmentState, ParticipationStep

Row = TypeVar("Row", Mandate, Invitation, Amendment)
NOT_RESPONSES = {AmendmentState.WITHDRAWN, AmendmentState.NOT_CONFIRMED}


@dataclass(frozen=True)
class Contact:
    """A person of a member: with an account, or invited. `what` is the name of the mandate."""

    name: str
    what: str
    email: str
    language: str
    phone: str = ""


@dataclass(frozen=True)
class MemberStep:
    """One member with its furthest step and its contacts; `open_invitations` were neither accepted nor cancelled."""

    organisation: Organisation
    step: ParticipationStep
    mandates: tuple[Mandate, ...]
    open_invitations: tuple[Invitation, ...]
    pledge: Pledge | None
    reminded_at: datetime | None

    @property
    def has_responded(self) -> bool:
        return self.step in RESPONDED

    @property
    def contacts(self) -> list[Contact]:
        """People with a mandate first, then invited people, then the contact of the membership application."""
        contacts = [
            Contact(mandate.person.name, mandate.get_kind_display(), mandate.person.email, mandate.person.language)
            for mandate in self.mandates
        ]
        contacts += [
            Contact(invitation.name, invitation.get_kind_display(), invitation.email, invitation.language)
            for invitation in self.open_invitations
        ]
        if self.pledge is not None:
            contact = self.pledge
            contacts.append(
                Contact(contact.contact_name, contact.contact_office, contact.email, contact.language, contact.phone)
            )
        return contacts


def list_steps(round_: Round, at: datetime) -> list[MemberStep]:
    """Every member government that may propose in the round, the least advanced first; a fixed number of queries."""
    rows = Organisation.objects.governments().belonging(at).with_names()
    if round_.who_proposes != Membership.ANY:
        rows = rows.filter(**{round_.who_proposes: True})
    members = list(rows.order_by("slug"))
    mandates = _by_member(Mandate.objects.holding(at).filter(organisation__in=members).select_related("person"))
    invited = Invitation.objects.filter(organisation__in=members, revoked_at=None).order_by("pk")
    invitations = _by_member(invited)
    states = _letter_states(invited)
    amendments = _by_member(Amendment.objects.filter(round=round_, organisation__in=members).order_by("pk"))
    pledges = {pledge.organisation_id: pledge for pledge in Pledge.objects.filter(organisation__in=members)}
    reminded = _reminders(round_)
    steps = [
        MemberStep(
            organisation=member,
            step=_furthest(mandates[member.pk], invitations[member.pk], states, amendments[member.pk]),
            mandates=tuple(mandates[member.pk]),
            open_invitations=tuple(each for each in invitations[member.pk] if each.accepted_at is None),
            pledge=pledges.get(member.pk),
            reminded_at=reminded.get(member.pk),
        )
        for member in members
    ]
    order = list(ParticipationStep)
    return sorted(steps, key=lambda row: (order.index(row.step), str(row.organisation)))


def reminder_key(round_: Round) -> str:
    """The prefix of the keys of all reminders of a round."""
    return f"participation:{round_.pk}:"


def _by_member(rows: Iterable[Row]) -> dict[int, list[Row]]:
    rows_by_member: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        rows_by_member[row.organisation_id].append(row)
    return rows_by_member


def _letter_states(invitations: Iterable[Invitation]) -> dict[int, str]:
    """The state of the last email of each invitation, by the id of the invitation."""
    keys = {f"invitation:{invitation.pk}:{invitation.sendings}": invitation.pk for invitation in invitations}
    return {keys[key]: state for key, state in Letter.objects.filter(key__in=keys).values_list("key", "state")}


def _reminders(round_: Round) -> dict[int, datetime]:
    """When each member was reminded last."""
    written = Letter.objects.filter(key__startswith=reminder_key(round_)).order_by("written_at")
    return dict(written.values_list("organisation", "written_at"))


def _furthest(
    mandates: list[Mandate], invitations: list[Invitation], states: dict[int, str], amendments: list[Amendment]
) -> ParticipationStep:
    counted = [amendment for amendment in amendments if amendment.state not in NOT_RESPONSES]
    if any(amendment.number is not None for amendment in counted):
        return ParticipationStep.CONFIRMED
    if any(amendment.state == AmendmentState.SENT for amendment in counted):
        return ParticipationStep.SENT
    if amendments:
        return ParticipationStep.DRAFTED
    if any(mandate.person.last_login for mandate in mandates):
        return ParticipationStep.SIGNED_IN
    sent = {states.get(invitation.pk) for invitation in invitations}
    if mandates or LetterState.SENT in sent:
        return ParticipationStep.DELIVERED
    if LetterState.FAILED in sent:
        return ParticipationStep.BOUNCED
    return ParticipationStep.INVITED if invitations else ParticipationStep.NOT_INVITED
