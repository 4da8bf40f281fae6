"""How the charter is written in each language, as its editors agreed."""

from __future__ import annotations

from charter.models import Charter, StyleNote


def current_style_note(charter: Charter, language: str) -> StyleNote | None:
    """What holds now in one language."""
    return StyleNote.objects.current().filter(charter=charter, language=language).first()


def earlier_style_notes(charter: Charter, language: str) -> list[StyleNote]:
    """The earlier style notes of a language, the newest first."""
    rows = StyleNote.objects.filter(charter=charter, language=language).exclude(superseded_at=None)
    return list(rows.select_related("by").order_by("-id"))


def paired_forms(charter: Charter) -> dict[str, str]:
    """How each language writes forms for women and men as one word, if its editors agreed on it."""
    return dict(StyleNote.objects.current().filter(charter=charter).values_list("language", "paired"))
