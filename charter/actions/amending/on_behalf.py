"""Amendments that a member sent: entered on its behalf for its delegate to confirm, or imported as drafts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import files
from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions.amending import amendment_texts, changes
from charter.actions.amending.changes import ChangeInput, Fault, Faults
from charter.models import Amendment, Provision, Receipt, Round, Ruling
from charter.states import CameBy, ChangeKind


@transaction.atomic
def enter_amendment(
    *,
    round_: Round,
    organisation: Organisation,
    provision: Provision,
    by: Person,
    language: str,
    came_by: str,
    came_on: date,
    note: str,
    file: File | None = None,
    at: datetime | None = None,
) -> Amendment:
    """A draft for a member with the present text of one provision, and its evidence; only the secretariat sees it.

    A draft that arrived after the end of proposals, or is entered after the time to confirm, is late permanently.
    """
    at = at or timezone.now()
    require(rules.may_enter(by, organisation, round_, at))
    if not note.strip():
        raise Faults(Fault("note", _("State who sent the amendment and where the original is stored.")))
    if came_on > timezone.localdate(at):
        raise Faults(Fault("came_on", _("The date is in the future. Enter the date of today or an earlier date.")))
    came = {"came_by": CameBy(came_by), "came_on": came_on}
    late = came_on > timezone.localdate(round_.proposals_until, round_.tz) or rules.is_late(round_, at)
    if late and Ruling.objects.filter(round=round_, admitted=False).exists():
        raise Refused(Refusal(_("Late amendments are not admitted in this round.")))
    amendment = Amendment.objects.create(
        round=round_, organisation=organisation, begun_by=by, begun_at=at, came_late=late, **came
    )
    digest = _digest(file)
    Receipt.objects.create(amendment=amendment, note=note.strip(), file=file or "", by=by, at=at)
    text = amendment_texts.open_(amendment, by, language, at)
    current = changes.current_wordings_of([provision], language).get(provision.pk)
    words = current.html if current else ""
    changes.write_changes(text, [ChangeInput(ChangeKind.REPLACE, provision, html=words)])
    content = {"came_by": str(came["came_by"]), "came_on": came_on.isoformat(), "late": late, "file": digest}
    append_acts(Act("amendment entered on behalf", amendment, by, content=content), at=at)
    return amendment


@transaction.atomic
def import_draft(
    *,
    round_: Round,
    organisation: Organisation,
    by: Person,
    language: str,
    changes_of_file: Sequence[ChangeInput],
    title: str = "",
    reason: str = "",
    came_on: date,
    at: datetime | None = None,
) -> Amendment:
    """A draft of the team of a member, which a moderator makes from a file that the member sent.

    The moderator can neither change nor send it: its team and its delegate do, as with every draft of theirs.
    """
    at = at or timezone.now()
    require(rules.may_import_for(by, organisation, round_, at))
    amendment = Amendment.objects.create(round=round_, organisation=organisation, begun_by=by, begun_at=at)
    text = amendment_texts.open_(amendment, by, language, at)
    title, reason = (clean.clean_typed_text(words).text for words in (title, reason))
    text.title = amendment_texts.write_text(None, title, language, by)
    text.reason = amendment_texts.write_text(None, reason, language, by)
    text.save(update_fields=["title", "reason"])
    changes.write_changes(text, changes_of_file)
    content = {"came_on": came_on.isoformat()}
    append_acts(Act("amendment imported for its member", amendment, by, content=content), at=at)
    return amendment


@transaction.atomic
def strike_receipt(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Receipt:
    """Removes the text and the file of a receipt permanently, because they name people; the removal stays recorded."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    receipt = Receipt.objects.select_for_update(of=("self",), no_key=True).get(amendment=amendment)
    require(receipt.struck_at is None or Refusal(_("The note was already deleted.")))
    struck = _replaced(receipt, note="", struck_at=at)
    append_acts(Act("receipt struck out", amendment, by), at=at)
    return struck


def forget_name(name: str, instead: str) -> None:
    """When a person is erased: deletes the name from every note, and the file of each such note."""
    for receipt in Receipt.objects.filter(note__contains=name):
        _replaced(receipt, note=receipt.note.replace(name, instead), struck_at=None)


def _replaced(receipt: Receipt, **fields: Any) -> Receipt:
    """Another row in place of one that the database lets nobody change, without its file."""
    amendment, by, at = receipt.amendment, receipt.by, receipt.at
    delete_evidence(amendment)
    return Receipt.objects.create(amendment=amendment, by=by, at=at, **fields)


def delete_evidence(amendment: Amendment) -> None:
    """Deletes the evidence of a discarded draft, with its file."""
    receipt = Receipt.objects.filter(amendment=amendment).first()
    if receipt is None:
        return
    receipt.delete()
    files.delete_after_commit(receipt.file)


def _digest(file: File | None) -> str:
    if not file:
        return ""
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest
