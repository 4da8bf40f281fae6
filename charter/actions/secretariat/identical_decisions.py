"""The same decision on amendments that propose the very same changes: one act, one email a member, undone as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append_acts
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.deciding import decision_writing, decisions
from charter.actions.deciding.decision_writing import Decided
from charter.actions.secretariat import batches
from charter.models import Amendment, Batch, Decision
from charter.queries.amending.identical_amendments import change_identities, change_identity

Value = TypeVar("Value")


@transaction.atomic
def decide_identical(
    *,
    amendment: Amendment,
    identical: Sequence[Amendment],
    decided: Decided,
    by: Person,
    seen: int | None = None,
    at: datetime | None = None,
) -> Batch:
    """Decides on an amendment and on those that are identical to it: on all of them, or on none.

    `decided` names changes of `amendment`; its texts and parts are used for the same changes of the others. `seen` is
    the revision of `amendment` that the moderator read.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    _refuse_others(amendment, identical)
    pairs = [decision_writing.write_first_decision(amendment, decided, by, at, seen)]
    pairs += [
        decision_writing.write_first_decision(other, _of(other, amendment, decided), by, at) for other in identical
    ]
    batch = batches.store_decisions(amendment.round, [new for _old, new in pairs], by, at)
    content = {
        **batches.decisions_content([new for _old, new in pairs]),
        **decision_writing.changed_content(*pairs[0]),
    }
    append_acts(Act("identical amendments decided", batch, by, content=content), at=at)
    return batch


@transaction.atomic
def correct_identical(
    *,
    decision: Decision,
    identical: Sequence[Amendment],
    decided: Decided,
    note: str,
    by: Person,
    at: datetime | None = None,
) -> Batch:
    """Puts another decision in the place of the public ones on an amendment and on those identical to it."""
    at = at or timezone.now()
    amendment = decision.amendment
    require(rules.may_moderate(by))
    _refuse_others(amendment, identical)
    before = [decision, *(other.decision for other in identical if other.decision is not None)]
    if len(before) <= len(identical):
        raise Refused(Refusal(_("Only the public decision that is valid now can be corrected.")))
    corrected = [
        decision_writing.write_corrected_decision(old, _of(old.amendment, amendment, decided), note, by, at)
        for old in before
    ]
    require(decisions.may_be_public_together(amendment.round, corrected))
    decision_writing.publish_corrections(list(zip(corrected, before, strict=True)), note.strip(), by, at)
    batch = batches.store_decisions(amendment.round, corrected, by, at)
    content = {**batches.decisions_content(corrected), **decision_writing.changed_content(decision, corrected[0])}
    append_acts(Act("identical decisions corrected", batch, by, content=content), at=at)
    return batch


def _refuse_others(amendment: Amendment, identical: Sequence[Amendment]) -> None:
    """Refuses amendments of another round, or that propose something else as they are stored now."""
    mine = change_identities(amendment)
    for other in identical:
        if other.round_id != amendment.round_id or not mine or change_identities(other) != mine:
            sentence = _("Amendment %(number)s does not propose the same text. Deselect it. Nothing was changed.")
            raise Refused(Refusal(sentence % {"number": other.number}))


def _of(other: Amendment, amendment: Amendment, decided: Decided) -> Decided:
    """The same decision for the corresponding changes of another amendment."""
    if other.pk == amendment.pk:
        return decided
    assert amendment.text is not None and other.text is not None
    theirs = {change_identity(change): change.pk for change in other.text.changes.all()}
    same = {change.pk: theirs[change_identity(change)] for change in amendment.text.changes.all()}
    return replace(decided, words=_renamed(decided.words, same), taken=_renamed(decided.taken, same))


def _renamed(of: Mapping[int, Value], names: Mapping[int, int]) -> dict[int, Value]:
    return {names[pk]: value for pk, value in of.items() if pk in names}
