"""The library of reasons, and reasons that a language still lacks."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import Said
from charter.models import Decision, Phrase


def kept() -> list[Phrase]:
    """Phrases that are offered, in their order, with all their languages."""
    found = Phrase.objects.filter(retired_at=None).select_related("said")
    return list(found.prefetch_related("said__translations"))


def in_language(phrase: Phrase, code: str) -> str:
    """The phrase in that language; empty where it has no words there."""
    said = phrase.said.in_language(code)
    return said.text if said.language == code else ""


def missing_of(phrase: Phrase, codes: Sequence[str]) -> list[str]:
    """Languages in which a phrase has no words yet."""
    return [code for code in codes if not in_language(phrase, code)]


def untranslated(code: str) -> QuerySet[Said]:
    """Reasons of public decisions that hold, and phrases that are offered, without words in that language."""
    public = Decision.objects.filter(superseded_at=None, release__isnull=False).values("reason")
    offered = Phrase.objects.filter(retired_at=None).values("said")
    there = Said.objects.filter(language=code, original__isnull=False).values("original")
    lacking = Said.objects.originals().exclude(language=code).exclude(pk__in=there)
    return (lacking.filter(pk__in=public) | lacking.filter(pk__in=offered)).order_by("pk")


def decisions_for(reasons: Sequence[Said]) -> dict[int, list[Decision]]:
    """Public decisions by their reason's id."""
    found = Decision.objects.filter(superseded_at=None, release__isnull=False, reason__in=reasons)
    out: dict[int, list[Decision]] = {}
    for decision in found.select_related("amendment__round", "reason").order_by("pk"):
        out.setdefault(decision.reason_id, []).append(decision)
    return out
