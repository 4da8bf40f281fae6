"""The place where a language follows a split in another language, on the page of a translation update."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.views.acting import signed_in
from charter import texts
from charter.actions.languages import alignments
from charter.queries.languages.ledger import LedgerLine, split_to_follow
from charter.text import diff


def write(request: HttpRequest, line: LedgerLine, *, submits: bool) -> None:
    """Saves the place of the split, and sends it to a second editor if `submits`."""
    division = split_to_follow(line)
    assert division is not None
    words = request.POST.get("words", "")
    alignment = alignments.split_alignment(
        division=division, language=line.language, words=words, by=signed_in(request)
    )
    if submits:
        alignments.submit_alignment(alignment=alignment, by=signed_in(request))


def proposed(line: LedgerLine) -> str:
    """Tracked changes of the text in progress; with a split, the new border."""
    running = line.alignment
    if running is None:
        return ""
    base = line.wording.html if line.wording else ""
    after = texts.split_html(base, running.cut) if running.cut else [running.html]
    return diff(texts.in_blocks([base]), texts.in_blocks(after)).redline(get_language() or "en", prefix="")
