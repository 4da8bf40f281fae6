"""A merge as a moderator sees it: the result block by block, what is open, and what keeps it from being applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.locales import listed
from charter import texts, tracing
from charter.citations import Label, labels
from charter.models import Amendment, Block, Compromise, Merge, Provision
from charter.queries import accepted, borders, crediting, merging, to_merge
from charter.queries.borders import Borders
from charter.queries.merging import Clash, Result
from charter.queries.to_merge import Asked, Ground, Words
from charter.states import AmendmentState, CarryState, CompromiseState, Fate
from charter.text import Diff, diff

# Of a chosen amendment: ids of its text, its decision and the changes that another merge brought in, then digests of
# the words by which it enters the merge of another language.
Seen = list[int | str | None]


@dataclass(frozen=True)
class Hindrance:
    """Why a merge cannot be applied, and the part of the page where it is put right.

    `is_release` where nothing is missing but that a decision is made public, which applying may do in the same act.
    """

    why: Words
    anchor: str = ""
    is_release: bool = False


@dataclass(frozen=True)
class Row:
    """A block of the result, or one that leaves the text (`gone`)."""

    key: str
    provision: Provision | None
    block: Block
    label: Label
    before: str
    after: str
    runs: tuple[tracing.Run, ...]
    gone: bool = False
    moved: bool = False
    border: Fate | None = None
    clashes: tuple[Clash, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.before and not self.gone

    @property
    def changed(self) -> bool:
        return self.gone or self.moved or self.border is not None or self.before != self.after

    @cached_property
    def difference(self) -> Diff:
        return diff(texts.single(self.before), texts.single(self.after))


@dataclass(frozen=True)
class MergeView:
    """A merge with its result over the article's working text as it stands now."""

    merge: Merge
    ground: Ground
    chosen: tuple[Amendment, ...]
    asked: tuple[Asked, ...]
    result: Result
    runs: Mapping[str, list[tracing.Run]]
    stale: Words
    borders: Borders

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return self.result.clashes

    @cached_property
    def taken(self) -> set[int]:
        """Ids of the changes that are in the result, without those that stay open in brackets."""
        return crediting.taken(self.result, self.asked, self.runs) - self.open

    @cached_property
    def open(self) -> set[int]:
        """Ids of the changes whose words stand in brackets beside others."""
        return {mark for conflict in self.result.brackets.values() for mark in conflict.marks if isinstance(mark, int)}

    @property
    def brought(self) -> set[int]:
        """Ids of the changes whose words are in the result, in brackets or not."""
        return self.taken | self.open

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Places of the result in order: blocks without words in this language stay behind the one before them."""
        known = {block.key: block for block in self.ground.section.blocks}
        fresh = {one.new_key: merging.new_block(self.ground.section, one) for one in self.asked if one.new_key}
        keys = [block.key or "" for block in self.result.merged.document.blocks]
        order = [known.get(key) or fresh[key] for key in keys]
        before = ""
        for block in self.ground.section.blocks:
            if block.key not in self.ground.words or not self.ground.words[block.key]:
                place = next((n for n, b in enumerate(order) if b.key == before), -1)
                order.insert(place + 1, block)
            before = block.key
        return tuple(order)

    def _labels(self, blocks: Sequence[Block]) -> list[Label]:
        section = self.ground.section
        kinds, depths = [block.kind for block in blocks], [block.depth for block in blocks]
        return labels(section.kind, section.number, kinds, self.ground.language, depths)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        section = self.ground.section
        found, old = self._labels(self.blocks), self._labels(section.blocks)
        left = {b.key: (b, label) for b, label in zip(section.blocks, old, strict=True)}
        rows = [self._row(block, label) for block, label in zip(self.blocks, found, strict=True)]
        here = {row.key for row in rows} | self.borders.joined_away
        for place, (key, (block, label)) in enumerate(left.items()):
            if key not in here:
                rows.insert(min(place, len(rows)), self._row(block, label, gone=True))
        return tuple(rows)

    @property
    def changed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.changed)

    @cached_property
    def hindrances(self) -> tuple[Hindrance, ...]:
        """What has to be put right before this can be applied; the clock and the person are the rule's to ask."""
        out = []
        if not self.chosen:
            out.append(Hindrance(_("Choose amendments first."), "chosen"))
        if self.stale:
            out.append(Hindrance(self.stale, "stale"))
        if self.clashes:
            count = len(self.clashes)
            why = ngettext_lazy("Settle %(count)d conflict first.", "Settle %(count)d conflicts first.", count)
            out.append(Hindrance(why % {"count": count}, f"conflict-{self.clashes[0].id}"))
        if self.borders.joins_what_it_divides:
            out.append(Hindrance(borders.DIVIDED_FIRST, "chosen"))
        out += [Hindrance(_no_fit(one), "chosen") for one in self.asked if one.fault]
        out += [Hindrance(_lacks_words(one), "chosen") for one in self.wordless]
        for amendment in self.chosen:
            decision = amendment.decision
            if decision is not None and not decision.is_released:
                why = format_lazy(_("The decision on {name} is not released yet."), name=str(amendment))
                out.append(Hindrance(why, "chosen", is_release=True))
        return tuple(out)

    @property
    def wordless(self) -> list[Amendment]:
        """Chosen ones in another language of which nothing can enter: what was translated is not what is accepted."""
        known = {one.amendment.pk for one in self.asked}
        others = (a for a in self.chosen if a.pk not in known and a.text and a.text.language != self.ground.language)
        return [a for a in others if a.text and any(c.carry != CarryState.MERGED for c in a.text.changes.all())]

    @property
    def settled_against(self) -> Iterable[list[Asked]]:
        """For each settled conflict the changes whose wording was not chosen there."""
        for conflict, side in self.result.merged.settled:
            if conflict.id in self.result.together:
                continue
            chosen = set(getattr(side, "marks", ()))
            yield [one for one in self.asked if one.change.pk in conflict.marks and one.change.pk not in chosen]
        for name in self.result.written:
            yield [one for one in self.asked if one.key == name or merging.is_about(one, (name,))]

    @property
    def marks(self) -> set[str]:
        """Whom the words of the result may be credited to, until the merge is applied."""
        settled = {f"{merging.SETTLED}:{name}" for name, _html in self.result.written.values()}
        return settled | {mark for one in self.asked for mark in (one.mark, one.otherwise)}

    @property
    def moved(self) -> set[str]:
        """Keys of provisions that stand elsewhere."""
        return {one.key for one in self.asked if one.change.kind == "move" and one.change.pk in self.taken}

    def lands(self, one: Asked) -> list[str]:
        """Keys of the blocks in which a change is carried out: its own, or parts of what was divided or joined."""
        return borders.lands(self.borders, one, self.runs, self.result.words)

    def _row(self, block: Block, label: Label, gone: bool = False) -> Row:
        return Row(
            key=block.key,
            provision=self.ground.provisions.get(block.key),
            block=block,
            label=label,
            before=self._before(block.key, gone),
            after="" if gone else self.result.words.get(block.key, ""),
            runs=tuple(self.runs.get(block.key, ())),
            gone=gone,
            moved=block.key in self.moved,
            border=self._border(block.key),
            clashes=tuple(clash for clash in self.clashes if clash.key == block.key),
        )

    def _before(self, key: str, gone: bool) -> str:
        """The words that stand, cut and joined as in the result; whole where they go."""
        piece = self.borders.pieces.get(key)
        return piece.html if piece is not None and not gone else self.ground.words.get(key, "")

    def _border(self, key: str) -> Fate | None:
        return next((Fate.SPLIT if a.divides else Fate.JOINED for a in self.borders.acts if key in a.stays), None)


def view(merge: Merge) -> MergeView:
    """Computes the merge anew from the text and the decisions that stand."""
    found = to_merge.ground(merge.charter, merge.article, merge.language)
    assert found is not None
    chosen = tuple(to_merge.with_changes(merge.amendments.all()))
    ask = to_merge.asked(chosen, found)
    made = merging.result(found, ask, merge.resolutions)
    kept = borders.of(made, found, ask)
    runs = crediting.runs(made, found, ask, kept)
    return MergeView(merge, found, chosen, tuple(ask), made, runs, _stale(merge, found, chosen, ask), kept)


def candidates(merge: Merge) -> list[Amendment]:
    """Accepted amendments that have something to bring into this article in this language."""
    found = to_merge.ground(merge.charter, merge.article, merge.language)
    if found is None:
        return []
    rows = to_merge.candidates(merge.charter)
    able = {one.amendment.pk for one in to_merge.asked(rows, found)}
    return [amendment for amendment in rows if amendment.pk in able]


def compromise_of(merge: Merge, conflict: str) -> Compromise | None:
    """The compromise that a moderator opened by writing words of their own for a conflict."""
    pk = merge.resolutions.get(conflict, {}).get("compromise")
    return Compromise.objects.select_related("reason").filter(pk=pk).first() if pk else None


def still_asked(view: MergeView, now: datetime) -> list[Compromise]:
    """Compromises in the result whose members may still answer at that moment, and whose asking was not ended."""
    found = [compromise_of(view.merge, name) for name, _html in view.result.written.values()]
    for amendment in view.chosen:
        own = amendment.decision.words.all() if amendment.decision else ()
        found += [accepted.put_of(row) for row in own if row.change_id in view.brought]
    return [c for c in found if c is not None and c.state == CompromiseState.ASKED and c.answer_by > now]


def saved_against(merge: Merge) -> tuple[str, dict[str, Seen]]:
    """The digest of the article's working text, and what stands of each chosen amendment, by its id."""
    found = to_merge.ground(merge.charter, merge.article, merge.language)
    chosen = tuple(to_merge.with_changes(merge.amendments.all())) if merge.pk else ()
    return (found.digest, _seen(chosen, to_merge.asked(chosen, found))) if found else ("", _seen(chosen, ()))


def _seen(chosen: Sequence[Amendment], asked: Sequence[Asked]) -> dict[str, Seen]:
    return {
        str(a.pk): [a.text_id, a.decision.pk if a.decision else None, *_merged(a), *_put(a, asked)] for a in chosen
    }


def _put(amendment: Amendment, asked: Sequence[Asked]) -> list[str]:
    """Digests of the words by which an amendment in another language enters, as its editors have put them."""
    mine = (one for one in asked if one.amendment.pk == amendment.pk and one.translated)
    return sorted(texts.digest_of_words(one.change.language, one.html) for one in mine)


def _merged(amendment: Amendment) -> list[int]:
    """Ids of the changes that another merge brought in already."""
    changes = amendment.text.changes.all() if amendment.text else ()
    return sorted(change.pk for change in changes if change.carry == CarryState.MERGED)


def _stale(merge: Merge, found: Ground, chosen: Sequence[Amendment], asked: Sequence[Asked]) -> Words:
    """What moved since the merge was saved last, in a sentence; empty where nothing did."""
    if merge.base != found.digest:
        return _("The text of this article has moved since this was saved. Look at it again.")
    now = _seen(chosen, asked)
    moved = [a for a in chosen if merge.seen.get(str(a.pk)) != now[str(a.pk)] or a.state != AmendmentState.DECIDED]
    if moved:
        names = listed(moved)
        return format_lazy(
            _("These amendments changed since this was saved: {names}. Look at them again."), names=names
        )
    return ""


def _no_fit(one: Asked) -> Words:
    return format_lazy(_("{name} does not fit: {why}"), name=str(one.amendment), why=one.fault)


def _lacks_words(amendment: Amendment) -> Words:
    why = _("{name} lacks an approved translation of what was accepted. Have it translated, or choose without it.")
    return format_lazy(why, name=str(amendment))
