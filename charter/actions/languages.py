"""The languages of a charter: one is added in one act, and made required or authentic in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import rules
from charter.models import Charter, CharterLanguage


@dataclass(frozen=True)
class Standing:
    """What a language is for a charter: whether a version waits for it, and whether its edition is authentic."""

    required: bool
    authentic: bool


@transaction.atomic
def add(*, charter: Charter, code: str, by: Person, at: datetime | None = None) -> CharterLanguage:
    """Adds a language without words, so that every provision is missing in it; no version waits for it yet."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    charter = Charter.objects.select_for_update(no_key=True).get(pk=charter.pk)
    require(code in dict(settings.LANGUAGES) or Refusal(_("This site does not know that language.")))
    known = charter.languages.filter(code=code).exists()
    require(not known or Refusal(_("The charter has this language already.")))
    place = charter.languages.count()
    made = CharterLanguage.objects.create(charter=charter, code=code, place=place, required=False, authentic=False)
    append(Act("language opened", charter, by, content={"language": code}), at=at)
    return made


@transaction.atomic
def change(*, charter: Charter, wanted: Mapping[str, Standing], by: Person, at: datetime | None = None) -> int:
    """Says which languages a version waits for and which are authentic, and how many of them changed."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    rows = list(CharterLanguage.objects.select_for_update(no_key=True).filter(charter=charter))
    now = {row.code: Standing(row.required, row.authentic) for row in rows}
    after = {**now, **{code: one for code, one in wanted.items() if code in now}}
    require(any(one.required for one in after.values()) or Refusal(_("A version waits for one language at least.")))
    changed = [row for row in rows if after[row.code] != now[row.code]]
    for row in changed:
        row.required, row.authentic = after[row.code].required, after[row.code].authentic
        row.save(update_fields=["required", "authentic"])
    said = {row.code: {"required": row.required, "authentic": row.authentic} for row in changed}
    if said:
        append(Act("languages changed", charter, by, content=said), at=at)
    return len(changed)
