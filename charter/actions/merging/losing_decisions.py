"""The decisions that follow when a conflict was settled: for those whose wording was not chosen, and their return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.actions.records import Act, append_acts
from accounts.models import LocalizedText, Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.deciding import decision_writing
from charter.actions.deciding.decision_writing import Decided
from charter.models import Amendment, Compromise, DecidedWords, Decision, Merge
from charter.queries.merging.losing_wordings import Loser
from charter.states import MERGING_OUTCOMES, AmendmentState
from charter.wording.merges import loss_reasons


def decide_losers(losers: Sequence[Loser], by: Person, at: datetime) -> list[int]:
    """Decides again on each, in public if the previous decision was, with a note; returns ids of those that end."""
    ended = []
    for loser in losers:
        with override(by.language):
            note = _("Another wording was chosen for the same place when the amendments were merged.")
        decided = Decided(
            loser.outcome, loss_reasons(loser.reasons), loser.because_of, taken=dict.fromkeys(loser.refused, False)
        )
        write_following_decision(amendment=loser.amendment, by=by, decided=decided, note=note, at=at)
        if not loser.is_in_part:
            ended.append(loser.amendment.pk)
    return ended


def decisions_following_merge(merge: Merge) -> list[Decision]:
    """The decisions that an applied merge made and that still hold: for who lost, and for what it left open."""
    assert merge.applied_at is not None
    decisions = Decision.objects.filter(amendment__merges=merge, at=merge.applied_at, by=merge.applied_by)
    return list(decisions.filter(superseded_at=None).order_by("amendment"))


def take_back(decisions: Sequence[Decision], reason: LocalizedText, by: Person, at: datetime) -> list[int]:
    """Each of them gives way to the one before it, public where it was. Gives the ids of their amendments."""
    with override(by.language):
        values = {"reason": reason.in_language(by.language).text}
        note = _("The merge that caused this decision was reversed: “%(reason)s”") % values
    return [restore_decision(decision=decision, note=note, by=by, at=at).amendment_id for decision in decisions]


@transaction.atomic
def write_following_decision(
    *,
    amendment: Amendment,
    by: Person,
    decided: Decided,
    note: str,
    at: datetime | None = None,
) -> Decision:
    """The decision that follows from how a conflict was settled, in place of the one that accepted the amendment.

    Public, with the note, where that one was. `decided` names changes of which nothing is taken; of the others the
    merge knows what is taken.
    """
    at = at or timezone.now()
    locked_amendment = decision_writing.lock_amendment(amendment)
    require(rules.may_decide(by, locked_amendment))
    before = locked_amendment.decision
    if before is None or before.outcome not in MERGING_OUTCOMES:
        raise Refused(Refusal(gettext_lazy("Only an accepted amendment can lose a conflict.")))
    decision = decision_writing.write_decision(locked_amendment, decided, by, at)
    if before.release is not None:
        decision_writing.publish_corrections([(decision, before)], note, by, at)
    append_acts(
        Act("decision followed", locked_amendment, by, content=decision_writing.changed_content(before, decision)),
        at=at,
    )
    return decision


@transaction.atomic
def restore_decision(*, decision: Decision, note: str, by: Person, at: datetime | None = None) -> Decision:
    """Decides again as before a decision that followed from a merge, because that merge was reversed.

    The decision is public, with the note, if the one that followed was; the changed text of the earlier decision, and
    the answers to it, are restored too.
    """
    at = at or timezone.now()
    amendment = decision_writing.lock_amendment(decision.amendment)
    require(rules.may_decide(by, amendment))
    before = amendment.decisions.filter(superseded_at=decision.at).select_related("reason").order_by("-pk").first()
    if before is None or amendment.text is None or decision.superseded_at is not None:
        raise Refused(Refusal(gettext_lazy("There is no earlier decision.")))
    decision_writing.supersede_decision(amendment, at)
    again = {"outcome": before.outcome, "reason": before.reason, "because_of": before.because_of}
    restored = Decision.objects.create(amendment=amendment, text=amendment.text, by=by, at=at, **again)
    places = {change.place: change for change in amendment.text.changes.all()}
    for row in before.words.select_related("change"):
        if row.change.place in places:
            arguments = {"html": row.html, "taken": row.taken}
            new = DecidedWords.objects.create(decision=restored, change=places[row.change.place], **arguments)
            Compromise.objects.filter(decided=row).update(decided=new)
    if decision.release is not None:
        decision_writing.publish_corrections([(restored, decision)], note, by, at)
    decision_writing.step_to_state(amendment, AmendmentState.DECIDED)
    append_acts(
        Act("decision restored", amendment, by, content=decision_writing.changed_content(decision, restored)), at=at
    )
    return restored
