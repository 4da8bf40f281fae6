"""Wordings that a merge leaves open in brackets: each keeps its own proposal, and the body decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Person
from charter.actions.amending import next_texts, rebasing
from charter.actions.amending.next_texts import RebasedChange
from charter.actions.amending.rebasing import Moves
from charter.actions.deciding import decisions
from charter.models import Amendment, CurrentWording, Decision, Merge, Wording
from charter.queries.merging import brackets
from charter.queries.merging.merge_candidates import MergeChange
from charter.queries.merging.merge_views import MergeView
from charter.states import ChangeKind, Outcome, RebaseState


def referral_reason(view: MergeView, changes: Set[int]) -> dict[str, str]:
    """The reason why the wordings of these changes remain open, by language, as the moderator gave it."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for name, conflict in view.result.brackets.items():
        if changes & set(conflict.marks):
            choice = view.merge.resolutions[name]
            reasons[choice["language"]].append(choice["reason"])
    return {code: " ".join(dict.fromkeys(rows)) for code, rows in reasons.items()}


def refer_wordings(view: MergeView, by: Person, at: datetime) -> list[int]:
    """Refers the wordings in brackets to the round's body; each now proposes its own text in their place.

    An amendment that entered by a translation continues in its own language, in which its text is in no brackets.
    """
    referred = []
    for amendment in view.chosen:
        own = [
            merge_change
            for merge_change in view.merge_changes
            if merge_change.amendment.pk == amendment.pk and merge_change.change.pk in view.open
        ]
        if own:
            _refer_separately(view, amendment, own, at)
            _decide(view, amendment, own, by, at)
            referred.append(amendment.pk)
    return referred


def restore_referred_proposals(undone: Merge, moves: Moves, at: datetime) -> None:
    """The wordings in brackets propose their text again over the previous text, as before the merge."""
    now = {old.pk: new for old, new in moves if old is not None}
    adopted = undone.adoptions.exclude(change=None).select_related("change__text")
    proposed = {(a.change.text.amendment_id, a.change.place): a.change.html for a in adopted if a.change is not None}
    for amendment in rebasing.lock_amendments(Amendment.objects.filter(pk__in=[pk for pk, _place in proposed]), ()):
        changes = list(amendment.text.changes.all()) if amendment.text else []
        effects = {
            change.pk: RebasedChange(RebaseState.CLEAN, now[change.base_id], proposed[amendment.pk, change.place])
            for change in changes
            if change.base_id in now and (amendment.pk, change.place) in proposed
        }
        if effects:
            next_texts.write_next_text(amendment, changes, effects, at)


def _refer_separately(view: MergeView, amendment: Amendment, own: Sequence[MergeChange], at: datetime) -> None:
    own_language = [merge_change for merge_change in own if merge_change.change.language == view.merge_base.language]
    if not own_language:
        return
    [locked_amendment] = rebasing.lock_amendments(Amendment.objects.filter(pk=amendment.pk), ())
    assert locked_amendment.text is not None
    effects = {
        merge_change.change.pk: RebasedChange(
            RebaseState.CLEAN, _current_wording(view, merge_change), _words(view, merge_change)
        )
        for merge_change in own_language
    }
    next_texts.write_next_text(locked_amendment, list(locked_amendment.text.changes.all()), effects, at)


def _current_wording(view: MergeView, merge_change: MergeChange) -> Wording:
    rows = CurrentWording.objects.select_related("wording")
    return rows.get(provision=merge_change.change.provision, language=view.merge_base.language).wording


def _words(view: MergeView, merge_change: MergeChange) -> str:
    if merge_change.change.kind != ChangeKind.REPLACE:
        return merge_change.change.html
    return brackets.text_of_one_alternative(
        view.result.merged, view.result.brackets, merge_change.change.pk, merge_change.key
    )


def _decide(view: MergeView, amendment: Amendment, own: Sequence[MergeChange], by: Person, at: datetime) -> None:
    decision = Decision.objects.get(amendment=amendment, superseded_at=None)
    with override(by.language):
        note = _("The text is shown in square brackets, next to the other proposed wordings.")
    why = referral_reason(view, {merge_change.change.pk for merge_change in own})
    decisions.correct_decision(decision=decision, by=by, outcome=Outcome.REFERRED, reason=why, note=note, at=at)
