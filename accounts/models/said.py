"""What is said in several languages: names, titles, reasons, replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce


class SaidQuerySet(models.QuerySet["Said"]):
    def originals(self) -> Self:
        return self.filter(original=None)


class Said(models.Model):
    """One text in one language; a translation points at the original it was made from."""

    text = models.TextField()
    language = models.CharField(max_length=12)
    original = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="translations")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = SaidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["original", "language"],
                condition=models.Q(original__isnull=False),
                name="said_one_translation_a_language",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def in_language(self, code: str) -> Said:
        """The text in that language where there is one, else the original; reads prefetched translations."""
        if self.language == code:
            return self
        return next((said for said in self.translations.all() if said.language == code), self)


def say(text: str, language: str, *, by: Any = None, **translations: str) -> Said:
    """Stores a text and, by language code, its translations (`_` stands for `-` in the code)."""
    said = Said.objects.create(text=text, language=language, by=by)
    for code, words in translations.items():
        code = code.replace("_", "-")
        if code != language:
            Said.objects.create(text=words, language=code, original=said, by=by)
    return said


def say_in_each(words: Mapping[str, str], *, by: Any = None) -> Said:
    """Stores what is said in one language or several, by code; the first one given is the original."""
    (code, text), *others = words.items()
    return say(text, code, by=by, **{other.replace("-", "_"): said for other, said in others})


def said_in(path: str, code: str) -> Case:
    """In a query: the words of the `Said` at that path as `in_language` chooses them."""
    translated = Said.objects.filter(original=OuterRef(path), language=code).values("text")[:1]
    words = F(f"{path}__text")
    return Case(When(**{f"{path}__language": code}, then=words), default=Coalesce(Subquery(translated), words))
