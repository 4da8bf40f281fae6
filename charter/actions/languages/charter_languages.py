"""The languages of a charter: one is added in one act, and made required or authentic in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import rules
from charter.models import Charter, CharterLanguage


@dataclass(frozen=True)
class LanguageStatus:
    """The status of a language of a charter: whether it is required for a version, and whether it is authentic."""

    required: bool
    authentic: bool


@transaction.atomic
def add_language(*, charter: Charter, code: str, by: Person, at: datetime | None = None) -> CharterLanguage:
    """Adds a language without text, so that every provision is missing in it; it is not required for a version yet."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    charter = Charter.objects.select_for_update(no_key=True).get(pk=charter.pk)
    require(code in dict(settings.LANGUAGES) or Refusal(_("The site does not support this language.")))
    exists = charter.languages.filter(code=code).exists()
    require(not exists or Refusal(_("The charter already has this language.")))
    place = charter.languages.count()
    charter_language = CharterLanguage.objects.create(
        charter=charter, code=code, place=place, required=False, authentic=False
    )
    append_acts(Act("language opened", charter, by, content={"language": code}), at=at)
    return charter_language


@transaction.atomic
def change_languages(
    *, charter: Charter, statuses: Mapping[str, LanguageStatus], by: Person, at: datetime | None = None
) -> int:
    """Sets which languages are required and which are authentic; returns how many of them changed."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    rows = list(CharterLanguage.objects.select_for_update(no_key=True).filter(charter=charter))
    now = {row.code: LanguageStatus(row.required, row.authentic) for row in rows}
    after = {**now, **{code: status for code, status in statuses.items() if code in now}}
    require(
        any(status.required for status in after.values())
        or Refusal(_("At least one language must be required for a version."))
    )
    changed = [row for row in rows if after[row.code] != now[row.code]]
    for row in changed:
        row.required, row.authentic = after[row.code].required, after[row.code].authentic
        row.save(update_fields=["required", "authentic"])
    content = {row.code: {"required": row.required, "authentic": row.authentic} for row in changed}
    if content:
        append_acts(Act("languages changed", charter, by, content=content), at=at)
    return len(changed)
