"""The difference of two documents as a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from charter.text import rendering
from charter.text.applying import Applied, Step, plan_edits, walk_plan
from charter.text.assembling import assemble_document
from charter.text.dictionaries import goes_by_cluster
from charter.text.editing import edits_between
from charter.text.edits import Edit, Format, Move, Replace, Respell, Retag, block_of, border_place, char_of
from charter.text.errors import NotADocument
from charter.text.revision import Revision
from charter.text.sentences import Listed, clause_lines
from charter.text.tokens import is_blank
from charter.text.values import Block, Document


@dataclass(frozen=True)
class Change:
    """One change: its kind, the words before and after, the block of the old text, and the edit itself.

    `kind` is one of inserted, deleted, replaced, split, joined, moved, format, kind, spacing.
    """

    kind: str
    old: str
    new: str
    block: int
    key: str | None
    edit: Edit


@dataclass(frozen=True)
class Formatted:
    """A stretch that keeps its words and changes its formats, or a block that changes its kind."""

    text: str
    added: frozenset[str]
    removed: frozenset[str]


class Diff(Revision):
    """What turns the old document into the new one. Law 10: its sides spell the two texts.

    >>> difference = diff(parse("<p>The fee is ten euros.</p>"), parse("<p>The fee is nine euros.</p>"))
    >>> difference.deleted, difference.inserted, difference.plain
    (('ten',), ('nine',), 'The fee is [-ten-] {+nine+} euros.')
    """

    @cached_property
    def identities(self) -> frozenset[Any]:
        """A value for each edit; two texts that propose the same edit have equal values."""
        return frozenset(edit.identity for edit in self.edits)

    @property
    def deleted(self) -> tuple[str, ...]:
        """The texts of the runs that go, in reading order."""
        return tuple(_runs(self.steps, "del"))

    @property
    def inserted(self) -> tuple[str, ...]:
        """The texts of the runs that come, in reading order."""
        return tuple(_runs(self.steps, "ins"))

    @property
    def formats(self) -> tuple[Formatted, ...]:
        """Changed formats and kinds, each with its words."""
        changed = (_formatted(edit, self.old.blocks) for edit in self.edits)
        return tuple(formatted for formatted in changed if formatted is not None and formatted.text.strip())

    @property
    def moved(self) -> tuple[str, ...]:
        """The old texts of the blocks that are at another place now."""
        spans = ((block_of(edit.start), block_of(edit.end)) for edit in self.edits if isinstance(edit, Move))
        return tuple(self.old.blocks[n].text for first, last in spans for n in range(first, last))

    @property
    def split(self) -> int:
        """How many borders came between words that stood in one block."""
        return sum(borders_in(edit) for edit in self.edits if isinstance(edit, Replace))

    @property
    def joined(self) -> int:
        """How many borders were deleted between words that are in one block now."""
        return sum(borders_out(edit) for edit in self.edits if isinstance(edit, Replace))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes as values, in the order of the old text."""
        return tuple(_change(edit, self.old.blocks) for edit in self.edits)

    @cached_property
    def touched(self) -> tuple[tuple[int, int], ...]:
        """Where in the old text's first block something changes: first and last character of each stretch."""
        length = len(self.old.blocks[0].text) if self.old.blocks else 0
        return tuple(sorted(_stretch_of(edit, length) for edit in self.edits if block_of(edit.start) == 0))

    @property
    def by_cluster(self) -> bool:
        """Whether words of a script without spaces are marked by cluster, since no dictionary for it is installed."""
        return goes_by_cluster(self.old.text) or goes_by_cluster(self.new.text)

    def redline(self, lang: str = "en", prefix: str = "change") -> str:
        """The two texts as one, with the changes marked; `lang` is the language of the hidden words."""
        return rendering.redline(self, lang, prefix)

    @cached_property
    def html(self) -> str:
        """The redline with hidden words in English."""
        return self.redline("en")

    def before(self, lang: str = "en", prefix: str = "before") -> str:
        """The old text, with what goes marked."""
        return rendering.redline(self, lang, prefix, new=False)

    def after(self, lang: str = "en", prefix: str = "after") -> str:
        """The new text, with what comes marked."""
        return rendering.redline(self, lang, prefix, old=False)

    def side_by_side(self, lang: str = "en") -> tuple[rendering.Pair, ...]:
        """The old and the new text in rows beside each other."""
        return rendering.side_by_side(self, lang)

    @property
    def plain(self) -> str:
        """The redline in plain text: [-words that go-] and {+words that come+}."""
        return rendering.redline_as_text(self)

    def mail_html(self, lang: str = "en") -> str:
        """The redline for an e-mail, where no style sheet hides the words that tell of a change."""
        return rendering.redline_for_mail(self, lang)

    def sentences(self, lang: str = "en", citations: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """The changes as amending sentences about the old text; `citations` names blocks by their key."""
        return tuple(line.sentence for line in self.listed(lang, citations))

    def listed(self, lang: str = "en", citations: Mapping[str, str] | None = None) -> tuple[Listed, ...]:
        """The amending sentences, each with the place of its change, so that a list can lead to the redline."""
        return clause_lines(self, lang, citations or {})

    def only(self, changes: Iterable[Change]) -> Diff:
        """The same difference with some of its changes alone, their edits known."""
        chosen = {change.edit for change in changes}
        edits = tuple(edit for edit in self.edits if edit in chosen)
        return Diff(self.old, apply_edits(self.old, edits), edits, self.coarse)

    def take(self, changes: Iterable[Change]) -> Document:
        """The old document with only these changes."""
        return self.only(changes).new


def diff(old: Document, new: Document) -> Diff:
    """What turns one document into another. Law 12: the same for the same input, on any machine.

    >>> diff(parse("<p>Ten euros.</p>"), parse("<p>Nine euros.</p>")).sentences("es")
    ('En el párrafo 1, se sustituye la palabra «Ten» por la palabra «Nine».',)
    """
    require_documents("diff", old, new)
    if old is new:
        return Diff(old, new, ())
    edits, coarse = edits_between(old.blocks, new.blocks)
    return Diff(old, new, edits, coarse)


def require_documents(call: str, *values: object) -> None:
    """Raises `NotADocument` where a call is given a text, or anything else, in place of a document."""
    for value in values:
        if not isinstance(value, Document):
            raise NotADocument(call, value)


def apply_edits(base: Document, edits: Iterable[Edit]) -> Document:
    """The base with some edits of one proposal carried out."""
    return assemble_document(walk_plan(plan_edits(base.blocks, map(Applied, edits)))).document


def _runs(steps: Iterable[Step], name: str) -> Iterator[str]:
    run, space = "", ""
    for step in steps:
        text = step.block.text
        if step.name == name:
            run, space = (run + space if run else "") + text, ""
        elif step.name == "keep" and is_blank(text):
            space += text
        elif step.name not in ("ins", "del"):
            if run.strip():
                yield run.strip()
            run, space = "", ""
    if run.strip():
        yield run.strip()


def _formatted(edit: Edit, blocks: tuple[Block, ...]) -> Formatted | None:
    block = blocks[min(block_of(edit.start), len(blocks) - 1)] if blocks else None
    if block is None:
        return None
    if isinstance(edit, Format):
        return Formatted(block.text[char_of(edit.start) : char_of(edit.end)], edit.added, edit.removed)
    if isinstance(edit, Retag) and not edit.silent:
        after = Block(edit.kind, "", depth=edit.depth, traits=edit.traits)
        added, removed = frozenset(after.labels), frozenset(block.labels)
        return Formatted(block.text, added - removed, removed - added)
    return None


def borders_in(edit: Replace) -> int:
    """The borders an edit puts between words of one block."""
    return 0 if edit.opens else max(len(edit.content) - 1, 0)


def borders_out(edit: Replace) -> int:
    """The borders an edit takes from between words: not those of blocks that go whole."""
    if char_of(edit.start) < 0 and char_of(edit.end) < 0:
        return 0
    return block_of(edit.end) - block_of(edit.start)


def words_at(blocks: tuple[Block, ...], start: int, end: int) -> str:
    """The words from one place to another, a block a line."""
    lines = []
    for number in range(block_of(start), min(block_of(end) + 1, len(blocks))):
        low = char_of(start) if number == block_of(start) else 0
        high = char_of(end) if number == block_of(end) else len(blocks[number].text)
        if border_place(number) < end:
            lines.append(blocks[number].text[max(low, 0) : max(high, 0)])
    return "\n".join(lines)


def _change(edit: Edit, blocks: tuple[Block, ...]) -> Change:
    first = block_of(edit.start)
    key = blocks[first].key if first < len(blocks) else None
    old = words_at(blocks, edit.start, edit.end)
    if isinstance(edit, Replace):
        new = "\n".join(block.text for block in edit.content)
        return Change(_kind(edit), old, new, first, key, edit)
    if isinstance(edit, Respell):
        return Change("spacing", old, edit.text, first, key, edit)
    if isinstance(edit, Retag):
        kind = "spacing" if edit.silent else "kind"
        return Change(kind, blocks[first].text, blocks[first].text, first, key, edit)
    return Change("moved" if isinstance(edit, Move) else "format", old, old, first, key, edit)


def _kind(edit: Replace) -> str:
    blank = all(not block.text.strip() for block in edit.content)
    if borders_in(edit) > borders_out(edit) and blank:
        return "split"
    if borders_out(edit) > borders_in(edit) and blank:
        return "joined"
    if edit.inserts:
        return "inserted"
    return "deleted" if edit.deletes else "replaced"


@lru_cache(maxsize=8)
def remembered_diff(old: Document, new: Document) -> Diff:
    """The difference of two documents, kept for the next question about the same two."""
    return diff(old, new)


def _stretch_of(edit: Edit, length: int) -> tuple[int, int]:
    """An edit in characters of the first block; one that reaches a border reaches the block's own end."""
    start = max(char_of(edit.start), 0)
    end = char_of(edit.end) if block_of(edit.end) == 0 and char_of(edit.end) >= 0 else length
    return start, max(start, end)
