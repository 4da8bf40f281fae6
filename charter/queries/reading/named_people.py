"""Organisations that are named beside amendments: for filters, and to detect files that name others than the pages."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation
from charter.models import Amendment, CoProposal, Round
from charter.states import CoProposalState


def asking_for(amendments: QuerySet[Amendment]) -> Q:
    """Organisations that propose or co-sponsor one of these amendments.

    The query stops at the first amendment of each organisation, since there are many more amendments than
    organisations.
    """
    unordered = amendments.order_by()
    joined = CoProposal.objects.filter(organisation=OuterRef("pk"), state=CoProposalState.JOINED)
    joined = joined.filter(Exists(unordered.filter(pk=OuterRef("amendment"))))
    return Q(Exists(unordered.filter(organisation=OuterRef("pk")))) | Q(Exists(joined))


def naming_state(rounds: QuerySet[Round]) -> list[object]:
    """Ids of organisations that withhold their name, and of co-sponsorships in these rounds."""
    withheld = Organisation.objects.filter(name_withheld=True).order_by("pk").values_list("pk", flat=True)
    joined = CoProposal.objects.filter(amendment__round__in=rounds, state=CoProposalState.JOINED)
    return [list(withheld), list(joined.order_by("pk").values_list("pk", flat=True))]
