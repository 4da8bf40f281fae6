"""Signed exceptions: a language of a provision goes out although it is behind, until a day and for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.models import Provision, SignedException
from charter.queries import ledger


@transaction.atomic
def sign(
    *,
    provision: Provision,
    language: str,
    reason: str | Mapping[str, str],
    until: date,
    by: Person,
    at: datetime | None = None,
) -> SignedException:
    """Lets a language of a provision go out behind the others; it holds for what it lacks now and no more.

    It takes the place of one that was signed before, and is printed in the version.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    given = {by.language: reason} if isinstance(reason, str) else dict(reason)
    given = {code: text.strip() for code, text in given.items() if text.strip()}
    line = ledger.line(provision.charter, provision, language)
    if not given:
        raise Refused(Refusal(_("Say why this language goes out behind. The reason is printed in the version.")))
    if until < timezone.localdate(at):
        raise Refused(Refusal(_("Name a day that has not passed.")))
    if line is None:
        raise Refused(Refusal(_("The charter has no edition in this language.")))
    if not line.is_open and line.exception is None:
        raise Refused(Refusal(_("This language is in step here. It needs no exception.")))
    provision.exceptions.filter(language=language, ended=None).update(ended=at)
    exception = SignedException.objects.create(
        provision=provision,
        language=language,
        carries_digest=line.whole,
        reason=say_in_each(given, by=by),
        until=until,
        signed_by=by,
        at=at,
    )
    content = {"language": language, "carries": line.whole, "until": until.isoformat()}
    append(Act("exception signed", exception, by, content=content), at=at)
    return exception


@transaction.atomic
def end(*, exception: SignedException, by: Person, at: datetime | None = None) -> SignedException:
    """Takes a signed exception back."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    exception.ended = at
    exception.save(update_fields=["ended"])
    append(Act("exception ended", exception, by), at=at)
    return exception
