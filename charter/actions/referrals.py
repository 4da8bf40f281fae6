"""Wordings that a merge leaves open in brackets: each goes on asking for its own words, and the body decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Person
from charter.actions import carries, decisions, next_texts
from charter.actions.carries import Moves
from charter.actions.next_texts import Carried
from charter.models import Amendment, Decision, Merge, Standing, Wording
from charter.queries import brackets
from charter.queries.merge_views import MergeView
from charter.queries.to_merge import Asked
from charter.states import CarryState, ChangeKind, Outcome


def reason(view: MergeView, changes: Set[int]) -> dict[str, str]:
    """Why the wordings of these changes stay open, by language, as the moderator said when settling."""
    said: dict[str, list[str]] = defaultdict(list)
    for name, conflict in view.result.brackets.items():
        if changes & set(conflict.marks):
            choice = view.merge.resolutions[name]
            said[choice["language"]].append(choice["reason"])
    return {code: " ".join(dict.fromkeys(rows)) for code, rows in said.items()}


def refer(view: MergeView, by: Person, at: datetime) -> list[int]:
    """Refers what stands in brackets to the round's body; each asks for its own words in their place from now on.

    One that entered by a translation asks on in its own language, where its words stand in no brackets.
    """
    referred = []
    for amendment in view.chosen:
        own = [one for one in view.asked if one.amendment.pk == amendment.pk and one.change.pk in view.open]
        if own:
            _ask_alone(view, amendment, own, at)
            _decide(view, amendment, own, by, at)
            referred.append(amendment.pk)
    return referred


def take_out(undone: Merge, moves: Moves, at: datetime) -> None:
    """What stood in brackets asks for its words over those before again, as it did then."""
    now = {old.pk: new for old, new in moves if old is not None}
    adopted = undone.adoptions.exclude(change=None).select_related("change__text")
    asked = {(a.change.text.amendment_id, a.change.place): a.change.html for a in adopted if a.change is not None}
    for amendment in carries.locked(Amendment.objects.filter(pk__in=[pk for pk, _place in asked]), ()):
        changes = list(amendment.text.changes.all()) if amendment.text else []
        fates = {
            change.pk: Carried(CarryState.CLEAN, now[change.base_id], asked[amendment.pk, change.place])
            for change in changes
            if change.base_id in now and (amendment.pk, change.place) in asked
        }
        if fates:
            next_texts.follow(amendment, changes, fates, at)


def _ask_alone(view: MergeView, amendment: Amendment, own: Sequence[Asked], at: datetime) -> None:
    here = [one for one in own if one.change.language == view.ground.language]
    if not here:
        return
    [held] = carries.locked(Amendment.objects.filter(pk=amendment.pk), ())
    assert held.text is not None
    fates = {one.change.pk: Carried(CarryState.CLEAN, _standing(view, one), _words(view, one)) for one in here}
    next_texts.follow(held, list(held.text.changes.all()), fates, at)


def _standing(view: MergeView, one: Asked) -> Wording:
    rows = Standing.objects.select_related("wording")
    return rows.get(provision=one.change.provision, language=view.ground.language).wording


def _words(view: MergeView, one: Asked) -> str:
    if one.change.kind != ChangeKind.REPLACE:
        return one.change.html
    return brackets.alone(view.result.merged, view.result.brackets, one.change.pk, one.key)


def _decide(view: MergeView, amendment: Amendment, own: Sequence[Asked], by: Person, at: datetime) -> None:
    decision = Decision.objects.get(amendment=amendment, superseded_at=None)
    with override(by.language):
        note = _("Its words stand in the text in square brackets, beside the others that were asked for.")
    why = reason(view, {one.change.pk for one in own})
    decisions.correct(decision=decision, by=by, outcome=Outcome.REFERRED, reason=why, note=note, at=at)
