"""Acts of the audit log by their digests."""

from __future__ import annotations

from accounts.models import Record


def act_with_digest(digest: str) -> Record | None:
    """The act that has this digest."""
    return Record.objects.filter(digest=digest).first()


def has_act(start: str) -> bool:
    """Whether an act has a digest that begins so."""
    return Record.objects.filter(digest__startswith=start).exists()
