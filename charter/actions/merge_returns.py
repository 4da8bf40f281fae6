"""Taking an applied merge back: a merge of its own, which writes the words before it anew and lets all else follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person, Said, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions import editions, losing, notices, referrals, wordings
from charter.models import Adoption, Amendment, Arrangement, Change, Charter, Compromise, Merge, Provision, Wording
from charter.queries import fates, merge_returns
from charter.states import AmendmentState, CameFrom, CarryState, MergeState


@dataclass(frozen=True)
class _Undoing:
    """The merge that takes another one back, who does it and why."""

    merge: Merge
    undone: Merge
    by: Person
    at: datetime
    reason: Said


@transaction.atomic
def take_back(*, merge: Merge, reason: Mapping[str, str], by: Person, at: datetime | None = None) -> Merge:
    """Writes the words before an applied merge anew, where its own still stand; its amendments are decided again."""
    at = at or timezone.now()
    charter = (
        Charter.objects.select_for_update(of=("self",), no_key=True)
        .select_related("arrangement")
        .get(pk=merge.charter_id)
    )
    held = (
        Merge.objects.select_for_update(of=("self",), no_key=True).select_related("article", "round").get(pk=merge.pk)
    )
    require(rules.may_take_merge_back(by, held, at))
    given = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not given:
        raise Refused(Refusal(_("Say why the merge is taken back.")))
    hindrances = merge_returns.hindrances(held)
    if hindrances:
        raise Refused(Refusal(" ".join(map(str, hindrances))))
    undoing = _begin(held, charter, say_in_each(given, by=by), by, at)
    followed = losing.followed(held)
    amendments = _decide_again(held)
    but = sorted({*amendments, *(one.amendment_id for one in followed)})
    made = _write(undoing)
    _arrange(undoing, charter, but)
    moves = wordings.stand(made, but=but)
    _set_on_the_words_before(but, moves)
    referrals.take_out(held, moves, at)
    again = losing.take_back(followed, undoing.reason, by, at)
    for amendment in Amendment.objects.filter(pk__in=amendments).select_related("organisation__name", "round", "text"):
        notices.taken_out(amendment, undoing.reason, held, at)
    content: dict[str, Any] = {"undoes": held.pk, "amendments": amendments, "wordings": [w.digest for w in made]}
    content["decided_again"] = again
    append(Act("merge taken back", undoing.merge, by, content=content), at=at)
    return undoing.merge


def _begin(held: Merge, charter: Charter, reason: Said, by: Person, at: datetime) -> _Undoing:
    """Applied from the start, with the same amendments."""
    assert charter.arrangement is not None
    again = Merge(charter=charter, article=held.article, round=held.round, language=held.language)
    again.arrangement, again.base, again.state = charter.arrangement, held.base, MergeState.APPLIED
    again.begun_by = again.saved_by = again.applied_by = by
    again.begun_at = again.saved_at = again.applied_at = at
    again.undoes, again.reason = held, reason
    again.save()
    again.amendments.set(held.amendments.all())
    return _Undoing(again, held, by, at, reason)


def _write(undoing: _Undoing) -> list[Wording]:
    """The words before, each with who asked for them; the adoption of the undoing is carried beside that undone.

    A provision has one such adoption, so that languages which went the way together come back together.
    """
    made: list[Wording] = []
    adoptions: dict[int, Adoption] = {}
    for written, standing in merge_returns.written(undoing.undone):
        before = written.parent
        if before is None:
            continue  # a provision that was put in leaves with the order
        if written.provision_id not in adoptions:
            adoptions[written.provision_id] = _adopt(undoing, written.provision)
        made.append(
            wordings.write(
                provision=written.provision,
                language=written.language,
                html=before.html,
                came_from=CameFrom.MERGE,
                by=undoing.by,
                at=undoing.at,
                parent=standing or written,
                adoptions=[adoptions[written.provision_id]],
                runs=before.runs,
            )
        )
    return made


def _adopt(undoing: _Undoing, provision: Provision) -> Adoption:
    return Adoption.objects.create(
        provision=provision,
        language=undoing.merge.language,
        merge=undoing.merge,
        by=undoing.by,
        at=undoing.at,
        reason=undoing.reason,
    )


def _decide_again(held: Merge) -> list[int]:
    """What the merge brought in is accepted and not in the text again; ids of its amendments."""
    adopted = Change.objects.filter(adoptions__merge=held).select_related("text__amendment")
    places = {(change.text.amendment_id, change.place) for change in adopted}
    amendments = sorted({amendment for amendment, _place in places})
    for amendment in Amendment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=amendments):
        if amendment.state == AmendmentState.MERGED:
            amendment.state = AmendmentState.DECIDED
            amendment.save(update_fields=["state"])
        own = [place for pk, place in places if pk == amendment.pk]
        changes = Change.objects.filter(text=amendment.text_id, place__in=own, carry=CarryState.MERGED)
        changes.update(carry=CarryState.CLEAN, taken=None)
    return amendments


def _set_on_the_words_before(amendments: list[int], moves: list[tuple[Wording | None, Wording]]) -> None:
    """Changes and compromises written for the words before stand on the wording that says them now."""
    for _old, new in moves:
        same = {"base__provision": new.provision, "base__language": new.language, "base__html": new.html}
        Change.objects.filter(text__amendment__in=amendments, text__amendment__text_id__isnull=False, **same).filter(
            pk__in=_current(amendments)
        ).update(base=new)
        Compromise.objects.filter(amendments__in=amendments, agreed=True, **same).update(base=new)


def _current(amendments: list[int]) -> list[int]:
    texts = Amendment.objects.filter(pk__in=amendments).values("text")
    return list(Change.objects.filter(text__in=texts).values_list("pk", flat=True))


def _arrange(undoing: _Undoing, charter: Charter, but: list[int]) -> None:
    """The order before the merge, for the articles whose order it changed."""
    made = merge_returns.arrangement_of(undoing.undone)
    if made is None:
        return
    assert charter.arrangement is not None and made.previous is not None
    changed = merge_returns.changed_sections(made)
    sections = tuple(changed.get(section.key, section) for section in charter.arrangement.sections)
    for key in _moved_keys(made):
        _adopt(undoing, Provision.objects.get(charter=charter, key=key))
    told = {
        key: fate
        for section in charter.arrangement.sections
        if section.key in changed
        for key, fate in fates.of(section.blocks, changed[section.key].blocks).items()
    }
    editions.arrange(charter=charter, sections=sections, at=undoing.at, fates=told, but=but)


def _moved_keys(made: Arrangement) -> list[str]:
    return sorted(made.fates)
