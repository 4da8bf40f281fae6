"""Offers and requests of members to other members."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts.queries.themes import current_code
from charter.api.addresses import here, page
from charter.api.query_parameters import Asked, AskedForPage, Number, Page, Word, paged_together, spoken, the_charter
from charter.api.shapes import FAULTS, Words
from charter.models import Charter, HelpEntry
from charter.models.help_entries import HelpEntryQuerySet
from charter.queries.city import help_entries as help_queries
from charter.queries.city.help_entries import HelpFilter
from charter.queries.city.waves import has_campaign
from charter.states import HelpKind, HelpState

router = Router(tags=["Offers and requests"])


class HelpEntryShape(Schema):
    """An offer of a member to other members, or a request. Replies are not public."""

    id: int
    kind: HelpKind
    member: str = Field(description="The slug of the member.")
    theme: str = Field(description="The slug of its theme.")
    subject: Words
    text: Words
    languages: list[str] = Field(description="Codes of the languages in which the member can talk.")
    ends_on: date = Field(description="The last day on which other members can reply.")
    state: HelpState
    closed_at: datetime | None
    outcome: Words | None = Field(description="The outcome of a closed entry.")
    page: str = Field(description="The page that people read.")
    here: str


class AskedForHelpEntries(AskedForPage):
    """Filters for offers and requests."""

    kind: HelpKind | None = None
    state: HelpState | None = Field(None, description="Entries that were removed are never listed.")
    theme: Word | None = Field(None, description="The slug of a theme.")


@router.get("/offers", response={200: Page[HelpEntryShape], **FAULTS}, url_name="api_help_entries")
@spoken
def help_entries(request: HttpRequest, query: Annotated[AskedForHelpEntries, Query()]) -> object:
    """Offers and requests: open ones by end date, then closed ones with their outcomes."""
    wanted = HelpFilter(kind=query.kind or "", theme=current_code(query.theme or ""), state=query.state or "")
    rows = _public(the_charter(), wanted)
    return paged_together(request, query, rows, lambda entries: [_help_entry(entry) for entry in entries])


@router.get("/offers/{number}", response={200: HelpEntryShape, **FAULTS}, url_name="api_help_entry")
@spoken
def help_entry(request: HttpRequest, number: Number, query: Annotated[Asked, Query()]) -> HelpEntryShape:
    """One offer or request by its id."""
    entry = _public(the_charter(), HelpFilter()).filter(pk=number).first()
    if entry is None:
        raise Http404(_("The offer or request does not exist."))
    return _help_entry(entry)


def _public(charter: Charter, wanted: HelpFilter) -> HelpEntryQuerySet:
    rows = help_queries.public_entries(charter, wanted).for_rows()
    return rows if has_campaign() else rows.none()


def _help_entry(entry: HelpEntry) -> HelpEntryShape:
    return HelpEntryShape(
        id=entry.pk,
        kind=HelpKind(entry.kind),
        member=entry.organisation.slug,
        theme=entry.theme.code,
        subject=Words(text=entry.subject, language=entry.language),
        text=Words(text=entry.text, language=entry.language),
        languages=entry.languages,
        ends_on=entry.ends_on,
        state=HelpState(entry.state),
        closed_at=entry.closed_at,
        outcome=Words(text=entry.outcome, language=entry.language) if entry.outcome else None,
        page=page("help_entry", entry.pk),
        here=here("help_entry", entry.pk),
    )
