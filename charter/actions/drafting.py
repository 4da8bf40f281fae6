"""Working on a draft together: notes among the people of an organisation, and who sits at it now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person
from accounts.rules import Refusal, Refused, member_mandate, require
from charter import clean, rules
from charter.actions import amendment_texts
from charter.models import Amendment, DraftNote, Sitting
from charter.texts import digest

KEPT = timedelta(days=1)


@transaction.atomic
def note(*, amendment: Amendment, by: Person, text: str, at: datetime | None = None) -> DraftNote:
    """A word about a draft, for the people of its organisation alone."""
    at = at or timezone.now()
    require(rules.may_note(by, amendment))
    text = clean.typed(text).text
    if not text:
        raise Refused(Refusal(_("Write your note.")))
    made = DraftNote.objects.create(amendment=amendment, organisation=amendment.organisation, text=text, by=by, at=at)
    mandate = member_mandate(by, amendment.organisation)
    append(Act("draft note written", made, by, mandate, {"text": digest(text)}), at=at)
    return made


@transaction.atomic
def sit(*, amendment: Amendment, by: Person, at: datetime | None = None) -> None:
    """The person has the sheet open. Reading is no act, so it enters no record."""
    at = at or timezone.now()
    require(rules.may_edit(by, amendment))
    Sitting.objects.update_or_create(amendment=amendment, person=by, defaults={"at": at})


def rise(*, amendment: Amendment, by: Person) -> None:
    """The person has left the sheet."""
    Sitting.objects.filter(amendment=amendment, person=by).delete()


def forget_sittings(*, now: datetime) -> None:
    """Who sat at which draft is kept for a day at most: it tells colleagues, and nobody later."""
    Sitting.objects.filter(at__lt=now - KEPT).delete()


@transaction.atomic
def set_apart(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """The saved words of a draft as a draft of their own, before somebody who wrote meanwhile puts others there."""
    at = at or timezone.now()
    require(rules.may_edit(by, amendment))
    apart = Amendment.objects.create(
        round=amendment.round, organisation=amendment.organisation, begun_by=by, begun_at=at
    )
    amendment_texts.copy(amendment.text, apart, by, at)
    mandate = member_mandate(by, amendment.organisation)
    append(Act("amendment begun", apart, by, mandate, {"copied": amendment.pk}), at=at)
    return apart
