"""Signed exceptions: a provision is published although a language is out of date, until a day and for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import Person, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.models import Provision, SignedException
from charter.queries.languages import ledger


@transaction.atomic
def sign_exception(
    *,
    provision: Provision,
    language: str,
    reason: str | Mapping[str, str],
    until: date,
    by: Person,
    at: datetime | None = None,
) -> SignedException:
    """Allows publication with a language of a provision out of date; valid only for the adoptions it lacks now.

    It replaces an earlier exception, and is printed in the version.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    reasons = {by.language: reason} if isinstance(reason, str) else dict(reason)
    reasons = {code: text.strip() for code, text in reasons.items() if text.strip()}
    line = ledger.ledger_line(provision.charter, provision, language)
    if not reasons:
        raise Refused(
            Refusal(_("Explain why this language is published out of date. The reason is printed in the version."))
        )
    if until < timezone.localdate(at):
        raise Refused(Refusal(_("Enter a date that has not passed.")))
    if line is None:
        raise Refused(Refusal(_("The charter has no language version in this language.")))
    if not line.is_open and line.exception is None:
        raise Refused(Refusal(_("The language is up to date for this provision. No exception is needed.")))
    provision.exceptions.filter(language=language, ended=None).update(ended=at)
    exception = SignedException.objects.create(
        provision=provision,
        language=language,
        carries_digest=line.whole,
        reason=create_localized_text_from(reasons, by=by),
        until=until,
        signed_by=by,
        at=at,
    )
    content = {"language": language, "carries": line.whole, "until": until.isoformat()}
    append_acts(Act("exception signed", exception, by, content=content), at=at)
    return exception


@transaction.atomic
def end_exception(*, provision: Provision, language: str, by: Person, at: datetime | None = None) -> SignedException:
    """Ends the exception of a language before its day; versions that were published with it keep it."""
    require(rules.may_moderate(by))
    exceptions = provision.exceptions.select_for_update(no_key=True)
    exception = exceptions.filter(language=language, ended=None).first()
    if exception is None:
        raise Refused(Refusal(_("The exception has already ended.")))
    exception.ended = at or timezone.now()
    exception.save(update_fields=["ended"])
    append_acts(Act("exception ended", exception, by), at=exception.ended)
    return exception
