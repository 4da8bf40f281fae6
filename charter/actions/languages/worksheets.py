"""Translations for many provisions of a language, returned in one file: each line is an act of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions.languages import alignments
from charter.models import Adoption, Charter, Wording
from charter.queries.languages import ledger
from charter.queries.languages.ledger import LedgerLine
from charter.queries.reading import divisions


@dataclass(frozen=True)
class SentTranslation:
    """A translation of a provision, and the id of its source wording.

    `number` is the row of the table for Word that it came from, counted from 1, or 0. `name` is the line's name in the
    file. A line whose name is not of a line from here has no `short`.
    """

    short: str
    source: int
    words: str
    number: int = 0
    name: str = ""


@dataclass(frozen=True)
class LineResult:
    """What became of a line: sent for approval, the same as before, or refused, and why."""

    sent: SentTranslation
    changed: bool = False
    refused: str = ""


def take_worksheet(
    *, charter: Charter, language: str, rows: Sequence[SentTranslation], by: Person, at: datetime | None = None
) -> list[LineResult]:
    """Sends the text of each line for approval; a line without a change changes nothing.

    A line is refused if its source changed since, or if another editor is writing another text.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    lines = lines_of_translations(charter, language, rows)
    return [_take(lines.get(sent.short), sent, by, at) for sent in rows]


def lines_of_translations(
    charter: Charter, language: str, rows: Iterable[SentTranslation]
) -> dict[str, LedgerLine | None]:
    """The line of the translation status for each provision that rows name; without those that do not exist."""
    lines: dict[str, LedgerLine | None] = {
        line.provision.short: line for line in ledger.lines_to_do(charter, language)
    }
    others = {sent.short for sent in rows} - lines.keys()
    for provision in charter.provisions.filter(short__in=others):
        lines[provision.short] = ledger.ledger_line(charter, provision, language)
    return lines


def is_unchanged(line: LedgerLine, sent: SentTranslation) -> bool:
    """Whether the provision has this text already, in the charter or in preparation, and is split nowhere else."""
    typed = clean.clean_typed_text(sent.words).text
    if line.present.split() != typed.split():
        return False
    cut = divisions.cut_of(line.wording.text, typed) if line.wording and division_of(line) else None
    return cut is None or (line.alignment is not None and line.alignment.cut == cut)


def division_of(line: LedgerLine) -> Adoption | None:
    """The split in another language that the text of this line is to follow; a second part has no line of its own."""
    division = ledger.split_to_follow(line)
    return division if division and division.provision_id == line.provision.pk else None


def require_writable(line: LedgerLine | None, sent: SentTranslation, by: Person) -> tuple[LedgerLine, Wording]:
    """The line and the source of a translation that can be written. Raises `Refused` for all others."""
    if not sent.short:
        raise Refused(Refusal(_("No exported line has this name. Copy the name from the exported file.")))
    if line is None:
        raise Refused(Refusal(_("The provision does not exist in the charter.")))
    running = line.alignment
    mine = running is None or running.written_by_id == by.pk
    require(mine or Refusal(_("Another editor is editing this text. Compare both texts on the page.")))
    source = Wording.objects.filter(pk=sent.source, provision=line.provision).first()
    if source is None:
        raise Refused(Refusal(_("The text is for another provision.")))
    return line, source


def _take(line: LedgerLine | None, sent: SentTranslation, by: Person, at: datetime) -> LineResult:
    if line is not None and is_unchanged(line, sent):
        return LineResult(sent)
    try:
        with transaction.atomic():
            _write(line, sent, by, at)
    except Refused as refused:
        return LineResult(sent, refused=str(refused.refusal.why))
    return LineResult(sent, changed=True)


def _write(line: LedgerLine | None, sent: SentTranslation, by: Person, at: datetime) -> None:
    known_line, source = require_writable(line, sent, by)
    language, division = known_line.language, division_of(known_line)
    if division is not None:
        alignments.require_cut(known_line, division, source, sent.words)
        written = alignments.split_alignment(division=division, language=language, words=sent.words, by=by, at=at)
    else:
        written = alignments.write_alignment(
            provision=known_line.provision, language=language, source=source, words=sent.words, by=by, at=at
        )
    alignments.submit_alignment(alignment=written, by=by, at=at)
