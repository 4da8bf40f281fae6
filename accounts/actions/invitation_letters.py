"""Writing the letter of invitation for a language."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import rules
from accounts.actions import records
from accounts.canonical import digest_of_json
from accounts.models import InvitationLetter, Person
from accounts.queries.invitation_letters import letter_in
from accounts.rules import require

PARTS = ("title", "text", "signatory", "function")


@transaction.atomic
def write_letter(
    *,
    language: str,
    by: Person,
    title: str = "",
    text: str = "",
    signatory: str = "",
    function: str = "",
    at: datetime | None = None,
) -> InvitationLetter:
    """Stores a new text of the letter, if it differs; the earlier ones stay. Empty parts are the standard ones."""
    require(rules.may_keep_members(by))
    at = at or timezone.now()
    parts = dict(zip(PARTS, (part.strip() for part in (title, text, signatory, function)), strict=True))
    current = letter_in(language)
    if all(getattr(current, name) == part for name, part in parts.items()):
        return current
    letter = InvitationLetter.objects.create(language=language, written_at=at, written_by=by, **parts)
    content = {"language": language, "text": digest_of_json(parts)}
    records.append_acts(records.Act("invitation letter written", letter, by, content=content), at=at)
    return letter
