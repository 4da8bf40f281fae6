"""Words for many provisions of a language that came back in one file: each line is a deed of its own."""

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
from charter.actions import alignments
from charter.models import Charter, Wording
from charter.queries import ledger
from charter.queries.ledger import Line


@dataclass(frozen=True)
class Sent:
    """Words for a provision, and the id of the source wording that they say."""

    short: str
    source: int
    words: str


@dataclass(frozen=True)
class Taken:
    """What became of a line: sent for approval, the same as before, or refused, and why."""

    sent: Sent
    changed: bool = False
    refused: str = ""


def take(
    *, charter: Charter, language: str, rows: Iterable[Sent], by: Person, at: datetime | None = None
) -> list[Taken]:
    """Sends the words of each line for approval; a line that says what is there already changes nothing.

    A line is refused where its source moved since, or where another editor is writing other words.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    lines = {one.provision.short: one for one in ledger.work(charter, language)}
    return [_take(lines.get(one.short) or _in_step(charter, language, one), one, by, at) for one in rows]


def _in_step(charter: Charter, language: str, sent: Sent) -> Line | None:
    provision = charter.provisions.filter(short=sent.short).first()
    return ledger.line(charter, provision, language) if provision else None


def _take(line: Line | None, sent: Sent, by: Person, at: datetime) -> Taken:
    if line is None:
        return Taken(sent, refused=_("The charter has no such provision."))
    if _said(line) == " ".join(clean.typed(sent.words).text.split()):
        return Taken(sent)
    try:
        with transaction.atomic():
            _write(line, sent, by, at)
    except Refused as refused:
        return Taken(sent, refused=str(refused.refusal.why))
    return Taken(sent, changed=True)


def _said(line: Line) -> str:
    html = line.alignment.html if line.alignment else (line.wording.html if line.wording else "")
    return " ".join(texts.plain(html).split())


def _write(line: Line, sent: Sent, by: Person, at: datetime) -> None:
    running = line.alignment
    mine = running is None or running.written_by_id == by.pk
    require(mine or Refusal(_("Another editor is writing other words here. Compare them on the page.")))
    source = Wording.objects.filter(pk=sent.source, provision=line.provision).first()
    require(source is not None or Refusal(_("These words are for another provision.")))
    assert source is not None
    written = alignments.write(
        provision=line.provision, language=line.language, source=source, words=sent.words, by=by, at=at
    )
    alignments.submit(alignment=written, by=by, at=at)
