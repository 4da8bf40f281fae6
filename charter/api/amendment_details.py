"""The changes of an amendment, and the positions of others on it."""

from __future__ import annotations

from ninja import Field, Schema

from charter import texts
from charter.api.addresses import here
from charter.api.shapes import Member, member
from charter.models import AmendmentText, Round
from charter.queries.amending import amendments
from charter.queries.amending.change_keys import keys_of_change
from charter.queries.amending.public_texts import PublicText, TextCitations
from charter.queries.amending.shown_changes import Shown
from charter.states import BORDER_KINDS


class ChangeShape(Schema):
    """One change of one provision."""

    kind: str = Field(description="replace, delete, insert, move, split or join.")
    provision: str = Field(description="The provision's permanent address.")
    citation: str = Field(
        description="The citation in the version whose text is changed; empty if that version has no such provision."
    )
    after: str = Field(description="For a move: the citation of the preceding provision. For a join: of the next one.")
    language: str
    before_html: str = Field(
        description="Inner HTML of the block; for a join, one paragraph for each of the two provisions."
    )
    html: str = Field(description="The proposed text in the same form; for a split, a paragraph for each part.")
    key: str = Field(description="The provision's permanent key.")
    after_key: str | None = Field(
        description="For an insert or a move: the key of the provision after which the new or moved one goes."
    )
    new_kind: str | None = Field(description="For an insert: the kind of the new provision.")
    new_key: str | None = Field(description="For an insert or a split: the key of the new provision.")
    joined_key: str | None = Field(
        description="For a join: the key of the second provision, whose text follows that of the first."
    )
    cut: int | None = Field(
        description="For a split: how many characters of the text, without tags, are before the cut."
    )
    here: str


class PositionShape(Schema):
    """The position of a member or a partner organization on the current text."""

    member: Member
    stance: str
    line: str
    language: str
    counted: bool = Field(description="Whether this round counts it; partners are never counted.")


def changes_of(public: PublicText, citations: TextCitations) -> list[ChangeShape]:
    """The changes of a text as public pages show it; reads prefetched `changes`."""
    rows = amendments.shown_changes(public.text, citations.of(public), citations.language, public.version)
    return [_change(row) for row in rows]


def positions_of(text: AmendmentText, round_: Round) -> list[PositionShape]:
    """Current positions, by the names of the members that took them."""
    return [
        PositionShape(
            member=member(position.organisation, position.at),
            stance=position.stance,
            line=position.line,
            language=position.language,
            counted=amendments.is_counted(position.organisation, round_),
        )
        for position in amendments.positions_on(text)
    ]


def _change(row: Shown) -> ChangeShape:
    change = row.change
    before, proposed = texts.change_as_html(change) if change.kind in BORDER_KINDS else (row.base_html, row.html)
    return ChangeShape(
        kind=change.kind,
        provision=change.provision.short,
        citation=row.citation,
        after=row.after_citation,
        language=change.language,
        before_html=before,
        html=proposed,
        **keys_of_change(change),
        here=here("provision", change.provision.short),
    )
