"""Rounds of a charter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation
from accounts.prepared import Prepared
from charter.models import Amendment, Charter, CoProposal, Round, Ruling, Version
from charter.states import MERGING_OUTCOMES, PUBLIC_STATES, AmendmentState, CoProposalState


def running_round(charter: Charter) -> Round | None:
    """The round that has not been closed: at most one a charter, announced ones included."""
    round_: Round | None = next(iter(_RUNNING.objects(charter.pk)), None)
    if round_ is not None:
        round_.charter = charter
    return round_


_RUNNING = Prepared(lambda charter: Round.objects.filter(charter=charter, closed_at=None)[:1])


def round_holding_text(charter: Charter) -> Round | None:
    """The round for which the text cannot change: the first one, closed or running, without a published version."""
    return unpublished_rounds(charter).order_by("number").first()


def unpublished_rounds(charter: Charter) -> QuerySet[Round]:
    """The running round, and those that were closed while no version followed the one they began with."""
    latest = Version.objects.filter(charter=charter).order_by("-number").values("pk")[:1]
    return Round.objects.filter(Q(closed_at=None) | Q(version__in=latest), charter=charter)


def amendments_without_outcome(rounds: Iterable[Round]) -> QuerySet[Amendment]:
    """Amendments of these rounds, by number, that are undecided, or accepted and not in the text."""
    accepted = Q(
        state=AmendmentState.DECIDED,
        decisions__superseded_at=None,
        decisions__outcome__in=sorted(MERGING_OUTCOMES),
    )
    rows = Amendment.objects.filter(Q(state=AmendmentState.UNDER_REVIEW) | accepted, round__in=rounds)
    return rows.distinct().order_by("round__number", "number")


def published_version(round_: Round) -> Version | None:
    """The first version that was published after the one on which the round is."""
    later = Version.objects.filter(charter=round_.charter_id, number__gt=round_.version.number)
    return later.order_by("number").first()


def unsettled_amendments(round_: Round, now: datetime) -> list[Amendment]:
    """Amendments for which a round stays open after its version is published; none before support ends."""
    return list(amendments_without_outcome([round_])) if now >= round_.support_until else []


def is_text_frozen(charter: Charter, now: datetime) -> bool:
    """Whether text may be prepared but not enter the working text at that moment."""
    round_ = running_round(charter)
    return round_ is not None and round_.text_stands_still(now)


def rounds_with_counts(charter: Charter) -> list[Round]:
    """All rounds with how many amendments and decisions are public in each, the newest first."""
    return list(_with_counts(Round.objects.filter(charter=charter)).order_by("-number"))


def round_by_number(charter: Charter, number: int) -> Round | None:
    """The round with that number, with its counts."""
    return _with_counts(Round.objects.filter(charter=charter, number=number)).first()


def decided_for(organisation: Organisation) -> list[Round]:
    """Rounds in which something of an organisation was decided in public, the newest first."""
    amendments = Amendment.objects.filter(decisions__release__isnull=False).filter(
        proposed_or_cosponsored_by(organisation)
    )
    return list(Round.objects.filter(amendments__in=amendments).distinct().order_by("-number"))


def late_amendments(round_: Round) -> list[Amendment]:
    """All late amendments of a round, with or without a number, the first one first."""
    return Amendment.objects.filter(round=round_, came_late=True).order_by("begun_at", "pk").read_rows()


def ruling_on_late_amendments(round_: Round) -> Ruling | None:
    """The decision on late amendments, if there is one."""
    rulings = Ruling.objects.filter(round=round_).select_related("reason").prefetch_related("reason__translations")
    return rulings.first()


def proposed_or_cosponsored_by(organisation: Organisation) -> Q:
    """Amendments that an organisation proposed, or co-sponsors."""
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


def rounds_with_names() -> QuerySet[Round]:
    """With charter, title and body, for a page that shows one of them."""
    return Round.objects.select_related("charter", "title", "body")


def rounds_with_texts() -> QuerySet[Round]:
    """With the orders of the text in which the round is read, for citations."""
    return Round.objects.select_related("charter__title", "charter__arrangement", "version__arrangement__charter")


def round_with_texts(round_: Round) -> Round:
    """The same round with the orders of its text, which citations need."""
    return rounds_with_texts().get(pk=round_.pk)


def rounds_with_decisions(charter: Charter) -> list[Round]:
    """Rounds of which decisions are public, the newest first, with the orders of their text."""
    decided = Round.objects.filter(charter=charter, releases__isnull=False).values("pk")
    rounds = list(Round.objects.filter(pk__in=decided).select_related("version__arrangement").order_by("-number"))
    for round_ in rounds:
        round_.charter = round_.version.arrangement.charter = charter
    return rounds


def closed_rounds(charter: Charter) -> QuerySet[Round]:
    """Rounds that are over, with their titles."""
    return Round.objects.filter(charter=charter).exclude(closed_at=None).select_related("title")
