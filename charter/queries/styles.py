"""How the charter is written in each language, as its editors agreed."""

from __future__ import annotations

from charter.models import Charter, StyleNote


def note(charter: Charter, language: str) -> StyleNote | None:
    """What holds now in one language."""
    return StyleNote.objects.current().filter(charter=charter, language=language).first()


def earlier(charter: Charter, language: str) -> list[StyleNote]:
    """What held before, the newest first."""
    rows = StyleNote.objects.filter(charter=charter, language=language).exclude(superseded_at=None)
    return list(rows.select_related("by").order_by("-id"))


def paired(charter: Charter) -> dict[str, str]:
    """How each language writes words for women and men in one, where that was agreed."""
    return dict(StyleNote.objects.current().filter(charter=charter).values_list("language", "paired"))
