"""What would follow if a merge were applied now: for amendments that wait, for languages, for positions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from charter import texts
from charter.models import Amendment, Change, Position, proposers_of
from charter.queries.merging import border_faults, losing_wordings, translated_words
from charter.queries.merging.merge_building import moves_out, proposed_document
from charter.queries.merging.merge_candidates import MergeChange
from charter.queries.merging.merge_views import MergeView, ResultBlock
from charter.states import MERGING_OUTCOMES, PENDING_STATES, ChangeKind, RebaseState, StructuralEffect
from charter.text import rebase


@dataclass(frozen=True)
class Forecast:
    """Amendments that stay, that the merge grants, that their member must check, that fall; languages, positions."""

    stays: tuple[Amendment, ...]
    grants: tuple[Amendment, ...]
    checks: tuple[Amendment, ...]
    falls: tuple[Amendment, ...]
    languages: tuple[str, ...]
    provisions: int
    positions: int

    @property
    def pending(self) -> int:
        return len(self.stays) + len(self.grants) + len(self.checks) + len(self.falls)


def forecast_merge(view: MergeView) -> Forecast:
    """The effects of a merge if it is applied now, computed with the same rebase that applying it uses."""
    changed = {row.provision.pk: row for row in view.rows if row.provision and row.changed and row.before}
    changed |= _joined_away(view)
    gone = _gone(view)
    fates: dict[Amendment, str] = {}
    for change in _pending(view, changed, gone):
        amendment = change.text.amendment
        fates[amendment] = max(fates.get(amendment, ""), _fate(change, changed, gone, view), key=ORDER.index)
    stays, grants, checks, falls = (tuple(a for a, s in fates.items() if s == state) for state in ORDER[1:])
    worded = [r for r in view.changed if not r.gone and (r.before != r.after or r.border == StructuralEffect.SPLIT)]
    codes = view.merge.charter.languages.exclude(code=view.merge_base.language).values_list("code", flat=True)
    own = {
        merge_change.change.pk
        for other in translated_words.views_by_language(view)
        for merge_change in other.merge_changes
    }
    behind = tuple(code for code in codes if any(_falls_behind(code, row, view, own) for row in worded))
    return Forecast(stays, grants, checks, falls, behind, len(worded), _positions((*checks, *falls)))


def _joined_away(view: MergeView) -> dict[int, ResultBlock]:
    """A provision that is combined with the one before it, by id, with the row of the combined one."""
    rows = {row.key: row for row in view.rows}
    acts = [act for act in view.borders.acts if not act.divides and act.key in rows]
    return {
        view.merge_base.provisions[act.other].pk: rows[act.key]
        for act in acts
        if act.other in view.merge_base.provisions
    }


def _falls_behind(language: str, row: ResultBlock, view: MergeView, own: Collection[int]) -> bool:
    """Whether a provision changes and that language does not, because no change is written in it."""
    brought = [
        merge_change
        for merge_change in view.merge_changes
        if merge_change.key == row.key and merge_change.change.pk in view.brought
    ]
    return not brought or any(
        merge_change.change.language != language or merge_change.change.pk not in own for merge_change in brought
    )


ORDER = ["", "stays", "grants", "checks", "falls"]


def _gone(view: MergeView) -> dict[str, bool]:
    """Keys of provisions that would leave the text, and whether one before it stays in the article."""
    out = {str(row.provision.key) for row in view.rows if row.gone and row.provision}
    out -= {merge_change.key for merge_change in view.merge_changes if moves_out(merge_change, view.merge_base)}
    gone, before = {}, False
    for block in view.merge_base.section.blocks:
        if block.key in out:
            gone[block.key] = before
        else:
            before = True
    return gone


def _pending(view: MergeView, provisions: Mapping[int, ResultBlock], gone: Mapping[str, bool]) -> list[Change]:
    """Changes of amendments that wait, or are accepted and not in this merge, on what would change.

    Words change in one language; a provision that leaves the text leaves it in all.
    """
    inside = {merge_change.change.pk for merge_change in view.merge_changes if merge_change.change.pk in view.brought}
    lost = {loser.amendment.pk for loser in losing_wordings.losers_of(view) if not loser.is_in_part}
    words_changed = Q(provision__in=list(provisions), language=view.merge_base.language)
    provision_gone = Q(provision__key__in=list(gone)) | Q(after__key__in=list(gone))
    rows = Change.objects.filter(
        words_changed | provision_gone,
        text__amendment__round__charter=view.merge.charter,
        text__amendment__state__in=sorted(PENDING_STATES),
        text__amendment__number__isnull=False,
    ).exclude(carry__in=[RebaseState.VOID, RebaseState.MERGED])
    rows = rows.exclude(text__amendment__in=lost).select_related("base", "provision", "after")
    rows = rows.select_related("text__amendment__organisation__name", "text__amendment__round")
    rows = rows.prefetch_related(*proposers_of("text__amendment"))
    rows = rows.prefetch_related("text__amendment__decisions")
    current_rows = [change for change in rows if _waits(change) and change.pk not in inside]
    return sorted(
        current_rows, key=lambda change: (change.text.amendment.round.number, change.text.amendment.number or 0)
    )


def _fate(change: Change, changed: Mapping[int, ResultBlock], gone: Mapping[str, bool], view: MergeView) -> str:
    """The result for a change: if its place leaves the text, by the rules of rebasing; otherwise by its text."""
    own, after = str(change.provision.key), str(change.after.key) if change.after else ""
    if own in gone and change.kind == ChangeKind.DELETE:
        return "grants"
    if own in gone and change.kind != ChangeKind.INSERT:
        return "falls"
    if after in gone and change.kind == ChangeKind.JOIN:
        return "falls"
    if own in gone or after in gone:
        return "checks" if gone[own if own in gone else after] else "falls"
    if change.language != view.merge_base.language or change.provision_id not in changed:
        return "stays"
    if change.kind == ChangeKind.JOIN or own in view.borders.parted:
        return _in_article(change, view)
    row = changed[change.provision_id]
    return _state(change, row.before, row.after)


def _waits(change: Change) -> bool:
    """Whether something may still become of a change: not decided, or accepted."""
    amendment = change.text.amendment
    decision = amendment.decision
    return amendment.text_id == change.text_id and (decision is None or decision.outcome in MERGING_OUTCOMES)


def _in_article(change: Change, view: MergeView) -> str:
    """Where borders are in play, a change is carried over as part of the whole article."""
    fits = change.base is not None and change.base.html == view.merge_base.words.get(str(change.provision.key))
    if not fits or border_faults.fault_of_border(
        change, view.merge_base.charter, view.merge_base.section, view.merge_base.words
    ):
        return "stays"
    merge_change = MergeChange(change, change.text.amendment, None, change.html, "")
    rebase_result = rebase(
        proposed_document(view.merge_base, merge_change), view.merge_base.document, view.result.merged.document
    )
    return {"check": "checks", "void": "falls", "adopted": "grants"}.get(rebase_result.state, "stays")


def _state(change: Change, before: str, after: str) -> str:
    if change.base is None or change.base.html != before:
        return "stays"
    now = texts.single_block(after)
    rebase_result = rebase(texts.sides_of_change(change)[1], texts.single_block(before), now)
    if rebase_result.state == "check" and rebase_result.document == now:  # nothing of it is left
        return "falls"
    return {"check": "checks", "void": "falls", "adopted": "grants"}.get(rebase_result.state, "stays")


def _positions(amendments: tuple[Amendment, ...]) -> int:
    """How many members are asked again, since words they took a position on would change."""
    rows = Position.objects.filter(text__in=[a.text_id for a in amendments], superseded_at=None)
    return rows.values("organisation").distinct().count()
