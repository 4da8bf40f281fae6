"""What the secretariat does for somebody who cannot sign in. Nothing here changes an address or sets a password."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import limits, rules
from accounts.actions import letters, records, security, strangers
from accounts.models import Person
from accounts.rules import require
from accounts.states import MailKind


@transaction.atomic
def send_password_link(*, person: Person, by: Person, at: datetime | None = None) -> None:
    """Emails the person's own address a link that sets a new password once. Nobody else sees the link."""
    require(rules.may_help(by, person))
    at = at or timezone.now()
    # To the address and not to the account: such a letter loses its link once it is sent, and no page shows it.
    strangers.write_to_address(
        address=person.email,
        language=person.language,
        kind=MailKind.SECURITY,
        subject=_("Set a new password"),
        body=_(
            "The secretariat sends you this link because somebody asked for help with signing in to your "
            "account. The link lets you set a new password. It works once, for three days. If you did not ask "
            "for help, do nothing: your password does not change. Then write to the secretariat."
        ),
        link=security.password_link(person),
        key=f"password_link:{person.pk}:{at.timestamp()}",
    )
    records.append_acts(records.Act("password link sent", person, by), at=at)


@transaction.atomic
def unlock_account(*, person: Person, by: Person, at: datetime | None = None) -> None:
    """Forgets the failed attempts to sign in to the account, wherever they came from, and tells the person."""
    require(rules.may_help(by, person))
    at = at or timezone.now()
    letters.write_letters(
        to=[person],
        kind=MailKind.SECURITY,
        subject=_("You can sign in again"),
        body=_(
            "There were too many failed attempts to sign in to your account. The secretariat has reset the "
            "count because somebody asked for help. Your password has not changed. If you did not ask for help, "
            "write to the secretariat."
        ),
        link=reverse_lazy("account_login"),
        key=f"unlocked:{person.pk}:{at.timestamp()}",
        at=at,
    )
    records.append_acts(records.Act("sign-in unlocked", person, by), at=at)
    transaction.on_commit(lambda: limits.clear_failures(person))
