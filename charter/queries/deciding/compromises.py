"""Compromises, as pages list and show them."""

from __future__ import annotations

from django.db.models import QuerySet

from charter.models import Amendment, Compromise, Decision, Provision, Round, proposers_of
from charter.queries.deciding import compromise_answers
from charter.queries.deciding.compromise_answers import Answers
from charter.states import CompromiseState


def compromises_for_page() -> QuerySet[Compromise]:
    """With all that the page of one compromise shows of it and of the answers."""
    rows = Compromise.objects.select_related(
        "round__charter__arrangement", "round__version__arrangement", "provision", "base", "reason"
    )
    return rows.prefetch_related(*proposers_of("amendments"), *compromise_answers.with_answers())


def compromises_in(round_: Round | None) -> QuerySet[Compromise]:
    """Compromises of a round, with their amendments."""
    rows = Compromise.objects.filter(round=round_).select_related("provision", "base")
    return rows.prefetch_related("amendments")


def compromises_on(provision: Provision) -> QuerySet[Compromise]:
    """Compromises on the text of a provision, with their amendments."""
    return Compromise.objects.filter(provision=provision).prefetch_related("amendments")


def agreed_compromises_of(amendment: Amendment) -> list[Compromise]:
    """Compromise texts on the amendment to which the members agreed, the latest first."""
    return list(amendment.compromises.filter(agreed=True, decided=None).order_by("-closed_at"))


def count_compromises_asked(round_: Round) -> int:
    """The number of compromises of a round that are open for answers."""
    return Compromise.objects.filter(round=round_, state=CompromiseState.ASKED).count()


def answers_on_decision(decision: Decision) -> list[Answers]:
    """Answers of members to the text that a decision changed, for each place at which they were asked."""
    rows = Compromise.objects.filter(decided__decision=decision).select_related("round")
    return [compromise_answers.answers_to(row) for row in rows.prefetch_related(*compromise_answers.with_answers())]
