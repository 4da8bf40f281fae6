"""Amendments that the secretariat entered on behalf of members, as the secretariat pages list them."""

from __future__ import annotations

from django.db.models import QuerySet

from charter.models import Amendment, Charter, Receipt, Round
from charter.states import AmendmentState


def amendments_entered_on_behalf(charter: Charter) -> QuerySet[Amendment]:
    """All that was entered on behalf of members, the latest first, with what a row shows."""
    amendments = Amendment.objects.for_rows().entered().filter(round__charter=charter)
    return amendments.select_related("receipt").order_by("-begun_at", "-pk")


def to_finish(round_: Round) -> int:
    """How many drafts of a round the secretariat has: begun, or declined by the delegate."""
    return Amendment.objects.entered().filter(round=round_, state=AmendmentState.DRAFT).count()


def receipts_with_amendment() -> QuerySet[Receipt]:
    """Receipts with the amendment and its round."""
    return Receipt.objects.select_related("amendment__round")
