"""What an operator should know before the site is used."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning

from accounts.exports import paper


def pdf_can_be_drawn(**kwargs: Any) -> list[CheckMessage]:
    """Says which packages are missing where no PDF can be drawn."""
    if paper.is_ready():
        return []
    hint = f"apt-get install {' '.join(paper.PACKAGES)}"
    return [Warning("No PDF can be drawn: libraries of the system are missing.", hint=hint, id="accounts.W001")]
