"""Keeping the words that a search looks through. What of them may be shown is asked when searching."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.folding import fold
from accounts.models import Said
from charter.models import Amendment, Decision, SearchText, Wording
from charter.states import FoundKind


def enter_wordings(wordings: Iterable[Wording]) -> None:
    """Wordings that were just written; they never change."""
    SearchText.objects.bulk_create(
        (
            SearchText(kind=FoundKind.WORDING, ref=wording.pk, language=wording.language, text=fold(wording.text))
            for wording in wordings
        ),
        batch_size=500,
    )


def enter_amendment(amendment: Amendment) -> None:
    """A public amendment: its number, title, reason and proposed words."""
    text = amendment.text
    if text is None or not amendment.is_public:
        return
    words = [str(amendment), *_said(text.title), *_said(text.reason), *text.changes.values_list("html", flat=True)]
    _enter(FoundKind.AMENDMENT, amendment.pk, text.language, words)


def enter_decision(decision: Decision) -> None:
    _enter(FoundKind.DECISION, decision.pk, decision.reason.language, _said(decision.reason))


def enter_page(*, ref: int, language: str, words: Iterable[str]) -> None:
    """A page beside the charter, such as news; `ref` is its key where it is kept."""
    _enter(FoundKind.PAGE, ref, language, words)


def forget_page(*, ref: int) -> None:
    SearchText.objects.filter(kind=FoundKind.PAGE, ref=ref).delete()


def _said(said: Said | None) -> list[str]:
    return [said.text, *said.translations.values_list("text", flat=True)] if said else []


def _enter(kind: FoundKind, ref: int, language: str, words: Iterable[str]) -> None:
    values = {"language": language, "text": fold(" \n".join(words))}
    SearchText.objects.update_or_create(kind=kind, ref=ref, defaults=values)
