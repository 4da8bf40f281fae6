"""Shapes that several resources have in common."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from accounts.models import Organisation, Said
from charter.api.addresses import here, page
from charter.models import Amendment, Decision
from charter.queries import amendments, decisions
from charter.templatetags.charter_text import interface, naming


class Fault(Schema):
    """Any answer that is not the thing asked for."""

    error: str = Field(description="One sentence that says what is wrong and what to do.")
    fields: dict[str, str] = Field({}, description="For a wrong question: what is wrong with each part of it.")


FAULTS = {404: Fault, 422: Fault, 429: Fault}


class Words(Schema):
    """Something said, in the language asked for where it was translated, else as it was said."""

    text: str
    language: str


class Member(Schema):
    """A city, province, region or partner. One that withholds its name has neither slug nor address."""

    name: str
    slug: str | None
    page: str | None = Field(description="The page that people read.")
    here: str | None = Field(description="The same for machines.")


class AmendmentRef(Schema):
    """One amendment, named."""

    round: int
    number: int
    page: str
    here: str


class DecisionShort(Schema):
    """A public decision without the amendment that it stands at."""

    outcome: str = Field(description="One of the fixed outcomes, as a code.")
    label: str = Field(description="The same in words.")
    reason: Words
    released_at: datetime


class Dated(Schema):
    """What a version is: a draft, a text for decision, or adopted."""

    status: str
    body: str
    on: date | None


def words(said: Said) -> Words:
    chosen = said.in_language(interface())
    return Words(text=chosen.text, language=chosen.language)


def words_or_none(said: Said | None) -> Words | None:
    return words(said) if said is not None else None


def member(organisation: Organisation, at: datetime | None) -> Member:
    """Named as on public pages: by the name it bore when it acted."""
    name = naming(organisation, at)
    if organisation.name_withheld:
        return Member(name=name, slug=None, page=None, here=None)
    slug = organisation.slug
    return Member(name=name, slug=slug, page=page("member", slug), here=here("city", slug))


def proposer(amendment: Amendment) -> Member:
    """The organisation that it belongs to."""
    return member(amendment.organisation, amendment.confirmed_at)


def co_proposers(amendment: Amendment) -> list[Member]:
    """Who asks for it together with that one."""
    return [member(one.organisation, one.at) for one in amendment.joined]


def amendment_ref(amendment: Amendment) -> AmendmentRef:
    number = amendment.number
    assert number is not None
    names = (amendment.round.number, number)
    return AmendmentRef(round=names[0], number=number, page=page("amendment", *names), here=here("amendment", *names))


def decision_short(amendment: Amendment) -> DecisionShort | None:
    """The decision as far as it is public."""
    held = amendments.visible_decision(None, amendment)
    return _short(held) if held is not None else None


def _short(decision: Decision) -> DecisionShort:
    assert decision.release is not None
    return DecisionShort(
        outcome=decision.outcome,
        label=decisions.words(decision),
        reason=words(decision.reason),
        released_at=decision.release.at,
    )
