"""The place where a language follows a split in another language, on the page of a translation update."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.views.acting import signed_in
from charter import texts
from charter.actions.languages import alignments
from charter.models import Adoption
from charter.queries.languages.ledger import LedgerLine
from charter.queries.reading import divisions
from charter.queries.reading.current_wordings import wordings_by_provision
from charter.text import diff


def of(line: LedgerLine) -> Adoption | None:
    """What another language did here that this one has to follow before its words are aligned."""
    if not any(adoption.fate for adoption in line.lacking):
        return None
    return divisions.to_follow(line.provision.charter, line.provision, line.language)


def both(division: Adoption) -> list[str]:
    """The text of both parts in the language in which the provision was split."""
    pair = [pk for pk in (division.provision_id, division.other_id) if pk is not None]
    wordings = wordings_by_provision(pair, division.language)
    return [wordings[pk].html if pk in wordings else "" for pk in pair]


def write(request: HttpRequest, line: LedgerLine, *, submits: bool) -> None:
    """Saves the place of the split, and sends it to a second editor if `submits`."""
    division = of(line)
    assert division is not None
    words = request.POST.get("words", "")
    alignment = alignments.split_alignment(
        division=division, language=line.language, words=words, by=signed_in(request)
    )
    if submits:
        alignments.submit_alignment(alignment=alignment, by=signed_in(request))


def present(line: LedgerLine) -> str:
    """The content of the field: text in progress, otherwise the current text; an empty line marks the split."""
    running = line.alignment
    html = running.html if running else (line.wording.html if line.wording else "")
    if running and running.cut:
        return "\n\n".join(map(texts.plain_text, texts.split_html(html, running.cut)))
    return texts.plain_text(html)


def proposed(line: LedgerLine) -> str:
    """Tracked changes of the text in progress; with a split, the new border."""
    running = line.alignment
    if running is None:
        return ""
    base = line.wording.html if line.wording else ""
    after = texts.split_html(base, running.cut) if running.cut else [running.html]
    return diff(texts.in_blocks([base]), texts.in_blocks(after)).redline(get_language() or "en", prefix="")
