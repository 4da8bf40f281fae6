"""What an amendment changes, and what others say to it."""

from __future__ import annotations

from collections.abc import Mapping

from ninja import Field, Schema

from charter import texts
from charter.api.addresses import here
from charter.api.shapes import Member, member
from charter.citations import Label
from charter.models import AmendmentText, Round
from charter.queries import amendments
from charter.queries.shown_changes import Shown
from charter.states import BORDER_KINDS


class ChangeShape(Schema):
    """One change of one provision."""

    kind: str = Field(description="replace, delete, insert, move, split or join.")
    provision: str = Field(description="The provision's permanent address.")
    citation: str = Field(description="As cited today; empty where the provision has left the text.")
    after: str = Field(description="For a move: the citation it is to stand after. For a join: that of the next one.")
    language: str
    before_html: str = Field(description="Inner HTML of the block; for a join, a paragraph for each of both.")
    html: str = Field(description="The same of what is asked for; for a split, a paragraph for each part.")
    here: str


class PositionShape(Schema):
    """What a member or a partner says to the present words."""

    member: Member
    stance: str
    line: str
    language: str
    counted: bool = Field(description="Whether this round counts it; partners are never counted.")


def changes_of(text: AmendmentText, labels: Mapping[str, Label], language: str) -> list[ChangeShape]:
    """The changes of a text as they were asked for; reads prefetched `changes`."""
    return [_change(row) for row in amendments.shown(text, labels, language)]


def positions_of(text: AmendmentText, round_: Round) -> list[PositionShape]:
    """Positions that hold, by the names of those who took them."""
    return [
        PositionShape(
            member=member(one.organisation, one.at),
            stance=one.stance,
            line=one.line,
            language=one.language,
            counted=amendments.is_counted(one.organisation, round_),
        )
        for one in amendments.positions(text)
    ]


def _change(row: Shown) -> ChangeShape:
    change = row.change
    before, asked = texts.told(change) if change.kind in BORDER_KINDS else (row.base_html, row.html)
    return ChangeShape(
        kind=change.kind,
        provision=change.provision.short,
        citation=row.citation,
        after=row.after_citation,
        language=change.language,
        before_html=before,
        html=asked,
        here=here("provision", change.provision.short),
    )
