"""Cities, provinces and regions that write the charter together, and partners."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts.models import Organisation
from accounts.states import OrganisationKind, Section
from charter.api.addresses import here, page
from charter.api.asking import Asked, AskedForPage, Page, Word, paged, spoken
from charter.api.shapes import FAULTS, AmendmentRef, Words, amendment_ref, words
from charter.models import Position
from charter.queries import members

router = Router(tags=["Cities"])


class CityShape(Schema):
    """A member or a partner. One that withholds its name is not among them."""

    slug: str
    official_name: Words = Field(description="In its own language and script.")
    name: Words = Field(description="In the language asked for, where there is one.")
    kind: str = Field(description="government or partner.")
    kind_name: str
    country: str
    country_name: str
    wave: int | None
    joined_on: date | None
    left_on: date | None
    website: str
    page: str
    here: str


class Former(Schema):
    """A name it bore before."""

    name: Words
    until: datetime


class StanceShape(Schema):
    """What it says to the words of others."""

    amendment: AmendmentRef
    stance: str
    line: str


class CityWhole(CityShape):
    """The same with what it proposed and said."""

    former_names: list[Former]
    proposed: list[AmendmentRef]
    joined: list[AmendmentRef] = Field(description="Proposed together with others.")
    positions: list[StanceShape]


class AskedForCities(AskedForPage):
    """Cities, narrowed."""

    kind: OrganisationKind = Field(OrganisationKind.GOVERNMENT, description="government or partner.")
    words: Word | None = Field(None, description="Part of a name. Of governments only.")
    section: Section | None = Field(None, description="A section of the world organisation. Of governments only.")
    country: Word | None = Field(None, description="Two letters of a country. Of governments only.")


@router.get("/cities", response={200: Page[CityShape], **FAULTS}, url_name="api_cities")
@spoken
def cities(request: HttpRequest, asked: Annotated[AskedForCities, Query()]) -> object:
    """Members by country, or partners; those that left or withhold their name are not listed."""
    if asked.kind == OrganisationKind.PARTNER:
        return paged(request, asked, members.partners(), _city)
    wanted = members.Wanted(words=asked.words or "", section=asked.section or "", country=asked.country or "")
    found = members.directory(wanted)
    return paged(request, asked, found, _city)


@router.get("/cities/{slug:slug}", response={200: CityWhole, **FAULTS}, url_name="api_city")
@spoken
def city(request: HttpRequest, slug: str, asked: Annotated[Asked, Query()]) -> object:
    """One member: its names, what it proposed, what it says to the words of others."""
    found = members.by_slug(slug)
    if found is None:
        raise Http404(_("There is no member at this address."))
    former = members.former_names(found)
    return CityWhole(
        **dict(_city(found)),
        former_names=[Former(name=_said(one), until=one.until) for one in former],
        proposed=[amendment_ref(one) for one in members.proposed(found)],
        joined=[amendment_ref(one) for one in members.joined(found)],
        positions=[_stance(one) for one in members.positions(found)],
    )


def _city(found: Organisation) -> CityShape:
    official = found.official_name
    return CityShape(
        slug=found.slug,
        official_name=Words(text=official.text, language=official.language),
        name=words(official),
        kind=found.kind,
        kind_name=found.kind_name or found.get_kind_display(),
        country=found.country,
        country_name=found.country_name,
        wave=found.wave if found.is_government else None,
        joined_on=found.joined_on,
        left_on=found.left_on,
        website=found.website,
        page=page("member", found.slug),
        here=here("city", found.slug),
    )


def _said(former: object) -> Words:
    name = former.name  # type: ignore[attr-defined]
    return Words(text=name.text, language=name.language)


def _stance(position: Position) -> StanceShape:
    return StanceShape(amendment=amendment_ref(position.text.amendment), stance=position.stance, line=position.line)
