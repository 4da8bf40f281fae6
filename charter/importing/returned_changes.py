"""What a returned file changes in an article: its text as sent and as accepted, compared provision by provision.

A paragraph belongs to the provision that its bookmark names. Where bookmarks were lost, paragraphs are aligned by
their text, first as it was sent. Nothing is aligned by number or order alone.

Laws: a file without changes gives none. Every word of the accepted text is in a change, in what could not be placed,
or in the unchanged text; every deleted word is in a change. What no tracked change explains is marked as untracked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from charter import texts
from charter.files import inline
from charter.files.inline import Run
from charter.files.left_out import LeftOut, left_out
from charter.importing.returned_lines import Comment, Paragraph, Returned, Stretch, is_amendment
from charter.importing.text_likeness import ALIKE, likeness_of, words_to_compare
from charter.states import ChangeKind
from charter.text import diff

Remains = Callable[[Stretch | Paragraph], bool]
# Beyond so many comparisons paragraphs are the same or are not: a file is not to take minutes.
MOST_PAIRS = 250_000
LABEL = re.compile(r"\s*\[([^\[\]]{1,80})\]\s*")


@dataclass(frozen=True)
class BaseLine:
    """A provision as it was in the file that was sent."""

    key: str
    html: str
    text: str
    citation: str
    is_heading: bool = False


@dataclass(frozen=True)
class Doubt:
    """Why a person must check a change, with the text in the file and the text in force where they differ."""

    why: str
    in_file: str = ""
    in_force: str = ""


@dataclass(frozen=True)
class TrayText:
    """Text that is no change, with the reason and the place in the file."""

    text: str
    why: str
    where: str = ""


@dataclass(frozen=True)
class FoundChange:
    """One change of a provision by its key; an insertion is after that provision, a move goes after `after`.

    A combination has the key of its second provision in `after`. `text` is the new text without formats.
    `comments` are the places of those by its authors that mark what they changed. `reason` is a text beside it,
    `clauses` are those that order it.
    """

    kind: str
    key: str
    text: str = ""
    after: str = ""
    untracked: bool = False
    authors: tuple[str, ...] = ()
    comments: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    reason: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommentPlace:
    """The provision to which a comment is attached, empty if there is none, and the text that it marks."""

    key: str = ""
    passage: str = ""


@dataclass(frozen=True)
class FoundChanges:
    """All changes of a file; `unplaced` are texts without a place; `share` is that of the provisions recognized.

    `comments` has the place of each comment, in the order of the file's list. `tray` has what is no change, each text
    with its reason. `is_foreign` is about a table or a list of changes: `share` is then that of its rows or clauses.
    """

    changes: tuple[FoundChange, ...]
    unplaced: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    share: float
    comments: tuple[CommentPlace, ...] = ()
    tray: tuple[TrayText, ...] = ()
    is_foreign: bool = False


@dataclass(frozen=True)
class _Seen:
    """A paragraph of one view of the file, made of one paragraph of the file or of more."""

    stretches: tuple[Stretch, ...] = ()
    keys: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return tidy_text("".join(stretch.text for stretch in self.stretches))

    @property
    def key(self) -> str:
        return self.keys[0] if self.keys else ""


@dataclass
class _Comparison:
    base: Sequence[BaseLine]
    paragraphs: list[Paragraph]
    authors: Collection[str]
    comments: Sequence[Comment] = ()
    notes: list[LeftOut] = field(default_factory=list)

    def views(self) -> tuple[list[_Seen], list[_Seen]]:
        """The file as it was sent, and as it is with the changes of the chosen authors."""
        sent = _merged(self.paragraphs, lambda part: part.inserted is None)
        return sent, _merged(self.paragraphs, self._remains)

    def _remains(self, part: Stretch | Paragraph) -> bool:
        comes = part.inserted is None or part.inserted in self.authors
        return comes and not (part.deleted is not None and part.deleted in self.authors)


def find_changes(base: Sequence[BaseLine], returned: Returned, authors: Collection[str]) -> FoundChanges:
    """The changes of these authors, and everything that nobody tracked."""
    keys, citations = {line.key for line in base}, {line.citation for line in base}
    notes: list[LeftOut] = []
    paragraphs = [_without_label(paragraph, citations, notes) for paragraph in returned.paragraphs]
    paragraphs = [paragraph if paragraph.key in keys else replace(paragraph, key="") for paragraph in paragraphs]
    work = _Comparison(base, paragraphs, authors, returned.comments, notes)
    _anchor(work)
    sent, accepted = work.views()
    accepted = _matched(base, accepted)
    changes = list(_changes(work, sent, accepted))
    to_the_top = {key for key, after in _moved(base, accepted).items() if not after}
    unplaced = [seen_paragraph.text for seen_paragraph in accepted if seen_paragraph.key in to_the_top]
    unplaced += [seen.text for seen in _before_all(accepted)]
    notes += _notes(work, accepted, returned)
    recognized = {seen_paragraph.key for seen_paragraph in (*sent, *accepted)} & keys
    share = len(recognized) / max(1, len(base))
    return FoundChanges(tuple(changes), tuple(unplaced), tuple(notes), share, tuple(_comment_places(work)))


def tidy_text(text: str) -> str:
    """A text as texts are compared: one space between words."""
    return inline.SPACE.sub(" ", text).strip()


def _without_label(paragraph: Paragraph, citations: Collection[str], notes: list[LeftOut]) -> Paragraph:
    """The paragraph without the citation that the site wrote before it; changes inside the citation are noted."""
    own = [own_stretch for own_stretch in paragraph.stretches if own_stretch.inserted is None] or list(
        paragraph.stretches
    )
    match = LABEL.match("".join(own_stretch.text for own_stretch in own))
    if match is None or match[1].replace("،", ",") not in citations:
        return paragraph
    kept: list[Stretch] = []
    cut, end = 0, match.end()
    gone = all(own_stretch.deleted is not None for own_stretch in own)
    for stretch in paragraph.stretches:
        if stretch not in own:
            if 0 < cut < len(match[0].rstrip()):
                notes.append(left_out("label", stretch.text))
            else:
                kept.append(stretch)
            continue
        take = min(len(stretch.text), end - cut)
        if take and stretch.deleted is not None and not gone and stretch.text[:take].strip():
            notes.append(left_out("label", stretch.text[:take]))
        cut += take
        if stretch.text[take:]:
            kept.append(replace(stretch, text=stretch.text[take:]))
    return replace(paragraph, stretches=tuple(kept))


def _merged(paragraphs: Sequence[Paragraph], remains: Remains) -> list[_Seen]:
    """The paragraphs that remain; one whose end does not remain runs on into the next one."""
    seen: list[_Seen] = []
    open_ = _Seen()
    used: set[str] = set()
    for place, paragraph in enumerate(paragraphs):
        stretches = tuple(stretch for stretch in paragraph.stretches if remains(stretch))
        if "".join(stretch.text for stretch in stretches).strip():
            keys = (paragraph.key,) if paragraph.key and paragraph.key not in used else ()
            used |= {*keys}
            between = _between(open_, stretches) if keys and open_.keys else ()
            open_ = _Seen((*open_.stretches, *between, *stretches), (*open_.keys, *keys), (*open_.sources, place))
        if remains(paragraph):
            if open_.sources:
                seen.append(open_)
            open_ = _Seen()
    return [*seen, open_] if open_.sources else seen


def _between(before: _Seen, after: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The space between two provisions that became one paragraph, if nobody typed one."""
    first, second = before.stretches[-1].text, after[0].text
    needs = not first[-1:].isspace() and not second[:1].isspace() and not texts.runs_on(first[-1])
    return (Stretch(" "),) if needs else ()


def _anchor(work: _Comparison) -> None:
    """Gives paragraphs without a bookmark the key of the provision whose text they had when the file was sent.

    A bookmark can stay with a paragraph that was typed before its own: the unchanged text is the better proof.
    """
    sent, _accepted = work.views()
    have = {key: seen for seen in sent for key in seen.keys}
    free = [seen for seen in sent if not seen.keys]
    exact = {seen.text for seen in free}
    missing = [
        line
        for line in work.base
        if line.key not in have or (have[line.key].text != tidy_text(line.text) and tidy_text(line.text) in exact)
    ]
    for line, seen in _pairs(missing, free):
        work.paragraphs[:] = [replace(p, key="") if p.key == line.key else p for p in work.paragraphs]
        place = seen.sources[0]
        work.paragraphs[place] = replace(work.paragraphs[place], key=line.key)


def _matched(base: Sequence[BaseLine], accepted: list[_Seen]) -> list[_Seen]:
    """The accepted paragraphs; those that carry on the text of a missing provision have its key."""
    have = {key for seen in accepted for key in seen.keys}
    missing = [line for line in base if line.key not in have]
    keys = {
        id(seen_paragraph): line.key
        for line, seen_paragraph in _pairs(missing, [seen for seen in accepted if not seen.keys])
    }
    return [replace(seen, keys=(keys[id(seen)],)) if id(seen) in keys else seen for seen in accepted]


def _pairs(lines: Sequence[BaseLine], free: Sequence[_Seen]) -> Iterator[tuple[BaseLine, _Seen]]:
    """Provisions with the paragraphs that have their text: the same first, then the most alike."""
    by_text: dict[str, list[int]] = {}
    for j, seen in enumerate(free):
        by_text.setdefault(seen.text, []).append(j)
    same = {i: by_text[text].pop(0) for i, line in enumerate(lines) if by_text.get(text := tidy_text(line.text))}
    for i, j in same.items():
        yield lines[i], free[j]
    left = [i for i in range(len(lines)) if i not in same]
    right = sorted(set(range(len(free))) - {*same.values()})
    if len(left) * len(right) > MOST_PAIRS:
        return
    spoken = {j: words_to_compare(free[j].text) for j in right}
    scored = []
    for i in left:
        mine = words_to_compare(lines[i].text)
        for j in right:
            score = likeness_of(mine, spoken[j])
            if score >= ALIKE:
                scored.append((-score, abs(i - j), i, j))
    used: tuple[set[int], set[int]] = set(), set()
    for _score, _distance, i, j in sorted(scored):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield lines[i], free[j]


def _changes(work: _Comparison, sent: list[_Seen], accepted: list[_Seen]) -> Iterator[FoundChange]:
    before, now = {seen.key: seen for seen in sent if seen.keys}, {seen.key: seen for seen in accepted if seen.keys}
    following = _following(accepted)
    joined = {key: seen for seen in accepted for key in seen.keys[1:]}
    moved = _moved(work.base, accepted)
    combined: set[str] = set()
    told: set[int] = set()

    def change(kind: str, key: str, sources: Sequence[int], text: str = "", after: str = "") -> FoundChange:
        """A comment gives the reason of one change alone."""
        marks = _marks(work, sources)
        comments = tuple(place for place in _reasons(work, sources) if place not in told)
        told.update(comments)
        return FoundChange(kind, key, text, after, not marks, marks, comments)

    for line in work.base:
        sent_paragraph, accepted_paragraph = before.get(line.key), now.get(line.key)
        untracked = sent_paragraph is None or sent_paragraph.text != tidy_text(line.text)
        if accepted_paragraph is None:
            if line.key not in combined:
                sources = (joined.get(line.key) or sent_paragraph or _Seen()).sources
                yield replace(change(ChangeKind.DELETE, line.key, sources), untracked=sent_paragraph is None)
            continue
        inserted = following.get(line.key, [])
        if moved.get(line.key):
            yield change(ChangeKind.MOVE, line.key, accepted_paragraph.sources, after=moved[line.key])
        second = _combined(work.base, line, accepted_paragraph)
        if second is not None:
            combined.add(second)
            yield change(ChangeKind.JOIN, line.key, accepted_paragraph.sources, accepted_paragraph.text, second)
        elif _is_split(line, accepted_paragraph, inserted):
            sources = (*accepted_paragraph.sources, *inserted[0].sources)
            yield change(ChangeKind.SPLIT, line.key, sources, f"{accepted_paragraph.text}\n\n{inserted[0].text}")
            inserted = inserted[1:]
        elif accepted_paragraph.text != tidy_text(line.text):
            yield replace(
                change(ChangeKind.REPLACE, line.key, accepted_paragraph.sources, accepted_paragraph.text),
                untracked=untracked,
            )
        for new in inserted:
            plain = any(part.inserted is None and part.text.strip() for part in new.stretches)
            yield replace(change(ChangeKind.INSERT, line.key, new.sources, new.text), untracked=plain)


def _following(accepted: Sequence[_Seen]) -> dict[str, list[_Seen]]:
    """New paragraphs by the key of the provision before them."""
    following: dict[str, list[_Seen]] = {}
    last = ""
    for seen in accepted:
        if seen.keys:
            last = seen.key
        elif last:
            following.setdefault(last, []).append(seen)
    return following


def _before_all(accepted: Sequence[_Seen]) -> Iterator[_Seen]:
    for seen in accepted:
        if seen.keys:
            return
        yield seen


def _combined(base: Sequence[BaseLine], line: BaseLine, seen: _Seen) -> str | None:
    """The key of the next provision, if the paragraph is both and nothing else."""
    place = base.index(line)
    following = base[place + 1] if place + 1 < len(base) else None
    if following is None or seen.keys != (line.key, following.key) or line.is_heading or following.is_heading:
        return None
    whole = tidy_text(f"{line.text}{texts.separator_between(line.html, following.html)}{following.text}")
    return following.key if seen.text == whole else None


def _is_split(line: BaseLine, seen: _Seen, inserted: Sequence[_Seen]) -> bool:
    if not inserted or line.is_heading:
        return False
    return "".join(f"{seen.text}{inserted[0].text}".split()) == "".join(line.text.split())


def _moved(base: Sequence[BaseLine], accepted: Sequence[_Seen]) -> dict[str, str]:
    """Provisions that are elsewhere now, by key, with the one that precedes each; as few as the new order needs.

    Nothing precedes one that went to the top.
    """
    place = {line.key: n for n, line in enumerate(base)}
    keys = [seen.key for seen in accepted if seen.keys]
    stay = _longest_rising([place[key] for key in keys])
    moved = {}
    for n, key in enumerate(keys):
        if n not in stay:
            moved[key] = keys[n - 1] if n else ""
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The places of one longest rising row."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        at = bisect_left(tails, number)
        tails[at : at + 1], ends[at : at + 1] = [number], [n]
        before.append(ends[at - 1] if at else -1)
    rising = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        rising.add(n)
        n = before[n]
    return rising


def _marks(work: _Comparison, sources: Sequence[int]) -> tuple[str, ...]:
    """The chosen authors who changed something in these paragraphs, or at their ends."""
    authors: dict[str, None] = {}
    for place in sources:
        paragraph = work.paragraphs[place]
        marks = [mark for stretch in paragraph.stretches for mark in (stretch.inserted, stretch.deleted)]
        for author in (*marks, paragraph.inserted, paragraph.deleted):
            if author is not None and author in work.authors:
                authors[author] = None
    return tuple(authors)


def _reasons(work: _Comparison, sources: Sequence[int]) -> Iterator[int]:
    """The open comments by a chosen author that mark text which the same author changed, or text beside it."""
    for place in sources:
        paragraph = work.paragraphs[place]
        for number in paragraph.comments:
            comment = work.comments[number]
            if not comment.is_done and comment.author in work.authors and _meets(paragraph, number, comment.author):
                yield number


def _meets(paragraph: Paragraph, number: int, author: str) -> bool:
    """Whether a comment marks text that the author changed, or text directly before or after it."""
    row = paragraph.stretches
    changed = [author in (stretch.inserted, stretch.deleted) for stretch in row]
    changed.append(author in (paragraph.inserted, paragraph.deleted))
    return any(any(changed[max(0, at - 1) : at + 2]) for at, stretch in enumerate(row) if number in stretch.comments)


def _comment_places(work: _Comparison) -> Iterator[CommentPlace]:
    """Where each comment is attached: at its first paragraph, and outside all provisions at the one before it."""
    first: dict[int, str] = {}
    passages: dict[int, list[str]] = {}
    key = ""
    for paragraph in work.paragraphs:
        key = paragraph.key or key
        for number in paragraph.comments:
            first.setdefault(number, key)
        for stretch in paragraph.stretches:
            for number in stretch.comments:
                passages.setdefault(number, []).append(stretch.text)
    for number in range(len(work.comments)):
        yield CommentPlace(first.get(number, ""), tidy_text("".join(passages.get(number, []))))


def _notes(work: _Comparison, accepted: Sequence[_Seen], returned: Returned) -> Iterator[LeftOut]:
    """What is not imported: changes of other authors, and changes of formatting."""
    for paragraph in returned.paragraphs:
        for stretch in paragraph.stretches:
            marks = {stretch.inserted, stretch.deleted} - {None} - {*work.authors}
            others = [mark for mark in marks if not is_amendment(mark)]
            if others and stretch.text.strip():
                yield left_out("other", stretch.text)
    lines = {line.key: line for line in work.base}
    for seen in accepted:
        line = lines.get(seen.key)
        runs = inline.collapse_spaces(
            Run(piece.text, frozenset(piece.formats), piece.href) for piece in seen.stretches
        )
        if line is not None and seen.text == tidy_text(line.text):
            if diff(texts.single_block(line.html), texts.single_block(inline.runs_html(runs))).formats:
                yield left_out("format", seen.text)
        elif any(piece.formats and piece.inserted is not None for piece in seen.stretches):
            yield left_out("format", seen.text)
