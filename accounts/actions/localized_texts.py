"""Correcting a text that is stored in several languages."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import LocalizedText


def change_localized_text(localized_text: LocalizedText, texts: Mapping[str, str]) -> None:
    """Writes each text in its language; an empty one deletes the translation, never the original."""
    if texts.get(localized_text.language):
        localized_text.text = texts[localized_text.language]
        localized_text.save(update_fields=["text"])
    for code, text in texts.items():
        if code != localized_text.language and text:
            LocalizedText.objects.update_or_create(original=localized_text, language=code, defaults={"text": text})
    emptied = [code for code, text in texts.items() if not text and code != localized_text.language]
    localized_text.translations.filter(language__in=emptied).delete()  # type: ignore[attr-defined]
