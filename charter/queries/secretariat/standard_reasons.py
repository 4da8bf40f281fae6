"""The library of reasons, and reasons that a language still lacks."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import LocalizedText
from charter.models import Decision, StandardReason


def offered_reasons() -> list[StandardReason]:
    """Standard reasons that are offered, in their order, with all their languages."""
    standard_reasons = StandardReason.objects.filter(retired_at=None).select_related("text")
    return list(standard_reasons.prefetch_related("text__translations"))


def reason_in_language(phrase: StandardReason, code: str) -> str:
    """The standard reason in that language; empty if it has no text there."""
    reason = phrase.text.in_language(code)
    return reason.text if reason.language == code else ""


def missing_languages(phrase: StandardReason, codes: Sequence[str]) -> list[str]:
    """Languages in which a standard reason has no text yet."""
    return [code for code in codes if not reason_in_language(phrase, code)]


def untranslated_reasons(code: str) -> QuerySet[LocalizedText]:
    """Reasons of valid public decisions, and standard reasons that are offered, without a text in that language."""
    public = Decision.objects.filter(superseded_at=None, release__isnull=False).values("reason")
    offered = StandardReason.objects.filter(retired_at=None).values("text")
    translated = LocalizedText.objects.filter(language=code, original__isnull=False).values("original")
    lacking = LocalizedText.objects.originals().exclude(language=code).exclude(pk__in=translated)
    return (lacking.filter(pk__in=public) | lacking.filter(pk__in=offered)).order_by("pk")


def decisions_for(reasons: Sequence[LocalizedText]) -> dict[int, list[Decision]]:
    """Public decisions by their reason's id."""
    decisions = Decision.objects.filter(superseded_at=None, release__isnull=False, reason__in=reasons)
    out: dict[int, list[Decision]] = {}
    for decision in decisions.select_related("amendment__round", "reason").order_by("pk"):
        out.setdefault(decision.reason_id, []).append(decision)
    return out


def original_texts() -> QuerySet[LocalizedText]:
    """Texts that can be translated: those that are no translations themselves."""
    return LocalizedText.objects.originals()
