"""The rows that applying a merge writes: adoptions, wordings, an arrangement, and the states of its amendments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import LocalizedText, Person, create_localized_text_from
from charter import tracing
from charter.actions.languages import editions, wordings
from charter.actions.merging import losing_decisions, merge_borders, referrals
from charter.models import Adoption, Amendment, Block, Change, MergedWording, Provision, Section, Wording
from charter.queries.merging import losing_wordings, merge_building, merge_records, merge_views, translated_words
from charter.queries.merging.merge_candidates import MergeChange
from charter.queries.merging.merge_views import MergeView
from charter.states import AmendmentState, CameFrom, ChangeKind, RebaseState, StructuralEffect

Adoptions = Mapping[str, list[Adoption]]
"""By mark; words that stand in for several amendments have one for each of them."""


def write_result(view: MergeView, by: Person, at: datetime, publishing: bool = False) -> dict[str, Any]:
    """Writes everything and returns the content for the audit log: only ids and digests.

    `publishing`: the caller publishes the decisions on the chosen amendments.
    """
    losers = losing_wordings.losers_of(view)
    fallen = losing_decisions.decide_losers(losers, by, at, publishing)
    others = translated_words.views_by_language(view)
    adoptions = _adopt(view, others, by, at)
    exclude = [amendment.pk for amendment in view.chosen if _is_in_merge(view, amendment)] + fallen
    view, parted = merge_borders.write_borders(view, adoptions, exclude)
    if parted:
        others = translated_words.views_by_language(view)
    new_wordings = _word(view, adoptions, by, at)
    for own in others:
        new_wordings += _word(own, adoptions, by, at)
    applied = _mark(view, {pk for loser in losers for pk in loser.refused})
    _arrange(view, at, exclude)
    wordings.make_current(new_wordings, exclude=exclude)
    referred = referrals.refer_wordings(view, by, at)
    return {
        "amendments": sorted(set(exclude) - set(fallen)),
        "merged": sorted(a.pk for a in applied),
        "referred": referred,
        "followed": sorted(loser.amendment.pk for loser in losers),
        "adoptions": sorted(a.pk for a in _unique(adoptions)),
        "wordings": [wording.digest for wording in (*parted, *new_wordings)],
    }


def _adopt(view: MergeView, others: Sequence[MergeView], by: Person, at: datetime) -> dict[str, list[Adoption]]:
    """One adoption for each change that is in the result, and one for words that nobody but a moderator wrote.

    An adoption with a change and without `asked_by` is for words of the secretariat in place of that change.
    """
    adoptions: dict[str, list[Adoption]] = {}
    # What enters by a translation is credited in its own language too, where other words may be the proposer's.
    views = (view, *others)
    used = {mark for each in views for runs in each.runs.values() for run in runs for mark in run["by"]}
    for merge_change in view.merge_changes:
        if merge_change.change.pk not in view.brought:
            continue
        is_in_place = merge_change.otherwise in used or _has_only_words_of_others(view, merge_change, used)
        if merge_change.mark in used or not is_in_place:
            acts = _borders(view, merge_change)
            adoptions[merge_change.mark] = [
                _adoption(view, merge_change, by, at, asked_by=merge_change.amendment.organisation, **acts)
            ]
        if merge_change.otherwise != merge_change.mark and is_in_place:
            kind, _, pk = merge_change.otherwise.partition(":")
            compromise = int(pk) if kind == "compromise" else None
            own = _adoption(view, merge_change, by, at, compromise_id=compromise)
            adoptions.setdefault(merge_change.otherwise, []).append(own)
            adoptions.setdefault(merge_change.mark, [own])
    for key, (name, _html) in view.result.written.items():
        mark = f"{merge_building.SETTLED}:{name}"
        if mark in used:
            agreed = merge_views.compromise_of(view.merge, name)
            own = Adoption.objects.create(
                provision=_provision(view, key),
                language=view.merge_base.language,
                merge=view.merge,
                compromise=agreed if agreed and agreed.agreed else None,
                reason=view.merge.reason or (agreed.reason if agreed else None),
                by=by,
                at=at,
            )
            adoptions[mark] = [own]
    return adoptions


def _has_only_words_of_others(view: MergeView, merge_change: MergeChange, used: Collection[str]) -> bool:
    """Whether its provision has text in place of the change, all of which other amendments of the merge proposed."""
    if merge_change.otherwise == merge_change.mark or merge_change.mark in used:
        return False
    others = {each.mark for each in view.merge_changes if each is not merge_change}
    return any(others & set(run["by"]) for run in view.runs.get(merge_change.key, ()))


def _adoption(view: MergeView, merge_change: MergeChange, by: Person, at: datetime, **more: Any) -> Adoption:
    values: dict[str, Any] = {"provision": _provision(view, view.lands(merge_change)[0]), **more}
    return Adoption.objects.create(
        language=view.merge_base.language,
        change=merge_change.change,
        merge=view.merge,
        by=by,
        at=at,
        reason=_reason(view, merge_change, by),
        **values,
    )


def _borders(view: MergeView, merge_change: MergeChange) -> dict[str, Any]:
    """The fields of an adoption about the split or combination that is applied for its change."""
    act = next((act for act in view.borders.acts if act.merge_change is merge_change), None)
    if act is None:
        return {}
    effect = StructuralEffect.SPLIT if act.divides else StructuralEffect.JOINED
    return {"provision": _provision(view, act.key), "other": _provision(view, act.other), "fate": effect}


def _reason(view: MergeView, merge_change: MergeChange, by: Person) -> LocalizedText | None:
    if merge_change.change.pk in view.open:
        return create_localized_text_from(referrals.referral_reason(view, {merge_change.change.pk}), by=by)
    return merge_change.decision.reason if merge_change.decision else None


def _provision(view: MergeView, key: str) -> Provision:
    existing = view.merge_base.provisions.get(key)
    fresh = (merge_change.change.new_provision for merge_change in view.merge_changes if merge_change.new_key == key)
    provision = existing or next(fresh)
    assert provision is not None
    return provision


def _word(view: MergeView, adoptions: Adoptions, by: Person, at: datetime) -> list[Wording]:
    """New wordings for blocks whose words changed, each run with the adoptions that brought it."""
    news, marks = [], view.marks
    brought_here = _unique({mark: several for mark, several in adoptions.items() if mark in marks})
    parents: dict[str, Wording | None] = {}
    for key, html in view.result.words.items():
        old = view.merge_base.wordings.get(key)
        if old is not None and old.html == html:
            continue
        provision = _provision(view, key)
        brought = [a for a in brought_here if _lands(a, provision, key, view) and _is_of_words(a)]
        new = wordings.NewWording(
            provision=provision,
            language=view.merge_base.language,
            html=html,
            came_from=CameFrom.MERGE,
            by=by,
            at=at,
            parent=old,
            adoptions=brought,
            runs=_named(view.runs[key], adoptions),
        )
        news.append(new)
        parents[key] = old
    new_wordings = wordings.write_wordings(news)
    _record(view, parents, new_wordings)
    return new_wordings


def _record(view: MergeView, parents: Mapping[str, Wording | None], new_wordings: Sequence[Wording]) -> None:
    """Keeps how each text was made of the text before and the accepted texts."""
    records = merge_records.record_texts(view, parents)
    MergedWording.objects.bulk_create(
        MergedWording(
            merge=view.merge,
            wording=wording,
            proposals=record.proposals,
            edits=record.edits,
            segments=record.segments,
        )
        for wording, record in zip(new_wordings, records.values(), strict=True)
    )


def _lands(adoption: Adoption, provision: Provision, key: str, view: MergeView) -> bool:
    """Whether an adoption is of words of a block; what was divided may have taken them in both parts."""
    merge_change = next(
        (candidate for candidate in view.merge_changes if candidate.change.pk == adoption.change_id), None
    )
    return adoption.provision_id == provision.pk or (merge_change is not None and key in view.lands(merge_change))


def _is_of_words(adoption: Adoption) -> bool:
    """A move or a deletion is in the arrangement, which all languages share: no wording carries it."""
    return adoption.change is None or adoption.change.kind in (ChangeKind.REPLACE, ChangeKind.INSERT)


def _unique(adoptions: Adoptions) -> list[Adoption]:
    return list({adoption.pk: adoption for several in adoptions.values() for adoption in several}.values())


def _named(runs: Iterable[tracing.Run], adoptions: Adoptions) -> list[tracing.Run]:
    """Runs with the marks of stored adoptions in place of those of the merge."""
    return tracing.join_runs({"text": run["text"], "by": _stored(run["by"], adoptions)} for run in runs)


def _stored(marks: Iterable[str], adoptions: Adoptions) -> list[str]:
    stored_marks = ([f"adoption:{a.pk}" for a in adoptions[mark]] if mark in adoptions else [mark] for mark in marks)
    return list(dict.fromkeys(mark for several in stored_marks for mark in several))


def _mark(view: MergeView, refused: Collection[int]) -> list[Amendment]:
    """Changes in the result are marked so; an amendment is in the text when all that was accepted of it is.

    `refused` are changes that are not accepted any more.
    """
    lost = {c.change.pk for clash_marks in view.settled_against for c in clash_marks}
    for merge_change in view.merge_changes:
        if merge_change.change.pk in view.taken:
            kept = _texts_of(view, merge_change) if merge_change.change.pk in lost else None
            Change.objects.filter(pk=merge_change.change.pk).update(carry=RebaseState.MERGED, taken=kept)
    merged = []
    for amendment in view.chosen:
        if _is_in_merge(view, amendment) and not _left(amendment, view, refused):
            Amendment.objects.filter(pk=amendment.pk).update(state=AmendmentState.MERGED)
            merged.append(amendment)
    return merged


def _texts_of(view: MergeView, merge_change: MergeChange) -> list[str]:
    return [run["text"] for runs in view.runs.values() for run in runs if merge_change.mark in run["by"]]


def _is_in_merge(view: MergeView, amendment: Amendment) -> bool:
    return any(
        merge_change.amendment.pk == amendment.pk and merge_change.change.pk in view.brought
        for merge_change in view.merge_changes
    )


def _left(amendment: Amendment, view: MergeView, refused: Collection[int]) -> bool:
    """Whether something that was accepted of the amendment is not in the text yet."""
    decision = amendment.decision
    out = {*refused, *(w.change_id for w in decision.words.all() if not w.taken)} if decision else set(refused)
    changes = amendment.text.changes.all() if amendment.text else ()
    return any(
        change.pk not in out and change.pk not in view.taken and change.carry != RebaseState.MERGED
        for change in changes
    )


def _arrange(view: MergeView, at: datetime, exclude: list[int]) -> None:
    """A new arrangement where blocks came, went or moved, one for all languages."""
    charter, section = view.merge_base.charter, view.merge_base.section
    assert charter.arrangement is not None
    if view.blocks == section.blocks:
        return
    out = {
        merge_change.key: merge_change
        for merge_change in view.merge_changes
        if merge_building.moves_out(merge_change, view.merge_base) and merge_change.change.pk in view.taken
    }
    leaving = {block.key: block for block in section.blocks if block.key in out}
    sections = tuple(
        replace(s, blocks=view.blocks) if s.key == section.key else _taking_in(s, out, leaving)
        for s in charter.arrangement.sections
    )
    editions.arrange_charter(charter=charter, sections=sections, at=at, fates=_fates(view, set(out)), exclude=exclude)


def _taking_in(section: Section, out: Mapping[str, MergeChange], leaving: Mapping[str, Block]) -> Section:
    blocks = list(section.blocks)
    for key, merge_change in out.items():
        after = str(merge_change.change.after.key) if merge_change.change.after else ""
        place = next((n for n, block in enumerate(blocks) if block.key == after), None)
        if place is not None:
            blocks.insert(place + 1, leaving[key])
    return replace(section, blocks=tuple(blocks))


def _fates(view: MergeView, out: set[str]) -> dict[str, dict[str, Any]]:
    before = {block.key for block in view.merge_base.section.blocks}
    after = {block.key for block in view.blocks}
    effects = {key: "inserted" for key in after - before}
    effects |= {key: "deleted" for key in before - after - out}
    effects |= {key: "moved" for key in (view.moved & after) | out}
    return {key: {"fate": effect, "into": []} for key, effect in effects.items()}
