"""Who may enter or import an amendment that a member sent by other means, and read the evidence for it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, belongs_to_network, is_moderator
from charter.models import Amendment, ReceivedPaper, Round
from charter.states import Phase

from .amendments import is_a_proposer, may_prepare
from .desk import may_moderate
from .people import NOT_A_MEMBER, or_now


def may_enter(person: Person | None, organisation: Organisation, round_: Round, now: datetime | None = None) -> Answer:
    """A moderator enters an amendment that a member sent, if the member may propose; a late one until the end."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if round_.phase(or_now(now)) == Phase.CLOSED:
        return Refusal(_("The round is closed. Enter the amendment in the next round."))
    return is_a_proposer(organisation, round_, now)


def may_comment_for(person: Person | None, organisation: Organisation) -> Answer:
    """A moderator enters the comments that a member sent, while the member belongs to the network."""
    moderate = may_moderate(person)
    return moderate if isinstance(moderate, Refusal) else belongs_to_network(organisation)


def may_import_for(
    person: Person | None, organisation: Organisation, round_: Round, now: datetime | None = None
) -> Answer:
    """A moderator makes drafts of a member from a file that it sent, while its delegate can still send them."""
    enter = may_enter(person, organisation, round_, now)
    if isinstance(enter, Refusal):
        return enter
    why = _("The proposal period is over. Enter the amendment on the page “On behalf of members”.")
    return round_.phase(or_now(now)) in (Phase.ANNOUNCED, Phase.OPEN) or Refusal(why)


def may_read_received_paper(person: Person | None, received: ReceivedPaper) -> Answer:
    """The team of the member, and moderators, read a file that the member returned.

    If the secretariat imported the file, the team reads nothing of it before it has drafts or comments, and
    nothing of other members.
    """
    if is_moderator(person):
        return True
    if received.came_on is not None and (received.is_shared or not _has_results(received)):
        return Refusal(NOT_A_MEMBER, hidden=True)
    return may_prepare(person, received.organisation)


def _has_results(received: ReceivedPaper) -> bool:
    return received.drafts.exists() or received.comments.exists()


def may_draft_from_paper(
    person: Person | None, received: ReceivedPaper, round_: Round, now: datetime | None = None
) -> Answer:
    """Drafts from a file: its own people, and moderators if the secretariat imports it."""
    if received.came_on is None:
        return may_prepare(person, received.organisation)
    return may_import_for(person, received.organisation, round_, now)


def may_see_receipt(person: Person | None, amendment: Amendment) -> Answer:
    """The evidence for an amendment entered on behalf of a member: for moderators, and for the team of the member."""
    return is_moderator(person) or may_prepare(person, amendment.organisation)
