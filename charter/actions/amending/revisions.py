"""Answers of a city whose amendment is affected by a changed text: keep it as carried over, or revise it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append_acts
from accounts.models import Person
from accounts.rules import Answer, Refusal, require
from charter import clean, rules
from charter.actions.amending import amendment_texts, next_texts
from charter.actions.amending import changes as change_actions
from charter.actions.amending.amendments import lock_amendment
from charter.actions.amending.changes import ChangeInput, Fault, Faults
from charter.models import Amendment, AmendmentText, Change
from charter.states import AmendmentState, RebaseState

TO_LOOK_AT = (RebaseState.CHECK, RebaseState.VOID)


def may_look_again(person: Person | None, amendment: Amendment, now: datetime | None = None) -> Answer:
    """Who may bind the organisation, where the text moved under an amendment that nobody has decided."""
    commit = rules.may_commit(person, amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    if amendment.round.is_edited(now or timezone.now()):
        return Refusal(rules.EDITED)
    moved = amendment.text is not None and amendment.text.changes.filter(carry__in=TO_LOOK_AT).exists()
    if amendment.state != AmendmentState.UNDER_REVIEW or not moved:
        return Refusal(
            _(
                "The text of the provision has not changed, or the secretariat has already decided on the"
                " amendment. The delegate can withdraw the amendment until the decisions are published."
            )
        )
    return True


@transaction.atomic
def keep_rebased_proposal(
    *, amendment: Amendment, by: Person, seen_text: int, at: datetime | None = None
) -> Amendment:
    """The organisation keeps its proposal as carried over to the new text; void changes are removed."""
    current_amendment = _seen(amendment, by, seen_text)
    text = current_amendment.text
    assert text is not None
    if not text.changes.exclude(carry=RebaseState.VOID).exists():
        raise Faults(
            Fault("", _("No part of this amendment applies to the current text. Edit or withdraw the amendment."))
        )
    text.changes.filter(carry=RebaseState.CHECK).update(carry=RebaseState.CLEAN)
    mandate = rules.commitment(by, current_amendment.organisation)
    text.confirmed_by, text.confirmed_on = by, mandate
    text.save(update_fields=["confirmed_by", "confirmed_on"])
    _looked(amendment, current_amendment)
    append_acts(Act("amendment kept", current_amendment, by, mandate, {"text": text.digest}), at=at)
    return amendment


@transaction.atomic
def revise_amendment(
    *,
    amendment: Amendment,
    by: Person,
    changes: Sequence[ChangeInput],
    title: str = "",
    reason: str = "",
    source: str = "",
    seen_text: int,
    at: datetime | None = None,
) -> AmendmentText:
    """A new text under the same number, based on the present text; positions lapse and members are asked again."""
    at = at or timezone.now()
    current_amendment = _seen(amendment, by, seen_text)
    old = current_amendment.text
    assert old is not None
    title, reason, source = (clean.clean_typed_text(words).text for words in (title, reason, source))
    text = _write(current_amendment, old, by, title, reason, source, at)
    change_actions.write_changes(text, [_over_present_words(change) for change in changes])
    faults = tuple(change_actions.faults_of_text(text, current_amendment.round.charter))
    if faults:
        raise Faults(*faults)
    amendment_texts.give_identities(text)
    amendment_texts.fix_text(text, at)
    current_amendment.text = amendment.text = text
    current_amendment.revision += 1
    current_amendment.save(update_fields=["text", "revision"])
    _looked(amendment, current_amendment)
    next_texts.move_to_next_text(current_amendment, old, text, False, at)
    mandate = rules.commitment(by, current_amendment.organisation)
    append_acts(Act("amendment written anew", current_amendment, by, mandate, {"text": text.digest}), at=at)
    return text


def changes_to_check(text: AmendmentText) -> list[Change]:
    """The changes that a city is asked to look at again; reads prefetched changes."""
    return [change for change in text.changes.all() if change.carry in TO_LOOK_AT]


def _looked(amendment: Amendment, locked_amendment: Amendment) -> None:
    """Its member has answered, so that nobody waits for it any more."""
    locked_amendment.look_until = amendment.look_until = None
    locked_amendment.save(update_fields=["look_until"])


def _seen(amendment: Amendment, by: Person, seen_text: int) -> Amendment:
    locked_amendment = lock_amendment(amendment)
    require(may_look_again(by, locked_amendment))
    if locked_amendment.text_id != seen_text:
        raise Faults(Fault("", _("The text changed since you opened this page. Read it again.")))
    return locked_amendment


def _write(
    locked_amendment: Amendment, old: AmendmentText, by: Person, title: str, reason: str, source: str, at: datetime
) -> AmendmentText:
    mandate = rules.commitment(by, locked_amendment.organisation)
    return AmendmentText.objects.create(
        amendment=locked_amendment,
        number=locked_amendment.texts.count() + 1,
        language=old.language,
        title=amendment_texts.write_text(None, title, old.language, by),
        reason=amendment_texts.write_text(None, reason, old.language, by),
        source=source,
        wish=old.wish,
        wish_language=old.wish_language,
        prepared_by=by,
        prepared_on=mandate,
        confirmed_by=by,
        confirmed_on=mandate,
        at=at,
    )


def _over_present_words(change: ChangeInput) -> ChangeInput:
    return ChangeInput(
        change.kind, change.provision, change.text, change.html, change.new_kind, change.after, present=True
    )
