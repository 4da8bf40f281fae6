"""Amendments that the secretariat entered on behalf of members, or made from their files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from charter.models import Amendment, Charter, Receipt, ReceivedPaper, Round
from charter.states import AmendmentState


def amendments_entered_on_behalf(charter: Charter) -> QuerySet[Amendment]:
    """All amendments that were entered on behalf of members, the latest first, with the values of a row."""
    amendments = Amendment.objects.for_rows().entered().filter(round__charter=charter)
    return amendments.select_related("receipt").order_by("-begun_at", "-pk")


def days_of_files(amendments: Iterable[Amendment]) -> dict[int, date]:
    """By the id of each of these that the secretariat made from a file of its member: the day of the file."""
    rows = ReceivedPaper.objects.filter(drafts__in=[amendment.pk for amendment in amendments], came_on__isnull=False)
    return {draft: day for draft, day in rows.order_by("pk").values_list("drafts", "came_on") if day}


def count_unfinished_drafts(round_: Round) -> int:
    """How many drafts of a round the secretariat has: begun, or declined by the delegate."""
    return Amendment.objects.entered().filter(round=round_, state=AmendmentState.DRAFT).count()


def receipts_with_amendment() -> QuerySet[Receipt]:
    """Receipts with the amendment and its round."""
    return Receipt.objects.select_related("amendment__round")
