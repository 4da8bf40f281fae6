"""What applying a merge writes: adoptions, wordings, an arrangement, and the states of what it brought in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import Person, Said, say_in_each
from charter import tracing
from charter.actions import editions, merge_borders, referrals, wordings
from charter.actions import losing as deciding_on
from charter.models import Adoption, Amendment, Block, Change, Provision, Section, Wording
from charter.queries import losing, merge_views, merging, own_words
from charter.queries.merge_views import MergeView
from charter.queries.to_merge import Asked
from charter.states import AmendmentState, CameFrom, CarryState, ChangeKind, Fate

Adoptions = Mapping[str, list[Adoption]]
"""By mark; words that stand in for several amendments have one for each of them."""


def write(view: MergeView, by: Person, at: datetime) -> dict[str, Any]:
    """Writes everything and says what for the record: ids and digests alone."""
    losers = losing.losers(view)
    fallen = deciding_on.decide(losers, by, at)
    adoptions = _adopt(view, by, at)
    but = [amendment.pk for amendment in view.chosen if _in_it(view, amendment)] + fallen
    view, parted = merge_borders.carry_out(view, adoptions, but)
    made = _word(view, adoptions, by, at)
    for own in own_words.views(view):
        made += _word(own, adoptions, by, at)
    applied = _mark(view, {pk for loser in losers for pk in loser.refused})
    _arrange(view, at, but)
    wordings.stand(made, but=but)
    referred = referrals.refer(view, by, at)
    return {
        "amendments": sorted(set(but) - set(fallen)),
        "merged": sorted(a.pk for a in applied),
        "referred": referred,
        "followed": sorted(loser.amendment.pk for loser in losers),
        "adoptions": sorted(a.pk for a in _unique(adoptions)),
        "wordings": [wording.digest for wording in (*parted, *made)],
    }


def _adopt(view: MergeView, by: Person, at: datetime) -> dict[str, list[Adoption]]:
    """One adoption for each change that is in the result, and one for words that nobody but a moderator wrote.

    An adoption with a change and without `asked_by` is for words of the secretariat in place of that change.
    """
    found: dict[str, list[Adoption]] = {}
    # What enters by a translation is credited in its own language too, where other words may be the proposer's.
    views = (view, *own_words.views(view))
    used = {mark for each in views for runs in each.runs.values() for run in runs for mark in run["by"]}
    for one in view.asked:
        if one.change.pk not in view.brought:
            continue
        if one.mark in used or one.otherwise not in used:
            acts = _borders(view, one)
            found[one.mark] = [_adoption(view, one, by, at, asked_by=one.amendment.organisation, **acts)]
        if one.otherwise != one.mark and one.otherwise in used:
            kind, _, pk = one.otherwise.partition(":")
            compromise = int(pk) if kind == "compromise" else None
            own = _adoption(view, one, by, at, compromise_id=compromise)
            found.setdefault(one.otherwise, []).append(own)
            found.setdefault(one.mark, [own])
    for key, (name, _html) in view.result.written.items():
        mark = f"{merging.SETTLED}:{name}"
        if mark in used:
            agreed = merge_views.compromise_of(view.merge, name)
            own = Adoption.objects.create(
                provision=_provision(view, key),
                language=view.ground.language,
                merge=view.merge,
                compromise=agreed if agreed and agreed.agreed else None,
                reason=view.merge.reason or (agreed.reason if agreed else None),
                by=by,
                at=at,
            )
            found[mark] = [own]
    return found


def _adoption(view: MergeView, one: Asked, by: Person, at: datetime, **more: Any) -> Adoption:
    values: dict[str, Any] = {"provision": _provision(view, view.lands(one)[0]), **more}
    return Adoption.objects.create(
        language=view.ground.language,
        change=one.change,
        merge=view.merge,
        by=by,
        at=at,
        reason=_reason(view, one, by),
        **values,
    )


def _borders(view: MergeView, one: Asked) -> dict[str, Any]:
    """What an adoption says of the division or join that is carried out for its change."""
    act = next((act for act in view.borders.acts if act.asked is one), None)
    if act is None:
        return {}
    fate = Fate.SPLIT if act.divides else Fate.JOINED
    return {"provision": _provision(view, act.key), "other": _provision(view, act.other), "fate": fate}


def _reason(view: MergeView, one: Asked, by: Person) -> Said | None:
    if one.change.pk in view.open:
        return say_in_each(referrals.reason(view, {one.change.pk}), by=by)
    return one.decision.reason if one.decision else None


def _provision(view: MergeView, key: str) -> Provision:
    known = view.ground.provisions.get(key)
    fresh = (one.change.new_provision for one in view.asked if one.new_key == key)
    found = known or next(fresh)
    assert found is not None
    return found


def _word(view: MergeView, adoptions: Adoptions, by: Person, at: datetime) -> list[Wording]:
    """New wordings for blocks whose words changed, each run with the adoptions that brought it."""
    news, marks = [], view.marks
    brought_here = _unique({mark: several for mark, several in adoptions.items() if mark in marks})
    for key, html in view.result.words.items():
        old = view.ground.standing.get(key)
        if old is not None and old.html == html:
            continue
        provision = _provision(view, key)
        brought = [a for a in brought_here if _lands(a, provision, key, view) and _is_of_words(a)]
        new = wordings.NewWording(
            provision=provision,
            language=view.ground.language,
            html=html,
            came_from=CameFrom.MERGE,
            by=by,
            at=at,
            parent=old,
            adoptions=brought,
            runs=_named(view.runs[key], adoptions),
        )
        news.append(new)
    return wordings.write_all(news)


def _lands(adoption: Adoption, provision: Provision, key: str, view: MergeView) -> bool:
    """Whether an adoption is of words of a block; what was divided may have taken them in both parts."""
    one = next((one for one in view.asked if one.change.pk == adoption.change_id), None)
    return adoption.provision_id == provision.pk or (one is not None and key in view.lands(one))


def _is_of_words(adoption: Adoption) -> bool:
    """A move or a deletion is in the arrangement, which all languages share: no wording carries it."""
    return adoption.change is None or adoption.change.kind in (ChangeKind.REPLACE, ChangeKind.INSERT)


def _unique(adoptions: Adoptions) -> list[Adoption]:
    return list({adoption.pk: adoption for several in adoptions.values() for adoption in several}.values())


def _named(runs: Iterable[tracing.Run], adoptions: Adoptions) -> list[tracing.Run]:
    """Runs with the marks of stored adoptions in place of those of the merge."""
    return tracing.joined({"text": run["text"], "by": _stored(run["by"], adoptions)} for run in runs)


def _stored(marks: Iterable[str], adoptions: Adoptions) -> list[str]:
    found = ([f"adoption:{a.pk}" for a in adoptions[mark]] if mark in adoptions else [mark] for mark in marks)
    return list(dict.fromkeys(mark for several in found for mark in several))


def _mark(view: MergeView, refused: Collection[int]) -> list[Amendment]:
    """Changes in the result are marked so; an amendment is in the text when all that was accepted of it is.

    `refused` are changes that are not accepted any more.
    """
    lost = {c.change.pk for clash_marks in view.settled_against for c in clash_marks}
    for one in view.asked:
        if one.change.pk in view.taken:
            kept = _texts_of(view, one) if one.change.pk in lost else None
            Change.objects.filter(pk=one.change.pk).update(carry=CarryState.MERGED, taken=kept)
    merged = []
    for amendment in view.chosen:
        if _in_it(view, amendment) and not _left(amendment, view, refused):
            Amendment.objects.filter(pk=amendment.pk).update(state=AmendmentState.MERGED)
            merged.append(amendment)
    return merged


def _texts_of(view: MergeView, one: Asked) -> list[str]:
    return [run["text"] for runs in view.runs.values() for run in runs if one.mark in run["by"]]


def _in_it(view: MergeView, amendment: Amendment) -> bool:
    return any(one.amendment.pk == amendment.pk and one.change.pk in view.brought for one in view.asked)


def _left(amendment: Amendment, view: MergeView, refused: Collection[int]) -> bool:
    """Whether something that was accepted of the amendment is not in the text yet."""
    decision = amendment.decision
    out = {*refused, *(w.change_id for w in decision.words.all() if not w.taken)} if decision else set(refused)
    changes = amendment.text.changes.all() if amendment.text else ()
    return any(
        change.pk not in out and change.pk not in view.taken and change.carry != CarryState.MERGED
        for change in changes
    )


def _arrange(view: MergeView, at: datetime, but: list[int]) -> None:
    """A new arrangement where blocks came, went or moved, one for all languages."""
    charter, section = view.ground.charter, view.ground.section
    assert charter.arrangement is not None
    if view.blocks == section.blocks:
        return
    out = {one.key: one for one in view.asked if merging.moves_out(one, view.ground) and one.change.pk in view.taken}
    leaving = {block.key: block for block in section.blocks if block.key in out}
    sections = tuple(
        replace(s, blocks=view.blocks) if s.key == section.key else _taking_in(s, out, leaving)
        for s in charter.arrangement.sections
    )
    editions.arrange(charter=charter, sections=sections, at=at, fates=_fates(view, set(out)), but=but)


def _taking_in(section: Section, out: Mapping[str, Asked], leaving: Mapping[str, Block]) -> Section:
    blocks = list(section.blocks)
    for key, one in out.items():
        after = str(one.change.after.key) if one.change.after else ""
        place = next((n for n, block in enumerate(blocks) if block.key == after), None)
        if place is not None:
            blocks.insert(place + 1, leaving[key])
    return replace(section, blocks=tuple(blocks))


def _fates(view: MergeView, out: set[str]) -> dict[str, dict[str, Any]]:
    before = {block.key for block in view.ground.section.blocks}
    after = {block.key for block in view.blocks}
    fates = {key: "inserted" for key in after - before}
    fates |= {key: "deleted" for key in before - after - out}
    fates |= {key: "moved" for key in (view.moved & after) | out}
    return {key: {"fate": fate, "into": []} for key, fate in fates.items()}
