"""Which edits of a proposal a new base has already.

Two texts are seen, not who did what between them, so this weighs evidence: the way from the old base to the new one,
and the way from the proposal to the new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from charter.text.applying import Applied, Marks, plan_edits, walk_plan
from charter.text.arranging import gap_of
from charter.text.assembling import Piece, assemble_document
from charter.text.collisions import lies_within, touches_join
from charter.text.difference import Diff, borders_in, diff, words_at
from charter.text.edits import (
    Edit,
    Format,
    Move,
    Replace,
    Respell,
    Retag,
    block_of,
    border_place,
    char_of,
    place_before,
)
from charter.text.matching import LIGHT
from charter.text.tokens import is_wordless, token_keys, token_weight
from charter.text.values import Document, spans_of_stretch

# Edits within this many characters of each other may be one.
NEAR = 24
# A way over the proposal that is no longer than this many times the straight one is no detour.
DETOUR = 1.5
# More words than this in place of others may be a rewrite of all that stood there.
MANY = 2 * LIGHT


def adopted_edits(mine: Diff, theirs: Diff) -> frozenset[Edit]:
    """The edits of a proposal that are in the new base already. Law 5.

    Equal edits are. For those that merely stand near one, what turns the proposal into the new base tells: an edit is
    adopted when that leaves its words alone and brings back nothing it took out. A kind or a spelling tells nothing
    when it is only near.
    """
    equal = {edit for edit in mine.edits if edit.identity in theirs.identities or _in_parts(edit, theirs)}
    near = [
        edit
        for edit in mine.edits
        if edit not in equal
        and isinstance(edit, Replace | Format | Move)
        and not _of_signs(mine.old, edit)
        and _possible(mine.old, edit, theirs.edits)
    ]
    likely = [edit for edit in near if _likely(mine.old, edit, theirs.edits)]
    if near:
        check = _Adoption(mine, theirs)
        holding = [edit for edit in near if check.holds(edit)]
        on_the_way = len(holding) == len(near) and check.on_the_way(near)
        equal |= {edit for edit in holding if on_the_way or edit in likely}
    return frozenset(equal)


def _in_parts(edit: Edit, theirs: Diff) -> bool:
    """Whether the new base took out the same blocks and put in the same ones, each for itself.

    A pasted text has no keys, so that blocks with nothing in common are replaced there as one stretch.
    """
    if not isinstance(edit, Replace) or not edit.opens or edit.inserts or edit.deletes:
        return False
    gone = (Replace(border_place(n), border_place(n + 1)) for n in range(block_of(edit.start), block_of(edit.end)))
    if any(one_block.identity not in theirs.identities for one_block in gone):
        return False
    put_in = [
        other
        for other in theirs.edits
        if isinstance(other, Replace) and other.puts_blocks and edit.start <= other.start <= edit.end
    ]
    blocks = [
        block for other in sorted(put_in, key=lambda other: (other.start, other.order)) for block in other.content
    ]
    return replace(edit, content=tuple(blocks)).identity == edit.identity


def _of_signs(base: Document, edit: Edit) -> bool:
    """Whether an edit is about spaces, signs and borders alone: no word tells that the new base has it too."""
    if not isinstance(edit, Replace) or edit.opens or char_of(edit.start) < 0:
        return False
    texts = (words_at(base.blocks, edit.start, edit.end), *(block.text for block in edit.content))
    return all(map(is_wordless, texts))


def _size(base: Document, edits: Sequence[Edit]) -> float:
    """What some edits take out and put in, in weights of words."""
    replaced = [edit for edit in edits if isinstance(edit, Replace)]
    texts = [words_at(base.blocks, edit.start, edit.end) for edit in replaced]
    texts += [block.text for edit in replaced for block in edit.content]
    return sum(token_weight(key) for text in texts for key in token_keys(text))


def _possible(base: Document, edit: Replace | Format | Move, theirs: Sequence[Edit]) -> bool:
    """Whether an edit of the new base stands near and has a word in common, or takes one out as well.

    A whole block must have come in at the same place: the same block at another place is another wish. Law 4. Blocks
    that are joined are not where the new base has the border still. A move may read as a move of what stood between;
    blocks that both move go to two places, or the moves were equal.
    """
    if isinstance(edit, Move):
        moves = [other for other in theirs if isinstance(other, Move)]
        return bool(moves) and not any((move.start, move.end) == (edit.start, edit.end) for move in moves)
    gap = gap_of(edit)
    near = [other for other in theirs if _meet(edit, other) and (gap is None or other.start <= gap <= other.end)]
    if isinstance(edit, Format):
        return any(_lays(other, edit) for other in near)
    replaced = [other for other in near if isinstance(other, Replace)]
    if char_of(edit.start) < 0 and not edit.inserts:
        replaced = [other for other in replaced if other.start < edit.end and edit.start < other.end]
    if edit.deletes and char_of(edit.start) >= 0:
        # Which of equal blocks another deletes is chance, and the merge decides: it takes the words out once.
        replaced = [other for other in replaced if char_of(other.start) >= 0 or other.content]
    if edit.deletes and (not _gone(base, edit, replaced) or any(_instead(base, edit, other) for other in replaced)):
        return False
    if touches_join(edit):
        replaced = [other for other in replaced if _takes_border(other) and _touch(edit, other)]
    their_words = {word for other in replaced for block in other.content for word in token_keys(block.text)}
    own_words = {word for block in edit.content for word in token_keys(block.text) if not is_wordless(word)}
    if edit.content and not own_words:  # signs in place of words: nothing tells that the new base means the same
        return False
    return bool(own_words & their_words) if own_words else bool(replaced)


def _lays(other: Edit, edit: Format) -> bool:
    """Whether another edit can have laid the same formats: one of formats, or one that puts in the words anew."""
    if isinstance(other, Format):
        met = max(edit.start, other.start) < min(edit.end, other.end)
        return met and edit.added <= other.added and edit.removed <= other.removed
    if not (isinstance(other, Replace) and other.start <= edit.start and edit.end <= other.end):
        return False
    laid = [formats for block in other.content for _, _, formats in spans_of_stretch(block, 0, len(block.text))]
    return any(edit.added <= formats for formats in laid) and not any(edit.removed & formats for formats in laid)


def _takes_border(edit: Replace) -> bool:
    return block_of(edit.end) > block_of(edit.start)


def _touch(edit: Edit, other: Edit) -> bool:
    return edit.start <= other.end and other.start <= edit.end


def _likely(base: Document, edit: Edit, theirs: Sequence[Edit]) -> bool:
    """Whether the new base has an edit nearby that could hold this one: with all its words, and taking out as much."""
    near = [other for other in theirs if _meet(edit, other)]
    if not isinstance(edit, Replace):
        return bool(near) and not isinstance(edit, Move)
    replaced = [other for other in near if isinstance(other, Replace)]
    their_words = Counter(word for other in replaced for block in other.content for word in token_keys(block.text))
    own_words = Counter(word for block in edit.content for word in token_keys(block.text) if not is_wordless(word))
    return bool(near) and own_words <= their_words and (edit.inserts or _gone(base, edit, replaced))


def _instead(base: Document, edit: Replace, other: Replace) -> bool:
    """Whether the new base put words in place of all that the edit takes out: that is another wish, not the same."""
    if other.inserts or not other.content or not (other.start < edit.end and edit.start < other.end):
        return False
    apart = words_at(base.blocks, min(edit.start, other.start), max(edit.start, other.start))
    last = block_of(edit.end) - 1
    end = place_before(last, len(base.blocks[last].text)) if char_of(edit.end) < 0 else edit.end - 1
    return other.end >= end and is_wordless(apart)


def _gone(base: Document, edit: Replace, theirs: Sequence[Replace]) -> bool:
    """Whether the new base took out all that the edit takes out, and put none of its words in again within others."""
    place = edit.start
    for other in sorted(theirs, key=lambda other: (other.start, other.end)):
        if place < other.end and other.start < edit.end and not other.inserts:
            if words_at(base.blocks, place, max(other.start, place)):
                return False
            if _puts_in_again(base, other, place, min(other.end, edit.end)):
                return False
            place = other.end
    return place >= edit.end or not words_at(base.blocks, place, edit.end)


def _puts_in_again(base: Document, other: Replace, start: int, end: int) -> bool:
    """Whether letters of words that an edit takes out are in what it puts in their place."""
    words = [key for key in token_keys(words_at(base.blocks, start, end)) if not is_wordless(key)]
    return any(word in block.text for word in words for block in other.content)


def _meet(edit: Edit, other: Edit) -> bool:
    """Whether two edits stand near each other: repetition lets the same words come in a little further on."""
    if isinstance(edit, Move) or isinstance(other, Move):
        return True
    return max(_low(edit), _low(other)) <= min(_high(edit), _high(other)) + NEAR


def _low(edit: Edit) -> int:
    return edit.start if char_of(edit.start) >= 0 else border_place(max(block_of(edit.start) - 1, 0))


def _high(edit: Edit) -> int:
    return edit.end if char_of(edit.end) >= 0 else border_place(block_of(edit.end) + 1)


class _Adoption:
    """Where each edit of a proposal stands in the proposed text, and what the new base makes of it there."""

    def __init__(self, mine: Diff, theirs: Diff) -> None:
        self.mine, self.theirs, self.further = mine, theirs, diff(mine.new, theirs.new)
        further = self.further
        numbered = (Applied(edit, (n,)) for n, edit in enumerate(mine.edits))
        assembly = assemble_document(walk_plan(plan_edits(mine.old.blocks, numbered)))
        self.spans: dict[int, list[tuple[int, int]]] = {}
        for number, about in enumerate(assembly.trace):
            self._trace(number, about.pieces, (*about.moved, *about.tagged, *about.opened))
        self.insertions = [words for edit in further.edits for words in _put_in(edit)]
        self.numbers = {edit: n for n, edit in enumerate(mine.edits)}

    def _trace(self, number: int, pieces: Sequence[Piece], heads: Marks) -> None:
        for n in heads:
            self.spans.setdefault(n, []).append((border_place(number), border_place(number) + 1))
        start = 0
        for piece in pieces:
            end = start + piece.length
            for n in (*piece.marks, *piece.styled):
                self.spans.setdefault(n, []).append((place_before(number, start), place_before(number, end)))
            start = end

    def holds(self, edit: Edit) -> bool:
        """Whether the new base contains the edit."""
        spans = self.spans.get(self.numbers[edit], [])
        for other in self.further.edits:
            if any(_spoils(other, span, edit) and not self._slides_out(other, span) for span in spans):
                return False
        if not isinstance(edit, Replace) or edit.inserts:
            return True
        return self._unbordered(edit, spans) and not self._back(edit, spans)

    def on_the_way(self, near: Sequence[Edit]) -> bool:
        """Whether the proposal lies between the old base and the new one, words that come twice aside."""
        far = [other for other in self.theirs.edits if not any(_meet(edit, other) for edit in near)]
        close = [other for other in self.theirs.edits if other not in far]
        direct_size = _size(self.mine.old, close)
        onward = _size(self.mine.new, self.further.edits) - _size(self.mine.old, far)
        return _size(self.mine.old, near) + max(onward, 0.0) <= DETOUR * direct_size

    def _slides_out(self, other: Edit, span: tuple[int, int]) -> bool:
        """Whether words put in among those of the edit can as well be read as standing before or behind them."""
        if not (isinstance(other, Replace) and other.inserts and len(other.content) == 1):
            return False
        text, inserted = self.mine.new.blocks[block_of(span[0])].text, other.content[0].text
        before, after = (text[char_of(a) : char_of(b)] for a, b in pairwise((span[0], other.start, span[1])))
        return inserted.startswith(after) or inserted.endswith(before)

    def _unbordered(self, edit: Replace, spans: list[tuple[int, int]]) -> bool:
        """Whether borders that went stay away, and no other words came into a block that was to go."""
        if char_of(edit.start) < 0:
            return not any(
                _rewrites(other) and lies_within(other, edit.start, edit.end) for other in self.theirs.edits
            )
        if block_of(edit.start) == block_of(edit.end):
            return True
        cuts = [other for other in self.further.edits if isinstance(other, Replace) and borders_in(other)]
        return not any(cut.start <= end and start <= cut.end for cut in cuts for start, end in spans)

    def _back(self, edit: Replace, spans: list[tuple[int, int]]) -> bool:
        """Whether words that the edit took out are put in again where they stood."""
        gone = _taken_out(self.mine.old, edit)
        return any(_contains(words, gone) for where, words in self.insertions if _near(where, spans))


def _near(where: int, spans: list[tuple[int, int]]) -> bool:
    return not spans or any(block_of(start) - 1 <= block_of(where) <= block_of(end) + 1 for start, end in spans)


def _spoils(other: Edit, span: tuple[int, int], edit: Edit) -> bool:
    start, end = span
    if isinstance(other, Format):
        return isinstance(edit, Format) and max(other.start, start) < min(other.end, end)
    if isinstance(other, Move):
        return isinstance(edit, Move) and other.start <= start < other.end
    if isinstance(other, Retag | Respell):
        return False
    if start == end:
        return other.start < start < other.end or (other.start <= start <= other.end and _rewrites(other))
    return lies_within(other, start, end)


def _rewrites(edit: Edit) -> bool:
    """Whether an edit may have taken in what stood beside it: it puts many words in place of others."""
    if not isinstance(edit, Replace) or edit.inserts or edit.deletes:
        return False
    return sum(token_weight(key) for block in edit.content for key in token_keys(block.text)) > MANY


def _put_in(edit: Edit) -> Iterator[tuple[int, tuple[str, ...]]]:
    if isinstance(edit, Replace):
        for block in edit.content:
            yield edit.start, token_keys(block.text)


def _taken_out(base: Document, edit: Replace) -> tuple[str, ...]:
    number = block_of(edit.start)
    text = base.blocks[number].text
    end = char_of(edit.end) if block_of(edit.end) == number else len(text)
    return token_keys(text[max(char_of(edit.start), 0) : end].strip())


def _contains(words: tuple[str, ...], gone: tuple[str, ...]) -> bool:
    size = len(gone)
    return bool(size) and any(words[n : n + size] == gone for n in range(len(words) - size + 1))
