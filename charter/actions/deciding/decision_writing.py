"""Writing a decision: code shared by the acts on decisions. Those acts check the permissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions import records
from accounts.models import LocalizedText, Person, create_localized_text, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions.deciding import release_letters
from charter.models import Amendment, Compromise, DecidedWords, Decision, DecisionType, Release
from charter.queries.deciding import decisions
from charter.states import (
    MERGING_OUTCOMES,
    POINTING_OUTCOMES,
    AmendmentState,
    CompromiseState,
    Outcome,
)
from charter.wording.decisions import what_changed_meanwhile

Reasons = Mapping[str, str]


@dataclass(frozen=True)
class Decided:
    """The outcome of a decision, and the reason by language.

    `words` are inner HTML by id of a change, the secretariat's text in place of the proposer's. `taken` states for
    each change of an acceptance in part whether it is accepted. `type_` is a type of that outcome.
    """

    outcome: str
    reason: Reasons
    because_of: Amendment | None = None
    words: Mapping[int, str] = field(default_factory=dict)
    taken: Mapping[int, bool] = field(default_factory=dict)
    type_: DecisionType | None = None

    @property
    def named(self) -> set[int]:
        """Ids of the changes about which the decision has something of their own."""
        return {*self.words, *self.taken}


def write_first_decision(
    amendment: Amendment, decided: Decided, by: Person, at: datetime, seen: int | None = None
) -> tuple[Decision | None, Decision]:
    """Decides on one amendment; gives the decision before, which was not public, and the one that holds now.

    Where another moderator decided since the revision `seen`, it is refused with who and what.
    """
    locked_amendment = lock_amendment(amendment)
    require(rules.may_decide(by, locked_amendment) and rules.is_checked(locked_amendment, at))
    if seen is not None and seen != locked_amendment.revision:
        raise Refused(Refusal(what_changed_meanwhile(decisions.current_decision(locked_amendment))))
    if locked_amendment.decision is not None and locked_amendment.decision.is_released:
        raise Refused(Refusal(_("The decision is public. Correct it with a note that explains the error.")))
    before = locked_amendment.decision
    decision = make_decision(locked_amendment, decided, by, at)
    step_to_state(locked_amendment, AmendmentState.DECIDED)
    copy_state(amendment, locked_amendment)
    return before, decision


def withdraw_decision(amendment: Amendment, by: Person, at: datetime) -> Decision:
    """Takes a decision back that is not public; gives that decision."""
    locked_amendment = lock_amendment(amendment)
    require(rules.may_decide(by, locked_amendment))
    if locked_amendment.decision is None or locked_amendment.decision.is_released:
        raise Refused(Refusal(_("Only a decision that is not public yet can be revoked.")))
    before = locked_amendment.decision
    supersede_decision(locked_amendment, at)
    step_to_state(locked_amendment, AmendmentState.UNDER_REVIEW)
    copy_state(amendment, locked_amendment)
    return before


def write_corrected_decision(decision: Decision, decided: Decided, note: str, by: Person, at: datetime) -> Decision:
    """Writes another decision in the place of a public one, which the caller publishes."""
    amendment = lock_amendment(decision.amendment)
    require(rules.may_moderate(by))
    if amendment.decision is None or amendment.decision.pk != decision.pk or decision.release is None:
        raise Refused(Refusal(_("Only the public decision that is valid now can be corrected.")))
    if amendment.state != AmendmentState.DECIDED:
        raise Refused(Refusal(_("The text of this amendment is already merged. Reverse the merge first.")))
    if not note.strip():
        raise Refused(Refusal(_("Explain the error. The note is published with the decision.")))
    return make_decision(amendment, decided, by, at)


def publish_corrections(pairs: Sequence[tuple[Decision, Decision]], note: str, by: Person, at: datetime) -> None:
    """Publishes decisions that replace public ones at once, with a note that gives the reason: one email a member.

    `pairs` are each new decision with the one before it.
    """
    corrected, before = pairs[0]
    assert before.release is not None
    endorsed_by = {"body": before.release.body, "body_names": before.release.body_names}
    release = Release.objects.create(round=corrected.amendment.round, by=by, at=at, **endorsed_by)
    note_corrections(pairs, note, by)
    Decision.objects.filter(pk__in=[new.pk for new, _old in pairs]).update(release=release)
    for new, _old in pairs:
        new.release = release
    release_letters.write_release_letters(release, [new for new, _old in pairs], {new.pk: old for new, old in pairs})


def note_corrections(pairs: Sequence[tuple[Decision, Decision]], note: str, by: Person) -> None:
    """Writes the reason into each new decision why it replaces a public one."""
    for new, _old in pairs:
        new.note = create_localized_text(note, by.language, by=by)
        new.save(update_fields=["note"])


def lock_amendment(amendment: Amendment) -> Amendment:
    amendments = Amendment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "round", "organisation__name", "text"
    )
    return amendments.get(pk=amendment.pk)


def make_decision(locked_amendment: Amendment, decided: Decided, by: Person, at: datetime) -> Decision:
    assert locked_amendment.text is not None
    refuse_incomplete(locked_amendment, decided, set(locked_amendment.text.changes.values_list("pk", flat=True)))
    return write_decision(locked_amendment, decided, by, at)


def write_decision(locked_amendment: Amendment, decided: Decided, by: Person, at: datetime) -> Decision:
    assert locked_amendment.text is not None
    localized_text = store_reason(decided.reason, by)
    supersede_decision(locked_amendment, at)
    decision = Decision.objects.create(
        amendment=locked_amendment,
        text=locked_amendment.text,
        outcome=decided.outcome,
        type=decided.type_,
        reason=localized_text,
        because_of=decided.because_of,
        by=by,
        at=at,
    )
    if decided.outcome in MERGING_OUTCOMES:
        DecidedWords.objects.bulk_create(
            DecidedWords(
                decision=decision,
                change_id=pk,
                html=clean.clean_inline(decided.words.get(pk, "")),
                taken=decided.taken.get(pk, True),
            )
            for pk in locked_amendment.text.changes.values_list("pk", flat=True)
            if pk in decided.named
        )
    return decision


def refuse_incomplete(locked_amendment: Amendment, decided: Decided, changes: set[int]) -> None:
    """Refuses a decision without something that its outcome needs, and names the missing part."""
    outcome, because_of, words, type_ = decided.outcome, decided.because_of, decided.words, decided.type_
    before = locked_amendment.decision
    is_kept = type_ is not None and before is not None and before.type_id == type_.pk
    strange = decided.named - changes
    left = [pk for pk in changes if not decided.taken.get(pk, True)]
    checks = (
        (outcome in Outcome.values, _("Choose one of the decisions.")),
        (
            type_ is None or type_.outcome == outcome,
            _("The type belongs to another decision. Choose that decision, or another type."),
        ),
        (
            type_ is None or type_.is_offered or is_kept,
            _("The type of decision is no longer offered. Choose another type, or none."),
        ),
        (not strange, _("The text changed since you opened this page. Check it again.")),
        (outcome not in POINTING_OUTCOMES or because_of is not None, _("Name the other amendment.")),
        (because_of is None or because_of.pk != locked_amendment.pk, _("An amendment cannot refer to itself.")),
        (
            because_of is None or because_of.round_id == locked_amendment.round_id,
            _("Name an amendment of the same round."),
        ),
        (outcome != Outcome.WITH_CHANGES or any(words.values()), _("Write the text that is accepted instead.")),
        (outcome != Outcome.IN_PART or bool(left or words), _("State which part is accepted.")),
        (outcome != Outcome.IN_PART or len(left) < len(changes), _("At least one change must be accepted.")),
    )
    for holds, why in checks:
        if not holds:
            raise Refused(Refusal(why))


def store_reason(reason: Reasons, by: Person) -> LocalizedText:
    """The reason in its languages; the first one is the original."""
    reasons = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not reasons:
        raise Refused(Refusal(_("Give the reason in at least one language. It is printed with the decision.")))
    return create_localized_text_from(reasons, by=by)


def supersede_decision(locked_amendment: Amendment, at: datetime) -> None:
    before = locked_amendment.decisions.filter(superseded_at=None)
    compromises = Compromise.objects.filter(decided__decision__in=before, state=CompromiseState.ASKED)
    compromises.update(state=CompromiseState.CLOSED, agreed=False, closed_at=at)
    before.update(superseded_at=at)


def step_to_state(locked_amendment: Amendment, state: AmendmentState) -> None:
    if locked_amendment.state != state:
        require(rules.can_become(locked_amendment, state))
        locked_amendment.state = state
    locked_amendment.revision += 1
    locked_amendment.save(update_fields=["state", "revision"])


def copy_state(amendment: Amendment, locked_amendment: Amendment) -> None:
    """Copies the state of the stored row to the caller's row."""
    amendment.state, amendment.revision = locked_amendment.state, locked_amendment.revision


def decision_content(decision: Decision) -> dict[str, object]:
    """The content of a decision for the audit log; `type` only where it has one."""
    return {
        "decision": decision.pk,
        "outcome": decision.outcome,
        **({"type": decision.type_id} if decision.type_id else {}),
        "because_of": decision.because_of_id,
        "text": decision.text.digest,
    }


def changed_content(before: Decision | None, after: Decision | None) -> dict[str, object]:
    """The content for the audit log of a decision that replaces another one, or that ends."""
    return records.changed_values(
        decision_content(before) if before else None, decision_content(after) if after else None
    )
