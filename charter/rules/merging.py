"""Who may apply a merge and reverse it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.rules import Answer, Refusal
from charter.models import Merge, Round
from charter.states import MergeState

from .desk import may_moderate
from .people import or_now


def may_apply(person: Person | None, merge_state: str, round_: Round, now: datetime | None = None) -> Answer:
    """A merge is applied once, and not in the support period, when the text cannot change."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if merge_state != MergeState.OPEN:
        return Refusal(_("The merge was already applied."))
    if round_.text_stands_still(or_now(now)):
        return Refusal(_("The text cannot change until the support period has ended."))
    return True


def may_take_merge_back(person: Person | None, merge: Merge, now: datetime | None = None) -> Answer:
    """An applied merge is reversed once, and not when the text cannot change; a reversal cannot be reversed."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if merge.state != MergeState.APPLIED or merge.undoes_id:
        return Refusal(_("Only an applied merge can be reversed."))
    if Merge.objects.filter(undoes=merge.pk).exists():
        return Refusal(_("The merge was already reversed."))
    if merge.round.text_stands_still(or_now(now)):
        return Refusal(_("The text cannot change until the support period has ended."))
    return True
