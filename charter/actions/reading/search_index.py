"""Updating the texts that a search looks through. The search itself checks which of them may be shown."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.folding import fold_text
from accounts.models import LocalizedText
from charter.facts import stems
from charter.models import Amendment, Decision, SearchText, Wording
from charter.states import FoundKind


def enter_wordings(wordings: Iterable[Wording]) -> None:
    """Wordings that were just written; they never change."""
    SearchText.objects.bulk_create(
        (
            SearchText(
                kind=FoundKind.WORDING,
                ref=wording.pk,
                language=wording.language,
                text=fold_text(wording.text),
                stems=stems.of_text(wording.text, [wording.language]),
            )
            for wording in wordings
        ),
        batch_size=500,
    )


def enter_amendment(amendment: Amendment) -> None:
    """A public amendment: its number, title, reasons and proposed text."""
    text = amendment.text
    if text is None or not amendment.is_public:
        return
    words = [str(amendment), *_texts(text.title), *_texts(text.reason), *text.changes.values_list("html", flat=True)]
    _enter(FoundKind.AMENDMENT, amendment.pk, text.language, words)


def enter_decision(decision: Decision) -> None:
    _enter(FoundKind.DECISION, decision.pk, decision.reason.language, _texts(decision.reason))


def enter_page(*, ref: int, language: str, words: Iterable[str]) -> None:
    """A page beside the charter, such as news; `ref` is its key where it is kept."""
    _enter(FoundKind.PAGE, ref, language, words)


def forget_page(*, ref: int) -> None:
    SearchText.objects.filter(kind=FoundKind.PAGE, ref=ref).delete()


def _texts(localized_text: LocalizedText | None) -> list[str]:
    return [localized_text.text, *localized_text.translations.values_list("text", flat=True)] if localized_text else []


def _enter(kind: FoundKind, ref: int, language: str, words: Iterable[str]) -> None:
    folded = fold_text(" \n".join(words))
    values = {"language": language, "text": folded, "stems": stems.of_text(folded, {language, *stems.USUAL})}
    SearchText.objects.update_or_create(kind=kind, ref=ref, defaults=values)
