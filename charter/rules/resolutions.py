"""Who attaches the resolution of a council to an amendment, and who reads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.rules import Answer, Refusal, is_moderator, member_mandate
from charter.models import Amendment
from charter.states import AmendmentState

from .amendments import may_read
from .people import NOT_A_MEMBER

BEFORE_THE_END = frozenset(
    {AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED}
)


def may_attach_resolution(person: Person | None, amendment: Amendment) -> Answer:
    """The team of the local government, until the decision is public; moderators, if they entered the amendment."""
    read = may_read(person, amendment)
    if isinstance(read, Refusal):
        return read
    if not member_mandate(person, amendment.organisation) and not (amendment.on_behalf and is_moderator(person)):
        return Refusal(NOT_A_MEMBER, hidden=True)
    if not amendment.organisation.is_government:
        return Refusal(_("Only the team of a local government can attach a resolution of its council."))
    decision = amendment.decision
    if amendment.state not in BEFORE_THE_END or (decision is not None and decision.is_released):
        return Refusal(_("The amendment was decided, or it ended. Nobody can change its resolution any more."))
    return True


def may_read_resolution(person: Person | None, amendment: Amendment) -> Answer:
    """Who may read the amendment. If the member withholds its name: its own team and moderators."""
    if not amendment.organisation.name_withheld:
        return may_read(person, amendment)
    if member_mandate(person, amendment.organisation) or is_moderator(person):
        return may_read(person, amendment)
    return Refusal(_("There is no such file."), hidden=True)
