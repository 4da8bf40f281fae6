"""Working translations of amendments: for reading alone, beneath the original, never in place of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString

from charter import clean, texts
from charter.models import (
    Amendment,
    AmendmentText,
    Change,
    Charter,
    Compromise,
    Provision,
    Wording,
    WorkingTranslation,
)
from charter.queries.comparing import redline
from charter.queries.shown_changes import Shown
from charter.states import AmendmentState, ChangeKind, TranslatedBy
from charter.text import retype

WORDED = (ChangeKind.REPLACE, ChangeKind.INSERT)
TITLE, REASON, WORDS = "title", "reason", "words"
# Words that were accepted in place of the proposer's; `charter.queries.accepted` tells them.
DECIDED, COMPROMISE = "decided", "compromise"


@dataclass(frozen=True)
class Piece:
    """What can be translated by itself: the title, the reason, or the words of a change; `of` is its digest.

    `html` are the words of a change as they are asked for, or as a decision or `compromise` gave them.
    """

    kind: str
    said: str
    of: str
    change: Change | None = None
    html: str = ""
    compromise: Compromise | None = None

    @property
    def accepted_in(self) -> Provision | None:
        """The provision that gets the words, where these were accepted in place of the proposer's."""
        if self.change is None or self.kind not in (DECIDED, COMPROMISE):
            return None
        return self.change.new_provision or self.change.provision


@dataclass(frozen=True)
class Translated:
    """One piece in another language, from what, and by whom it was made."""

    language: str
    original: str
    text: str
    made_by: TranslatedBy
    base: Wording | None = None

    @property
    def by_machine(self) -> bool:
        return self.made_by == TranslatedBy.MACHINE

    @property
    def is_approved(self) -> bool:
        """Whether an editor of the language wrote it, or kept it as somebody else had written it."""
        return self.made_by == TranslatedBy.EDITOR

    @property
    def html(self) -> str:
        """The words as clean HTML: what stays of the wording they were typed over keeps its formats."""
        if self.base is None:
            return clean.inline(escape(self.text, quote=False))
        return "".join(texts.words_of(retype(texts.single(self.base.html), self.text)).values())

    @property
    def maker(self) -> str:
        return str(TranslatedBy(self.made_by).label)

    @cached_property
    def redline(self) -> SafeString | str:
        """The words as a change of the wording they were typed over; without one the words alone."""
        if self.base is None:
            return self.text
        return redline(self.base.html, self.html, self.language)


@dataclass(frozen=True)
class InOther:
    """All that is translated of an amendment into one language, by the digests of its pieces.

    `left` are translations of words that were accepted before others took their place, by the provision's id.
    """

    language: str
    pieces: tuple[Piece, ...]
    held: Mapping[str, Translated] = field(default_factory=dict)
    left: Mapping[int, str] = field(default_factory=dict)

    def _first(self, kind: str) -> Translated | None:
        return next((self.held.get(one.of) for one in self.pieces if one.kind == kind), None)

    @property
    def title(self) -> Translated | None:
        return self._first(TITLE)

    @property
    def reason(self) -> Translated | None:
        return self._first(REASON)

    @property
    def any(self) -> bool:
        return bool(self.held)

    @property
    def is_whole(self) -> bool:
        return all(one.of in self.held for one in self.pieces)

    def of_change(self, change: Change) -> Translated | None:
        """The words that the proposer asked for."""
        return self.of_words(change, change.html)

    def of_words(self, change: Change, html: str) -> Translated | None:
        """The words of a change as they were asked for, or as they were accepted."""
        those = (one for one in self.pieces if one.change and one.change.pk == change.pk and one.html == html)
        return next((self.held.get(one.of) for one in those), None)

    def left_of(self, piece: Piece) -> str:
        """How the words that were accepted there before had been translated; empty where these are translated."""
        place = piece.accepted_in
        return self.left.get(place.pk, "") if place and piece.of not in self.held else ""


def pieces(text: AmendmentText) -> tuple[Piece, ...]:
    """The pieces of a text in the order in which they are read; reads prefetched `changes`."""
    return tuple(_pieces(text))


def _pieces(text: AmendmentText) -> Iterator[Piece]:
    for kind, said in ((TITLE, text.title), (REASON, text.reason)):
        if said is not None and said.text:
            yield Piece(kind, said.text, digest(kind, said.language, said.text))
    for change in text.changes.all():
        if change.kind in WORDED and change.html:
            about = f"{WORDS}:{change.kind}:{change.provision_id}"
            of = digest(about, change.language, change.html)
            yield Piece(WORDS, texts.plain(change.html), of, change, change.html)


def digest(kind: str, language: str, words: str) -> str:
    """By what a piece knows its translation again: other words leave it behind."""
    return texts.digest({"piece": kind, "language": language, "words": words})


def of_texts(
    found: Iterable[AmendmentText], language: str, more: Mapping[int, Sequence[Piece]] | None = None
) -> dict[int, InOther]:
    """What is translated of each text into one language, by the amendment's id; one question for all of them.

    `more` are pieces beside those of the text, by the amendment's id.
    """
    asked = {text.amendment_id: text for text in found if text.language != language}
    if not asked:
        return {}
    models.prefetch_related_objects(list(asked.values()), "changes", "title", "reason")
    held: dict[int, dict[str, WorkingTranslation]] = {pk: {} for pk in asked}
    rows = WorkingTranslation.objects.current().filter(amendment__in=asked, language=language)
    for row in rows.select_related("base"):
        held[row.amendment_id][row.of] = row
    beside = more or {}
    return {
        pk: _in_other(text.language, language, (*pieces(text), *beside.get(pk, ())), held[pk])
        for pk, text in asked.items()
    }


def of_text(text: AmendmentText, language: str) -> InOther | None:
    """What is translated of one text; None where that is its own language."""
    return of_texts([text], language).get(text.amendment_id)


def _in_other(
    original: str, language: str, found: tuple[Piece, ...], held: Mapping[str, WorkingTranslation]
) -> InOther:
    known = {one.of for one in found}
    read = {of: translated(row, original) for of, row in held.items() if of in known}
    left = {row.accepted_in_id: row.text for of, row in held.items() if row.accepted_in_id and of not in known}
    return InOther(language, found, read, left)


def translated(row: WorkingTranslation, original: str) -> Translated:
    """A stored translation of words in the language `original`, as pages show it."""
    return Translated(row.language, original, row.text, TranslatedBy(row.made_by), row.base)


def beneath(rows: Sequence[Shown], found: InOther | None) -> list[Shown]:
    """The changes as a page shows them, each with its working translation where there is one."""
    return [replace(row, translated=found.of_words(row.change, row.html)) for row in rows] if found else list(rows)


def languages_of(amendment: Amendment, *, accepted: bool) -> list[str]:
    """The languages in which anything of the amendment can be read beside its own; of `accepted` words too."""
    rows = WorkingTranslation.objects.current().filter(amendment=amendment)
    rows = rows if accepted else rows.filter(accepted_in=None)
    return list(rows.order_by("language").values_list("language", flat=True).distinct())


def lacking(charter: Charter, language: str) -> QuerySet[Amendment]:
    """Amendments that anybody may read, still open, of which nothing can be read in that language."""
    held = WorkingTranslation.objects.current().filter(amendment=OuterRef("pk"), language=language, accepted_in=None)
    waiting = Amendment.objects.open_to_all().filter(round__charter=charter, state=AmendmentState.UNDER_REVIEW)
    return waiting.exclude(text__language=language).filter(~Exists(held)).order_by("round", "number")
