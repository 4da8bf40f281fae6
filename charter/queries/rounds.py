"""Rounds of a charter."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation
from accounts.prepared import Prepared
from charter.models import Amendment, Charter, CoProposal, Round, Ruling, TimetableMove, Version
from charter.states import PUBLIC_STATES, AmendmentState, CoProposalState


def running(charter: Charter) -> Round | None:
    """The round that has not been closed: at most one a charter, announced ones included."""
    found: Round | None = next(iter(_RUNNING.objects(charter.pk)), None)
    if found is not None:
        found.charter = charter
    return found


_RUNNING = Prepared(lambda charter: Round.objects.filter(charter=charter, closed_at=None)[:1])


def holding(charter: Charter) -> Round | None:
    """The round that holds the text: the first that was closed and whose version is not out, else the running one."""
    return unpublished(charter).order_by("number").first()


def unpublished(charter: Charter) -> QuerySet[Round]:
    """The running round, and those that were closed while no version followed the one they began with."""
    latest = Version.objects.filter(charter=charter).order_by("-number").values("pk")[:1]
    return Round.objects.filter(Q(closed_at=None) | Q(version__in=latest), charter=charter)


def text_stands_still(charter: Charter, now: datetime) -> bool:
    """Whether words may be prepared but not enter the working text at that moment."""
    round_ = running(charter)
    return round_ is not None and round_.text_stands_still(now)


def all_of(charter: Charter) -> list[Round]:
    """All rounds with how many amendments and decisions are public in each, the newest first."""
    return list(_with_counts(Round.objects.filter(charter=charter)).order_by("-number"))


def numbered(charter: Charter, number: int) -> Round | None:
    """The round with that number, with its counts."""
    return _with_counts(Round.objects.filter(charter=charter, number=number)).first()


def decided_for(organisation: Organisation) -> list[Round]:
    """Rounds in which something of an organisation was decided in public, the newest first."""
    told = Amendment.objects.filter(decisions__release__isnull=False).filter(of_or_with(organisation))
    return list(Round.objects.filter(amendments__in=told).distinct().order_by("-number"))


def came_late(round_: Round) -> list[Amendment]:
    """All that came late in a round, with or without a number, the first one first."""
    found = Amendment.objects.for_rows().filter(round=round_, came_late=True)
    return list(found.order_by("begun_at", "pk"))


def moves(round_: Round) -> list[TimetableMove]:
    """How its days were moved, each with its public word, the latest first."""
    return list(
        TimetableMove.objects.filter(round=round_).select_related("note").prefetch_related("note__translations")
    )


def ruling(round_: Round) -> Ruling | None:
    """The ruling on what came late, where there is one."""
    found = Ruling.objects.filter(round=round_).select_related("reason").prefetch_related("reason__translations")
    return found.first()


def of_or_with(organisation: Organisation) -> Q:
    """Amendments that an organisation proposed, or asks for together with others."""
    joined = CoProposal.objects.filter(organisation=organisation, state=CoProposalState.JOINED)
    return Q(organisation=organisation) | Q(pk__in=joined.values("amendment"))


def _with_counts(rows: QuerySet[Round]) -> QuerySet[Round]:
    public = Q(amendments__state__in=PUBLIC_STATES, amendments__number__isnull=False)
    released = Q(amendments__decisions__release__isnull=False, amendments__decisions__superseded_at=None)
    withdrawn = Q(amendments__state=AmendmentState.WITHDRAWN)
    return (
        rows.select_related("version", "title", "body")
        .prefetch_related("title__translations", "body__translations")
        .annotate(
            public_count=Count("amendments", filter=public, distinct=True),
            decided_count=Count("amendments", filter=released, distinct=True),
            withdrawn_count=Count("amendments", filter=withdrawn, distinct=True),
            proposer_count=Count("amendments__organisation", filter=public, distinct=True),
        )
    )
