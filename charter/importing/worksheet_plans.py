"""What each line of a returned file of translations would change: a preview, and the refusals.

Laws: every line is a translation, refused, or unchanged. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.languages import alignments, worksheets
from charter.actions.languages.worksheets import LineResult, SentTranslation
from charter.models import Charter
from charter.queries.languages.ledger import LedgerLine


@dataclass(frozen=True)
class PlannedTranslation:
    """A line that would change the text of a provision to `html`, or split it at the character `cut`.

    There is one for each provision at most. `runs_on` is true if an empty line that splits nothing becomes a space.
    """

    sent: SentTranslation
    line: LedgerLine
    html: str
    cut: int | None = None
    runs_on: bool = False


@dataclass
class WorksheetPlan:
    """What becomes of the lines of a file. `kept` are those that are not unchanged."""

    translations: list[PlannedTranslation] = field(default_factory=list)
    refused: list[LineResult] = field(default_factory=list)
    unchanged: list[SentTranslation] = field(default_factory=list)
    kept: list[SentTranslation] = field(default_factory=list)


def plan_worksheet(charter: Charter, language: str, rows: Sequence[SentTranslation], by: Person) -> WorksheetPlan:
    """Each line against the text that there is now. Raises `Refused` if the person may not write in the language."""
    require(rules.may_align(by, language))
    lines, plan, provisions = worksheets.lines_of_translations(charter, language, rows), WorksheetPlan(), set[str]()
    for sent in rows:
        line = lines.get(sent.short)
        if line is not None and worksheets.is_unchanged(line, sent):
            plan.unchanged.append(sent)
            continue
        plan.kept.append(sent)
        try:
            if sent.short in provisions:
                raise Refused(Refusal(_("An earlier line of the file has a text for the same provision.")))
            plan.translations.append(_planned(line, sent, by))
            provisions.add(sent.short)
        except Refused as refused:
            plan.refused.append(LineResult(sent, refused=str(refused.refusal.why)))
    return plan


def _planned(line: LedgerLine | None, sent: SentTranslation, by: Person) -> PlannedTranslation:
    known_line, source = worksheets.require_writable(line, sent, by)
    division = worksheets.division_of(known_line)
    if division is not None and known_line.wording is not None:
        cut = alignments.require_cut(known_line, division, source, sent.words)
        return PlannedTranslation(sent, known_line, known_line.wording.html, cut)
    alignments.require_translatable(known_line, known_line.provision, known_line.language, source)
    html = alignments.typed_html(known_line.wording, sent.words)
    return PlannedTranslation(sent, known_line, html, runs_on=_has_empty_line(sent.words))


def _has_empty_line(words: str) -> bool:
    return not all(map(str.strip, words.strip().split("\n")))
