"""The marks of pending amendments in a file, in the form in which a file that comes back is compared with them.

Spaces do not count: word processors move them across marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from charter import texts
from charter.queries.papers.proposed_changes import ProposedArticle, ProposedChange
from charter.states import ChangeKind


@dataclass(frozen=True)
class IssuedMark:
    """One mark in a file, and the amendment to which it belongs.

    `text` is the id of its amendment text, `key` that of the provision, `after` that of a second one. `start` counts
    the characters of the provision before the mark, `gone` are those that it deletes, `put` those that it inserts.
    """

    number: int
    text: int
    kind: str
    key: str
    start: int = 0
    gone: str = ""
    put: str = ""
    after: str = ""


def squeeze(text: str) -> str:
    """The text without spaces."""
    return "".join(text.split())


def marks_of(articles: Iterable[ProposedArticle]) -> Iterator[IssuedMark]:
    """The marks of all changes that the articles show."""
    for article in articles:
        words = {str(line.provision.key): texts.plain_text(line.html) for line in article.lines}
        for change in article.changes:
            if change.is_shown:
                yield from _marks_of_change(change, words[change.key])


def _marks_of_change(change: ProposedChange, words: str) -> Iterator[IssuedMark]:
    kind, key = ChangeKind(change.kind), UUID(change.key).hex
    after = UUID(change.after_key).hex if change.after_key else ""

    def mark(start: int = 0, gone: str = "", put: str = "") -> IssuedMark:
        number, text = change.amendment.number or 0, change.change.text_id
        return IssuedMark(
            number, text, kind.value, key, len(squeeze(words[:start])), squeeze(gone), squeeze(put), after
        )

    if kind == ChangeKind.REPLACE:
        for edit in change.edits:
            yield mark(edit.start, words[edit.start : edit.end], texts.plain_text(edit.html) if edit.html else "")
    elif kind == ChangeKind.INSERT:
        yield mark(put=texts.plain_text(change.change.html))
    elif kind == ChangeKind.DELETE:
        yield mark(gone=words)
    elif kind == ChangeKind.MOVE:
        yield mark(gone=words, put=words)
    elif kind == ChangeKind.SPLIT:
        yield mark(change.change.cut or 0)
    else:
        yield mark(len(words))
