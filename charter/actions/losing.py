"""The decisions that follow when a conflict was settled: for those whose wording was not chosen, and their return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.actions.records import Act, append
from accounts.models import Person, Said
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions import deciding
from charter.actions.deciding import Decided
from charter.models import Amendment, Compromise, DecidedWords, Decision, Merge
from charter.queries.losing import Loser
from charter.states import MERGING_OUTCOMES, AmendmentState


def decide(losers: Sequence[Loser], by: Person, at: datetime) -> list[int]:
    """Decides anew on each, in public where the decision before was, with a note; gives the ids of those that end."""
    ended = []
    for one in losers:
        with override(by.language):
            note = _("Other words were chosen for the same place when the amendments were brought together.")
        what = Decided(one.outcome, one.reason, one.because_of, taken=dict.fromkeys(one.refused, False))
        follow(amendment=one.amendment, by=by, what=what, note=note, at=at)
        if not one.is_in_part:
            ended.append(one.amendment.pk)
    return ended


def followed(merge: Merge) -> list[Decision]:
    """The decisions that an applied merge made and that still hold: for who lost, and for what it left open."""
    assert merge.applied_at is not None
    made = Decision.objects.filter(amendment__merges=merge, at=merge.applied_at, by=merge.applied_by)
    return list(made.filter(superseded_at=None).order_by("amendment"))


def take_back(made: Sequence[Decision], reason: Said, by: Person, at: datetime) -> list[int]:
    """Each of them gives way to the one before it, public where it was. Gives the ids of their amendments."""
    with override(by.language):
        said = {"reason": reason.in_language(by.language).text}
        note = _("The merge that it followed from was taken back: “%(reason)s”") % said
    return [restore(decision=one, note=note, by=by, at=at).amendment_id for one in made]


@transaction.atomic
def follow(
    *,
    amendment: Amendment,
    by: Person,
    what: Decided,
    note: str,
    at: datetime | None = None,
) -> Decision:
    """The decision that follows from how a conflict was settled, in place of the one that accepted the amendment.

    Public, with the note, where that one was. `what` names changes of which nothing is taken; of the others the merge
    knows what is taken.
    """
    at = at or timezone.now()
    held = deciding.locked(amendment)
    require(rules.may_decide(by, held))
    before = held.decision
    if before is None or before.outcome not in MERGING_OUTCOMES:
        raise Refused(Refusal(gettext_lazy("Only an accepted amendment can lose a conflict.")))
    made = deciding.write(held, what, by, at)
    if before.release is not None:
        deciding.publish(made, before, note, by, at)
    append(Act("decision followed", held, by, content=deciding.changed(before, made)), at=at)
    return made


@transaction.atomic
def restore(*, decision: Decision, note: str, by: Person, at: datetime | None = None) -> Decision:
    """Decides again as before a decision that followed from a merge: that merge was taken back.

    Public, with the note, where that one was; its changed words, and what was said to them, go with it.
    """
    at = at or timezone.now()
    held = deciding.locked(decision.amendment)
    require(rules.may_decide(by, held))
    before = held.decisions.filter(superseded_at=decision.at).select_related("reason").order_by("-pk").first()
    if before is None or held.text is None or decision.superseded_at is not None:
        raise Refused(Refusal(gettext_lazy("There is no decision before this one.")))
    deciding.supersede(held, at)
    again = {"outcome": before.outcome, "reason": before.reason, "because_of": before.because_of}
    made = Decision.objects.create(amendment=held, text=held.text, by=by, at=at, **again)
    places = {change.place: change for change in held.text.changes.all()}
    for row in before.words.select_related("change"):
        if row.change.place in places:
            said = {"html": row.html, "taken": row.taken}
            new = DecidedWords.objects.create(decision=made, change=places[row.change.place], **said)
            Compromise.objects.filter(decided=row).update(decided=new)
    if decision.release is not None:
        deciding.publish(made, decision, note, by, at)
    deciding.step(held, AmendmentState.DECIDED)
    append(Act("decision restored", held, by, content=deciding.changed(decision, made)), at=at)
    return made
