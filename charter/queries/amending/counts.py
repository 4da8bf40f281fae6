"""Small numbers beside the text: pending amendments, comments, and items that are pending for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import Person
from accounts.prepared import Prepared
from accounts.rules import is_language_editor, is_moderator, mandates_of, roles_of
from accounts.states import RoleKind
from charter import rules
from charter.models import Alignment, Amendment, Change, Decision, Round
from charter.queries.amending import member_tasks
from charter.states import AlignmentState, AmendmentState


def pending_amendments(round_: Round) -> QuerySet[Amendment]:
    """Public amendments of a round whose decision is not public."""
    return _pending(round_.pk)


def _pending(round_id: int) -> QuerySet[Amendment]:
    released = Decision.objects.filter(amendment=OuterRef("pk"), superseded_at=None, release__isnull=False)
    waiting = Amendment.objects.filter(round=round_id, state__in=(AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED))
    return waiting.exclude(Exists(released))


def pending_on(provision_ids: Iterable[int], round_: Round | None) -> dict[int, int]:
    """The number of public amendments of the round that are not decided yet, by provision id."""
    if round_ is None or not round_.pending_is_public:
        return {}
    return dict(_PENDING_ON.rows(round_.pk, list(provision_ids)))


def _pending_on(round_id: int, provision_ids: list[int]) -> QuerySet[Change, Any]:
    rows = Change.objects.filter(text__in=_pending(round_id).values("text"), provision__in=provision_ids)
    return rows.order_by().values("provision").annotate(n=Count("text", distinct=True)).values_list("provision", "n")


_PENDING_ON = Prepared(_pending_on)


def waiting_for(person: Person) -> int:
    """The number of pending items of this person in the workspaces of the members that the person may bind now."""
    own = {m.organisation_id: m.organisation for m in mandates_of(person)}.values()
    return member_tasks.count_pending_items(
        [organisation for organisation in own if rules.may_commit(person, organisation) is True]
    )


def waiting_at_the_desk(person: Person) -> int:
    """The number of amendments that are not decided yet, for a moderator; 0 for everybody else."""
    return Amendment.objects.filter(state=AmendmentState.UNDER_REVIEW).count() if is_moderator(person) else 0


def waiting_for_approval(person: Person) -> int:
    """How many translation updates need the approval of this person."""
    if not is_language_editor(person):
        return 0
    codes = [role.language for role in roles_of(person) if role.kind == RoleKind.LANGUAGE_EDITOR]
    waiting = Alignment.objects.filter(state=AlignmentState.TO_APPROVE).exclude(written_by=person)
    return (waiting if "" in codes else waiting.filter(language__in=codes)).count()
