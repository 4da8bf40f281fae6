"""The marks of a returned file that this site wrote into it: each belongs to an amendment, and to nobody's draft.

Law: a mark is recognised only if it deletes and inserts the same characters at the same place as when the file was
issued, whatever author it names. What somebody changed in it is a change of the file like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from charter.files.left_out import LeftOut, left_out
from charter.importing.returned_changes import LABEL
from charter.importing.returned_lines import Paragraph, Returned, Stretch, author_of_amendment
from charter.queries.papers.issued_marks import IssuedMark, squeeze
from charter.states import ChangeKind


@dataclass(frozen=True)
class Recognised:
    """A file whose known marks name their amendments as authors.

    `edited` has the numbers of the amendments whose marks somebody changed, by the key of their provision.
    """

    returned: Returned
    left_out: tuple[LeftOut, ...]
    edited: Mapping[str, tuple[int, ...]]


@dataclass
class _Group:
    """Stretches beside each other that one author marked; `start` counts characters of the provision before it."""

    author: str
    paragraph: int
    start: int
    stretches: list[int] = field(default_factory=list)
    gone: str = ""
    put: str = ""
    label: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.gone)


@dataclass
class _Chain:
    """The paragraphs that were one paragraph when the file was issued, with their groups."""

    paragraphs: list[int] = field(default_factory=list)
    key: str = ""
    groups: list[_Group] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)


def recognise_marks(returned: Returned, marks: Sequence[IssuedMark]) -> Recognised:
    """The file with those of the marks that it still has."""
    work = _Work(list(returned.paragraphs), marks)
    for chain in work.chains():
        work.match_chain(chain)
    work.match_ends()
    return Recognised(replace(returned, paragraphs=tuple(work.paragraphs)), tuple(work.notes()), work.edited())


@dataclass
class _Work:
    paragraphs: list[Paragraph]
    marks: Sequence[IssuedMark]
    present: dict[IssuedMark, str] = field(default_factory=dict)
    touched: set[IssuedMark] = field(default_factory=set)
    last_key: str = ""

    def chains(self) -> Iterator[_Chain]:
        chain = _Chain()
        for place, paragraph in enumerate(self.paragraphs):
            chain.paragraphs.append(place)
            chain.key = chain.key or paragraph.key
            if paragraph.inserted is None:
                yield self._with_groups(chain)
                chain = _Chain()
        if chain.paragraphs:
            yield self._with_groups(chain)

    def _with_groups(self, chain: _Chain) -> _Chain:
        base = "".join(
            part.text for at in chain.paragraphs for part in self.paragraphs[at].stretches if part.inserted is None
        )
        label = LABEL.match(base)
        skip, count = len(squeeze(label[0])) if label else 0, 0
        for at in chain.paragraphs:
            group = None
            for place, part in enumerate(self.paragraphs[at].stretches):
                author = _one_author(part)
                words = squeeze(part.text)
                taken = min(len(words), skip) if part.inserted is None else 0
                if author is None:
                    group = None
                elif group is None or group.author != author:
                    group = _Group(author, at, count)
                    chain.groups.append(group)
                if group is not None:
                    group.stretches.append(place)
                    if part.inserted is not None:
                        group.put += words
                    else:
                        group.label += words[:taken]
                        group.gone += words[taken:]
                if part.inserted is None:
                    skip -= taken
                    count += len(words) - taken
            chain.ends[at] = count
        return chain

    def match_chain(self, chain: _Chain) -> None:
        """Names the amendments of all groups of a chain whose marks are known."""
        for at in chain.paragraphs:
            paragraph = self.paragraphs[at]
            groups = [group for group in chain.groups if group.paragraph == at]
            if not paragraph.key and len(groups) == 1 and self._is_whole(groups[0], inserted=True):
                self._match_new_paragraph(groups[0])
            else:
                self._match_groups(chain, groups)
            self.last_key = paragraph.key or self.last_key

    def _is_whole(self, group: _Group, inserted: bool) -> bool:
        """Whether nothing of the paragraph is outside the group, and all of it is inserted, or all deleted."""
        parts = self.paragraphs[group.paragraph].stretches
        others = [part for place, part in enumerate(parts) if place not in group.stretches]
        return not squeeze("".join(part.text for part in others)) and not (group.gone if inserted else group.put)

    def _match_new_paragraph(self, group: _Group) -> None:
        kinds = (ChangeKind.INSERT, ChangeKind.MOVE)
        same = [mark for mark in self.marks if mark.kind in kinds and mark.put == group.put]
        before = [mark for mark in same if self.last_key in (mark.key, mark.after)]
        mark = next(iter(before or same), None)
        if mark is not None:
            self._name(group, [mark])
            end = self.paragraphs[group.paragraph]
            if end.inserted is not None:
                self.paragraphs[group.paragraph] = replace(end, inserted=author_of_amendment(mark.number))

    def _match_groups(self, chain: _Chain, groups: Iterable[_Group]) -> None:
        own = [mark for mark in self.marks if mark.key == chain.key]
        edits = sorted((mark for mark in own if mark.kind == ChangeKind.REPLACE), key=lambda mark: mark.start)
        whole = [mark for mark in own if mark.kind in (ChangeKind.DELETE, ChangeKind.MOVE)]
        joins = [mark for mark in self.marks if mark.kind == ChangeKind.JOIN]
        for group in groups:
            found = next((run for run in _runs(edits) if _is_same(run, group)), [])
            if not found and self._is_whole(group, inserted=False):
                found = [mark for mark in whole if mark.gone == group.gone][:1]
                self._name_end(group.paragraph, found)
            if not found and not group.gone and not group.put:
                found = [mark for mark in joins if (mark.after if group.label else mark.key) == chain.key][:1]
            if found:
                self._name(group, found)
            else:
                self.touched |= {mark for mark in edits if _meets(mark, group)}
        for at, count in chain.ends.items():
            self._match_split(at, count, own)

    def _match_split(self, at: int, count: int, own: Iterable[IssuedMark]) -> None:
        paragraph = self.paragraphs[at]
        split = next((mark for mark in own if mark.kind == ChangeKind.SPLIT and mark.start == count), None)
        if split is not None and paragraph.inserted is not None:
            self.paragraphs[at] = replace(paragraph, inserted=author_of_amendment(split.number))
            self.present.setdefault(split, paragraph_text(paragraph))

    def _name_end(self, at: int, marks: Sequence[IssuedMark]) -> None:
        paragraph = self.paragraphs[at]
        if marks and paragraph.deleted is not None:
            self.paragraphs[at] = replace(paragraph, deleted=author_of_amendment(marks[0].number))

    def match_ends(self) -> None:
        """Names the amendments that combine a provision with the next one."""
        joins = {mark.key: mark for mark in self.marks if mark.kind == ChangeKind.JOIN}
        for at, paragraph in enumerate(self.paragraphs):
            mark = joins.get(paragraph.key)
            if mark is not None and paragraph.deleted is not None:
                self._name_end(at, [mark])
                self.present.setdefault(mark, paragraph_text(paragraph))

    def _name(self, group: _Group, marks: Sequence[IssuedMark]) -> None:
        name = author_of_amendment(marks[0].number)
        paragraph = self.paragraphs[group.paragraph]
        stretches = list(paragraph.stretches)
        for place in group.stretches:
            part = stretches[place]
            inserted, deleted = (None if mark is None else name for mark in (part.inserted, part.deleted))
            stretches[place] = replace(part, inserted=inserted, deleted=deleted)
        self.paragraphs[group.paragraph] = replace(paragraph, stretches=tuple(stretches))
        words = "".join(paragraph.stretches[place].text for place in group.stretches)
        for mark in marks:
            self.present.setdefault(mark, words)

    def notes(self) -> Iterator[LeftOut]:
        for mark, words in self.present.items():
            yield left_out("amendment", words, number=mark.number)

    def edited(self) -> dict[str, tuple[int, ...]]:
        numbers: dict[str, set[int]] = {}
        for mark in self.touched - self.present.keys():
            numbers.setdefault(mark.key, set()).add(mark.number)
        return {key: tuple(sorted(those)) for key, those in numbers.items()}


def paragraph_text(paragraph: Paragraph) -> str:
    """All text of a paragraph, deleted text too."""
    return "".join(part.text for part in paragraph.stretches)


def _one_author(part: Stretch) -> str | None:
    """The author of a mark. Text that one author inserted and another one deleted has both, as nobody else."""
    if part.inserted is None or part.deleted is None:
        return part.deleted if part.inserted is None else part.inserted
    return f"{part.inserted}\n{part.deleted}"


def _runs(edits: Sequence[IssuedMark]) -> Iterator[list[IssuedMark]]:
    """Each edit, and the edits that are directly beside each other: a word processor joins those of one author."""
    for first, edit in enumerate(edits):
        run = [edit]
        yield run
        for other in edits[first + 1 :]:
            if other.start != run[-1].start + len(run[-1].gone):
                break
            run = [*run, other]
            yield run


def _is_same(run: Sequence[IssuedMark], group: _Group) -> bool:
    gone, put = "".join(mark.gone for mark in run), "".join(mark.put for mark in run)
    return (run[0].start, gone, put) == (group.start, group.gone, group.put) and not group.label


def _meets(mark: IssuedMark, group: _Group) -> bool:
    """Whether a group is at the place of a mark and has some of its text."""
    is_at = group.start <= mark.start + len(mark.gone) and mark.start <= group.end
    return is_at and bool((group.put and group.put in mark.put) or (group.gone and group.gone in mark.gone))
