"""Changing the text of an email for a language, and going back to the program's own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import rules
from accounts.actions import records
from accounts.canonical import digest_of_json
from accounts.models import EmailTemplate, Person
from accounts.queries.email_templates import forget_templates
from accounts.rules import require


@transaction.atomic
def change_template(
    *, kind: str, language: str, subject: str, body: str, by: Person, at: datetime | None = None
) -> EmailTemplate:
    """Stores the text; emails that were written before keep theirs."""
    require(rules.may_keep_members(by))
    row, _is_new = EmailTemplate.objects.update_or_create(
        kind=kind, language=language, defaults={"subject": subject.strip(), "body": body.strip()}
    )
    content = {"kind": kind, "language": language, "text": digest_of_json([row.subject, row.body])}
    records.append_acts(records.Act("email template changed", row, by, content=content), at=at)
    transaction.on_commit(forget_templates)
    return row


@transaction.atomic
def restore_template(*, kind: str, language: str, by: Person, at: datetime | None = None) -> None:
    """Deletes the text, so that the program's own counts again."""
    require(rules.may_keep_members(by))
    row = EmailTemplate.objects.filter(kind=kind, language=language).first()
    if row is None:
        return
    content = {"kind": kind, "language": language}
    records.append_acts(records.Act("email template deleted", row, by, content=content), at=at)
    row.delete()
    transaction.on_commit(forget_templates)
