"""Who may write, send, confirm and withdraw an amendment of an organisation."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, Organisation, Person
from accounts.rules import Answer, Refusal, belongs_to_network, committing_mandate, is_moderator, member_mandate
from accounts.states import Membership
from charter.models import Amendment, Round
from charter.states import AMENDMENT_STEPS, AmendmentState, Phase

from .people import NOT_A_MEMBER, is_inside, or_now
from .rounds import EDITED, is_admitted, is_within_the_limit


def may_prepare(person: Person | None, organisation: Organisation) -> Answer:
    """Drafts belong to an organisation; any of its people may prepare one at any time."""
    return bool(member_mandate(person, organisation)) or Refusal(NOT_A_MEMBER, hidden=True)


def may_read_city_letter(person: Person | None, organisation: Organisation) -> Answer:
    """The document with the results of an organisation's proposals: for its team, and for moderators."""
    return is_moderator(person) or may_prepare(person, organisation)


def may_write(person: Person | None, amendment: Amendment) -> Answer:
    """The team of the organisation; only moderators, if the secretariat entered it on behalf of the member."""
    if not amendment.on_behalf:
        return may_prepare(person, amendment.organisation)
    if is_moderator(person):
        return True
    why = _("The secretariat entered this amendment. Only moderators can change it or undo the sending.")
    return Refusal(why, hidden=not member_mandate(person, amendment.organisation))


def can_become(amendment: Amendment, state: AmendmentState) -> Answer:
    """Whether the table of steps leads there from where the amendment is."""
    if state in AMENDMENT_STEPS[AmendmentState(amendment.state)]:
        return True
    why = _("The action is not possible in the present status of the amendment: %(state)s.")
    return Refusal(why % {"state": amendment.get_state_display()})


def is_a_proposer(organisation: Organisation, round_: Round, now: datetime | None = None) -> Answer:
    """Whether the round lets this organisation propose at all; one that has left proposes nothing."""
    answer = belongs_to_network(organisation, now)
    if isinstance(answer, Refusal):
        return answer
    if not organisation.is_government and not round_.partners_propose:
        return Refusal(
            _("In this round, only member governments can propose amendments. Partner organizations can comment.")
        )
    flag = round_.who_proposes
    if organisation.is_government and flag != Membership.ANY and not getattr(organisation, flag):
        label = Membership(flag).label
        return Refusal(
            _(
                "Only these members can propose amendments in this round: %(who)s. To join them, write to"
                " the secretariat."
            )
            % {"who": label}
        )
    return True


def may_propose(organisation: Organisation, round_: Round, now: datetime | None = None) -> Answer:
    """Whether this organisation may propose in this round, and now."""
    proposer = is_a_proposer(organisation, round_, now)
    if isinstance(proposer, Refusal):
        return proposer
    phase = round_.phase(or_now(now))
    if phase == Phase.ANNOUNCED:
        return Refusal(_("The round has not opened yet. You can write a draft now and send it later."))
    if phase != Phase.OPEN:
        return Refusal(_("The proposal period of the round is over. Your text is kept as a draft."))
    return True


def may_read(person: Person | None, amendment: Amendment) -> Answer:
    """Everybody reads public amendments; drafts and sent ones are for the team of the organisation.

    Moderators also read those that they entered on behalf of a member. If a round does not show pending amendments,
    the public reads an amendment after its decision is published.
    """
    if amendment.is_public and (_is_shown(amendment) or is_inside(person)):
        return True
    if amendment.on_behalf and is_moderator(person):
        return True
    entering = amendment.on_behalf and amendment.state == AmendmentState.DRAFT
    if member_mandate(person, amendment.organisation) and not entering:
        return True
    return Refusal(_("The amendment does not exist."), hidden=True)


def _is_shown(amendment: Amendment) -> bool:
    decision = amendment.decision
    return amendment.round.pending_is_public or (decision is not None and decision.is_released)


def may_note(person: Person | None, amendment: Amendment) -> Answer:
    """Only the team of the organisation reads and writes notes about a draft; moderators cannot."""
    return may_prepare(person, amendment.organisation)


def may_note_amendment(person: Person | None, amendment: Amendment, organisation: Organisation) -> Answer:
    """The team of any organisation writes private notes about an amendment that it can read, also one of others."""
    read = may_read(person, amendment)
    if isinstance(read, Refusal) or not amendment.is_public:
        return Refusal(_("The amendment does not exist."), hidden=True)
    return may_prepare(person, organisation)


def may_edit(person: Person | None, amendment: Amendment) -> Answer:
    write = may_write(person, amendment)
    if isinstance(write, Refusal):
        return write
    if amendment.state == AmendmentState.DRAFT:
        return True
    return Refusal(_("The amendment was sent. Choose “Undo sending” to change its text."))


def may_send(person: Person | None, amendment: Amendment, now: datetime | None = None) -> Answer:
    """While proposals are open; one that the secretariat enters also later, if it arrived in time or is admitted."""
    edit = may_edit(person, amendment)
    in_time = edit if isinstance(edit, Refusal) else _is_in_time(amendment, now)
    return in_time if isinstance(in_time, Refusal) else is_within_the_limit(amendment)


def _is_in_time(amendment: Amendment, now: datetime | None) -> Answer:
    if amendment.came_late:
        proposer = is_a_proposer(amendment.organisation, amendment.round, now)
        return proposer if isinstance(proposer, Refusal) else is_admitted(amendment, now)
    if amendment.on_behalf and amendment.round.phase(or_now(now)) == Phase.CONFIRMING:
        return is_a_proposer(amendment.organisation, amendment.round, now)
    return may_propose(amendment.organisation, amendment.round, now)


def may_copy(person: Person | None, amendment: Amendment) -> Answer:
    """Into a new draft, by its own people, where it was not confirmed in time."""
    prepare = may_prepare(person, amendment.organisation)
    if isinstance(prepare, Refusal):
        return prepare
    if amendment.state == AmendmentState.NOT_CONFIRMED:
        return True
    return Refusal(_("Only an amendment that was not confirmed in time can be copied into a new draft."))


def may_take_back(person: Person | None, amendment: Amendment) -> Answer:
    """An officer may take a sent one back until it is confirmed."""
    write = may_write(person, amendment)
    if isinstance(write, Refusal):
        return write
    why = _(
        "Only an amendment that awaits confirmation can become a draft again. The delegate can "
        "withdraw a confirmed amendment."
    )
    return amendment.state == AmendmentState.SENT or Refusal(why)


def may_confirm(person: Person | None, amendment: Amendment, now: datetime | None = None) -> Answer:
    """The delegate, or the substitute while the delegate is away; in time, or late and admitted."""
    commit = may_commit(person, amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    if amendment.state != AmendmentState.SENT:
        return Refusal(_("The amendment does not await confirmation."))
    if amendment.came_late:
        admitted = is_admitted(amendment, now)
        if isinstance(admitted, Refusal):
            return admitted
    elif amendment.round.phase(or_now(now)) not in (Phase.OPEN, Phase.CONFIRMING):
        return Refusal(_("The time to confirm is over. The amendment is kept as a private draft."))
    if amendment.round.is_edited(or_now(now)):
        return Refusal(EDITED)
    return is_within_the_limit(amendment)


def may_commit(person: Person | None, organisation: Organisation) -> Answer:
    """Whether the person may bind the organisation now; a partner's people speak for it themselves."""
    if not organisation.is_government:
        return bool(member_mandate(person, organisation)) or Refusal(NOT_A_MEMBER, hidden=True)
    mandate = committing_mandate(person, organisation)
    return mandate if isinstance(mandate, Refusal) else True


def commitment(person: Person, organisation: Organisation) -> Mandate:
    """The mandate on which a binding act for the organisation is based; call `may_commit` first."""
    mandate = committing_mandate(person, organisation) if organisation.is_government else None
    binding_mandate = mandate if isinstance(mandate, Mandate) else member_mandate(person, organisation)
    assert binding_mandate is not None
    return binding_mandate


def may_withdraw(person: Person | None, amendment: Amendment, now: datetime | None = None) -> Answer:
    """Until the decision is released, and not in the closed editing week."""
    commit = may_commit(person, amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    if amendment.round.is_edited(or_now(now)):
        return Refusal(EDITED)
    decision = amendment.decision
    if amendment.state not in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED):
        return Refusal(_("The amendment can no longer be withdrawn."))
    if decision is not None and decision.is_released:
        return Refusal(_("The decision on this amendment is public. The amendment can no longer be withdrawn."))
    return True
