"""What members said to a compromise, and whether that and the round's rule for silence bear an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.locales import listed
from accounts.models import Organisation, names_of
from charter.models import Amendment, Assent, Compromise, Decision, Position, Round
from charter.states import Answer, CompromiseState, Silence, Stance

ASSENTING = frozenset({Answer.YES, Answer.YES_WITH_A_WORD})
SILENT = "silent"  # in answers as machines read them


@dataclass(frozen=True)
class Answered:
    """A member that was asked, and its answer that holds; None where it is silent."""

    organisation: Organisation
    assent: Assent | None

    @property
    def said(self) -> str:
        """The code of the answer that holds."""
        return self.assent.answer if self.assent is not None else SILENT

    @property
    def is_yes(self) -> bool:
        return self.assent is not None and self.assent.answer in ASSENTING

    @property
    def is_no(self) -> bool:
        return self.assent is not None and self.assent.answer == Answer.NO


@dataclass(frozen=True)
class Answers:
    """What all members that were asked said to one compromise."""

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
        return [row.organisation for row in self.rows if row.assent is None]

    @property
    def silence(self) -> Silence:
        return rule_of(self.compromise)

    @property
    def about(self) -> str:
        """What was put, as machines read it: words for several amendments, or those that a decision changed."""
        return "decision" if self.compromise.decided_id else "amendments"

    def counted(self) -> Mapping[str, list[int]]:
        """Ids of the members by what they said, for the record."""
        found = {"yes": self.assented, "no": self.refused, "silent": self.silent}
        return {said: sorted(one.pk for one in members) for said, members in found.items()}


def rule_of(compromise: Compromise) -> Silence:
    """The round's rule; words of a decision become a member's own by its word alone, never by its silence."""
    return Silence.REFUSAL if compromise.decided_id else Silence(compromise.round.silence)


def of(compromise: Compromise) -> Answers:
    """The answers that hold, in the order in which members were asked; reads what `with_answers` prefetched."""
    held = {one.organisation_id: one for one in compromise.assents.all() if one.superseded_at is None}
    asked = sorted(compromise.asked.all(), key=lambda one: one.pk)
    return Answers(compromise, tuple(Answered(one, held.get(one.pk)) for one in asked))


def with_answers() -> list[str]:
    """What to prefetch of compromises so that their answers are told without asking again."""
    return ["asked__name", *names_of("asked"), "assents"]


def hindrances(compromise: Compromise, now: datetime) -> list[Promise]:
    """Why it cannot be called agreed at that moment, each member by its name; nothing where it can."""
    return list(_hindrances(of(compromise), now))


def _hindrances(answers: Answers, now: datetime) -> Iterator[Promise]:
    if answers.refused:
        yield format_lazy(_("Refused: {names}."), names=listed(answers.refused))
    if answers.silent and now <= answers.compromise.answer_by:
        yield format_lazy(_("The time to answer is not over for: {names}."), names=listed(answers.silent))
    elif answers.silent and answers.silence == Silence.REFUSAL:
        yield format_lazy(_("Silent, which counts as refusal: {names}."), names=listed(answers.silent))
    elif answers.silent and not answers.assented and answers.silence == Silence.NEITHER:
        yield format_lazy(_("Nobody said yes. Silent: {names}."), names=listed(answers.silent))


def closed_of(amendments: Iterable[int]) -> dict[int, list[Answers]]:
    """By amendment id: what was said to each compromise on it that is closed, in a constant number of queries."""
    wanted = set(amendments)
    rows = Compromise.objects.filter(amendments__in=wanted, state=CompromiseState.CLOSED).distinct()
    rows = rows.select_related("round", "provision").prefetch_related("amendments", *with_answers()).order_by("pk")
    found: dict[int, list[Answers]] = {}
    for compromise in rows:
        answers = of(compromise)
        for amendment in compromise.amendments.all():
            if amendment.pk in wanted:
                found.setdefault(amendment.pk, []).append(answers)
    return found


def closed_in(round_: Round) -> list[object]:
    """What files that tell of answers hang on: the compromises of a round that are closed, and how they ended."""
    rows = Compromise.objects.filter(round=round_, state=CompromiseState.CLOSED).order_by("pk")
    return [list(row) for row in rows.values_list("pk", "agreed")]


def asked_of(amendments: Iterable[Amendment]) -> list[Organisation]:
    """All that ask for one of these amendments, first or together with others, each once."""
    return list({one.pk: one for amendment in amendments for one in amendment.members}.values())


def is_theirs(decision: Decision) -> bool:
    """Whether all words that a decision changed were taken for their own by those who asked."""
    put = list(decision.words.exclude(html="").values_list("put__agreed", flat=True))
    return bool(put) and all(put)


def supporters(compromise: Compromise) -> list[Organisation]:
    """Members that support the present words of one of its amendments and are not asked themselves."""
    texts = compromise.amendments.values("text")
    held = Position.objects.filter(text__in=texts, stance=Stance.SUPPORT, superseded_at=None)
    found = Organisation.objects.filter(pk__in=held.values("organisation"))
    return list(found.exclude(pk__in=compromise.asked.values("pk")).with_names().order_by("pk"))
