"""Amendments that the secretariat entered on behalf of members, as the desk lists them."""

from __future__ import annotations

from django.db.models import QuerySet

from charter.models import Amendment, Charter, Round
from charter.states import AmendmentState


def entered(charter: Charter) -> QuerySet[Amendment]:
    """All that was entered on behalf of members, the latest first, with what a row shows."""
    found = Amendment.objects.for_rows().entered().filter(round__charter=charter)
    return found.select_related("receipt").order_by("-begun_at", "-pk")


def to_finish(round_: Round) -> int:
    """How many of a round are drafts at the desk: begun, or refused by the delegate."""
    return Amendment.objects.entered().filter(round=round_, state=AmendmentState.DRAFT).count()
