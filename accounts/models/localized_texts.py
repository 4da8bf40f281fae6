"""What is said in several languages: names, titles, reasons, replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce


class LocalizedTextQuerySet(models.QuerySet["LocalizedText"]):
    def originals(self) -> Self:
        return self.filter(original=None)


class LocalizedText(models.Model):
    """One text in one language; a translation points at the original it was made from."""

    record_name = "said"

    text = models.TextField()
    language = models.CharField(max_length=12)
    original = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="translations")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = LocalizedTextQuerySet.as_manager()

    class Meta:
        db_table = "accounts_said"
        constraints = [
            models.UniqueConstraint(
                fields=["original", "language"],
                condition=models.Q(original__isnull=False),
                name="said_one_translation_a_language",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def in_language(self, code: str) -> LocalizedText:
        """The text in that language where there is one, else the original; reads prefetched translations."""
        if self.language == code:
            return self
        return next((translation for translation in self.translations.all() if translation.language == code), self)


def create_localized_text(text: str, language: str, *, by: Any = None, **translations: str) -> LocalizedText:
    """Stores a text and, by language code, its translations (write `_` for `-` in the code)."""
    localized_text = LocalizedText.objects.create(text=text, language=language, by=by)
    for code, words in translations.items():
        code = code.replace("_", "-")
        if code != language:
            LocalizedText.objects.create(text=words, language=code, original=localized_text, by=by)
    return localized_text


def create_localized_text_from(words: Mapping[str, str], *, by: Any = None) -> LocalizedText:
    """Stores the text in one language or several, by code; the first one is the original."""
    (code, text), *others = words.items()
    return create_localized_text(
        text, code, by=by, **{other.replace("-", "_"): translation for other, translation in others}
    )


def localized_text_in(path: str, code: str) -> Case:
    """In a query: the text of the `LocalizedText` at that path, as `in_language` chooses it."""
    translated = LocalizedText.objects.filter(original=OuterRef(path), language=code).values("text")[:1]
    words = F(f"{path}__text")
    return Case(When(**{f"{path}__language": code}, then=words), default=Coalesce(Subquery(translated), words))
