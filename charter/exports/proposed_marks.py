"""The marks of proposed changes in the text of a provision, as spans that pandoc writes as tracked changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.locales import localize_commas
from charter import texts
from charter.exports.proposed_comments import FileComment
from charter.exports.tracking import ENDS
from charter.exports.word_anchors import CITATION
from charter.queries.papers.proposed_changes import Edit, ProposedArticle, ProposedChange
from charter.queries.reading.articles import TextLine
from charter.states import ChangeKind
from charter.text import Document
from charter.wording.charter_text import charter_words, proposer_of

Kind = Literal["insertion", "deletion"]
GONE = (ChangeKind.DELETE, ChangeKind.MOVE)


def inserted_paragraph(change: ProposedChange, html: str, comment: FileComment | None = None) -> SafeString:
    """A paragraph that a change puts in, with its comment."""
    marked = _mark(change, "insertion", html)
    return format_html("{}{}{}", comment.start, marked, comment.end) if comment else marked


def paragraphs_of(line: TextLine, article: ProposedArticle, comments: Sequence[FileComment]) -> Iterator[SafeString]:
    """A provision with the marks of its changes: one paragraph, or two if a change splits it."""
    shown = [change for change in article.at(line) if change.is_shown]
    gone = next((change for change in shown if change.kind in GONE), None)
    split = next((change for change in shown if change.kind == ChangeKind.SPLIT), None)
    join = next((change for change in shown if change.kind == ChangeKind.JOIN), None)
    key = str(line.provision.key)
    joined = next(
        (c for c in article.changes if c.is_shown and c.kind == ChangeKind.JOIN and c.after_key == key), None
    )
    own = [comment for comment in comments if comment.change in article.at(line)]
    own = [comment for comment in own if not (comment.change.kind == ChangeKind.INSERT and comment.change.is_shown)]
    document = texts.single_block(line.html)
    walk = _Walk(document, _marked(shown, document, gone), own, _cut(split, document))
    first, *rest = walk.parts()
    label = label_of(line, gone or joined)
    if split:
        first = format_html("{}{}", first, _mark(split, "insertion", ENDS["split"]))
    if join:
        end = _join_end(line, join, article)
        first, rest = (first, [rest[-1] + end]) if rest else (first + end, [])
    yield format_html('{}<span id="c-{}">{}</span>', label, line.provision.key.hex, first)
    yield from rest


def _joining(line: TextLine, article: ProposedArticle) -> ProposedChange | None:
    """The shown change that combines the provision with the one before it."""
    joins = (change for change in article.changes if change.is_shown and change.kind == ChangeKind.JOIN)
    return next((change for change in joins if change.after_key == str(line.provision.key)), None)


def _join_end(line: TextLine, join: ProposedChange, article: ProposedArticle) -> SafeString:
    """The end of a paragraph that goes, and the space that comes instead."""
    following = next(other for other in article.lines if str(other.provision.key) == join.after_key)
    space = texts.separator_between(line.html, following.html)
    inserted = _mark(join, "insertion", space) if space else charter_words("")
    return inserted + _mark(join, "deletion", ENDS["join"])


def label_of(line: TextLine, gone: ProposedChange | None = None) -> SafeString:
    """The citation before the text; it goes with its paragraph."""
    if not line.citation:
        return charter_words("")
    label = format_html('<span data-custom-style="{}">[{}]</span> ', CITATION, localize_commas(line.citation))
    return _mark(gone, "deletion", label) if gone else label


def _mark(change: ProposedChange, kind: Kind, html: str) -> SafeString:
    """Text of a tracked change; its author is the member, its date the day of the confirmation."""
    author, date = proposer_of(change.amendment), day_of(change)
    pattern = '<span class="{}" data-author="{}" data-date="{}">{}</span>'
    return format_html(pattern, kind, author, date, charter_words(html))


def day_of(change: ProposedChange) -> str:
    """The day on which the amendment was confirmed, in the form of Word files."""
    at = change.amendment.confirmed_at or change.change.text.at
    return f"{timezone.localtime(at):%Y-%m-%d}T00:00:00Z"


def _marked(
    shown: Sequence[ProposedChange], document: Document, gone: ProposedChange | None
) -> list[tuple[Edit, ProposedChange]]:
    """The edits of the shown changes in the order of the text; a provision that goes is one edit."""
    if gone is not None:
        return [(Edit(0, len(document.text), ""), gone)]
    edits = [(edit, change) for change in shown if change.kind == ChangeKind.REPLACE for edit in change.edits]
    return sorted(edits, key=lambda marked: (marked[0].start, marked[0].end))


def _cut(split: ProposedChange | None, document: Document) -> int | None:
    """The first character of the second part; the space between both stays at the end of the first."""
    if split is None:
        return None
    rest = document.text[split.change.cut or 0 :]
    return len(document.text) - len(rest.lstrip())


@dataclass
class _Walk:
    """Walks the text once and writes each stretch with the mark that it is in."""

    document: Document
    edits: list[tuple[Edit, ProposedChange]]
    comments: list[FileComment]
    cut: int | None
    pieces: list[SafeString] = field(default_factory=list)

    def parts(self) -> list[SafeString]:
        """The text with its marks, cut in two if a change splits it."""
        ranges = {id(comment): self._range(comment) for comment in self.comments}
        whole = {0, len(self.document.text)}
        places = whole | {place for edit, _change in self.edits for place in (edit.start, edit.end)}
        places |= {place for around in ranges.values() for place in around}
        places |= {self.cut} if self.cut is not None else set()
        parts, before = [], 0
        for place in sorted(places):
            self._stretch(before, place)
            self._insert([marked for marked in self.edits if marked[0].start < marked[0].end == place])
            self.pieces += [c.end for c in self.comments if ranges[id(c)][0] < ranges[id(c)][1] == place]
            if place == self.cut:
                parts.append(self._joined())
            self.pieces += [c.start for c in self.comments if ranges[id(c)][0] == place]
            self._insert([marked for marked in self.edits if marked[0].start == marked[0].end == place])
            self.pieces += [c.end for c in self.comments if ranges[id(c)] == (place, place)]
            before = place
        return [*parts, self._joined()]

    def _range(self, comment: FileComment) -> tuple[int, int]:
        """What a comment marks: from the first edit of its change to the last, or the whole text."""
        own = [edit for edit, change in self.edits if change is comment.change]
        start = own[0].start if own else 0
        end = max((edit.end for edit in own), default=len(self.document.text))
        return start, self.cut if self.cut is not None and start < self.cut < end else end

    def _stretch(self, start: int, end: int) -> None:
        html = texts.stretch_html(self.document, start, end)
        around = next((change for edit, change in self.edits if edit.start <= start < end <= edit.end), None)
        if html:
            self.pieces.append(_mark(around, "deletion", html) if around else charter_words(html))

    def _insert(self, marked: list[tuple[Edit, ProposedChange]]) -> None:
        self.pieces += [_mark(change, "insertion", edit.html) for edit, change in marked if edit.html]

    def _joined(self) -> SafeString:
        joined = format_html_join("", "{}", ((piece,) for piece in self.pieces))
        self.pieces = []
        return joined
