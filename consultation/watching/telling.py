"""A letter to the administrators, once a day at most, and only where something needs doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters
from accounts.models import Person, Role
from accounts.states import MailKind, RoleKind
from consultation.models import Beat
from consultation.watching import checks
from consultation.watching.findings import Finding, Level

LOOK = "look"


def email_findings(now: datetime) -> None:
    """Looks once a day, whichever worker comes first, and writes what it found wanting."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if settings.DEMONSTRATION or not Beat.objects.claim(LOOK, today, now):
        return
    wanting = [finding for _name, finding in checks.run_checks(checks.DAILY) if finding.level is not Level.OK]
    if wanting:
        letters.write_letters(
            to=_administrators(now),
            kind=MailKind.SERVER,
            subject=_("The server needs maintenance"),
            body=lazy(_body, str)(wanting),
            key=f"server:{today:%Y-%m-%d}",
            at=now,
        )


def _administrators(now: datetime) -> list[Person]:
    holding = Role.objects.holding(now).filter(kind=RoleKind.ADMINISTRATOR)
    return list(Person.objects.filter(is_active=True, pk__in=holding.values("person")).order_by("pk"))


def _body(wanting: Sequence[Finding]) -> str:
    """A paragraph for each thing, in the language that is spoken now."""
    return "\n\n".join(f"{finding.sentence}\n{finding.remedy}" for finding in wanting)
