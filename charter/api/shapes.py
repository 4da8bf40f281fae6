"""Shapes that several resources have in common."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from accounts.models import LocalizedText, Organisation
from charter.api.addresses import here, page
from charter.models import Amendment, Decision
from charter.queries.amending import amendments
from charter.queries.amending.resolutions import visible_resolution
from charter.wording.charter_text import interface_language, public_name_of
from charter.wording.decisions import outcome_label


class Fault(Schema):
    """An error."""

    error: str = Field(description="One sentence that says what is wrong and what to do.")
    fields: dict[str, str] = Field({}, description="For a wrong question: what is wrong with each part of it.")


FAULTS = {404: Fault, 422: Fault, 429: Fault}


class Words(Schema):
    """A text in the requested language if it was translated, otherwise in its original language."""

    text: str
    language: str


class Member(Schema):
    """A city, province, region or partner organization. If its name is withheld, it has neither slug nor address."""

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


class ResolutionShape(Schema):
    """The resolution of the council of the member."""

    number: str
    date: date
    url: str = Field(description="The PDF file.")


class DecisionShort(Schema):
    """A public decision without its amendment."""

    outcome: str = Field(description="One of the fixed outcomes, as a code.")
    label: str = Field(description="The same in words.")
    reason: Words
    released_at: datetime
    type: str | None = Field(None, description="The name of the type of decision that the secretariat defined.")


class Dated(Schema):
    """What a version is: a draft, a text for decision, or adopted."""

    status: str
    body: str
    on: date | None


def words(localized_text: LocalizedText) -> Words:
    chosen = localized_text.in_language(interface_language())
    return Words(text=chosen.text, language=chosen.language)


def words_or_none(localized_text: LocalizedText | None) -> Words | None:
    return words(localized_text) if localized_text is not None else None


def member(organisation: Organisation, at: datetime | None) -> Member:
    """Named as on public pages: by the name it bore when it acted."""
    name = public_name_of(organisation, at)
    if organisation.name_withheld:
        return Member(name=name, slug=None, page=None, here=None)
    slug = organisation.slug
    return Member(name=name, slug=slug, page=page("member", slug), here=here("city", slug))


def proposer(amendment: Amendment) -> Member:
    """The organisation that it belongs to."""
    return member(amendment.organisation, amendment.confirmed_at)


def co_proposers(amendment: Amendment) -> list[Member]:
    """Who asks for it together with that one."""
    return [member(co_proposal.organisation, co_proposal.at) for co_proposal in amendment.joined]


def amendment_ref(amendment: Amendment) -> AmendmentRef:
    number = amendment.number
    assert number is not None
    names = (amendment.round.number, number)
    return AmendmentRef(round=names[0], number=number, page=page("amendment", *names), here=here("amendment", *names))


def resolution_of(amendment: Amendment) -> ResolutionShape | None:
    """The resolution as far as it is public."""
    resolution = visible_resolution(None, amendment)
    if resolution is None:
        return None
    address = page("amendment_resolution_file", amendment.key)
    return ResolutionShape(number=resolution.number, date=resolution.adopted_on, url=address)


def decision_short(amendment: Amendment) -> DecisionShort | None:
    """The decision as far as it is public."""
    decision = amendments.visible_decision(None, amendment)
    return _short(decision) if decision is not None else None


def _short(decision: Decision) -> DecisionShort:
    assert decision.release is not None
    return DecisionShort(
        outcome=decision.outcome,
        label=outcome_label(decision),
        reason=words(decision.reason),
        released_at=decision.release.at,
        type=str(decision.type) if decision.type else None,
    )
