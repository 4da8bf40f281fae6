"""Responses of members to compromise texts, once the decision is public."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from charter.api.addresses import here
from charter.api.shapes import Member, member
from charter.queries.deciding.compromise_answers import Answers


class AnswerShape(Schema):
    """The response of one member."""

    member: Member
    answer: str = Field(description="yes, yes_with_a_word, no or silent.")


class CompromiseShape(Schema):
    """A compromise text that the secretariat sent to the proposers, and the response of each."""

    about: str = Field(
        description="amendments: sent for several amendments; decision: the text that the decision gave to this one."
    )
    provision: str = Field(description="The provision's permanent address.")
    language: str
    agreed: bool
    closed_at: datetime
    silence: str = Field(description="What no response counts as: neither, assent (agreed) or refusal (not agreed).")
    answers: list[AnswerShape]
    here: str


def compromises_of(closed: list[Answers]) -> list[CompromiseShape]:
    """Closed compromise texts on one amendment, in the order in which they were sent."""
    return [_shape(answers) for answers in closed]


def _shape(answers: Answers) -> CompromiseShape:
    compromise = answers.compromise
    assert compromise.agreed is not None and compromise.closed_at is not None
    return CompromiseShape(
        about=answers.about,
        provision=compromise.provision.short,
        language=compromise.language,
        agreed=compromise.agreed,
        closed_at=compromise.closed_at,
        silence=answers.silence.value,
        answers=[
            AnswerShape(member=member(row.organisation, compromise.closed_at), answer=row.answer_code)
            for row in answers.rows
        ],
        here=here("provision", compromise.provision.short),
    )
