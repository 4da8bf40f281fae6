"""The answers of members to a compromise, and whether they and the round's rule for no reply make an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Prefetch

from accounts.models import Organisation, load_names, names_of
from charter.models import Amendment, Compromise, Decision, Position, Response, Round
from charter.states import Answer, CompromiseState, Silence, Stance

ASSENTING = frozenset({Answer.YES, Answer.YES_WITH_A_WORD})
SILENT = "silent"  # in answers as machines read them
_ASKED = Prefetch("asked", queryset=Organisation.objects.select_related("name"))


@dataclass(frozen=True)
class Answered:
    """A member that was asked, and its answer that holds; None where it is silent."""

    organisation: Organisation
    response: Response | None

    @property
    def answer_code(self) -> str:
        """The code of the answer that holds."""
        return self.response.answer if self.response is not None else SILENT

    @property
    def is_yes(self) -> bool:
        return self.response is not None and self.response.answer in ASSENTING

    @property
    def is_no(self) -> bool:
        return self.response is not None and self.response.answer == Answer.NO


@dataclass(frozen=True)
class Answers:
    """The answers of all members to one compromise."""

    compromise: Compromise
    rows: tuple[Answered, ...]

    @property
    def assented(self) -> list[Organisation]:
        return [row.organisation for row in self.rows if row.is_yes]

    @property
    def refused(self) -> list[Organisation]:
        return [row.organisation for row in self.rows if row.is_no]

    @property
    def silent(self) -> list[Organisation]:
        return [row.organisation for row in self.rows if row.response is None]

    @property
    def silence(self) -> Silence:
        return rule_of(self.compromise)

    @property
    def about(self) -> str:
        """The subject of a compromise for programs: text for several amendments, or text that a decision changed."""
        return "decision" if self.compromise.decided_id else "amendments"

    def counted(self) -> Mapping[str, list[int]]:
        """Ids of the members by their answer, for the audit log."""
        members_by_answer = {"yes": self.assented, "no": self.refused, "silent": self.silent}
        return {answer: sorted(member.pk for member in members) for answer, members in members_by_answer.items()}


def rule_of(compromise: Compromise) -> Silence:
    """The round's rule; a decision's text becomes a member's own only by its answer, never without a reply."""
    return Silence.REFUSAL if compromise.decided_id else Silence(compromise.round.silence)


def answers_to(compromise: Compromise) -> Answers:
    """The answers that hold, in the order in which members were asked; reads what `with_answers` prefetched."""
    responses = {
        response.organisation_id: response for response in compromise.responses.all() if response.superseded_at is None
    }
    members = sorted(compromise.asked.all(), key=lambda member: member.pk)
    return Answers(compromise, tuple(Answered(member, responses.get(member.pk)) for member in members))


def with_answers() -> list[str | Prefetch]:
    """What to prefetch of compromises so that their answers are told without asking again."""
    return [_ASKED, *names_of("asked"), "responses"]


class AgreementBlockerKind(Enum):
    """Why a compromise cannot be called agreed. `charter/wording/compromise_answers.py` has the sentences."""

    DECLINED = "declined"
    TIME_NOT_OVER = "time not over"
    SILENCE_IS_REFUSAL = "silence is refusal"
    NOBODY_AGREED = "nobody agreed"


@dataclass(frozen=True)
class AgreementBlocker:
    """One reason, with the members that it is about."""

    kind: AgreementBlockerKind
    members: tuple[Organisation, ...]


def blockers_of_agreement(compromise: Compromise, now: datetime) -> list[AgreementBlocker]:
    """Why it cannot be called agreed at that moment; nothing where it can."""
    answers = answers_to(compromise)
    declined, silent = tuple(answers.refused), tuple(answers.silent)
    blockers = [AgreementBlocker(AgreementBlockerKind.DECLINED, declined)] if declined else []
    if silent and now <= compromise.answer_by:
        blockers.append(AgreementBlocker(AgreementBlockerKind.TIME_NOT_OVER, silent))
    elif silent and answers.silence == Silence.REFUSAL:
        blockers.append(AgreementBlocker(AgreementBlockerKind.SILENCE_IS_REFUSAL, silent))
    elif silent and not answers.assented and answers.silence == Silence.NEITHER:
        blockers.append(AgreementBlocker(AgreementBlockerKind.NOBODY_AGREED, silent))
    return blockers


def closed_compromises(amendments: Iterable[int]) -> dict[int, list[Answers]]:
    """By amendment id: the answers to each closed compromise on it, in a constant number of queries."""
    answers_by_amendment = unnamed_closed_of(amendments)
    load_names(list_asked_members(answers_by_amendment))
    return answers_by_amendment


def list_asked_members(answers_by_amendment: Mapping[int, Iterable[Answers]]) -> list[Organisation]:
    """All organisations that were asked."""
    return [row.organisation for each in answers_by_amendment.values() for answers in each for row in answers.rows]


def unnamed_closed_of(amendments: Iterable[int]) -> dict[int, list[Answers]]:
    """The same; the names of `list_asked_members` are left to `load_names`."""
    ids = set(amendments)
    if not ids:
        return {}
    rows = Compromise.objects.filter(amendments__in=ids, state=CompromiseState.CLOSED).distinct()
    rows = rows.select_related("round", "provision").prefetch_related("amendments", _ASKED, "responses").order_by("pk")
    answers_by_amendment: dict[int, list[Answers]] = {}
    for compromise in rows:
        answers = answers_to(compromise)
        for amendment in compromise.amendments.all():
            if amendment.pk in ids:
                answers_by_amendment.setdefault(amendment.pk, []).append(answers)
    return answers_by_amendment


def closed_in(round_: Round) -> list[object]:
    """What files that tell of answers hang on: the compromises of a round that are closed, and how they ended."""
    rows = Compromise.objects.filter(round=round_, state=CompromiseState.CLOSED).order_by("pk")
    return [list(row) for row in rows.values_list("pk", "agreed")]


def list_proposing_members(amendments: Iterable[Amendment]) -> list[Organisation]:
    """All proposers and co-sponsors of these amendments, each once."""
    return list({member.pk: member for amendment in amendments for member in amendment.members}.values())


def is_accepted_by_proposers(decision: Decision) -> bool:
    """Whether all text that a decision changed was accepted as their own by those who proposed it."""
    agreements = list(decision.words.exclude(html="").values_list("put__agreed", flat=True))
    return bool(agreements) and all(agreements)


def list_unasked_supporters(compromise: Compromise) -> list[Organisation]:
    """Members that support the present text of one of its amendments and are not asked themselves."""
    texts = compromise.amendments.values("text")
    positions = Position.objects.filter(text__in=texts, stance=Stance.SUPPORT, superseded_at=None)
    organisations = Organisation.objects.filter(pk__in=positions.values("organisation"))
    return list(organisations.exclude(pk__in=compromise.asked.values("pk")).with_names().order_by("pk"))
