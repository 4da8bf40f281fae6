"""Accepted corrections of interface texts as a PO file, which the catalogue of the repository takes over."""

from __future__ import annotations

from collections.abc import Iterable

import polib

from accounts.models import TextCorrection


def write_corrections(corrections: Iterable[TextCorrection], language: str) -> bytes:
    """The corrections in the order of their English texts; the same corrections give the same bytes."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for correction in sorted(corrections, key=lambda row: row.text.key):
        po.append(_entry(correction))
    return f"{po}\n".encode()


def _entry(correction: TextCorrection) -> polib.POEntry:
    entry = polib.POEntry(msgid=correction.source, msgctxt=correction.context or None)
    if correction.plural:
        entry.msgid_plural = correction.plural
        entry.msgstr_plural = dict(enumerate(correction.forms))
    else:
        entry.msgstr = correction.forms[0]
    return entry
