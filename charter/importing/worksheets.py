"""Open work of a language as a file: a table for Word, or XLIFF 1.2 or 2; taken in again with checks, and idempotent.

A line is named by the provision's short address and by the wording of the source that it was written for, so that
words for a source that has moved since are refused, and the same file twice changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from html import escape
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from accounts.imports.child import read_in_child
from charter import texts
from charter.actions.languages.worksheets import SentTranslation
from charter.files import pandoc
from charter.files.refusals import TOO_LARGE, Unreadable
from charter.files.word_languages import state_language
from charter.importing.formats import LARGEST_FILE, MEGABYTE
from charter.importing.sent_lines import XLIFF, XLIFF_1
from charter.queries.languages.ledger import LedgerLine
from charter.queries.languages.names import language_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": WORD, "xlf": "application/xliff+xml"}
XLIFF_VERSIONS = ("2.0", "1.2")
PAGE = '<html lang="{lang}"><head><title>{title}</title></head><body><p>{first}</p><table>{rows}</table></body></html>'
FIRST = gettext_lazy(
    "Write in the last column only. Do not change the other columns; otherwise the file cannot be imported."
)


def write_worksheet(
    lines: Sequence[LedgerLine],
    citations: Mapping[str, str],
    source: str,
    target: str,
    ending: str,
    xliff_version: str = "2.0",
) -> bytes:
    """The work of a language as a file; its lines all have words to follow."""
    if ending == "docx":
        return _docx(lines, citations, target)
    if xliff_version == "1.2":
        return _xliff_1(lines, citations, source, target)
    return _xliff(lines, citations, source, target)


def read_upload(file: IO[bytes], name: str) -> list[SentTranslation]:
    """The lines of a file that was exported from here, read in a child process. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE, n=LARGEST_FILE // MEGABYTE)
    lines = read_in_child("charter.importing.sent_lines:read_sent_lines", file, name=name)
    return [SentTranslation(short, source, words) for short, source, words in lines]


def _ref(line: LedgerLine) -> str:
    assert line.source is not None
    return f"{line.provision.short}.{line.source.pk}"


def _present(line: LedgerLine) -> str:
    """What stands in the box: the words being written, else those that stand."""
    html = line.alignment.html if line.alignment else (line.wording.html if line.wording else "")
    return texts.plain_text(html)


def _docx(lines: Sequence[LedgerLine], citations: Mapping[str, str], target: str) -> bytes:
    heads = (_("Line"), _("Location"), _("Source text"), _("Your text"))
    rows = ["<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"]
    for line in lines:
        assert line.source is not None
        cells = (_ref(line), citations.get(str(line.provision.key), ""), line.source.text, _present(line))
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    page = PAGE.format(
        lang=escape(target), title=escape(_("Pending translations")), first=escape(str(FIRST)), rows="".join(rows)
    )
    return state_language(pandoc.from_html(page, "docx"), language_of(target))


def _xliff(lines: Sequence[LedgerLine], citations: Mapping[str, str], source: str, target: str) -> bytes:
    root = etree.Element("xliff", {"version": "2.0", "srcLang": source, "trgLang": target}, nsmap={None: XLIFF})
    file = etree.SubElement(root, "file", {"id": "work"})
    for line in lines:
        assert line.source is not None
        unit = etree.SubElement(file, "unit", {"id": _ref(line)})
        notes = etree.SubElement(unit, "notes")
        etree.SubElement(notes, "note").text = citations.get(str(line.provision.key), "")
        segment = etree.SubElement(unit, "segment", {"state": "initial"})
        etree.SubElement(segment, "source").text = line.source.text
        etree.SubElement(segment, "target").text = _present(line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _xliff_1(lines: Sequence[LedgerLine], citations: Mapping[str, str], source: str, target: str) -> bytes:
    """The version that older programs for translators read."""
    root = etree.Element("xliff", {"version": "1.2"}, nsmap={None: XLIFF_1})
    languages = {"source-language": source, "target-language": target}
    file = etree.SubElement(root, "file", {"original": "work", "datatype": "plaintext", **languages})
    body = etree.SubElement(file, "body")
    for line in lines:
        assert line.source is not None
        unit = etree.SubElement(body, "trans-unit", {"id": _ref(line)})
        etree.SubElement(unit, "source").text = line.source.text
        etree.SubElement(unit, "target", {"state": "needs-translation"}).text = _present(line)
        etree.SubElement(unit, "note").text = citations.get(str(line.provision.key), "")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
