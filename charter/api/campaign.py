"""The waves and the milestones of the campaign."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from accounts.models import Milestone
from accounts.queries.milestones import milestones_with_texts
from charter.api.addresses import page
from charter.api.query_parameters import AskedForPage, Page, paged, spoken
from charter.api.shapes import FAULTS, Words, words
from charter.queries.city.waves import WaveMembers, waves_with_members

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
    members: list[str] = Field(description="The slugs of those that have a public name, pioneers first.")
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


@router.get("/waves", response={200: Page[WaveShape], **FAULTS}, url_name="api_waves")
@spoken
def waves(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """The waves of the campaign, the oldest first. A site without a campaign has none."""
    return paged(request, query, waves_with_members(), _wave)


@router.get("/milestones", response={200: Page[MilestoneShape], **FAULTS}, url_name="api_milestones")
@spoken
def milestones(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """The milestones of the campaign, the oldest first."""
    return paged(request, query, milestones_with_texts(), _milestone)


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
        page=page("wave", wave.code),
    )


def _milestone(milestone: Milestone) -> MilestoneShape:
    return MilestoneShape(
        id=milestone.pk,
        on=milestone.on,
        title=words(milestone.title),
        text=words(milestone.text) if milestone.text else None,
        link=milestone.link,
        page=f"{page('milestones')}#milestone-{milestone.pk}",
        picture=_picture(milestone),
    )


def _picture(milestone: Milestone) -> DescribedPicture | None:
    if milestone.picture_text is None:
        return None
    address = page("milestone_picture", milestone.pk, milestone.picture_name)
    return DescribedPicture(address=address, description=words(milestone.picture_text))
