"""A merge as a moderator sees it: the result block by block, open conflicts, and obstacles to its application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property

from charter import texts, tracing
from charter.citations import Label, labels_of_blocks
from charter.models import Amendment, Article, Block, Charter, Compromise, Merge, Provision, Round
from charter.queries.amending import accepted_words
from charter.queries.merging import borders, merge_building, merge_candidates, word_credits
from charter.queries.merging.border_faults import MergeFault
from charter.queries.merging.borders import Borders
from charter.queries.merging.merge_building import MergeConflict, Result
from charter.queries.merging.merge_candidates import MergeBase, MergeChange
from charter.states import AmendmentState, CompromiseState, RebaseState, StructuralEffect
from charter.text import Diff, diff

# Of a chosen amendment: ids of its text, its decision and the changes that another merge brought in, then digests of
# the words by which it enters the merge of another language.
Seen = list[int | str | None]


class BlockerKind(Enum):
    """Why a merge cannot be applied. `charter/wording/merges.py` has the sentences."""

    NOTHING_CHOSEN = "nothing chosen"
    STALE = "stale"
    CONFLICTS = "conflicts"
    SPLIT_PART_COMBINED = "split part combined"
    CHANGE_WITHOUT_PLACE = "change without place"
    WITHOUT_TRANSLATION = "without translation"
    DECISION_NOT_PUBLIC = "decision not public"


@dataclass(frozen=True)
class StaleMerge:
    """The changes since a merge was saved: the text of its article, or these amendments."""

    amendments: tuple[Amendment, ...] = ()

    @property
    def text_changed(self) -> bool:
        return not self.amendments


@dataclass(frozen=True)
class Blocker:
    """One reason why a merge cannot be applied, with its objects."""

    kind: BlockerKind
    amendment: Amendment | None = None
    fault: MergeFault | None = None
    stale: StaleMerge | None = None
    conflicts: tuple[MergeConflict, ...] = ()

    @property
    def is_release(self) -> bool:
        """Whether only the publication of a decision is missing, which applying may do in the same act."""
        return self.kind == BlockerKind.DECISION_NOT_PUBLIC


@dataclass(frozen=True)
class ResultBlock:
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
    border: StructuralEffect | None = None
    conflicts: tuple[MergeConflict, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.before and not self.gone

    @property
    def changed(self) -> bool:
        return self.gone or self.moved or self.border is not None or self.before != self.after

    @cached_property
    def difference(self) -> Diff:
        return diff(texts.single_block(self.before), texts.single_block(self.after))


@dataclass(frozen=True)
class MergeView:
    """A merge with its result over the article's current working text."""

    merge: Merge
    merge_base: MergeBase
    chosen: tuple[Amendment, ...]
    merge_changes: tuple[MergeChange, ...]
    result: Result
    runs: Mapping[str, list[tracing.Run]]
    stale: StaleMerge | None
    borders: Borders

    @property
    def conflicts(self) -> tuple[MergeConflict, ...]:
        return self.result.conflicts

    @property
    def saved_against(self) -> tuple[str, dict[str, Seen]]:
        """The digest of the article's working text, and the state of each chosen amendment, by its id."""
        return self.merge_base.digest, _seen(self.chosen, self.merge_changes)

    @cached_property
    def taken(self) -> set[int]:
        """Ids of the changes that are in the result, without those that stay open in brackets."""
        return word_credits.changes_taken(self.result, self.merge_changes, self.runs) - self.open

    @cached_property
    def open(self) -> set[int]:
        """Ids of the changes whose text is in brackets beside others."""
        return {mark for conflict in self.result.brackets.values() for mark in conflict.marks if isinstance(mark, int)}

    @property
    def brought(self) -> set[int]:
        """Ids of the changes whose words are in the result, in brackets or not."""
        return self.taken | self.open

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Places of the result in order: blocks without text in this language stay after the block before them."""
        blocks_by_key = {block.key: block for block in self.merge_base.section.blocks}
        fresh = {
            merge_change.new_key: merge_building.new_block(self.merge_base.section, merge_change)
            for merge_change in self.merge_changes
            if merge_change.new_key
        }
        keys = [block.key or "" for block in self.result.merged.document.blocks]
        order = [blocks_by_key.get(key) or fresh[key] for key in keys]
        before = ""
        for block in self.merge_base.section.blocks:
            if block.key not in self.merge_base.words or not self.merge_base.words[block.key]:
                place = next((n for n, b in enumerate(order) if b.key == before), -1)
                order.insert(place + 1, block)
            before = block.key
        return tuple(order)

    def _labels(self, blocks: Sequence[Block]) -> list[Label]:
        section = self.merge_base.section
        kinds, depths = [block.kind for block in blocks], [block.depth for block in blocks]
        language = self.merge_base.language
        return labels_of_blocks(section.kind, section.number, kinds, language, depths, section.structure)

    @cached_property
    def rows(self) -> tuple[ResultBlock, ...]:
        section = self.merge_base.section
        labels, old_labels = self._labels(self.blocks), self._labels(section.blocks)
        left = {b.key: (b, label) for b, label in zip(section.blocks, old_labels, strict=True)}
        rows = [self._row(block, label) for block, label in zip(self.blocks, labels, strict=True)]
        keys = {row.key for row in rows} | self.borders.joined_away
        for place, (key, (block, label)) in enumerate(left.items()):
            if key not in keys:
                rows.insert(min(place, len(rows)), self._row(block, label, gone=True))
        return tuple(rows)

    @property
    def changed(self) -> tuple[ResultBlock, ...]:
        return tuple(row for row in self.rows if row.changed)

    @cached_property
    def blockers(self) -> tuple[Blocker, ...]:
        """What has to be put right before this can be applied; the clock and the person are the rule's to ask."""
        out = []
        if not self.chosen:
            out.append(Blocker(BlockerKind.NOTHING_CHOSEN))
        if self.stale:
            out.append(Blocker(BlockerKind.STALE, stale=self.stale))
        if self.conflicts:
            out.append(Blocker(BlockerKind.CONFLICTS, conflicts=self.conflicts))
        if self.borders.joins_what_it_divides:
            out.append(Blocker(BlockerKind.SPLIT_PART_COMBINED))
        out += [
            Blocker(BlockerKind.CHANGE_WITHOUT_PLACE, merge_change.amendment, merge_change.fault)
            for merge_change in self.merge_changes
            if merge_change.fault
        ]
        out += [Blocker(BlockerKind.WITHOUT_TRANSLATION, lacking) for lacking in self.wordless]
        for amendment in self.chosen:
            decision = amendment.decision
            if decision is not None and not decision.is_released:
                out.append(Blocker(BlockerKind.DECISION_NOT_PUBLIC, amendment))
        return tuple(out)

    @property
    def wordless(self) -> list[Amendment]:
        """Chosen amendments in another language that cannot enter, because their accepted text is not translated."""
        ids = {merge_change.amendment.pk for merge_change in self.merge_changes}
        others = (a for a in self.chosen if a.pk not in ids and a.text and a.text.language != self.merge_base.language)
        return [a for a in others if a.text and any(c.carry != RebaseState.MERGED for c in a.text.changes.all())]

    @property
    def settled_against(self) -> Iterable[list[MergeChange]]:
        """For each settled conflict the changes whose wording was not chosen there."""
        for conflict, side in self.result.merged.settled:
            if conflict.id in self.result.together:
                continue
            chosen = set(getattr(side, "marks", ()))
            yield [
                merge_change
                for merge_change in self.merge_changes
                if merge_change.change.pk in conflict.marks and merge_change.change.pk not in chosen
            ]
        for name in self.result.written:
            yield [
                merge_change
                for merge_change in self.merge_changes
                if merge_change.key == name or merge_building.is_about(merge_change, (name,))
            ]

    @property
    def marks(self) -> set[str]:
        """Whom the words of the result may be credited to, until the merge is applied."""
        settled = {f"{merge_building.SETTLED}:{name}" for name, _html in self.result.written.values()}
        return settled | {
            mark for merge_change in self.merge_changes for mark in (merge_change.mark, merge_change.otherwise)
        }

    @property
    def moved(self) -> set[str]:
        """Keys of provisions that the merge moves to another place."""
        return {
            merge_change.key
            for merge_change in self.merge_changes
            if merge_change.change.kind == "move" and merge_change.change.pk in self.taken
        }

    def lands(self, merge_change: MergeChange) -> list[str]:
        """Keys of the blocks in which a change is applied: its own, or parts of a split or combined provision."""
        return borders.landing_keys(self.borders, merge_change, self.runs, self.result.words)

    def _row(self, block: Block, label: Label, gone: bool = False) -> ResultBlock:
        return ResultBlock(
            key=block.key,
            provision=self.merge_base.provisions.get(block.key),
            block=block,
            label=label,
            before=self._before(block.key, gone),
            after="" if gone else self.result.words.get(block.key, ""),
            runs=tuple(self.runs.get(block.key, ())),
            gone=gone,
            moved=block.key in self.moved,
            border=self._border(block.key),
            conflicts=tuple(conflict for conflict in self.conflicts if conflict.key == block.key),
        )

    def _before(self, key: str, gone: bool) -> str:
        """The current text, split and combined as in the result; the whole text of a provision that is deleted."""
        piece = self.borders.pieces.get(key)
        return piece.html if piece is not None and not gone else self.merge_base.words.get(key, "")

    def _border(self, key: str) -> StructuralEffect | None:
        return next(
            (
                StructuralEffect.SPLIT if a.divides else StructuralEffect.JOINED
                for a in self.borders.acts
                if key in a.stays
            ),
            None,
        )


def view_of_merge(merge: Merge) -> MergeView:
    """Computes the merge again from the current text and the valid decisions."""
    merge_base = merge_candidates.merge_base_of(merge.charter, merge.article, merge.language)
    assert merge_base is not None
    return _view(merge, merge_base, tuple(merge_candidates.amendments_with_changes(merge.amendments.all())))


def trial_merge(article: Article, language: str, round_: Round) -> MergeView | None:
    """The merge of all accepted amendments of an article, also before their decisions are public.

    Nothing of it is stored, so that it can never be applied. None if no amendment of the article is accepted.
    """
    merge = Merge(charter=article.charter, article=article, round=round_, language=language)
    merge_base, chosen = merge_candidates.merge_base_of(article.charter, article, language), candidates_for(merge)
    if merge_base is None or not chosen:
        return None
    merge.base, merge.seen = merge_base.digest, _seen(chosen, merge_candidates.changes_for_article(chosen, merge_base))
    return _view(merge, merge_base, tuple(chosen))


def trial_merges(charter: Charter, round_: Round) -> list[MergeView]:
    """One for each article and language in which something is accepted, in the order of the text."""
    assert charter.arrangement is not None
    places: dict[tuple[str, str], None] = {}
    for amendment in merge_candidates.merge_candidates(charter):
        for change in amendment.text.changes.all() if amendment.text else ():
            section = charter.arrangement.section_of(change.provision.key)
            if section is not None:
                places[section.key, change.language] = None
    articles = {str(article.key): article for article in Article.objects.filter(charter=charter)}
    for article in articles.values():
        article.charter = charter  # its order is read already
    order = [section.key for section in charter.arrangement.sections]
    ordered = sorted(places, key=lambda place: (order.index(place[0]), place[1]))
    views = (trial_merge(articles[key], language, round_) for key, language in ordered)
    return [view for view in views if view is not None]


def _view(merge: Merge, merge_base: MergeBase, chosen: tuple[Amendment, ...]) -> MergeView:
    ask = merge_candidates.changes_for_article(chosen, merge_base)
    result = merge_building.merge_result(merge_base, ask, merge.resolutions)
    kept = borders.borders_of(result, merge_base, ask)
    runs = word_credits.credited_runs(result, merge_base, ask, kept)
    return MergeView(merge, merge_base, chosen, tuple(ask), result, runs, _stale(merge, merge_base, chosen, ask), kept)


def current_view(merge: Merge, view: MergeView | None) -> MergeView:
    """The view that the caller has computed already, if the merge was not saved since; otherwise a new one."""
    if view is not None and (view.merge.pk, view.merge.revision) == (merge.pk, merge.revision):
        return view
    return view_of_merge(merge)


def candidates_for(merge: Merge) -> list[Amendment]:
    """Accepted amendments that have something to bring into this article in this language."""
    merge_base = merge_candidates.merge_base_of(merge.charter, merge.article, merge.language)
    if merge_base is None:
        return []
    rows = merge_candidates.merge_candidates(merge.charter)
    able = {merge_change.amendment.pk for merge_change in merge_candidates.changes_for_article(rows, merge_base)}
    return [amendment for amendment in rows if amendment.pk in able]


def compromise_of(merge: Merge, conflict: str) -> Compromise | None:
    """The compromise that a moderator opened by writing a text for a conflict."""
    pk = merge.resolutions.get(conflict, {}).get("compromise")
    return Compromise.objects.select_related("reason").filter(pk=pk).first() if pk else None


def list_open_compromises(view: MergeView, now: datetime) -> list[Compromise]:
    """Compromises in the result whose members may still answer at that moment, and whose asking was not ended."""
    compromises = [compromise_of(view.merge, name) for name, _html in view.result.written.values()]
    for amendment in view.chosen:
        own = amendment.decision.words.all() if amendment.decision else ()
        compromises += [accepted_words.question_to_proposers(row) for row in own if row.change_id in view.brought]
    return [c for c in compromises if c is not None and c.state == CompromiseState.ASKED and c.answer_by > now]


def saved_against(merge: Merge) -> tuple[str, dict[str, Seen]]:
    """The digest of the article's working text, and the state of each chosen amendment, by its id."""
    merge_base = merge_candidates.merge_base_of(merge.charter, merge.article, merge.language)
    chosen = tuple(merge_candidates.amendments_with_changes(merge.amendments.all())) if merge.pk else ()
    return (
        (merge_base.digest, _seen(chosen, merge_candidates.changes_for_article(chosen, merge_base)))
        if merge_base
        else ("", _seen(chosen, ()))
    )


def _seen(chosen: Sequence[Amendment], merge_changes: Sequence[MergeChange]) -> dict[str, Seen]:
    return {
        str(a.pk): [a.text_id, a.decision.pk if a.decision else None, *_merged(a), *_put(a, merge_changes)]
        for a in chosen
    }


def _put(amendment: Amendment, merge_changes: Sequence[MergeChange]) -> list[str]:
    """Digests of the words by which an amendment in another language enters, as its editors have put them."""
    mine = (
        merge_change
        for merge_change in merge_changes
        if merge_change.amendment.pk == amendment.pk and merge_change.translated
    )
    return sorted(texts.digest_of_words(merge_change.change.language, merge_change.html) for merge_change in mine)


def _merged(amendment: Amendment) -> list[int]:
    """Ids of the changes that another merge brought in already."""
    changes = amendment.text.changes.all() if amendment.text else ()
    return sorted(change.pk for change in changes if change.carry == RebaseState.MERGED)


def _stale(
    merge: Merge, merge_base: MergeBase, chosen: Sequence[Amendment], merge_changes: Sequence[MergeChange]
) -> StaleMerge | None:
    """What changed since the merge was saved last; None where nothing did."""
    if merge.base != merge_base.digest:
        return StaleMerge()
    now = _seen(chosen, merge_changes)
    moved = [a for a in chosen if merge.seen.get(str(a.pk)) != now[str(a.pk)] or a.state != AmendmentState.DECIDED]
    return StaleMerge(tuple(moved)) if moved else None
