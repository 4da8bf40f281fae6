"""What members reply to decisions."""

from __future__ import annotations

from django.db.models import QuerySet

from charter.models import Decision, Reply


def reply_to(decision: Decision) -> Reply | None:
    """The reply of the member to a decision; None if there is none."""
    return Reply.objects.filter(decision=decision).first()


def replies_with_amendment() -> QuerySet[Reply]:
    """With the amendment and its round, for a page that shows one of them."""
    return Reply.objects.select_related("decision__amendment__round")
