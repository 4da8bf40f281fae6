"""A list of amending clauses, as changes by provision: "In paragraph 4, replace “x” with “y”."

The text core reads the clauses and carries them out (`charter.text.read_clauses`). What the clauses make is compared
with the text in force as any returned file is.

Laws: every line of the list is in a change, or in the tray with the reason. What a person must check has a doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter.importing.returned_changes import (
    BaseLine,
    CommentPlace,
    Doubt,
    FoundChange,
    FoundChanges,
    TrayText,
    find_changes,
    tidy_text,
)
from charter.importing.returned_lines import Paragraph, Returned, Stretch
from charter.states import ChangeKind
from charter.text import ClauseReading, ReadClause, UnknownLanguage, parse, read_clauses, share_of_clauses

# A file with so many clauses is a list of them, whatever else it contains.
MOSTLY = 0.5
# A longer text is not read as a list of clauses.
MOST_CHARACTERS = 100_000
WHY_UNREAD = {
    "wording": gettext_lazy("The site did not recognize an amending clause in this line."),
    "place": gettext_lazy("The provision that the amending clause names was not found."),
    "places": gettext_lazy("The amending clause can mean several provisions."),
    "quote": gettext_lazy("The provision does not contain the quoted text."),
    "quotes": gettext_lazy("The provision contains the quoted text several times."),
    "format": gettext_lazy("The line changes only formatting, spaces or types, which are not imported."),
    "touched": gettext_lazy("Another line of the list changes the same text."),
}
WHY_DOUBT = {
    "letters": gettext_lazy("The quoted text is slightly different from the text of the provision."),
    "other place": gettext_lazy("The amending clause can be read in two ways."),
    "before stop": gettext_lazy("The text is inserted before the full stop."),
    "after stop": gettext_lazy("The text is inserted after the full stop."),
    "line": gettext_lazy("The amending clause may count lines instead of provisions."),
    "points": gettext_lazy("Other provisions belong to this provision. They are not changed."),
    "styled": gettext_lazy("Formatting in the amending clause is not imported."),
}


def clause_share(returned: Returned, authors: Collection[str], language: str) -> float:
    """The share of the lines of a foreign file that have the form of a clause; 0 in a language without clauses."""
    if returned.ids or any(paragraph.key for paragraph in returned.paragraphs):
        return 0.0
    lines = [line for _number, line in _lines(returned, authors)]
    if sum(map(len, lines)) > MOST_CHARACTERS:
        return 0.0
    try:
        return share_of_clauses(lines, language)
    except UnknownLanguage:
        return 0.0


def find_clause_changes(
    base: Sequence[BaseLine], returned: Returned, authors: Collection[str], language: str
) -> FoundChanges:
    """The changes that the clauses order; tracked changes of these authors count as accepted."""
    lines = _lines(returned, authors)
    document = parse("".join(_as_html(line) for line in base))
    citations = {line.key: line.citation for line in base}
    reading = read_clauses([line for _number, line in lines], document, language, citations)
    made = find_changes(base, _as_returned(base, reading), ())
    changes = tuple(_with_clauses(change, base, reading.read) for change in made.changes)
    told = {clause for change in changes for clause in change.clauses}
    numbers = [number for number, _line in lines]
    tray = [_tray_text(numbers[unread.line], unread.text, str(WHY_UNREAD[unread.why])) for unread in reading.unread]
    tray += [
        _tray_text(numbers[clause.line], clause.text, _("The line changes nothing, or its change is listed above."))
        for clause in reading.read
        if clause.text not in told
    ]
    share = len(reading.read) / max(1, len(reading.read) + len(reading.unread))
    comments = tuple(CommentPlace() for _comment in returned.comments)
    return FoundChanges(changes, made.unplaced, made.left_out, share, comments, tuple(tray), is_foreign=True)


def _lines(returned: Returned, authors: Collection[str]) -> list[tuple[int, str]]:
    """The lines of the file that have text, with their numbers."""
    lines = []
    for number, paragraph in enumerate(returned.paragraphs, 1):
        kept = (
            stretch.text
            for stretch in paragraph.stretches
            if (stretch.inserted is None or stretch.inserted in authors)
            and not (stretch.deleted is not None and stretch.deleted in authors)
        )
        if text := tidy_text("".join(kept)):
            lines.append((number, text))
    return lines


def _as_html(line: BaseLine) -> str:
    tag = "h2" if line.is_heading else "p"
    return f'<{tag} data-key="{line.key}">{escape(line.text, quote=False)}</{tag}>'


def _as_returned(base: Sequence[BaseLine], reading: ClauseReading) -> Returned:
    """What the clauses make, as a file in which nobody tracked changes."""
    paragraphs = tuple(
        Paragraph((Stretch(placed.block.text),), "" if placed.number is None else base[placed.number].key)
        for placed in reading.blocks
    )
    return Returned(paragraphs, (), ())


def _with_clauses(change: FoundChange, base: Sequence[BaseLine], clauses: Sequence[ReadClause]) -> FoundChange:
    """A change with the clauses that order it, and with their doubts."""
    if change.kind == ChangeKind.INSERT:
        own = [clause for clause in clauses if change.text in map(tidy_text, clause.new_texts)]
    else:
        keys = {change.key, change.after} if change.kind == ChangeKind.JOIN else {change.key}
        changed = {number for number, line in enumerate(base) if line.key in keys}
        own = [clause for clause in clauses if changed & {*clause.blocks}]
    doubts = tuple(doubt for clause in own for doubt in _doubts(clause))
    return replace(change, untracked=False, doubts=doubts, clauses=tuple(clause.text for clause in own))


def _doubts(clause: ReadClause) -> Iterator[Doubt]:
    for doubt in clause.doubts:
        yield Doubt(str(WHY_DOUBT[doubt]))


def _tray_text(number: int, text: str, why: str) -> TrayText:
    return TrayText(text, why, _("Line %(line)s") % {"line": number})
