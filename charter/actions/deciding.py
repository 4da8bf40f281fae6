"""Writing a decision down: what the acts on decisions share. Who may do it is asked by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions import records
from accounts.models import Person, Said, say, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions import release_letters
from charter.models import Amendment, Compromise, DecidedWords, Decision, Release
from charter.states import (
    MERGING_OUTCOMES,
    POINTING_OUTCOMES,
    AmendmentState,
    CompromiseState,
    Outcome,
)

Reasons = Mapping[str, str]


@dataclass(frozen=True)
class Decided:
    """What is decided, and why by language.

    `words` are inner HTML by id of a change, the secretariat's in place of the proposer's; `taken` says which changes
    are taken in part.
    """

    outcome: str
    reason: Reasons
    because_of: Amendment | None = None
    words: Mapping[int, str] = field(default_factory=dict)
    taken: Mapping[int, bool] = field(default_factory=dict)

    @property
    def named(self) -> set[int]:
        """Ids of the changes of which something is said by itself."""
        return {*self.words, *self.taken}


def publish(made: Decision, before: Decision, note: str, by: Person, at: datetime) -> None:
    """What takes the place of a public decision is public at once, with a note that says why."""
    assert before.release is not None
    made.note = say(note, by.language, by=by)
    made.release = Release.objects.create(round=made.amendment.round, by=by, body=before.release.body, at=at)
    made.save(update_fields=["note", "release"])
    release_letters.tell(made.release, [made])


def locked(amendment: Amendment) -> Amendment:
    held = Amendment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "round", "organisation__name", "text"
    )
    return held.get(pk=amendment.pk)


def make(held: Amendment, what: Decided, by: Person, at: datetime) -> Decision:
    assert held.text is not None
    refuse_incomplete(held, what, set(held.text.changes.values_list("pk", flat=True)))
    return write(held, what, by, at)


def write(held: Amendment, what: Decided, by: Person, at: datetime) -> Decision:
    assert held.text is not None
    said = say_why(what.reason, by)
    supersede(held, at)
    decision = Decision.objects.create(
        amendment=held, text=held.text, outcome=what.outcome, reason=said, because_of=what.because_of, by=by, at=at
    )
    if what.outcome in MERGING_OUTCOMES:
        DecidedWords.objects.bulk_create(
            DecidedWords(
                decision=decision,
                change_id=pk,
                html=clean.inline(what.words.get(pk, "")),
                taken=what.taken.get(pk, True),
            )
            for pk in held.text.changes.values_list("pk", flat=True)
            if pk in what.named
        )
    return decision


def refuse_incomplete(held: Amendment, what: Decided, changes: set[int]) -> None:
    """Refuses a decision that says too little for its outcome, in the words of what is missing."""
    outcome, because_of, words = what.outcome, what.because_of, what.words
    strange = what.named - changes
    left = [pk for pk in changes if not what.taken.get(pk, True)]
    checks = (
        (outcome in Outcome.values, _("Choose one of the decisions.")),
        (not strange, _("The words changed since you opened this page. Look at them again.")),
        (outcome not in POINTING_OUTCOMES or because_of is not None, _("Say because of which amendment.")),
        (because_of is None or because_of.pk != held.pk, _("An amendment cannot point at itself.")),
        (because_of is None or because_of.round_id == held.round_id, _("Name an amendment of the same round.")),
        (outcome != Outcome.WITH_CHANGES or any(words.values()), _("Write the words that are accepted instead.")),
        (outcome != Outcome.IN_PART or bool(left or words), _("Say which part is accepted.")),
        (outcome != Outcome.IN_PART or len(left) < len(changes), _("At least one change must be accepted.")),
    )
    for holds, why in checks:
        if not holds:
            raise Refused(Refusal(why))


def say_why(reason: Reasons, by: Person) -> Said:
    """The reason as it is said in its languages, the first one given being the original."""
    given = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not given:
        raise Refused(Refusal(_("Give the reason in at least one language. It is printed beside the decision.")))
    return say_in_each(given, by=by)


def supersede(held: Amendment, at: datetime) -> None:
    before = held.decisions.filter(superseded_at=None)
    put = Compromise.objects.filter(decided__decision__in=before, state=CompromiseState.ASKED)
    put.update(state=CompromiseState.CLOSED, agreed=False, closed_at=at)
    before.update(superseded_at=at)


def step(held: Amendment, state: AmendmentState) -> None:
    if held.state != state:
        require(rules.can_become(held, state))
        held.state = state
    held.revision += 1
    held.save(update_fields=["state", "revision"])


def bring(amendment: Amendment, held: Amendment) -> None:
    """The caller's row says what the stored one says."""
    amendment.state, amendment.revision = held.state, held.revision


def content(decision: Decision) -> dict[str, object]:
    """What the record says of a decision."""
    return {
        "decision": decision.pk,
        "outcome": decision.outcome,
        "because_of": decision.because_of_id,
        "text": decision.text.digest,
    }


def changed(before: Decision | None, after: Decision | None) -> dict[str, object]:
    """What the record says of a decision that takes the place of another one, or that ends."""
    return records.changed(content(before) if before else None, content(after) if after else None)
