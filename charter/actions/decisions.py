"""Deciding on amendments: provisional at first, public together, corrected with a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person, Said, say, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions import release_letters
from charter.models import Amendment, Change, DecidedWords, Decision, Release, Round
from charter.queries import decisions as decided
from charter.states import (
    AMENDMENT_STEPS,
    MERGING_OUTCOMES,
    POINTING_OUTCOMES,
    AmendmentState,
    Outcome,
)

Reasons = Mapping[str, str]


@dataclass(frozen=True)
class Endorsed:
    """The body that stands behind released decisions, the day it did so, and where its minutes are found."""

    body: str = ""
    on: date | None = None
    minutes: str = ""


NOBODY = Endorsed()


@transaction.atomic
def decide(
    *,
    amendment: Amendment,
    by: Person,
    outcome: str,
    reason: Reasons,
    because_of: Amendment | None = None,
    words: Mapping[int, str] | None = None,
    taken: Mapping[int, bool] | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Decision:
    """Decides on an amendment, with a reason by language; takes the place of a decision not released yet.

    `words` are inner HTML by id of a change, the secretariat's in place of the proposer's; `taken` says which changes
    are taken in part. Where another moderator decided since the revision `seen`, it is refused with who and what.
    """
    at = at or timezone.now()
    held = _locked(amendment)
    require(rules.may_decide(by, held) and rules.is_looked_at(held, at))
    if seen is not None and seen != held.revision:
        raise Refused(Refusal(decided.meanwhile(held)))
    if held.decision is not None and held.decision.is_released:
        raise Refused(Refusal(_("This decision is public. Correct it, with a note that says what was wrong.")))
    before = held.decision
    decision = _decided(held, by, outcome, reason, because_of, words or {}, taken or {}, at)
    _step(held, AmendmentState.DECIDED)
    _bring(amendment, held)
    content = _content(decision) | {"before": before and _content(before)}
    append(Act("amendment decided", held, by, content=content), at=at)
    return decision


@transaction.atomic
def reopen(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Takes a decision back that is not released: the amendment is under review again."""
    at = at or timezone.now()
    held = _locked(amendment)
    require(rules.may_decide(by, held))
    if held.decision is None or held.decision.is_released:
        raise Refused(Refusal(_("Only a decision that is not public yet can be taken back.")))
    _supersede(held, at)
    _step(held, AmendmentState.UNDER_REVIEW)
    _bring(amendment, held)
    append(Act("decision taken back", held, by), at=at)
    return amendment


@transaction.atomic
def release(
    *,
    round_: Round,
    by: Person,
    endorsed: Endorsed = NOBODY,
    amendments: Iterable[Amendment] | None = None,
    at: datetime | None = None,
) -> Release:
    """Makes decisions public together, all that wait or those of the amendments named; one letter a member.

    What the body returned waits until it is decided anew.
    """
    at = at or timezone.now()
    require(rules.may_release(by, round_, at))
    complete(endorsed)
    Round.objects.select_for_update().get(pk=round_.pk)
    waiting = decided.to_release(round_).select_for_update(of=("self",))
    if amendments is not None:
        waiting = waiting.filter(amendment__in=[a.pk for a in amendments])
    decisions = list(waiting)
    if not decisions:
        raise Refused(Refusal(_("No decision waits to be released.")))
    made = Release.objects.create(
        round=round_, by=by, body=endorsed.body, endorsed_on=endorsed.on, minutes=endorsed.minutes, at=at
    )
    Decision.objects.filter(pk__in=[d.pk for d in decisions]).update(release=made)
    release_letters.tell(made, decisions)
    content = {"decisions": sorted(d.pk for d in decisions)}
    append(Act("decisions released", made, by, content=content), at=at)
    return made


@transaction.atomic
def correct(
    *,
    decision: Decision,
    by: Person,
    outcome: str,
    reason: Reasons,
    note: str,
    because_of: Amendment | None = None,
    words: Mapping[int, str] | None = None,
    taken: Mapping[int, bool] | None = None,
    at: datetime | None = None,
) -> Decision:
    """Puts another decision in the place of a released one; the note that says why is public at once."""
    at = at or timezone.now()
    held = _locked(decision.amendment)
    require(rules.may_moderate(by))
    if held.decision is None or held.decision.pk != decision.pk or decision.release is None:
        raise Refused(Refusal(_("Only the public decision that holds can be corrected.")))
    if held.state != AmendmentState.DECIDED:
        raise Refused(Refusal(_("The words of this amendment are in the text. Undo that first.")))
    if not note.strip():
        raise Refused(Refusal(_("Say what was wrong. The note stands beside the decision.")))
    made = _decided(held, by, outcome, reason, because_of, words or {}, taken or {}, at)
    _publish(made, decision, note.strip(), by, at)
    append(Act("decision corrected", held, by, content={**_content(made), "corrects": decision.pk}), at=at)
    return made


@transaction.atomic
def follow(
    *,
    amendment: Amendment,
    by: Person,
    outcome: str,
    reason: Reasons,
    note: str,
    because_of: Amendment | None = None,
    refused: Iterable[int] = (),
    at: datetime | None = None,
) -> Decision:
    """The decision that follows from how a conflict was settled, in place of the one that accepted the amendment.

    Public, with the note, where that one was. `refused` are changes of which nothing is taken; what is taken of the
    others the merge knows.
    """
    at = at or timezone.now()
    held = _locked(amendment)
    require(rules.may_decide(by, held))
    before = held.decision
    if before is None or before.outcome not in MERGING_OUTCOMES:
        raise Refused(Refusal(_("Only an accepted amendment can lose a conflict.")))
    taken = dict.fromkeys(refused, False) if outcome in MERGING_OUTCOMES else {}
    made = _write(held, by, outcome, reason, because_of, {}, taken, at)
    if before.release is not None:
        _publish(made, before, note, by, at)
    append(Act("decision followed", held, by, content={**_content(made), "corrects": before.pk}), at=at)
    return made


def _publish(made: Decision, before: Decision, note: str, by: Person, at: datetime) -> None:
    """What takes the place of a public decision is public at once, with a note that says why."""
    assert before.release is not None
    made.note = say(note, by.language, by=by)
    made.release = Release.objects.create(round=made.amendment.round, by=by, body=before.release.body, at=at)
    made.save(update_fields=["note", "release"])
    release_letters.tell(made.release, [made])


def complete(endorsed: Endorsed) -> None:
    """Refuses a body without the day and the minutes of its decision."""
    if endorsed.body and not (endorsed.on and endorsed.minutes):
        raise Refused(Refusal(_("Name the day on which the body endorsed these decisions, and its minutes.")))


def _locked(amendment: Amendment) -> Amendment:
    held = Amendment.objects.select_for_update(of=("self",)).select_related("round", "organisation__name", "text")
    return held.get(pk=amendment.pk)


def _decided(
    held: Amendment,
    by: Person,
    outcome: str,
    reason: Reasons,
    because_of: Amendment | None,
    words: Mapping[int, str],
    taken: Mapping[int, bool],
    at: datetime,
) -> Decision:
    assert held.text is not None
    changes = {change.pk: change for change in held.text.changes.all()}
    _complete(held, outcome, because_of, changes, words, taken)
    return _write(held, by, outcome, reason, because_of, words, taken, at)


def _write(
    held: Amendment,
    by: Person,
    outcome: str,
    reason: Reasons,
    because_of: Amendment | None,
    words: Mapping[int, str],
    taken: Mapping[int, bool],
    at: datetime,
) -> Decision:
    assert held.text is not None
    said = _reason(reason, by)
    _supersede(held, at)
    decision = Decision.objects.create(
        amendment=held, text=held.text, outcome=outcome, reason=said, because_of=because_of, by=by, at=at
    )
    if outcome in MERGING_OUTCOMES:
        named = [pk for pk in held.text.changes.values_list("pk", flat=True) if pk in words or pk in taken]
        DecidedWords.objects.bulk_create(
            DecidedWords(
                decision=decision, change_id=pk, html=clean.inline(words.get(pk, "")), taken=taken.get(pk, True)
            )
            for pk in named
        )
    return decision


def _complete(
    held: Amendment,
    outcome: str,
    because_of: Amendment | None,
    changes: Mapping[int, Change],
    words: Mapping[int, str],
    taken: Mapping[int, bool],
) -> None:
    """Refuses a decision that says too little for its outcome, in the words of what is missing."""
    strange = (set(words) | set(taken)) - set(changes)
    left = [pk for pk in changes if not taken.get(pk, True)]
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


def _reason(reason: Reasons, by: Person) -> Said:
    """The reason as it is said in its languages, the first one given being the original."""
    given = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not given:
        raise Refused(Refusal(_("Give the reason in at least one language. It is printed beside the decision.")))
    return say_in_each(given, by=by)


def _supersede(held: Amendment, at: datetime) -> None:
    held.decisions.filter(superseded_at=None).update(superseded_at=at)


def _step(held: Amendment, state: AmendmentState) -> None:
    if held.state != state:
        assert state in AMENDMENT_STEPS[AmendmentState(held.state)]
        held.state = state
    held.revision += 1
    held.save(update_fields=["state", "revision"])


def _bring(amendment: Amendment, held: Amendment) -> None:
    """The caller's row says what the stored one says."""
    amendment.state, amendment.revision = held.state, held.revision


def _content(decision: Decision) -> dict[str, object]:
    return {"decision": decision.pk, "outcome": decision.outcome, "text": decision.text.digest}
