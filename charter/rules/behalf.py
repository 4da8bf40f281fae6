"""Who may enter what a member sent by letter or said in a call, and read on what that stands."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, is_moderator
from charter.models import Amendment, Round
from charter.states import Phase

from .amendments import is_a_proposer, may_prepare
from .desk import may_moderate
from .people import or_now


def may_enter(person: Person | None, organisation: Organisation, round_: Round, now: datetime | None = None) -> Answer:
    """A moderator enters what a member sent, where the member may propose; what came late too, until it ends."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if round_.phase(or_now(now)) == Phase.CLOSED:
        return Refusal(_("The round is closed. Enter the amendment in the next round."))
    return is_a_proposer(organisation, round_, now)


def may_see_receipt(person: Person | None, amendment: Amendment) -> Answer:
    """The note on what an entered amendment stands: moderators, and the people of its member."""
    return is_moderator(person) or may_prepare(person, amendment.organisation)
