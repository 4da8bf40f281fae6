"""The waves, the milestones, the events and the processes of the campaign."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from accounts.models import Milestone
from accounts.queries.milestones import milestones_with_texts
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.api.addresses import here, page
from charter.api.query_parameters import AskedForPage, Page, paged, paged_together, spoken
from charter.api.shapes import FAULTS, Words, words
from charter.queries.city import events as event_queries
from charter.queries.city import processes as process_queries
from charter.queries.city.events import EventData
from charter.queries.city.processes import ProcessData
from charter.queries.city.waves import WaveMembers, waves_with_first_members
from charter.wording.charter_text import interface_language

router = Router(tags=["Campaign"])


class WaveShape(Schema):
    """A wave: when its members joined, and what the campaign works on in it."""

    code: str
    name: Words
    year: int
    starts_on: date | None
    ends_on: date | None
    focus: Words | None
    themes: list[str] = Field(description="Slugs of its priority themes.")
    count: int = Field(description="How many local governments that joined with it are members today.")
    members: list[str] = Field(description="Slugs of the first 20 that have a public name, pioneers first.")
    all_members: str = Field(description="The address of all members with a public name, as data.")
    page: str = Field(description="The page that people read.")


class DescribedPicture(Schema):
    """A picture with the text for readers who do not see it."""

    address: str
    description: Words


class MilestoneShape(Schema):
    """What the campaign did on a day."""

    id: int
    on: date
    title: Words
    text: Words | None
    link: str
    page: str = Field(description="The page that people read.")
    picture: DescribedPicture | None


class EventShape(Schema):
    """An event of the calendar."""

    title: Words
    introduction: str
    languages: list[str] = Field(description="Codes of the languages in which it can be read.")
    on: date
    until: date | None = Field(description="The last day, if it is not the first one.")
    place: str
    themes: list[str] = Field(description="Slugs of its themes.")
    members: list[str] = Field(description="The slugs of its members that have a public name.")
    published_at: datetime
    page: str = Field(description="The page that people read.")


class QuotationShape(Schema):
    """A provision as it was quoted."""

    version: int = Field(description="The number of the version.")
    citation: str = Field(description="The citation in that version.")


class ProcessShape(Schema):
    """A process outside the campaign to which members contributed."""

    title: Words
    institution: str
    outcome: str
    languages: list[str] = Field(description="Codes of the languages in which it can be read.")
    on: date
    document: str = Field(description="The address of its document; may be empty.")
    themes: list[str] = Field(description="Slugs of its themes.")
    members: list[str] = Field(description="The slugs of the members that contributed and have a public name.")
    quotations: list[QuotationShape]
    published_at: datetime
    page: str = Field(description="The page that people read.")


@router.get("/waves", response={200: Page[WaveShape], **FAULTS}, url_name="api_waves")
@spoken
def waves(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """The waves of the campaign, the oldest first. A site without a campaign has none."""
    return paged(request, query, waves_with_first_members(ROWS_ON_A_PAGE), _wave)


@router.get("/milestones", response={200: Page[MilestoneShape], **FAULTS}, url_name="api_milestones")
@spoken
def milestones(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """The milestones of the campaign, the oldest first."""
    first = (query.page - 1) * query.size
    return paged_together(
        request,
        query,
        milestones_with_texts(),
        lambda rows: [_milestone(milestone, place) for place, milestone in enumerate(rows, first)],
    )


@router.get("/events", response={200: Page[EventShape], **FAULTS}, url_name="api_events")
@spoken
def events(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """The events of the calendar, the latest day first."""
    return paged(request, query, event_queries.event_data(interface_language()), _event)


@router.get("/processes", response={200: Page[ProcessShape], **FAULTS}, url_name="api_processes")
@spoken
def processes(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """The processes to which members contributed, the latest day first. A site without a campaign has none."""
    return paged(request, query, process_queries.process_data(interface_language()), _process)


def _event(event: EventData) -> EventShape:
    return EventShape(
        title=Words(text=event.title, language=event.language),
        introduction=event.introduction,
        languages=list(event.languages),
        on=event.on,
        until=event.until,
        place=event.place,
        themes=list(event.themes),
        members=list(event.members),
        published_at=event.published_at,
        page=event.page,
    )


def _process(process: ProcessData) -> ProcessShape:
    return ProcessShape(
        title=Words(text=process.title, language=process.language),
        institution=process.institution,
        outcome=process.outcome,
        languages=list(process.languages),
        on=process.on,
        document=process.document,
        themes=list(process.themes),
        members=list(process.members),
        quotations=[QuotationShape(version=version, citation=citation) for version, citation in process.quotations],
        published_at=process.published_at,
        page=process.page,
    )


def _wave(row: WaveMembers) -> WaveShape:
    wave = row.wave
    return WaveShape(
        code=wave.code,
        name=words(wave.name),
        year=wave.year,
        starts_on=wave.starts_on,
        ends_on=wave.ends_on,
        focus=words(wave.focus) if wave.focus else None,
        themes=[theme.code for theme in wave.themes.all()],
        count=row.count,
        members=[member.slug for member in row.members],
        all_members=f"{here('cities')}?{urlencode({'joined_wave': wave.code})}",
        page=page("wave", wave.code),
    )


def _milestone(milestone: Milestone, place: int) -> MilestoneShape:
    """`place` counts the milestones before it, which say on which page of the timeline it is."""
    number = place // ROWS_ON_A_PAGE + 1
    return MilestoneShape(
        id=milestone.pk,
        on=milestone.on,
        title=words(milestone.title),
        text=words(milestone.text) if milestone.text else None,
        link=milestone.link,
        page=f"{page('milestones')}{f'?page={number}' if number > 1 else ''}#milestone-{milestone.pk}",
        picture=_picture(milestone),
    )


def _picture(milestone: Milestone) -> DescribedPicture | None:
    if milestone.picture_text is None:
        return None
    address = page("milestone_picture", milestone.pk, milestone.picture_name)
    return DescribedPicture(address=address, description=words(milestone.picture_text))
