"""The letter of invitation in each language, with its earlier texts."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import InvitationLetter


def letters_of(language: str) -> QuerySet[InvitationLetter]:
    """Every text of the letter in the language, the newest first, with who wrote it."""
    return InvitationLetter.objects.filter(language=language).select_related("written_by").order_by("-pk")


def letter_in(language: str) -> InvitationLetter:
    """The text that counts; an empty one where the secretariat wrote none."""
    return letters_of(language).first() or InvitationLetter(language=language)
