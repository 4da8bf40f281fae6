"""What a city answers when the text moved under its amendment: keep it as it reads now, or write it anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append
from accounts.models import Person
from accounts.rules import Answer, Refusal, require
from charter import clean, rules
from charter.actions import amendment_texts, next_texts
from charter.actions import changes as asked
from charter.actions.amendments import lock
from charter.actions.changes import ChangeInput, Fault, Faults
from charter.models import Amendment, AmendmentText, Change
from charter.states import AmendmentState, CarryState

TO_LOOK_AT = (CarryState.CHECK, CarryState.VOID)


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
            _("The text has not moved under it, or it is decided. The delegate can withdraw it until the release.")
        )
    return True


@transaction.atomic
def keep(*, amendment: Amendment, by: Person, seen_text: int, at: datetime | None = None) -> Amendment:
    """The organisation stands by its words as they read over the new text; what became void falls away."""
    held = _seen(amendment, by, seen_text)
    text = held.text
    assert text is not None
    if not text.changes.exclude(carry=CarryState.VOID).exists():
        raise Faults(Fault("", _("Nothing of this amendment can stand in the present text. Edit or withdraw it.")))
    text.changes.filter(carry=CarryState.CHECK).update(carry=CarryState.CLEAN)
    mandate = rules.commitment(by, held.organisation)
    text.confirmed_by, text.confirmed_on = by, mandate
    text.save(update_fields=["confirmed_by", "confirmed_on"])
    _looked(amendment, held)
    append(Act("amendment kept", held, by, mandate, {"text": text.digest}), at=at)
    return amendment


@transaction.atomic
def revise(
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
    """New words under the same number, written over the present text; positions lapse and are asked again."""
    at = at or timezone.now()
    held = _seen(amendment, by, seen_text)
    old = held.text
    assert old is not None
    title, reason, source = (clean.typed(words).text for words in (title, reason, source))
    text = _write(held, old, by, title, reason, source, at)
    asked.write(text, [_over_present_words(change) for change in changes])
    found = tuple(asked.faults(text, held.round.charter))
    if found:
        raise Faults(*found)
    amendment_texts.give_identities(text)
    amendment_texts.fix(text, at)
    held.text = amendment.text = text
    held.revision += 1
    held.save(update_fields=["text", "revision"])
    _looked(amendment, held)
    next_texts.hand_over(held, old, text, False, at)
    mandate = rules.commitment(by, held.organisation)
    append(Act("amendment written anew", held, by, mandate, {"text": text.digest}), at=at)
    return text


def looked_at(text: AmendmentText) -> list[Change]:
    """The changes that a city is asked to look at again; reads prefetched changes."""
    return [change for change in text.changes.all() if change.carry in TO_LOOK_AT]


def _looked(amendment: Amendment, held: Amendment) -> None:
    """Its member has answered, so that nobody waits for it any more."""
    held.look_until = amendment.look_until = None
    held.save(update_fields=["look_until"])


def _seen(amendment: Amendment, by: Person, seen_text: int) -> Amendment:
    held = lock(amendment)
    require(may_look_again(by, held))
    if held.text_id != seen_text:
        raise Faults(Fault("", _("The words changed since you opened this page. Read them again.")))
    return held


def _write(
    held: Amendment, old: AmendmentText, by: Person, title: str, reason: str, source: str, at: datetime
) -> AmendmentText:
    mandate = rules.commitment(by, held.organisation)
    return AmendmentText.objects.create(
        amendment=held,
        number=held.texts.count() + 1,
        language=old.language,
        title=amendment_texts.say(None, title, old.language, by),
        reason=amendment_texts.say(None, reason, old.language, by),
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
