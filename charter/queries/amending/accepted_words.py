"""The accepted text of an amendment: its own text, or the text of a decision or a compromise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from charter import texts
from charter.models import Amendment, Change, Compromise, DecidedWords, WorkingTranslation
from charter.queries.amending import translations
from charter.queries.amending.translated_pieces import Translated
from charter.queries.amending.translations import COMPROMISE, DECIDED, InOther, TranslatablePiece
from charter.states import MERGING_OUTCOMES, AmendmentState, ChangeKind, CompromiseState

# The relations of an amendment that determine its accepted text.
READ = ("decisions__words__put", "compromises", "text__changes__provision", "text__changes__new_provision")


@dataclass(frozen=True)
class Accepted:
    """The accepted text of one change, and the mark for the parts of it that its proposer did not propose.

    `given` is true if the text differs from the proposer's. `compromise` is the agreed compromise that has the text.
    """

    html: str
    otherwise: str
    given: bool = False
    compromise: Compromise | None = None


def load_accepted_texts(amendments: Sequence[Amendment], *more: Any) -> None:
    """Reads what determines the accepted texts of amendments, and `more` relations, in a few queries for all."""
    prefetch_related_objects(amendments, *READ, *more)
    agreed = [amendment for amendment in amendments if any(c.agreed for c in amendment.compromises.all())]
    prefetch_related_objects(agreed, "texts")


def accepted_text(amendment: Amendment, change: Change) -> Accepted | None:
    """The accepted text of a change; None if an acceptance in part left it out. See `load_accepted_texts`."""
    decision, mark = amendment.decision, f"change:{change.pk}"
    rows = decision.words.all() if decision else ()
    row = next((words for words in rows if words.change_id == change.pk), None)
    if row is not None and not row.taken:
        return None
    compromise = _agreed(amendment, change) if change.kind == ChangeKind.REPLACE else None
    if compromise is not None:
        return Accepted(compromise.html, f"compromise:{compromise.pk}", compromise.html != change.html, compromise)
    if row is not None and row.html:
        return Accepted(
            row.html, mark if is_accepted_by_proposers(row) else f"decided:{change.pk}", row.html != change.html
        )
    return Accepted(change.html, mark)


def question_to_proposers(row: DecidedWords) -> Compromise | None:
    """The question to the member whether the changed text of a decision is its own, if it was asked."""
    compromise: Compromise | None = getattr(row, "put", None)
    return compromise


def is_accepted_by_proposers(row: DecidedWords) -> bool:
    """Whether all that proposed the amendment accepted the secretariat's text as their own."""
    compromise = question_to_proposers(row)
    return compromise is not None and compromise.agreed is True and compromise.html == row.html


def _agreed(amendment: Amendment, change: Change) -> Compromise | None:
    """The agreed compromise on the provision of a change, the last one where there are several.

    A member that revises its amendment afterwards proposes the new text, to which no other member agreed.
    """
    compromises = [
        c
        for c in amendment.compromises.all()
        if c.state == CompromiseState.CLOSED and c.agreed and c.closed_at and c.decided_id is None
        if (c.provision_id, c.language) == (change.provision_id, change.language)
        if not amendment.is_revised_after(c.closed_at)
    ]
    return compromises[-1] if compromises else None


def accepted_pieces(amendment: Amendment) -> tuple[TranslatablePiece, ...]:
    """The translatable parts of an accepted text other than the proposer's. Not for people who may not read it."""
    return tuple(_pieces(amendment))


def _pieces(amendment: Amendment) -> Iterator[TranslatablePiece]:
    decision = amendment.decision
    if amendment.text is None or amendment.state == AmendmentState.WITHDRAWN:
        return
    if decision is None or decision.outcome not in MERGING_OUTCOMES:
        return
    for change in amendment.text.changes.all():
        accepted = accepted_text(amendment, change) if change.kind in translations.WORDED else None
        if accepted is not None and accepted.given:
            of = _digest(change.kind, change.provision_id, change.language, accepted.html)
            kind = COMPROMISE if accepted.compromise else DECIDED
            yield TranslatablePiece(
                kind, texts.plain_text(accepted.html), of, change, accepted.html, accepted.compromise
            )


def _digest(kind: str, provision: int, language: str, html: str) -> str:
    """The same for all amendments that a compromise settles: one translation of its words serves them all."""
    return translations.piece_digest(f"accepted:{kind}:{provision}", language, html)


def accepted_translations(amendments: Iterable[Amendment], language: str) -> dict[int, InOther]:
    """The translations of each amendment into one language, of its accepted text too, in a few queries for all."""
    rows = [amendment for amendment in amendments if amendment.text]
    load_accepted_texts(rows)
    more = {amendment.pk: accepted_pieces(amendment) for amendment in rows}
    return translations.translations_of_texts((a.text for a in rows if a.text), language, more)


def texts_of_changes(changes: Sequence[Change], language: str) -> list[Translated]:
    """The text of each change in a language: the accepted text, or the proposed one if no other was accepted."""
    amendments = [change.text.amendment for change in changes]
    load_accepted_texts(amendments)
    more = {amendment.pk: accepted_pieces(amendment) for amendment in amendments}
    read = translations.translations_of_texts((change.text for change in changes), language, more)
    readings = (_read(c, a, read[a.pk]) for c, a in zip(changes, amendments, strict=True) if a.pk in read)
    return [reading for reading in readings if reading is not None]


def _read(change: Change, amendment: Amendment, read: InOther) -> Translated | None:
    accepted = accepted_text(amendment, change)
    return (read.of_words(change, accepted.html) if accepted else None) or read.of_change(change)


def texts_of_compromise(compromise: Compromise) -> list[Translated]:
    """Its text in each language that has it, for those who were asked; the text of a decision too."""
    kind = compromise.decided.change.kind if compromise.decided else ChangeKind.REPLACE
    of = _digest(kind, compromise.provision_id, compromise.language, compromise.html)
    rows = WorkingTranslation.objects.current().filter(amendment__in=compromise.amendments.all(), of=of)
    translations_by_language = {row.language: row for row in rows.select_related("base").order_by("-at")}
    return [
        translations.show_translation(
            translations_by_language[code], compromise.language, texts.plain_text(compromise.html)
        )
        for code in sorted(translations_by_language)
    ]
