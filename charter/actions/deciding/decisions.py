"""Deciding on amendments: provisional at first, public together, corrected with a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append_acts, changed_values
from accounts.locales import join_in_words, semicolon
from accounts.models import Person
from accounts.rules import Answer, Refusal, Refused, require
from charter import rules
from charter.actions.deciding import decision_writing, release_letters
from charter.actions.deciding.decision_writing import Decided, Reasons
from charter.models import Amendment, Decision, DecisionType, Release, Round
from charter.queries.deciding import accepted_conflicts
from charter.queries.deciding import decisions as decision_queries
from charter.queries.deciding.accepted_conflicts import AcceptedConflict


@dataclass(frozen=True)
class Endorsed:
    """The body that endorsed published decisions, the day, the place of its minutes; its names by language code."""

    body: str = ""
    on: date | None = None
    minutes: str = ""
    body_names: Mapping[str, str] = field(default_factory=dict)


NOBODY = Endorsed()


@transaction.atomic
def decide_amendment(
    *,
    amendment: Amendment,
    by: Person,
    outcome: str,
    reason: Reasons,
    because_of: Amendment | None = None,
    words: Mapping[int, str] | None = None,
    taken: Mapping[int, bool] | None = None,
    type_: DecisionType | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Decision:
    """Decides on an amendment, with a reason by language; replaces a decision that is not published yet.

    `words` are inner HTML by id of a change, the secretariat's text in place of the proposer's. `taken` states for
    each change of an acceptance in part whether it is accepted. `type_` is a type of the outcome that the secretariat
    defined. If another moderator decided since the revision `seen`, it is refused with the person and the decision.
    """
    at = at or timezone.now()
    decided = Decided(outcome, reason, because_of, words or {}, taken or {}, type_)
    before, decision = decision_writing.write_first_decision(amendment, decided, by, at, seen)
    append_acts(
        Act("amendment decided", amendment, by, content=decision_writing.changed_content(before, decision)), at=at
    )
    return decision


@transaction.atomic
def reopen_amendment(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Revokes a decision that is not published: the amendment is under review again."""
    at = at or timezone.now()
    before = decision_writing.withdraw_decision(amendment, by, at)
    append_acts(
        Act("decision taken back", amendment, by, content=decision_writing.changed_content(before, None)), at=at
    )
    return amendment


@transaction.atomic
def release_decisions(
    *,
    round_: Round,
    by: Person,
    endorsed: Endorsed = NOBODY,
    amendments: Iterable[Amendment] | None = None,
    at: datetime | None = None,
) -> Release:
    """Publishes decisions together, all pending ones or those of the amendments named; one email to each member.

    A decision that the body returned is published only after it is decided again.
    """
    at = at or timezone.now()
    require(rules.may_release(by, round_, at))
    require_complete_endorsement(endorsed)
    Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    waiting = decision_queries.decisions_to_release(round_).select_for_update(of=("self",), no_key=True)
    if amendments is not None:
        waiting = waiting.filter(amendment__in=[a.pk for a in amendments])
    decisions = list(waiting)
    if not decisions:
        raise Refused(Refusal(_("No decisions are ready to be published.")))
    require(may_be_public_together(round_, decisions))
    return make_public(round_, decisions, by, endorsed, at)


@transaction.atomic
def make_public(
    round_: Round, decisions: Sequence[Decision], by: Person, endorsed: Endorsed = NOBODY, at: datetime | None = None
) -> Release:
    """Publishes decisions that the caller found fit for it: one email a member, one act."""
    at = at or timezone.now()
    require(rules.may_release(by, round_, at))
    release = Release.objects.create(
        round=round_,
        by=by,
        body=endorsed.body,
        body_names=dict(endorsed.body_names),
        endorsed_on=endorsed.on,
        minutes=endorsed.minutes,
        at=at,
    )
    Decision.objects.filter(pk__in=[d.pk for d in decisions]).update(release=release)
    replaced = decision_queries.public_decisions_replaced_by(decisions)
    release_letters.write_release_letters(release, decisions, replaced)
    content = {"decisions": sorted(d.pk for d in decisions), **changed_values({"public": False}, {"public": True})}
    append_acts(Act("decisions released", release, by, content=content), at=at)
    return release


@transaction.atomic
def correct_decision(
    *,
    decision: Decision,
    by: Person,
    outcome: str,
    reason: Reasons,
    note: str,
    because_of: Amendment | None = None,
    words: Mapping[int, str] | None = None,
    taken: Mapping[int, bool] | None = None,
    type_: DecisionType | None = None,
    at: datetime | None = None,
) -> Decision:
    """Replaces a published decision by another one; the note that explains it is public at once.

    Refused where the decision could not be published beside those that are public.
    """
    at = at or timezone.now()
    decided = Decided(outcome, reason, because_of, words or {}, taken or {}, type_)
    corrected = decision_writing.write_corrected_decision(decision, decided, note, by, at)
    require(may_be_public_together(corrected.amendment.round, [corrected]))
    decision_writing.publish_corrections([(corrected, decision)], note.strip(), by, at)
    append_acts(
        Act(
            "decision corrected",
            corrected.amendment,
            by,
            content=decision_writing.changed_content(decision, corrected),
        ),
        at=at,
    )
    return corrected


def require_complete_endorsement(endorsed: Endorsed) -> None:
    """Refuses a body without the day and the minutes of its decision."""
    if endorsed.body and not (endorsed.on and endorsed.minutes):
        raise Refused(Refusal(_("Enter the date on which the body endorsed these decisions, and the minutes.")))


def may_be_public_together(round_: Round, decisions: Sequence[Decision]) -> Answer:
    """Whether these decisions state an outcome for each amendment of a conflict, and the same for identical ones."""
    published = {decision.amendment_id for decision in decisions}
    open_ = [
        accepted_conflict
        for accepted_conflict in accepted_conflicts.conflicts_in_round(round_, decisions)
        if not accepted_conflict.can_stand_together
    ]
    open_ = [conflict for conflict in open_ if published & {amendment.pk for amendment in conflict.amendments}]
    if open_:
        sentence = _(
            "Accepted amendments conflict with each other: %(conflicts)s. Before you publish, state an outcome for "
            "each of them, such as “falls because of” or “accepted with changes”."
        )
        return Refusal(sentence % {"conflicts": semicolon().join(_conflict_in_words(conflict) for conflict in open_)})
    for contradiction in accepted_conflicts.contradicting_decisions(round_, decisions):
        sentence = _(
            "Amendments %(granted)s and %(denied)s propose identical text and have opposite outcomes. Decide on both "
            "in the same way before you publish."
        )
        return Refusal(sentence % {"granted": contradiction.granted.number, "denied": contradiction.denied.number})
    return True


def _conflict_in_words(conflict: AcceptedConflict) -> str:
    numbers = join_in_words(amendment.number for amendment in conflict.amendments)
    if not conflict.on:
        return _("amendments %(numbers)s") % {"numbers": numbers}
    return _("amendments %(numbers)s on “%(words)s”") % {"numbers": numbers, "words": Truncator(conflict.on).words(12)}
