"""What members answered to compromises, once the decision is public."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from charter.api.addresses import here
from charter.api.shapes import Member, member
from charter.queries.assents import Answers


class AnswerShape(Schema):
    """What one member that was asked said."""

    member: Member
    answer: str = Field(description="yes, yes_with_a_word, no or silent.")


class CompromiseShape(Schema):
    """Words of the secretariat that were put to the members that ask, and what each of them answered."""

    about: str = Field(description="amendments: put for several; decision: words that it gave to this amendment.")
    provision: str = Field(description="The provision's permanent address.")
    language: str
    agreed: bool
    closed_at: datetime
    silence: str = Field(description="What silence counts as: neither, assent or refusal.")
    answers: list[AnswerShape]
    here: str


def compromises_of(closed: list[Answers]) -> list[CompromiseShape]:
    """Closed compromises on one amendment, in the order in which they were put."""
    return [_shape(answers) for answers in closed]


def _shape(answers: Answers) -> CompromiseShape:
    put = answers.compromise
    assert put.agreed is not None and put.closed_at is not None
    return CompromiseShape(
        about=answers.about,
        provision=put.provision.short,
        language=put.language,
        agreed=put.agreed,
        closed_at=put.closed_at,
        silence=answers.silence.value,
        answers=[AnswerShape(member=member(row.organisation, put.closed_at), answer=row.said) for row in answers.rows],
        here=here("provision", put.provision.short),
    )
