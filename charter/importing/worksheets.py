"""Open work of a language as a file: a table for Word, or XLIFF 1.2 or 2; taken in again with checks, and idempotent.

A line is named by the provision's short address and by the wording of the source that it was written for, so that
words for a source that has moved since are refused, and the same file twice changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from accounts.imports.child import read_in_child
from charter import texts
from charter.actions.languages.worksheets import SentTranslation, division_of
from charter.files import pandoc
from charter.files.refusals import TOO_LARGE, Unreadable
from charter.files.word_languages import state_language
from charter.importing.formats import LARGEST_FILE, MEGABYTE
from charter.importing.sent_lines import NAME, SECOND, XLIFF, XLIFF_1
from charter.queries.languages.ledger import LedgerLine
from charter.queries.languages.names import language_of
from charter.queries.reading.current_wordings import parts_of_split

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": WORD, "xlf": "application/xliff+xml"}
XLIFF_VERSIONS = ("2.0", "1.2")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PAGE = '<html lang="{lang}"><head><title>{title}</title></head><body><p>{first}</p><table>{rows}</table></body></html>'
FIRST = gettext_lazy(
    "Write in the last column only. Do not change the other columns; otherwise the file cannot be imported."
)

SPLIT = gettext_lazy("Insert an empty line before the second part. Do not change the wording.")
SPLIT_SEGMENTS = gettext_lazy("Move the second part to the second segment. Do not change the wording.")


@dataclass(frozen=True)
class _Row:
    """A line of the file. `source` has two parts if the provision was split and the language has to follow.

    `present` then has two parts too; the second one is empty until somebody splits the text.
    """

    ref: str
    citation: str
    source: tuple[str, ...]
    present: tuple[str, ...]

    @property
    def splits(self) -> bool:
        return len(self.source) > 1

    def note(self, split: object = SPLIT) -> str:
        """The location, and what to do where the text is split."""
        return ". ".join(filter(None, (self.citation, str(split)))) if self.splits else self.citation


def write_worksheet(
    lines: Sequence[LedgerLine],
    citations: Mapping[str, str],
    source: str,
    target: str,
    ending: str,
    xliff_version: str = "2.0",
) -> bytes:
    """The work of a language as a file; its lines all have words to follow."""
    rows = [_row(line, citations) for line in lines]
    if ending == "docx":
        return _docx(rows, target)
    if xliff_version == "1.2":
        return _xliff_1(rows, source, target)
    return _xliff(rows, source, target)


def read_upload(file: IO[bytes], name: str) -> list[SentTranslation]:
    """The lines of a file that was exported from here, read in a child process. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE, n=LARGEST_FILE // MEGABYTE)
    lines = read_in_child("charter.importing.sent_lines:read_sent_lines", file, name=name)
    return [_sent(*line) for line in lines]


def _sent(number: int, name: str, words: str) -> SentTranslation:
    """A line as it was sent; one whose name is not of a line from here has no provision."""
    named = NAME.fullmatch(name)
    short, source = (named["short"], int(named["source"])) if named else ("", 0)
    return SentTranslation(short, source, words, number, name)


def _row(line: LedgerLine, citations: Mapping[str, str]) -> _Row:
    assert line.source is not None
    ref, citation = f"{line.provision.short}.{line.source.pk}", citations.get(str(line.provision.key), "")
    division = division_of(line)
    if division is None:
        return _Row(ref, citation, (line.source.text,), (line.present,))
    source = tuple(map(texts.plain_text, parts_of_split(division, line.source.language)))
    first, _border, second = line.present.partition("\n\n")
    return _Row(ref, citation, source, (first, second))


def _docx(rows: Sequence[_Row], target: str) -> bytes:
    heads = (_("Line"), _("Location"), _("Source text"), _("Your text"))
    html = ["<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"]
    for row in rows:
        cells = (escape(row.ref), escape(row.note()), _paragraphs(row.source), _paragraphs(row.present))
        html.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    page = PAGE.format(
        lang=escape(target), title=escape(_("Pending translations")), first=escape(str(FIRST)), rows="".join(html)
    )
    return state_language(pandoc.from_html(page, "docx"), language_of(target))


def _paragraphs(parts: Sequence[str]) -> str:
    """The HTML of a cell: a paragraph for each part that has text."""
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def _xliff(rows: Sequence[_Row], source: str, target: str) -> bytes:
    root = etree.Element("xliff", {"version": "2.0", "srcLang": source, "trgLang": target}, nsmap={None: XLIFF})
    file = etree.SubElement(root, "file", {"id": "work"})
    for row in rows:
        # Segments that a program divides or joins would move the place of the split.
        unit = etree.SubElement(file, "unit", {"id": row.ref} | ({"canResegment": "no"} if row.splits else {}))
        notes = etree.SubElement(unit, "notes")
        etree.SubElement(notes, "note").text = row.note(SPLIT_SEGMENTS)
        for name, source_part, present in zip(("first", SECOND), row.source, row.present, strict=False):
            segment = etree.SubElement(unit, "segment", ({"id": name} if row.splits else {}) | {"state": "initial"})
            etree.SubElement(segment, "source").text = source_part
            etree.SubElement(segment, "target").text = present
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _xliff_1(rows: Sequence[_Row], source: str, target: str) -> bytes:
    """The version that older programs for translators read; the parts of a split are paragraphs of one text."""
    root = etree.Element("xliff", {"version": "1.2"}, nsmap={None: XLIFF_1})
    languages = {"source-language": source, "target-language": target}
    file = etree.SubElement(root, "file", {"original": "work", "datatype": "plaintext", **languages})
    body = etree.SubElement(file, "body")
    for row in rows:
        unit = etree.SubElement(body, "trans-unit", {"id": row.ref})
        if row.splits:
            unit.set(SPACE, "preserve")
        etree.SubElement(unit, "source").text = "\n\n".join(row.source)
        present = "\n\n".join(filter(None, row.present))
        etree.SubElement(unit, "target", {"state": "needs-translation"}).text = present
        etree.SubElement(unit, "note").text = row.note()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
