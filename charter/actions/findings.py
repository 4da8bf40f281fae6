"""Letting a difference between two languages stand, with a word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import clean, rules
from charter.models import Acceptance, Provision


@transaction.atomic
def accept(
    *,
    provision: Provision,
    language: str,
    kind: str,
    identity: str,
    word: str,
    by: Person,
    at: datetime | None = None,
) -> Acceptance:
    """Accepts a finding until the words of either side change; accepted twice, the first word stays."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    word = " ".join(clean.typed(word).text.split())[:300]
    require(bool(word) or Refusal(_("Write a word, so that others know why it may stand.")))
    values = {"kind": kind, "word": word, "by": by, "at": at}
    made, is_new = Acceptance.objects.get_or_create(
        provision=provision, language=language, identity=identity, defaults=values
    )
    if is_new:
        append(Act("finding accepted", made, by, content={"kind": kind, "identity": identity}), at=at)
    return made
