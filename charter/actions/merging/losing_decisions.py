"""The decisions that follow when a conflict was settled: for those whose wording was not chosen, and their return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.actions.records import Act, append_acts
from accounts.models import LocalizedText, Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.deciding import decision_writing
from charter.actions.deciding.decision_writing import Decided
from charter.models import Compromise, DecidedWords, Decision, Merge
from charter.queries.merging.losing_wordings import Loser
from charter.states import MERGING_OUTCOMES, AmendmentState
from charter.wording.merges import loss_reasons


@transaction.atomic
def decide_losers(losers: Sequence[Loser], by: Person, at: datetime, publishing: bool = False) -> list[int]:
    """Decides again on each, in public if the previous decision was, with a note; returns ids of those that end.

    A member that loses with several amendments gets one email. With `publishing` the caller publishes these decisions
    with others, so that a member gets one email about all of them.
    """
    with override(by.language):
        note = _("Another wording was chosen for the same place when the amendments were merged.")
    pairs = [_decide_loser(loser, by, at) for loser in losers]
    if publishing:
        decision_writing.note_corrections(_where_public(pairs), note, by)
    else:
        _publish_where_public(pairs, note, by, at)
    return [loser.amendment.pk for loser in losers if not loser.is_in_part]


def decisions_following_merge(merge: Merge) -> list[Decision]:
    """The valid decisions that an applied merge made: on amendments that were not chosen, and on open conflicts."""
    assert merge.applied_at is not None
    decisions = Decision.objects.filter(amendment__merges=merge, at=merge.applied_at, by=merge.applied_by)
    return list(decisions.filter(superseded_at=None).order_by("amendment"))


def take_decisions_back(decisions: Sequence[Decision], reason: LocalizedText, by: Person, at: datetime) -> list[int]:
    """Each of them gives way to the one before it, public where it was. Gives the ids of their amendments."""
    with override(by.language):
        values = {"reason": reason.in_language(by.language).text}
        note = _("The merge that caused this decision was reversed: “%(reason)s”") % values
    pairs = [_restore_decision(decision, by, at) for decision in decisions]
    _publish_where_public(pairs, note, by, at)
    return [restored.amendment_id for restored, _followed in pairs]


def _decide_loser(loser: Loser, by: Person, at: datetime) -> tuple[Decision, Decision]:
    """The decision that follows from the choice in a conflict, and the one that had accepted the amendment.

    It names changes of which nothing is accepted; for the others the merge computes the accepted part.
    """
    locked_amendment = decision_writing.lock_amendment(loser.amendment)
    require(rules.may_decide(by, locked_amendment))
    before = locked_amendment.decision
    if before is None or before.outcome not in MERGING_OUTCOMES:
        raise Refused(Refusal(gettext_lazy("Only an accepted amendment can be set aside because of a conflict.")))
    refused = dict.fromkeys(loser.refused, False)
    decided = Decided(loser.outcome, loss_reasons(loser.reasons), loser.because_of, taken=refused)
    decision = decision_writing.write_decision(locked_amendment, decided, by, at)
    content = decision_writing.changed_content(before, decision)
    append_acts(Act("decision followed", locked_amendment, by, content=content), at=at)
    return decision, before


def _restore_decision(decision: Decision, by: Person, at: datetime) -> tuple[Decision, Decision]:
    """The decision as before the one that followed from a merge, because that merge was reversed; and the latter.

    The changed text of the earlier decision, and the answers to it, are restored too.
    """
    amendment = decision_writing.lock_amendment(decision.amendment)
    require(rules.may_decide(by, amendment))
    before = amendment.decisions.filter(superseded_at=decision.at).select_related("reason").order_by("-pk").first()
    if before is None or amendment.text is None or decision.superseded_at is not None:
        raise Refused(Refusal(gettext_lazy("There is no earlier decision.")))
    decision_writing.supersede_decision(amendment, at)
    again: dict[str, Any] = {name: getattr(before, name) for name in ("outcome", "type", "reason", "because_of")}
    restored = Decision.objects.create(amendment=amendment, text=amendment.text, by=by, at=at, **again)
    places = {change.place: change for change in amendment.text.changes.all()}
    for row in before.words.select_related("change"):
        if row.change.place in places:
            arguments = {"html": row.html, "taken": row.taken, "earlier": row.earlier}
            new = DecidedWords.objects.create(decision=restored, change=places[row.change.place], **arguments)
            Compromise.objects.filter(decided=row).update(decided=new)
    decision_writing.step_to_state(amendment, AmendmentState.DECIDED)
    content = decision_writing.changed_content(decision, restored)
    append_acts(Act("decision restored", amendment, by, content=content), at=at)
    return restored, decision


def _publish_where_public(pairs: Sequence[tuple[Decision, Decision]], note: str, by: Person, at: datetime) -> None:
    """Publishes each new decision, with the note, where the one before it is public: one email a member."""
    if public_pairs := _where_public(pairs):
        decision_writing.publish_corrections(public_pairs, note, by, at)


def _where_public(pairs: Sequence[tuple[Decision, Decision]]) -> list[tuple[Decision, Decision]]:
    return [(new, old) for new, old in pairs if old.release is not None]
