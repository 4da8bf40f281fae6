"""Working on a draft together: notes among the people of an organisation, and who sits at it now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Organisation, Person
from accounts.rules import Refusal, Refused, member_mandate, require
from charter import clean, rules
from charter.actions.amending import amendment_texts
from charter.models import Amendment, DraftNote, Sitting

KEPT = timedelta(days=1)


@transaction.atomic
def add_note(
    *,
    amendment: Amendment,
    by: Person,
    text: str,
    organisation: Organisation | None = None,
    at: datetime | None = None,
) -> DraftNote:
    """A note about a draft for the team of its organisation alone, or about an amendment for another team alone."""
    at = at or timezone.now()
    if organisation is None:
        require(rules.may_note(by, amendment))
    else:
        require(rules.may_note_amendment(by, amendment, organisation))
    organisation = organisation or amendment.organisation
    text = clean.clean_typed_text(text).text
    if not text:
        raise Refused(Refusal(_("Write your note.")))
    note = DraftNote.objects.create(amendment=amendment, organisation=organisation, text=text, by=by, at=at)
    mandate = member_mandate(by, organisation)
    append_acts(Act("draft note written", note, by, mandate, {"text": digest_of_json(text)}), at=at)
    return note


@transaction.atomic
def open_editing_session(*, amendment: Amendment, by: Person, at: datetime | None = None) -> None:
    """The person has the sheet open. Reading is no act, so it enters no record."""
    at = at or timezone.now()
    require(rules.may_edit(by, amendment))
    Sitting.objects.update_or_create(amendment=amendment, person=by, defaults={"at": at})


def close_editing_session(*, amendment: Amendment, by: Person) -> None:
    """The person has left the sheet."""
    Sitting.objects.filter(amendment=amendment, person=by).delete()


def delete_old_editing_sessions(*, now: datetime) -> None:
    """Who sat at which draft is kept for a day at most: it tells colleagues, and nobody later."""
    Sitting.objects.filter(at__lt=now - KEPT).delete()


@transaction.atomic
def save_as_separate_draft(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """The saved text of a draft as a separate draft, before another text by a colleague replaces it."""
    at = at or timezone.now()
    require(rules.may_edit(by, amendment))
    apart = Amendment.objects.create(
        round=amendment.round, organisation=amendment.organisation, begun_by=by, begun_at=at
    )
    amendment_texts.copy_text(amendment.text, apart, by, at)
    mandate = member_mandate(by, amendment.organisation)
    append_acts(Act("amendment begun", apart, by, mandate, {"copied": amendment.pk}), at=at)
    return apart
