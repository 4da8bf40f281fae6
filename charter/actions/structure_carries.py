"""Carrying over what is asked of provisions that are divided or joined: the text core says which words go where.

What an amendment asks of the words of one part goes to that part. Where a word of it stands on the border, it is to be
checked, and asks for the same as before: the whole in the first part, and that the second goes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from charter import texts
from charter.actions import border_carries, carries
from charter.actions.carries import Moves, locked
from charter.actions.next_texts import Also, Carried, follow
from charter.models import (
    Adoption,
    Amendment,
    AmendmentText,
    Arrangement,
    Block,
    Change,
    Charter,
    DecidedWords,
    Standing,
    Wording,
)
from charter.states import BORDER_KINDS, AmendmentState, CameFrom, CarryState, ChangeKind, Fate, ProvisionKind
from charter.text import Document, rebase

DONE = (CarryState.VOID, CarryState.MERGED)


@dataclass(frozen=True)
class Shape:
    """Words of one language before and after: one wording and two, or two and one."""

    before: tuple[Wording, ...]
    after: tuple[Wording, ...]

    @property
    def divides(self) -> bool:
        return len(self.after) > 1

    def over(self, html: str, at: Wording) -> dict[str, str] | None:
        """Words in place of those before, as they read in what stands now, by key; None where the two collide."""
        found = rebase(_document(self.before, {at.pk: html}), _document(self.before), _document(self.after))
        return None if found.conflicts or found.document is None else texts.words_of(found.document)


@transaction.atomic
def carry(moves: Moves, but: Collection[int] = ()) -> Moves:
    """Rebases pending amendments on words that were divided or joined; gives the moves that are neither."""
    found = shapes(moves)
    for shape in found:
        words = [one.pk for one in shape.before]
        named = Q(text__changes__base__in=words) | Q(text__changes__after_base__in=words)
        asking = Amendment.objects.pending().filter(named)
        for amendment in locked(asking, but):
            _carry(amendment, shape)
    done = {new.pk for shape in found for new in shape.after}
    return [move for move in moves if move[1].pk not in done]


@transaction.atomic
def rearrange(charter: Charter, new: Arrangement, but: Collection[int] = ()) -> None:
    """Gives pending amendments that name a place at provisions that were divided or joined the place that is meant."""
    for key, fate in new.fates.items():
        if fate["fate"] in (Fate.SPLIT, Fate.JOINED):
            pair = {key, *fate["into"]}
            named = Q(text__changes__provision__key__in=pair) | Q(text__changes__after__key__in=pair)
            asking = Amendment.objects.pending().filter(named, round__charter=charter)
            made = Adoption.objects.filter(fate=fate["fate"], other__key__in=pair)
            for amendment in locked(asking, but):
                _place(amendment, made.select_related("provision", "other").latest("pk"), new.made_at)


@transaction.atomic
def open_draft(*, amendment: Amendment, by: Person, at: datetime | None = None) -> AmendmentText | None:
    """Brings a draft to the words that stand now, also where they were divided or joined. None if nothing moved."""
    before = amendment.text
    if amendment.state == AmendmentState.DRAFT and before is not None:
        rows = before.changes.select_related("base__provision", "after_base__provision")
        bases = [word for change in rows for word in (change.base, change.after_base) if word is not None]
        for shape in shapes(_moves_of(bases)):
            [held] = locked(Amendment.objects.filter(pk=amendment.pk), ())
            _carry(held, shape)
            amendment.text, amendment.revision = held.text, held.revision
    carried = carries.open_draft(amendment=amendment, by=by, at=at)
    return carried or (amendment.text if amendment.text != before else None)


def _moves_of(bases: Collection[Wording]) -> Moves:
    """Words that stand and were made of these by a division or a join."""
    here = Q(wording__parent__in=bases)
    for joined in Adoption.objects.filter(fate=Fate.JOINED, other__in=[base.provision_id for base in bases]):
        here |= Q(provision=joined.provision_id)
    made = Standing.objects.filter(here, language__in={base.language for base in bases})
    rows = made.filter(wording__came_from__in=(CameFrom.SPLIT, CameFrom.JOIN))
    found = [row.wording for row in rows.select_related("wording__provision", "wording__parent__provision")]
    return [(w.parent if w.parent and w.parent.provision_id == w.provision_id else None, w) for w in found]


def shapes(moves: Moves) -> list[Shape]:
    """What was divided or joined among words that moved."""
    return [shape for move in moves if (shape := _shape(*move, moves)) is not None]


def _shape(old: Wording | None, new: Wording, moves: Moves) -> Shape | None:
    if new.came_from == CameFrom.SPLIT and old is not None:
        seconds = (n for _o, n in moves if n.parent_id == old.pk and n.provision_id != old.provision_id)
        second = next(seconds, None)
        return Shape((old,), (new, second)) if second else None
    if new.came_from == CameFrom.JOIN:
        joined = Adoption.objects.filter(fate=Fate.JOINED, provision=new.provision_id).latest("pk")
        gone = Standing.objects.filter(provision=joined.other_id, language=new.language).select_related("wording")
        other = next((row.wording for row in gone), None)
        return Shape((old, other) if old else (other,), (new,)) if other else None
    return None


def _document(wordings: tuple[Wording, ...], instead: Mapping[int, str] | None = None) -> Document:
    blocks = [Block(str(one.provision.key), ProvisionKind.PARAGRAPH) for one in wordings]
    words = [(instead or {}).get(one.pk, one.html) for one in wordings]
    return texts.document(blocks, {block.key: html for block, html in zip(blocks, words, strict=True)})


def _carry(amendment: Amendment, shape: Shape) -> None:
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    words = {one.pk for one in shape.before}
    own = [c for c in changes if words & {c.base_id, c.after_base_id} and c.carry not in DONE]
    rows = DecidedWords.objects.filter(decision__superseded_at=None, change__in=own).exclude(html="")
    decided = dict(rows.values_list("change", "html"))
    fates = {c.pk: _kept(c, _fate(c, shape, decided, own)) for c in own}
    if fates:
        follow(amendment, changes, fates, max(one.at for one in shape.after), lambda *said: _reword(shape, *said))


def _fate(change: Change, shape: Shape, decided: Mapping[int, str], own: Collection[Change]) -> Carried:
    if change.kind == ChangeKind.MOVE:
        return Carried(CarryState.CLEAN, shape.after[0], "")
    if change.kind in BORDER_KINDS and shape.divides:
        return border_carries.divided(change, shape.before[0], *shape.after)
    if change.kind in BORDER_KINDS:
        return border_carries.joined(change, shape.before, shape.after[0])
    return _divided(change, shape, decided) if shape.divides else _joined(change, shape, own)


def _kept(change: Change, fate: Carried) -> Carried:
    """A change that waits to be looked at goes on waiting."""
    waits = change.carry == CarryState.CHECK and fate.state == CarryState.CLEAN
    return replace(fate, state=CarryState.CHECK, note=fate.note or change.carry_note) if waits else fate


def _divided(change: Change, shape: Shape, decided: Mapping[int, str]) -> Carried:
    """What a change of the whole asks of its parts."""
    first, second = shape.after
    gone = {"": (first, second), first.html: (second,), second.html: (first,)}.get(change.html)
    if gone is not None and change.pk not in decided:
        change.kind, change.provision = ChangeKind.DELETE, gone[0].provision
        return Carried(CarryState.CLEAN, gone[0], "", also=tuple(Also(ChangeKind.DELETE, w, "") for w in gone[1:]))
    asked = [change.html, *([decided[change.pk]] if change.pk in decided else [])]
    found = [shape.over(html, shape.before[0]) for html in asked]
    if any(one is None or len(one) < len(shape.after) for one in found):
        why = _(
            "The provision was divided within the words that this changes. It asks now for the whole in the first "
            "part, and that the second part goes."
        )
        also = (Also(ChangeKind.DELETE, second, ""),)
        return Carried(CarryState.CHECK, first, change.html, why, False, also)
    each = [(w, [one[str(w.provision.key)] for one in found if one]) for w in shape.after]
    touched = [(w, said[0]) for w, said in each if any(html != w.html for html in said)]
    if not touched:
        return Carried(CarryState.VOID, change.base, change.html, _("The text already says what it asks for."), False)
    (place, html), *more = touched
    change.provision = place.provision
    return Carried(CarryState.CLEAN, place, html, also=tuple(Also(ChangeKind.REPLACE, w, said) for w, said in more))


def _joined(change: Change, shape: Shape, own: Collection[Change]) -> Carried:
    """What a change of one of two asks of both as one."""
    now, base = shape.after[0], next(one for one in shape.before if one.pk == change.base_id)
    others = [one for one in shape.before if one.pk != base.pk]
    change.provision = now.provision
    if change.kind == ChangeKind.DELETE:
        return _joined_and_gone(change, now, others, own)
    found = shape.over(change.html, base)
    if found is not None:
        html = found.get(str(now.provision.key), "")
        if html != now.html:
            return Carried(CarryState.CLEAN, now, html)
        return Carried(CarryState.VOID, base, change.html, _("The text already says what it asks for."), False)
    whole = "".join(change.html if one.pk == base.pk else one.html for one in shape.before[:1])
    for one in shape.before[1:]:
        whole = texts.in_one(whole, change.html if one.pk == base.pk else one.html)
    return Carried(CarryState.CHECK, now, whole, _("The provision was joined with another."), False)


def _joined_and_gone(change: Change, now: Wording, others: list[Wording], own: Collection[Change]) -> Carried:
    if not others:
        return Carried(CarryState.CLEAN, now, "")
    both = [c for c in own if not c.html]
    if len(both) > 1 and change.pk == both[0].pk:
        return Carried(CarryState.CLEAN, now, "")
    if len(both) > 1:
        why = _("The provision was joined with another that goes as well.")
        return Carried(CarryState.VOID, change.base, "", why, False)
    change.kind = ChangeKind.REPLACE
    why = _("The provision was joined with another. Only its own words go now.")
    return Carried(CarryState.CHECK, now, others[0].html, why, False)


def _reword(shape: Shape, html: str, old: Change, new: Change) -> str:
    """The secretariat's words in a decision, where the change has gone."""
    if new.kind == ChangeKind.DELETE:
        return ""
    base = next(one for one in shape.before if one.pk == old.base_id)
    found = shape.over(html, base)
    return html if found is None else found.get(str(new.provision.key), html)


def _place(amendment: Amendment, adoption: Adoption, at: datetime) -> None:
    assert amendment.text is not None
    placed = _divided_place if adoption.fate == Fate.SPLIT else _joined_place
    changes = list(amendment.text.changes.all())
    asked = [c for c in changes if c.kind in (ChangeKind.INSERT, ChangeKind.MOVE) and c.carry not in DONE]
    fates = {c.pk: _kept(c, fate) for c in asked if (fate := placed(c, adoption)) is not None}
    if fates:
        follow(amendment, changes, fates, at)


def _divided_place(change: Change, adoption: Adoption) -> Carried | None:
    """What was to stand after the whole stands after its second part."""
    first, second = adoption.provision, adoption.other
    assert second is not None
    if change.kind == ChangeKind.MOVE and change.provision_id == first.pk:
        why = _("The provision was divided. What moves is its first part alone.")
        return Carried(CarryState.CHECK, change.base, change.html, why, False)
    if change.kind == ChangeKind.INSERT and change.provision_id == first.pk:
        change.provision = second
    elif change.kind == ChangeKind.MOVE and change.after_id == first.pk:
        change.after = second
    else:
        return None
    return Carried(CarryState.CLEAN, change.base, change.html)


def _joined_place(change: Change, adoption: Adoption) -> Carried | None:
    """What was to stand after the second one stands after both; what was to stand between them is looked at."""
    first, gone = adoption.provision, adoption.other
    moves = change.kind == ChangeKind.MOVE
    pair = {first.pk, adoption.other_id}
    if moves and (change.provision_id == adoption.other_id or {change.provision_id, change.after_id} == pair):
        why = _("The provision was joined with the one before it and cannot move by itself.")
        return Carried(CarryState.VOID, change.base, change.html, why, False)
    after = change.after if moves else change.provision
    if after is not None and after == gone:
        change.after, change.provision = (first, change.provision) if moves else (change.after, first)
        return Carried(CarryState.CLEAN, change.base, change.html)
    if moves and change.provision_id == first.pk:
        why = _("The provision was joined with the next one. Both move now.")
        return Carried(CarryState.CHECK, change.base, change.html, why, False)
    if after == first:
        why = _("The provision after which it was to stand was joined with the next one. It stands after both now.")
        return Carried(CarryState.CHECK, change.base, change.html, why, False)
    return None
