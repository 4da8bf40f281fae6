"""Reversing an applied merge: a merge of its own, which writes the previous text again, with all consequences."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import LocalizedText, Person, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.amending import amendment_letters, restored_texts
from charter.actions.deciding import rebasing_compromises
from charter.actions.languages import editions, wordings
from charter.actions.merging import losing_decisions, referrals
from charter.models import Adoption, Amendment, Arrangement, Change, Charter, Compromise, Merge, Provision, Wording
from charter.queries.deciding import accepted_conflicts
from charter.queries.merging import merge_reversals
from charter.queries.reading import order_changes
from charter.states import AmendmentState, CameFrom, MergeState, RebaseState
from charter.wording.merges import reversal_blocker_sentence


@dataclass(frozen=True)
class _Undoing:
    """The merge that takes another one back, who does it and why."""

    merge: Merge
    undone: Merge
    by: Person
    at: datetime
    reason: LocalizedText


@transaction.atomic
def reverse_merge(*, merge: Merge, reason: Mapping[str, str], by: Person, at: datetime | None = None) -> Merge:
    """Writes the text before an applied merge again, unless it changed since; its amendments are decided again."""
    at = at or timezone.now()
    charter = (
        Charter.objects.select_for_update(of=("self",), no_key=True)
        .select_related("arrangement")
        .get(pk=merge.charter_id)
    )
    locked_merge = (
        Merge.objects.select_for_update(of=("self",), no_key=True).select_related("article", "round").get(pk=merge.pk)
    )
    require(rules.may_take_merge_back(by, locked_merge, at))
    reasons = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not reasons:
        raise Refused(Refusal(_("Give the reason for reversing the merge.")))
    blockers = merge_reversals.blockers_of_reversal(locked_merge)
    if blockers:
        raise Refused(Refusal(" ".join(map(reversal_blocker_sentence, blockers))))
    undoing = _begin(locked_merge, charter, create_localized_text_from(reasons, by=by), by, at)
    followed = losing_decisions.decisions_following_merge(locked_merge)
    amendments = _decide_again(locked_merge)
    exclude = sorted({*amendments, *(decision.amendment_id for decision in followed)})
    carried = restored_texts.carried_by_merge(locked_merge, exclude)
    kept_away = [*exclude, *(each.amendment.pk for each in carried)]
    new_wordings = _write(undoing)
    _arrange(undoing, charter, kept_away)
    moves = wordings.make_current(new_wordings, exclude=kept_away)
    _set_on_the_words_before(exclude, moves)
    restored = restored_texts.restore_texts(carried, undoing.reason, at)
    rebasing_compromises.reopen_compromises(locked_merge, at)
    referrals.restore_referred_proposals(locked_merge, moves, at)
    again = losing_decisions.take_decisions_back(followed, undoing.reason, by, at)
    _refuse_opposite_outcomes(locked_merge, again)
    for amendment in Amendment.objects.filter(pk__in=amendments).select_related("organisation__name", "round", "text"):
        amendment_letters.tell_of_removed_text(amendment, undoing.reason, locked_merge, at)
    content: dict[str, Any] = {
        "undoes": locked_merge.pk,
        "amendments": amendments,
        "wordings": [w.digest for w in new_wordings],
    }
    content["decided_again"], content["restored"] = again, restored
    append_acts(Act("merge taken back", undoing.merge, by, content=content), at=at)
    return undoing.merge


def _begin(undone: Merge, charter: Charter, reason: LocalizedText, by: Person, at: datetime) -> _Undoing:
    """Applied from the start, with the same amendments."""
    assert charter.arrangement is not None
    again = Merge(charter=charter, article=undone.article, round=undone.round, language=undone.language)
    again.arrangement, again.base, again.state = charter.arrangement, undone.base, MergeState.APPLIED
    again.begun_by = again.saved_by = again.applied_by = by
    again.begun_at = again.saved_at = again.applied_at = at
    again.undoes, again.reason = undone, reason
    again.save()
    again.amendments.set(undone.amendments.all())
    return _Undoing(again, undone, by, at, reason)


def _write(undoing: _Undoing) -> list[Wording]:
    """The previous wordings with their sources; each carries the adoption of the reversal beside the reversed one.

    A provision has one such adoption, so that all languages of the merge are up to date with each other again.
    """
    new_wordings: list[Wording] = []
    adoptions: dict[int, Adoption] = {}
    for written, current in merge_reversals.written_wordings(undoing.undone):
        before = written.parent
        if before is None:
            continue  # a provision that was put in leaves with the order
        if written.provision_id not in adoptions:
            adoptions[written.provision_id] = _adopt(undoing, written.provision)
        new_wordings.append(
            wordings.write_wording(
                provision=written.provision,
                language=written.language,
                html=before.html,
                came_from=CameFrom.MERGE,
                by=undoing.by,
                at=undoing.at,
                parent=current or written,
                adoptions=[adoptions[written.provision_id]],
                runs=before.runs,
            )
        )
    return new_wordings


def _adopt(undoing: _Undoing, provision: Provision) -> Adoption:
    return Adoption.objects.create(
        provision=provision,
        language=undoing.merge.language,
        merge=undoing.merge,
        by=undoing.by,
        at=undoing.at,
        reason=undoing.reason,
    )


def _refuse_opposite_outcomes(undone: Merge, restored: Collection[int]) -> None:
    """A decision that would be restored must agree with those on identical amendments, which may be later ones."""
    for pair in accepted_conflicts.public_contradictions(undone.round, restored):
        sentence = _(
            "Amendments %(granted)s and %(denied)s propose identical text. The reversal would accept "
            "%(granted)s again. The decision on %(denied)s was made after the merge and does not "
            "change. First make the same decision on both amendments."
        )
        raise Refused(Refusal(sentence % {"granted": pair.granted.number, "denied": pair.denied.number}))


def _decide_again(undone: Merge) -> list[int]:
    """Amendments of the reversed merge are accepted and not in the text again; returns their ids."""
    adopted = Change.objects.filter(adoptions__merge=undone).select_related("text__amendment")
    places = {(change.text.amendment_id, change.place) for change in adopted}
    amendments = sorted({amendment for amendment, _place in places})
    for amendment in Amendment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=amendments):
        if amendment.state == AmendmentState.MERGED:
            amendment.state = AmendmentState.DECIDED
            amendment.save(update_fields=["state"])
        own = [place for pk, place in places if pk == amendment.pk]
        changes = Change.objects.filter(text=amendment.text_id, place__in=own, carry=RebaseState.MERGED)
        changes.update(carry=RebaseState.CLEAN, taken=None)
    return amendments


def _set_on_the_words_before(amendments: list[int], moves: list[tuple[Wording | None, Wording]]) -> None:
    """Sets changes and compromises that were written for the previous text on the new wording with that text."""
    for _old, new in moves:
        same = {"base__provision": new.provision, "base__language": new.language, "base__html": new.html}
        Change.objects.filter(text__amendment__in=amendments, text__amendment__text_id__isnull=False, **same).filter(
            pk__in=_current(amendments)
        ).update(base=new)
        Compromise.objects.filter(amendments__in=amendments, agreed=True, **same).update(base=new)


def _current(amendments: list[int]) -> list[int]:
    texts = Amendment.objects.filter(pk__in=amendments).values("text")
    return list(Change.objects.filter(text__in=texts).values_list("pk", flat=True))


def _arrange(undoing: _Undoing, charter: Charter, exclude: list[int]) -> None:
    """The order before the merge, for the articles whose order it changed."""
    arrangement = merge_reversals.arrangement_of(undoing.undone)
    if arrangement is None:
        return
    assert charter.arrangement is not None and arrangement.previous is not None
    changed = merge_reversals.changed_sections(arrangement)
    sections = tuple(changed.get(section.key, section) for section in charter.arrangement.sections)
    for key in _moved_keys(arrangement):
        _adopt(undoing, Provision.objects.get(charter=charter, key=key))
    effects = {
        key: effect
        for section in charter.arrangement.sections
        if section.key in changed
        for key, effect in order_changes.structural_effects_of(section.blocks, changed[section.key].blocks).items()
    }
    editions.arrange_charter(charter=charter, sections=sections, at=undoing.at, fates=effects, exclude=exclude)


def _moved_keys(arrangement: Arrangement) -> list[str]:
    return sorted(arrangement.fates)
