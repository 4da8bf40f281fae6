"""Accepting a difference between two languages, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import clean, rules
from charter.models import Acceptance, Provision
from charter.queries.languages import confirmations


@transaction.atomic
def accept_finding(
    *,
    provision: Provision,
    language: str,
    kind: str,
    identity: str,
    word: str,
    by: Person,
    at: datetime | None = None,
) -> Acceptance:
    """Accepts a finding until the text of either language changes. A second call keeps the first reason.

    A second person, who did not write the text, must accept a finding that blocks a publication.
    """
    at = at or timezone.now()
    require(rules.may_accept_finding(by, language, kind, confirmations.writer_of_text(provision, language)))
    word = " ".join(clean.clean_typed_text(word).text.split())[:300]
    require(bool(word) or Refusal(_("Give the reason why the finding is accepted. Others can read the reason.")))
    rows = Acceptance.objects.filter(provision=provision, language=language, identity=identity)
    if identity in confirmations.valid_at(provision, language):
        return rows.earliest("id")
    acceptance, is_new = rows.get_or_create(
        provision=provision,
        language=language,
        identity=identity,
        by=by,
        defaults={"kind": kind, "word": word, "at": at},
    )
    if is_new:
        append_acts(Act("finding accepted", acceptance, by, content={"kind": kind, "identity": identity}), at=at)
    return acceptance
