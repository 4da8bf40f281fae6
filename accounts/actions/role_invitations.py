"""Inviting people to a role for the consultation, without a member: moderators, editors, drafters, administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import members, records, security, strangers
from accounts.email_texts import compose_template
from accounts.models import Person, Role
from accounts.queries.people import person_by_address
from accounts.queries.site_settings import site_name
from accounts.rules import Refusal, require
from accounts.states import EmailTemplateKind, MailKind, RoleKind

CLOSED = _("The account with this address is closed. Enter a different address.")


@dataclass(frozen=True)
class GivenRole:
    """A role that was given; `is_mailed` where the person has no password yet and gets a link to set one."""

    role: Role
    is_mailed: bool


@transaction.atomic
def invite_to_role(
    *,
    email: str,
    kind: str,
    by: Person,
    name: str = "",
    mail_language: str = "",
    language: str = "",
    scope: list[str] | None = None,
    at: datetime | None = None,
) -> GivenRole:
    """Gives a role to an address. A new address gets an account and an email whose link sets the password.

    `language` and `scope` narrow the role; `mail_language` is the language of the email and of the account.
    """
    require(rules.may_give_role(by, kind))
    at, person = at or timezone.now(), person_by_address(email)
    require(person is None or person.is_active or Refusal(CLOSED))
    if person is None:
        person = members.enrol_person(
            email=email, name=name.strip(), language=mail_language or settings.LANGUAGE_CODE, by=by
        )
    role = members.give_role(person=person, kind=kind, language=language, scope=scope, since=at, by=by)
    if not person.is_invited:
        return GivenRole(role, is_mailed=False)
    _write(role, by, at)
    records.append_acts(
        records.Act("role invitation sent", role, by, content={"person": person.pk, "kind": kind}), at=at
    )
    return GivenRole(role, is_mailed=True)


def _write(role: Role, by: Person, at: datetime) -> None:
    """To the address and not to the account: such an email loses its link once it is sent, and no page shows it."""
    person, values = role.person, {"by": by, "what": lazy(_role_name, str)(role.kind), "site": site_name()}
    subject, body = compose_template(EmailTemplateKind.ROLE, values)
    strangers.write_to_address(
        address=person.email,
        language=person.language,
        kind=MailKind.INVITATION,
        subject=subject,
        body=body,
        link=security.password_link(person),
        key=f"role_invitation:{role.pk}:{at.timestamp()}",
    )


def _role_name(kind: str) -> str:
    return str(RoleKind(kind).label)
