"""Translations for many provisions of a language, returned in one file: each line is an act of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts
from charter.actions.languages import alignments
from charter.models import Charter, Wording
from charter.queries.languages import ledger
from charter.queries.languages.ledger import LedgerLine


@dataclass(frozen=True)
class SentTranslation:
    """A translation of a provision, and the id of its source wording."""

    short: str
    source: int
    words: str


@dataclass(frozen=True)
class LineResult:
    """What became of a line: sent for approval, the same as before, or refused, and why."""

    sent: SentTranslation
    changed: bool = False
    refused: str = ""


def take_worksheet(
    *, charter: Charter, language: str, rows: Iterable[SentTranslation], by: Person, at: datetime | None = None
) -> list[LineResult]:
    """Sends the text of each line for approval; a line without a change changes nothing.

    A line is refused if its source changed since, or if another editor is writing another text.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    lines = {ledger_line.provision.short: ledger_line for ledger_line in ledger.lines_to_do(charter, language)}
    return [
        _take(
            lines.get(sent_translation.short) or _in_step(charter, language, sent_translation),
            sent_translation,
            by,
            at,
        )
        for sent_translation in rows
    ]


def _in_step(charter: Charter, language: str, sent: SentTranslation) -> LedgerLine | None:
    provision = charter.provisions.filter(short=sent.short).first()
    return ledger.ledger_line(charter, provision, language) if provision else None


def _take(line: LedgerLine | None, sent: SentTranslation, by: Person, at: datetime) -> LineResult:
    if line is None:
        return LineResult(sent, refused=_("The charter has no such provision."))
    if _present_text(line) == " ".join(clean.clean_typed_text(sent.words).text.split()):
        return LineResult(sent)
    try:
        with transaction.atomic():
            _write(line, sent, by, at)
    except Refused as refused:
        return LineResult(sent, refused=str(refused.refusal.why))
    return LineResult(sent, changed=True)


def _present_text(line: LedgerLine) -> str:
    html = line.alignment.html if line.alignment else (line.wording.html if line.wording else "")
    return " ".join(texts.plain_text(html).split())


def _write(line: LedgerLine, sent: SentTranslation, by: Person, at: datetime) -> None:
    running = line.alignment
    mine = running is None or running.written_by_id == by.pk
    require(mine or Refusal(_("Another editor is editing this text. Compare both texts on the page.")))
    source = Wording.objects.filter(pk=sent.source, provision=line.provision).first()
    require(source is not None or Refusal(_("The text is for another provision.")))
    assert source is not None
    written = alignments.write_alignment(
        provision=line.provision, language=line.language, source=source, words=sent.words, by=by, at=at
    )
    alignments.submit_alignment(alignment=written, by=by, at=at)
