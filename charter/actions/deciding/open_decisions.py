"""Who has a decision open on the secretariat pages, and the text typed there; saved at any time, no act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.models import Amendment, DeskSitting

KEPT = timedelta(days=1)
TYPED_KEPT = timedelta(days=60)
MOST_TYPED = 100_000


@transaction.atomic
def open_editing_session(*, amendment: Amendment, by: Person, at: datetime | None = None) -> None:
    """The moderator has it open. Reading is no act, so it enters no record."""
    require(rules.may_moderate(by))
    DeskSitting.objects.update_or_create(amendment=amendment, person=by, defaults={"at": at or timezone.now()})


@transaction.atomic
def keep_typed_decision(
    *, amendment: Amendment, by: Person, typed: Mapping[str, str], revision: int, at: datetime | None = None
) -> DeskSitting:
    """Stores the typed parts of a decision, in place of those that this moderator stored before."""
    at = at or timezone.now()
    require(rules.may_decide(by, amendment))
    if sum(len(name) + len(value) for name, value in typed.items()) > MOST_TYPED:
        raise Refused(Refusal(_("The text is too long to be saved. Shorten it.")))
    values = {"at": at, "typed": dict(typed), "typed_at": at, "revision": revision}
    sitting, _made = DeskSitting.objects.update_or_create(amendment=amendment, person=by, defaults=values)
    return sitting


def close_editing_session(*, amendment: Amendment, by: Person) -> None:
    """The moderator has decided, or wants nothing kept."""
    DeskSitting.objects.filter(amendment=amendment, person=by).delete()


def delete_old_sittings(*, now: datetime) -> None:
    """Deletes old rows: without typed text after a day at most, with typed text after sixty days."""
    nothing_typed = Q(typed_at=None, at__lt=now - KEPT)
    DeskSitting.objects.filter(nothing_typed | Q(typed_at__lt=now - TYPED_KEPT)).delete()
