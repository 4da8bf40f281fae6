"""What a merge settles by rule, and tells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from charter.text.applying import GROWING, Marks, Step
from charter.text.arranging import gap_of
from charter.text.collisions import Ask
from charter.text.difference import Diff, words_at
from charter.text.edits import Edit, Format, Move, Replace, Retag, block_of, char_of, place_before, to_nfc
from charter.text.kinds import NoticeKind
from charter.text.neighbours import Beside
from charter.text.spacing import kept_before, tidy_spaces
from charter.text.tokens import ends_sentence, is_blank, is_space, is_unspaced, is_word, token_weight, tokens
from charter.text.values import Document

# From this share of its words on a sentence counts as rewritten around a change, and from the higher one as a whole.
REWRITTEN = 0.4
MOSTLY = 0.6


@dataclass(frozen=True)
class Notice:
    """Something settled by rule, who it is about, and the words.

    >>> base = parse("<p>The fee is low.</p>")
    >>> proposals = {"A": parse("<p>The fee is very low.</p>"), "B": parse("<p>The fee is high.</p>")}
    >>> [(notice.kind.name, notice.text) for notice in merge(base, proposals).notices]
    [('BESIDE', 'very')]
    """

    kind: NoticeKind
    marks: Marks
    text: str


def notices_of(base: Document, asks: Sequence[Ask], beside: Sequence[Beside]) -> tuple[Notice, ...]:
    """What was settled by rule, in the order of the text."""
    notices = [*_orders(base, asks), *_deletions(base, asks), *_formats(base, asks), *_edges(base, asks)]
    return (*notices, *_rewrites(base, asks), *(_beside(base, neighbour) for neighbour in beside))


def about_proposals(diffs: Mapping[object, Diff]) -> tuple[Notice, ...]:
    """The notices about each proposal alone."""
    notices = []
    for mark, difference in diffs.items():
        if not difference.edits:
            notices.append(Notice(NoticeKind.NO_EFFECT, (mark,), ""))
        elif difference.coarse:
            notices.append(Notice(NoticeKind.COARSE, (mark,), ""))
    return tuple(notices)


def _beside(base: Document, neighbour: Beside) -> Notice:
    """Law 15."""
    edit = neighbour.change.edit
    assert isinstance(edit, Replace)
    marks = _all_marks([neighbour.change, *neighbour.takers])
    if edit.deletes:
        return Notice(NoticeKind.TAKEN_BESIDE, marks, words_at(base.blocks, edit.start, edit.end).strip())
    return Notice(NoticeKind.BESIDE, marks, _new_text(base, neighbour.change).strip())


def notices_of_repeats(
    base: Document, asks: Sequence[Ask], texts: Mapping[object, Document], result: Document
) -> Iterator[Notice]:
    """Blocks that the result has more often than any of the texts, or less often.

    Equal blocks cannot be told apart by their words, so two proposals may mean the same one and change two.
    """
    come, gone = _blocks_put_in(base, asks), _blocks_taken_out(base, asks)
    shared = [text for marks_by_text in (come, gone) for text, marks in marks_by_text.items() if len(marks) > 1]
    if not shared:
        return
    before, after = _counted(base), _counted(result)
    counted = {mark: _counted(text) for mark, text in texts.items()}
    for text in dict.fromkeys(shared):
        counts = [before[text], *(count[text] for count in counted.values())]
        doubled = len(come.get(text, ())) > 1 and after[text] > max(counts) > 0
        lost = len(gone.get(text, ())) > 1 and after[text] < min(counts)
        if doubled or lost:
            yield Notice(NoticeKind.REPEATED, tuple(come[text] if doubled else gone[text]), text)


class _Seam(NamedTuple):
    """A place at which words went or came: who asks for each change, and who takes out a space or a border."""

    place: int
    changed: tuple[Marks, ...]
    closed: tuple[Marks, ...]


def notices_of_words_run_together(steps: Iterable[Step], texts: Mapping[object, Document]) -> Iterator[Notice]:
    """Words without a space between them, because several proposals together deleted the text between them.

    Law 6: nobody wrote them so. If one proposal deletes all of it, they are the proposal's own.
    """
    row: list[str] = []
    seams: list[_Seam] = []
    size = 0
    changed, closed = list[Marks](), list[Marks]()
    for step in steps:
        if step.name in ("cut", "del"):
            changed.append(step.marks)
            if step.name == "cut" or any(map(is_space, step.block.text)):
                closed.append(step.marks)
        elif step.name in ("block", "open", "new"):
            yield from _run_together("".join(row), seams, texts)
            row, seams, size = [], [], 0
            changed, closed = [], []
        elif step.name in ("keep", "ins") and step.block.text:
            came = [step.marks] if step.name == "ins" else []
            if size and (changed or came):
                seams.append(_Seam(size, (*changed, *came), tuple(closed)))
            row.append(step.block.text)
            size += len(step.block.text)
            changed, closed = came, []
    yield from _run_together("".join(row), seams, texts)


def _run_together(text: str, seams: Sequence[_Seam], texts: Mapping[object, Document]) -> Iterator[Notice]:
    if not seams or _is_of_one_proposal([marks for seam in seams for marks in seam.changed]):
        return
    kept = kept_before(text)
    seams = [seam._replace(place=kept[seam.place]) for seam in seams]
    text, _ = tidy_spaces(text, ())
    places = [seam.place for seam in seams]
    for run in _runs_of_words(text):
        inside = seams[bisect_right(places, run[0][0]) : bisect_left(places, run[-1][1])]
        marks = {mark for marks in _made_by_several(run, inside) for mark in marks} if inside else set()
        if marks:
            words = text[run[0][0] : run[-1][1]]
            yield Notice(NoticeKind.RUN_TOGETHER, tuple(mark for mark in texts if mark in marks), words)


def _runs_of_words(text: str) -> Iterator[list[tuple[int, int]]]:
    """Where words begin and end, those in one row that have no space between them.

    Scripts without spaces are written so: there each word is by itself.
    """
    run: list[tuple[int, int]] = []
    start = 0
    for token in tokens(text):
        end = start + len(token)
        if is_space(token):
            yield from [run] if run else []
            run = []
        elif is_word(token):
            if run and (is_unspaced(text[run[-1][1] - 1]) or is_unspaced(token[0])):
                yield run
                run = []
            run.append((start, end))
        start = end
    yield from [run] if run else []


def _made_by_several(run: Sequence[tuple[int, int]], seams: Sequence[_Seam]) -> Iterator[Marks]:
    """Who made words one that no proposal alone made one, or took out a space where others changed words or signs."""
    for start, end in run:
        changed = [marks for seam in seams if start < seam.place < end for marks in seam.changed]
        if changed and not _is_of_one_proposal(changed):
            yield from changed
    for (_, end), (start, _) in pairwise(run):
        between = [seam for seam in seams if end <= seam.place <= start]
        changed = [marks for seam in between for marks in seam.changed]
        if any(seam.closed for seam in between) and not _is_of_one_proposal(changed):
            yield from changed


def _is_of_one_proposal(changed: Sequence[Marks]) -> bool:
    """Whether one of the proposals asks for all that makes a place what it is."""
    return bool(set(changed[0]).intersection(*changed[1:]))


def notices_of_ids(
    base: Document, asks: Sequence[Ask], texts: Mapping[object, Document], result: Document
) -> Iterator[Notice]:
    """Ids that the result has more often than any of the texts: two proposals inserted notes with one id."""
    put_in: dict[str, dict[object, None]] = defaultdict(dict)
    for ask in asks:
        for name in _ids_put_in(ask.edit):
            put_in[name].update(dict.fromkeys(ask.marks))
    if not put_in:
        return
    places: dict[str, list[str]] = defaultdict(list)
    for block in result.blocks:
        for name in block.ids:
            places[name].append(block.text)
    many = [name for name in put_in if len(places[name]) > 1]
    counted = [Counter(name for block in text.blocks for name in block.ids) for text in (base, *texts.values())]
    for name in many:
        if len(places[name]) > max(count[name] for count in counted):
            marks = tuple(mark for mark in texts if mark in put_in[name])
            yield Notice(NoticeKind.SAME_ID, marks, "\n".join(dict.fromkeys(places[name])))


def notices_of_targets(
    base: Document, asks: Sequence[Ask], texts: Mapping[object, Document], result: Document
) -> Iterator[Notice]:
    """Targets of links that several proposals together delete.

    One deletes or joins the block to which another gives an id, or leads a link. If one proposal alone has the link
    without its target, the result is what it proposed.
    """
    linking, linking_before = _blocks_by_link(result), _blocks_by_link(base)
    tags = [ask for ask in asks if isinstance(ask.edit, Retag) and ask.edit.traits]
    if not linking and not tags:
        return
    before, after = _names(base), _names(result)
    names = {mark: _names(text) for mark, text in texts.items()}
    given: dict[str, list[object]] = defaultdict(list)
    for ask in tags:
        for name in set(_ids_put_in(ask.edit)) - before:
            given[name] += ask.marks
    for target in sorted({*given, *linking} - after):
        owners = [mark for mark in texts if target in names[mark]]
        links = {mark: len(_blocks_by_link(texts[mark]).get(target, ())) for mark in texts}
        alone = max((links[mark] for mark in texts if mark not in owners), default=0)
        if not (owners or target in before) or (target not in given and len(linking[target]) <= alone):
            continue
        takers = [mark for mark in texts if target in before and mark not in owners]
        linkers = [mark for mark in texts if links[mark] > len(linking_before.get(target, ()))]
        concerned = {*given.get(target, ()), *takers, *linkers}
        targets = [block.text for mark in owners for block in texts[mark].blocks if target in block.ids]
        words = "\n".join(dict.fromkeys(linking.get(target) or targets))
        yield Notice(NoticeKind.NO_TARGET, tuple(mark for mark in texts if mark in concerned), words)


def _names(document: Document) -> set[str]:
    return {name for block in document.blocks for name in block.ids}


def _blocks_by_link(document: Document) -> dict[str, list[str]]:
    """For the target of each link within a text the words of the blocks with the links."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for block in document.blocks:
        for target in sorted({f[3:] for _, _, formats in block.formats for f in formats if f.startswith("a=#")}):
            blocks[target].append(block.text)
    return dict(blocks)


def _ids_put_in(edit: Edit) -> Iterator[str]:
    if isinstance(edit, Replace):
        for block in edit.content:
            yield from block.ids
    elif isinstance(edit, Retag):
        yield from dict(edit.traits).get("id", "").split()
    elif isinstance(edit, Format):
        yield from (name.removeprefix("id=") for name in edit.added if name.startswith("id="))


_Told = dict[str, dict[object, None]]


def _blocks_put_in(base: Document, asks: Sequence[Ask]) -> _Told:
    """The blocks that come in, and who brings them, by words in place of others or as blocks of their own."""
    return _told(
        (ask, block.text, len(ask.edit.content) > 1 or ask.edit.opens or _covers_block(base, ask.edit))
        for ask in asks
        if isinstance(ask.edit, Replace) and of_blocks(base, ask.edit)
        for block in ask.edit.content
    )


def _blocks_taken_out(base: Document, asks: Sequence[Ask]) -> _Told:
    """The blocks that go, and who takes them out, with words in their place or without."""
    return _told(
        (ask, base.blocks[number].text, char_of(ask.edit.start) < 0 or _covers_block(base, ask.edit))
        for ask in asks
        if isinstance(ask.edit, Replace) and not ask.edit.inserts and of_blocks(base, ask.edit)
        for number in range(block_of(ask.edit.start), block_of(ask.edit.end) + (char_of(ask.edit.end) >= 0))
    )


def _told(rows: Iterable[tuple[Ask, str, bool]]) -> _Told:
    """The marks by block, where one at least puts in or takes out a block as a whole."""
    marks_by_text: dict[str, dict[object, None]] = defaultdict(dict)
    sure = set()
    for ask, text, whole in rows:
        marks_by_text[to_nfc(text)].update(dict.fromkeys(ask.marks))
        if whole:
            sure.add(to_nfc(text))
    return {text: marks for text, marks in marks_by_text.items() if text in sure}


def of_blocks(base: Document, edit: Edit) -> bool:
    """Whether an edit puts in or takes out a whole block, or most of its words."""
    if isinstance(edit, Move):
        return True
    if not isinstance(edit, Replace):
        return False
    if min(char_of(edit.start), char_of(edit.end)) < 0 or len(edit.content) > 1:
        return True
    number = block_of(edit.start)
    size = max(edit.end - edit.start, sum(len(block.text) for block in edit.content))
    return block_of(edit.end) != number or 2 * size >= len(base.blocks[number].text)


def _covers_block(base: Document, edit: Replace) -> bool:
    return char_of(edit.start) == 0 and char_of(edit.end) == len(base.blocks[block_of(edit.start)].text)


def _counted(document: Document) -> Counter[str]:
    return Counter(to_nfc(block.text) for block in document.blocks)


def _all_marks(asks: Sequence[Ask]) -> Marks:
    return tuple(dict.fromkeys(mark for ask in sorted(asks, key=lambda ask: ask.rank) for mark in ask.marks))


def _orders(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    """Blocks put in at one place by several, or beside blocks that another moves away or puts others in place of."""
    gaps: dict[int, list[Ask]] = defaultdict(list)
    edges: dict[int, list[Ask]] = defaultdict(list)
    for ask in asks:
        gap = gap_of(ask.edit)
        if gap is not None:
            gaps[gap].append(ask)
        if isinstance(ask.edit, Move) or (isinstance(ask.edit, Replace) and _replaces_blocks(ask.edit)):
            edges[ask.edit.start].append(ask)
            edges[ask.edit.end].append(ask)
    for gap, row in gaps.items():
        marks = set(_all_marks(row))
        row += [ask for ask in edges[gap] if not marks & set(ask.marks) and ask not in row]
        if len({ask.marks for ask in row}) > 1 and len(_all_marks(row)) > 1:
            row.sort(key=lambda ask: (ask.edit.start, getattr(ask.edit, "order", 0)))
            yield Notice(NoticeKind.ORDER, _all_marks(row), "\n".join(_new_text(base, ask) for ask in row))


def _replaces_blocks(edit: Replace) -> bool:
    return edit.opens and not edit.inserts and bool(edit.content)


def _new_text(base: Document, ask: Ask) -> str:
    if isinstance(ask.edit, Replace):
        return "\n".join(block.text for block in ask.edit.content)
    return words_at(base.blocks, ask.edit.start, ask.edit.end)


def _deletions(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    row: list[Ask] = []
    reach = -1
    for ask in asks:
        if not (isinstance(ask.edit, Replace) and ask.edit.deletes):
            continue
        if ask.edit.start >= reach:
            yield from _overlap(base, row)
            row = []
        row.append(ask)
        reach = max(reach, ask.edit.end)
    yield from _overlap(base, row)


def _overlap(base: Document, row: Sequence[Ask]) -> Iterator[Notice]:
    if any(_share_words(base, first, second) for n, first in enumerate(row) for second in row[n + 1 :]):
        start, end = row[0].edit.start, max(ask.edit.end for ask in row)
        yield Notice(NoticeKind.DELETIONS, _all_marks(row), words_at(base.blocks, start, end))


def _share_words(base: Document, first: Ask, second: Ask) -> bool:
    """Whether two deletions have more in common than a space between two sentences."""
    start, end = max(first.edit.start, second.edit.start), min(first.edit.end, second.edit.end)
    return start < end and not is_blank(words_at(base.blocks, start, end))


def _formats(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    """Formats over words that another takes out, where nothing in their place takes them on."""
    deletions = [ask for ask in asks if isinstance(ask.edit, Replace) and not ask.edit.inserts]
    reach = list(accumulate((ask.edit.end for ask in deletions), max))
    for ask in asks:
        if not isinstance(ask.edit, Format):
            continue
        for other in deletions[bisect_right(reach, ask.edit.start) :]:
            if other.edit.start >= ask.edit.end:
                break
            if _lost(ask.edit, other) and not set(ask.marks) & set(other.marks):
                words = words_at(base.blocks, ask.edit.start, ask.edit.end)
                yield Notice(NoticeKind.FORMAT_GONE, _all_marks([ask, other]), words)


def _edges(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    """Words put in a space behind the end of a format that another lays: whether it covers them cannot be known."""
    ends = defaultdict(list)
    for ask in asks:
        if isinstance(ask.edit, Format) and ask.edit.added & GROWING:
            ends[ask.edit.end].append(ask)
    for ask in asks if ends else ():
        if not (isinstance(ask.edit, Replace) and ask.edit.inserts and ask.edit.content and not ask.edit.puts_blocks):
            continue
        text = base.blocks[block_of(ask.edit.start)].text
        char = char_of(ask.edit.start)
        for style in ends[ask.edit.start - 1] if char and is_blank(text[char - 1]) else ():
            if not set(style.marks) & set(ask.marks):
                yield Notice(NoticeKind.FORMAT_EDGE, _all_marks([style, ask]), _new_text(base, ask).strip())


def _lost(style: Format, other: Ask) -> bool:
    start, end = other.edit.start, other.edit.end
    if max(style.start, start) >= min(style.end, end):
        return False
    if start <= style.start and style.end <= end:
        return (start, end) != (style.start, style.end) or not getattr(other.edit, "content", ())
    return not (style.start <= start and end <= style.end)


def _rewrites(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    """Law 7: a change in a sentence that another rewrote, mostly or on both sides of it, is told."""
    rows: dict[int, list[Ask]] = defaultdict(list)
    for ask in asks:
        if isinstance(ask.edit, Replace) and char_of(ask.edit.start) >= 0 and not ask.edit.puts_blocks:
            rows[block_of(ask.edit.start)].append(ask)
    for number, row in sorted(rows.items()):
        if len(_all_marks(row)) > 1:
            for start, end in sentence_spans(base.blocks[number].text):
                low, high = place_before(number, start), place_before(number, end)
                inside = [ask for ask in row if low + (ask.edit.start == ask.edit.end) <= ask.edit.start < high]
                yield from _mixed(base, inside, (low, high))


def _mixed(base: Document, row: Sequence[Ask], where: tuple[int, int]) -> Iterator[Notice]:
    marks = _all_marks(row)
    whole = _heavy(words_at(base.blocks, *where)) or 1.0
    for mark in marks if len(marks) > 1 else ():
        mine = [ask for ask in row if mark in ask.marks]
        gone = (words_at(base.blocks, ask.edit.start, min(ask.edit.end, where[1])) for ask in mine)
        share = sum(map(_heavy, gone)) / whole
        first, last = mine[0].edit.end, mine[-1].edit.start
        for ask in row:
            between = first <= ask.edit.start and ask.edit.end <= last
            if mark not in ask.marks and (share >= MOSTLY or (between and share >= REWRITTEN)):
                yield Notice(NoticeKind.REWRITE, (mark, *ask.marks), words_at(base.blocks, *where))


def _heavy(text: str) -> float:
    return sum(map(token_weight, tokens(text)))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, from character to character."""
    spans: list[tuple[int, int]] = []
    row = tokens(text)
    start = end = 0
    for n, token in enumerate(row):
        if n and end > start and ends_sentence(row, n):
            spans.append((start, end))
            start = end
        end += len(token)
    spans.append((start, end))
    return spans
