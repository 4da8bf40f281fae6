"""Working translations of amendments: for reading alone, beneath the original, never in place of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import models
from django.db.models import Exists, Min, OuterRef, QuerySet

from accounts.canonical import digest_of_json
from charter import texts
from charter.models import (
    Amendment,
    AmendmentText,
    Change,
    Charter,
    Compromise,
    Provision,
    WorkingTranslation,
)
from charter.queries.amending.amendments import has_any
from charter.queries.amending.shown_changes import Shown
from charter.queries.amending.translated_pieces import Translated
from charter.states import AmendmentState, ChangeKind, TranslatedBy

WORDED = (ChangeKind.REPLACE, ChangeKind.INSERT)
TITLE, REASON, WORDS = "title", "reason", "words"
# Words that were accepted in place of the proposer's; `charter.queries.amending.accepted_words` tells them.
DECIDED, COMPROMISE = "decided", "compromise"


@dataclass(frozen=True)
class TranslatablePiece:
    """One part that is translated separately: the title, the reason, or the text of a change; `of` is its digest.

    `html` is the proposed text of a change, or the text that a decision or `compromise` gave it.
    """

    kind: str
    text: str
    of: str
    change: Change | None = None
    html: str = ""
    compromise: Compromise | None = None

    @property
    def accepted_in(self) -> Provision | None:
        """The provision that gets the text, if it was accepted in place of the proposer's."""
        if self.change is None or self.kind not in (DECIDED, COMPROMISE):
            return None
        return self.change.new_provision or self.change.provision


@dataclass(frozen=True)
class InOther:
    """All translations of an amendment into one language, by the digests of its pieces.

    `left` are translations of accepted text that another text has replaced, by the provision's id.
    """

    language: str
    pieces: tuple[TranslatablePiece, ...]
    translations: Mapping[str, Translated] = field(default_factory=dict)
    left: Mapping[int, str] = field(default_factory=dict)

    def _first(self, kind: str) -> Translated | None:
        return next(
            (
                self.translations.get(translatable_piece.of)
                for translatable_piece in self.pieces
                if translatable_piece.kind == kind
            ),
            None,
        )

    @property
    def title(self) -> Translated | None:
        return self._first(TITLE)

    @property
    def reason(self) -> Translated | None:
        return self._first(REASON)

    @property
    def any(self) -> bool:
        return bool(self.translations)

    def of_change(self, change: Change) -> Translated | None:
        """The text that the proposer proposed."""
        return self.of_words(change, change.html)

    def of_words(self, change: Change, html: str) -> Translated | None:
        """The text of a change as it was proposed, or as it was accepted."""
        pieces = (
            translatable_piece
            for translatable_piece in self.pieces
            if translatable_piece.change
            and translatable_piece.change.pk == change.pk
            and translatable_piece.html == html
        )
        return next((self.translations.get(translatable_piece.of) for translatable_piece in pieces), None)

    def left_of(self, piece: TranslatablePiece) -> str:
        """The translation of the text that was accepted there before; empty if the present one is translated."""
        place = piece.accepted_in
        return self.left.get(place.pk, "") if place and piece.of not in self.translations else ""


def pieces_of_text(text: AmendmentText) -> tuple[TranslatablePiece, ...]:
    """The pieces of a text in the order in which they are read; reads prefetched `changes`."""
    return tuple(_pieces(text))


def _pieces(text: AmendmentText) -> Iterator[TranslatablePiece]:
    for kind, words in ((TITLE, text.title), (REASON, text.reason)):
        if words is not None and words.text:
            yield TranslatablePiece(kind, words.text, piece_digest(kind, words.language, words.text))
    for change in text.changes.all():
        if change.kind in WORDED and change.html:
            about = f"{WORDS}:{change.kind}:{change.provision_id}"
            of = piece_digest(about, change.language, change.html)
            yield TranslatablePiece(WORDS, texts.plain_text(change.html), of, change, change.html)


def piece_digest(kind: str, language: str, words: str) -> str:
    """The identity of a piece: a translation belongs to it as long as its text does not change."""
    return digest_of_json({"piece": kind, "language": language, "words": words})


def translations_of_texts(
    amendment_texts: Iterable[AmendmentText],
    language: str,
    more: Mapping[int, Sequence[TranslatablePiece]] | None = None,
) -> dict[int, InOther]:
    """The translated parts of each text in one language, by the id of the amendment; one query for all of them.

    `more` are further parts beside those of the text, by the id of the amendment.
    """
    texts_by_amendment = {text.amendment_id: text for text in amendment_texts if text.language != language}
    if not texts_by_amendment:
        return {}
    models.prefetch_related_objects(list(texts_by_amendment.values()), "changes", "title", "reason")
    rows_by_amendment: dict[int, dict[str, WorkingTranslation]] = {pk: {} for pk in texts_by_amendment}
    rows = WorkingTranslation.objects.current().filter(amendment__in=texts_by_amendment, language=language)
    for row in rows.select_related("base"):
        rows_by_amendment[row.amendment_id][row.of] = row
    beside = more or {}
    return {
        pk: _in_other(text.language, language, (*pieces_of_text(text), *beside.get(pk, ())), rows_by_amendment[pk])
        for pk, text in texts_by_amendment.items()
    }


def translation_of_text(text: AmendmentText, language: str) -> InOther | None:
    """The translated parts of one text; None if the text is in that language."""
    return translations_of_texts([text], language).get(text.amendment_id)


def _in_other(
    original: str, language: str, pieces: tuple[TranslatablePiece, ...], rows: Mapping[str, WorkingTranslation]
) -> InOther:
    sources = {translatable_piece.of: translatable_piece.text for translatable_piece in pieces}
    read = {of: show_translation(row, original, sources[of]) for of, row in rows.items() if of in sources}
    left = {row.accepted_in_id: row.text for of, row in rows.items() if row.accepted_in_id and of not in sources}
    return InOther(language, pieces, read, left)


def show_translation(row: WorkingTranslation, original: str, source: str) -> Translated:
    """A stored translation of the text `source` in the language `original`, as pages show it."""
    return Translated(row.language, original, source, row.text, TranslatedBy(row.made_by), row.base)


def add_translations(rows: Sequence[Shown], translation: InOther | None) -> list[Shown]:
    """The changes as a page shows them, each with its working translation where there is one."""
    return (
        [replace(row, translated=translation.of_words(row.change, row.html)) for row in rows]
        if translation
        else list(rows)
    )


def languages_of(amendment: Amendment, *, accepted: bool) -> list[str]:
    """The other languages in which any part of the amendment can be read; of its `accepted` text too."""
    if not has_any(amendment, "has_translations"):
        return []
    rows = WorkingTranslation.objects.current().filter(amendment=amendment)
    rows = rows if accepted else rows.filter(accepted_in=None)
    return list(rows.order_by("language").values_list("language", flat=True).distinct())


def first_translated_at(amendment: Amendment, language: str) -> datetime | None:
    """When a part of the amendment could first be read in another language; None where nothing can."""
    if language not in languages_of(amendment, accepted=False):
        return None
    rows = WorkingTranslation.objects.filter(amendment=amendment, language=language, accepted_in=None)
    first: datetime | None = rows.aggregate(at=Min("at"))["at"]
    return first


def amendments_without_translation(charter: Charter, language: str) -> QuerySet[Amendment]:
    """Amendments that anybody may read, still open, of which nothing can be read in that language."""
    working_translations = WorkingTranslation.objects.current().filter(
        amendment=OuterRef("pk"), language=language, accepted_in=None
    )
    waiting = Amendment.objects.open_to_all().filter(round__charter=charter, state=AmendmentState.UNDER_REVIEW)
    return waiting.exclude(text__language=language).filter(~Exists(working_translations)).order_by("round", "number")


def latest_row(amendment: Amendment, language: str, pieces: Iterable[str]) -> int:
    """The id of the latest translation of these pieces, given by their digests; 0 if there is none."""
    rows = WorkingTranslation.objects.filter(amendment=amendment, language=language, of__in=list(pieces))
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0
