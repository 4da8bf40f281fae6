"""Code shared by the rules: sentences, the present moment, and whether a person belongs to the consultation."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.rules import mandates_of, roles_of

NOT_A_MEMBER = _("You do not belong to the team of this member. Choose another member.")
MODERATORS_ONLY = _("Only moderators can perform this action. If something is wrong, write to the secretariat.")
SECOND_PERSON = _("You started this action. A second person must approve it.")


def or_now(now: datetime | None) -> datetime:
    """The moment that is asked about, or this one."""
    return now or timezone.now()


def is_inside(person: Person | None) -> bool:
    """Whether the person belongs to a member, a partner or the secretariat."""
    return bool(mandates_of(person) or roles_of(person))
